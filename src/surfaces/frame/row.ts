/** One who was let in: he works, stands in the row for a place at work, or waits for nothing of ours. */
export type Stay = {
  /** What he sends is still on its way: meanwhile he takes no place. */
  rests(): void;
  goesOn(): void;
  /** Once; all after it does nothing. */
  ends(): void;
};

type Standing = { readonly order: number; readonly since: number; begin(): void; goes(): void };

export type Wish = {
  /** Whoever has the smaller one works first; of two with the same, whoever came first. */
  readonly order: number;
  /** A place at work is his. */
  begins(stay: Stay): void;
  /** It is not to be hoped that his place comes in time. */
  goes(): void;
};

export type Row = {
  /** How many work or stand. */
  readonly inside: number;
  /** Milliseconds for which somebody stands already, at most; 0 where nobody does. */
  waits(): number;
  /** From time to time: where somebody stands longer than that, an eighth of the row goes, from its end. So nobody leaves just before his place comes. */
  look(longest: number): void;
  enter(wish: Wish): Stay;
};

/**
 * So few are at work that each is soon done; all others who were let in stand in a row, in the order of their turns. Without it those who came
 * first would share the machine with those who came last, and be done when they are.
 *
 * @param done called for each who worked and has ended
 */
export function createRow(places: number, now: () => number, done: () => void): Row {
  const row: Standing[] = [];
  /** The same, in the order in which they came. */
  const standing = new Set<Standing>();
  let working = 0;

  function begin(one: Standing): void {
    leave(one);
    working += 1;
    one.begin();
  }
  function next(): void {
    for (let [one] = row; one && working < places; [one] = row) begin(one);
  }
  function stand(one: Standing): void {
    let at = row.length;
    while (at > 0 && (row[at - 1]?.order ?? 0) > one.order) at -= 1;
    row.splice(at, 0, one);
    standing.add(one);
  }
  function leave(one: Standing): void {
    row.splice(row.indexOf(one), 1);
    standing.delete(one);
  }

  return {
    get inside() {
      return working + row.length;
    },
    waits() {
      const [first] = standing;
      return first ? now() - first.since : 0;
    },
    look(longest) {
      const [first] = standing;
      if (first && now() - first.since > longest)
        for (const one of row.slice(Math.floor(row.length * 0.875))) one.goes();
    },
    enter({ order, begins, goes }) {
      let is: 'standing' | 'working' | 'resting' | 'gone' = 'standing';
      const one: Standing = {
        ...{ order, since: now() },
        begin: () => {
          is = 'working';
          begins(stay);
        },
        goes: () => {
          stop('gone');
          goes();
        },
      };
      const stop = (what: 'resting' | 'gone'): void => {
        const was = is;
        is = what;
        if (was === 'standing') leave(one);
        if (was !== 'working') return;
        working -= 1;
        if (what === 'gone') done();
        next();
      };
      const stay: Stay = {
        rests: () => {
          if (is === 'working') stop('resting');
        },
        // Whose body was long on its way waited already.
        goesOn: () => {
          if (is !== 'resting') return;
          is = 'working';
          working += 1;
        },
        ends: () => {
          if (is !== 'gone') stop('gone');
        },
      };
      if (working < places) {
        working += 1;
        one.begin();
      } else stand(one);
      return stay;
    },
  };
}
