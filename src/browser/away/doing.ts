import type { Act, Counter } from './vault.ts';

// What a counter does by itself. Pure: what it keeps before and after.

type Chance = { readonly key: string; readonly at: number };

const act = (now: Chance, kind: Act['kind'], number: string, lease: string | null, paper: string | null): Act => ({
  ...{ ...now, kind, number, lease, paper },
});

/** The next of the list while its time lasts, then whoever has a paper number. The same as it was when there is nobody. */
export function callNext(counter: Counter, now: Chance): Counter {
  const [number, ...numbers] = counter.until > now.at ? counter.numbers : [];
  if (number !== undefined)
    return {
      ...{ ...counter, numbers, inside: { number, paper: null } },
      acts: [...counter.acts, act(now, 'called', number, counter.lease, null)],
    };
  const [paper, ...papers] = counter.papers;
  if (paper === undefined) return counter;
  return {
    ...{ ...counter, papers, inside: { number: paper.number, paper: paper.key } },
    acts: [...counter.acts, act(now, 'called', paper.number, null, paper.key)],
  };
}

/** Whoever is in the room is done, or did not come. */
export function end(counter: Counter, kind: 'done' | 'skipped', now: Chance): Counter {
  const { inside } = counter;
  if (inside === null) return counter;
  return {
    ...{ ...counter, inside: null },
    acts: [...counter.acts, act(now, kind, inside.number, null, inside.paper)],
  };
}

/** A number on paper for whoever comes now: the counter's own letter, so that no two counters give the same. */
export function givePaper(counter: Counter, now: Chance): Counter {
  const given = counter.given + 1;
  const number = `K${counter.ruang}-${given < 10 ? '0' : ''}${given}`;
  return {
    ...{ ...counter, given, papers: [...counter.papers, { number, key: now.key }] },
    acts: [...counter.acts, act(now, 'paper', number, null, null)],
  };
}
