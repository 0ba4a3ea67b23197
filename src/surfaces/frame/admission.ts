import { createRow, type Stay } from './row.ts';

export type AdmissionOptions = {
  /** Milliseconds of the epoch that never go back: turns are told to people and shown again, also to another process. */
  readonly now: () => number;
  /** From 0 to 1. */
  readonly chance: () => number;
  /** How long somebody may wait inside before others are better asked to come back. */
  readonly patience?: number;
  /** Let in before it is known how many a second can be served. */
  readonly least?: number;
  /** Let in before that is known as long as nobody waits longer than the patience: so the first of a crowd are those who came first. */
  readonly hoped?: number;
  /** At work at a time; the others who were let in stand in a row. */
  readonly places?: number;
};

/** When somebody who was turned away is let in before those who came later. */
export type Turn = {
  readonly due: number;
  /** Milliseconds until he is told so. */
  readonly after: number;
  /** Whole, from when he is told so until he comes. */
  readonly seconds: number;
};

export type Admission = {
  /** Nobody need wait: neither is it full, nor is anybody else waiting for his turn. */
  free(): boolean;
  /** Of somebody who is let in while others may have to wait: so that his next page is not behind them. */
  letIn(): Turn | undefined;
  /**
   * Undefined where there is room; else when to come.
   * @param held the turn that he was told before
   */
  turnedAway(held?: number): Turn | undefined;
  /**
   * Of somebody whom there is room for. What travels before and after his work, on however slow a line, is no work of ours.
   * @param held the turn that he was told before
   * @param begins called when a place at work is his, at once or later
   * @param goes called instead where that takes too long, with when to come
   */
  enter(held: number | undefined, begins: (stay: Stay) => void, goes: (turn: Turn) => void): Stay;
  /** How late the process came to a moment it had asked for: then it is behind, whatever the count of those inside says. */
  lag(millis: number): void;
};

const PATIENCE_MS = 500;
const LEAST = 128;
/** More than a full batch of bookings (200) that share a commit: with fewer, batches are smaller. */
const PLACES = 256;
/** Of the patience: longer than that nobody should stand in the row. */
const LONGEST = 1.3;
/** Whoever came to his turn so long ago is in the middle of a journey, and may fill the house by so much more before he is asked to come back. */
const UNDER_WAY_MS = 3000;
const UNDER_WAY = 1.5;
/** So many at once may be the first of a crowd: they must not end behind it with their next page. */
const CROWD = 8;
const WINDOW_MS = 500;
/** What could be served a while ago is believed less and less: it halves in about a minute. */
const FADING = 0.994;
/** The most that was ever served: it halves in ten minutes, or in seconds where more come at their turn than there is room for. */
const FORGETTING = 0.9994;
const FALLING = 0.15;
/** Of what can be served, this much is promised in turns; the rest is for what nobody foresees. */
const PROMISED = 0.65;
const SOONEST_MS = 1000;
/**
 * A wait is told in whole seconds, so everybody returns at the fraction of a second at which he came: those who were told in one second
 * return evenly only where they are spread over more than all the turns that were given in it.
 */
const LEAST_SPREAD_MS = 2000;
const SPREAD = 2;
/** Of how long somebody waits, at most: whoever came first is let in first where few seconds decide. */
const DISORDER = 0.2;
const LATEST_MS = 240_000;
/** Whoever comes to his turn stays ahead of the others for so long: a journey has several pages. */
const KEPT_MS = 900_000;
/** A clock that is a little fast. */
const EARLY_MS = 1000;
const MOST_PAGES = 20;

/**
 * As many are inside as can be served within the patience, by what was served lately. All others get a turn, each behind those who came
 * before, with some chance in it, so that the crowd does not return as a crowd. While anybody waits for his turn whoever comes new
 * waits behind him, unless so few are inside that they are idle: some never come back.
 */
export function createAdmission({
  now,
  chance,
  patience = PATIENCE_MS,
  least = LEAST,
  hoped = least,
  places = PLACES,
}: AdmissionOptions): Admission {
  // After a quiet night nothing was served lately: that says nothing of what can be. Those let in are thought to be served in time.
  const unknown = (least * 1000) / patience;
  const few = Math.ceil(least / 2);
  const crowd = Math.min(CROWD, few);
  const row = createRow(places, now, () => {
    done += 1;
  });
  let done = 0;
  let since = now();
  let rate = 0;
  let late = 0;
  let best = 0;
  let full = false;
  let crowded = false;
  /** More are told to wait than are served. */
  let crowding = false;
  let promisedUntil = 0;
  /** Where more come at their turn than there is room for, they stand in a second line, before all whose turn is to come. */
  let calledUntil = Number.NEGATIVE_INFINITY;
  /** Turns given in this window, and by how many milliseconds they are spread. */
  let given = 0;
  let spread = LEAST_SPREAD_MS;
  /** Requests of those who were let in at their turn, in this window, and on average for one turn. */
  let came = 0;
  let pages = 1;

  /** Somebody was told to come later. */
  const waited = (at: number): boolean => promisedUntil > at || calledUntil > at;
  /** Turns in a second. */
  const pace = (): number => (Math.max(best, unknown) * PROMISED) / pages;
  /** As many as can be served within the patience. */
  function most(): number {
    const known = Math.max(least, (rate * Math.max(0, patience - late)) / 1000);
    return best < unknown ? Math.max(known, hoped) : known;
  }
  /** Where somebody stands in the row longer than that already, what is asked for now is heavier than what was served lately. */
  const limit = (): number => (row.waits() < patience ? most() : least);

  /** Whoever comes new is let in past those who wait where an idle process would help nobody, and hardly where some wait whose turn it was already. */
  function roomForNew(at: number): number {
    if (calledUntil > at) return few / 4;
    if (promisedUntil <= at) return limit();
    // When the crowd is over those who wait come evenly, and whoever is let in between makes all others slower.
    return crowding ? few : few / 2;
  }

  function measure(): void {
    const at = now();
    const passed = at - since;
    if (passed < WINDOW_MS) return;
    const served = (done / passed) * 1000;
    if (promisedUntil > at) {
      const each = (came * 1000) / (pace() * passed);
      pages = Math.min(MOST_PAGES, Math.max(1, pages + (each - pages) * 0.1));
    } else pages = 1;
    // More are at work than can be done within the patience: what is served now is all that can be. Else it is the least that can be.
    const behind = full || (row.inside > least && row.inside * 1000 > served * patience);
    rate = behind ? (rate + served) / 2 : Math.max(served, rate * FADING ** (passed / WINDOW_MS));
    // Turning a crowd away takes time from those inside: what is served meanwhile is not what can be served after it.
    if (crowded) best += (served - best) * FALLING;
    best = Math.max(served, best * FORGETTING ** (passed / WINDOW_MS));
    full = false;
    crowded = false;
    crowding = given > done;
    spread = Math.max(LEAST_SPREAD_MS, (SPREAD * given * 1000 * 1000) / (pace() * passed));
    done = 0;
    came = 0;
    given = 0;
    since = at;
  }

  function behindAllOthers(at: number): number {
    promisedUntil = Math.min(at + LATEST_MS, Math.max(promisedUntil, at + SOONEST_MS) + 1000 / pace());
    // Where the line is longer than anybody should be asked to wait, its end is spread over the last part.
    const last = promisedUntil < at + LATEST_MS ? promisedUntil : promisedUntil - chance() * (LATEST_MS / 4);
    given += 1;
    const wide = Math.max(LEAST_SPREAD_MS, Math.min(spread, (promisedUntil - at) * DISORDER));
    return last + chance() * wide;
  }

  /**
   * It is his turn and stays it. Those who are told so came all at once, so they are told one after another: else they would come back at once
   * too, a second later, and the process stand idle between.
   */
  function again(due: number): Turn {
    const at = now();
    crowded = true;
    const each = 1000 / (Math.max(rate, unknown) * PROMISED);
    calledUntil = Math.min(at + LATEST_MS / 4, Math.max(calledUntil, at + SOONEST_MS) + each);
    const wait = Math.round((calledUntil - at) * (1 + chance() * DISORDER));
    return { due, seconds: Math.floor(wait / 1000), after: wait % 1000 };
  }

  const turn = (due: number, from: number): Turn => ({
    ...{ due, after: 0 },
    seconds: Math.max(1, Math.ceil((due - from) / 1000)),
  });

  return {
    free() {
      measure();
      return row.inside < roomForNew(now());
    },
    letIn() {
      const at = now();
      // Turns are told in whole seconds.
      const due = at - UNDER_WAY_MS - 1000;
      return waited(at) || row.inside > crowd ? { due, seconds: 0, after: 0 } : undefined;
    },
    turnedAway(held) {
      measure();
      const at = now();
      const called = held !== undefined && held <= at + EARLY_MS && at - held < KEPT_MS;
      const room = called && at - held >= UNDER_WAY_MS ? most() * UNDER_WAY : called ? limit() : roomForNew(at);
      if (row.inside < room) {
        if (called) came += 1;
        return undefined;
      }
      if (row.inside >= limit()) full = true;
      if (called) return again(held);
      const early = held !== undefined && held > at && held < at + 2 * LATEST_MS;
      return turn(early ? held : behindAllOthers(at), at);
    },
    enter(held, begins, goes) {
      const at = now();
      const order = held !== undefined && held <= at + EARLY_MS ? held : at;
      return row.enter({ order, begins, goes: () => goes(again(order)) });
    },
    lag(millis) {
      late = Math.max(millis, late * 0.8);
      row.look(patience * LONGEST);
    },
  };
}

const EVERY_MS = 50;

/** Watches how late the process comes to its own timers; does not keep it alive. */
export function watchLag(admission: Admission, now: () => number): () => void {
  let due = now() + EVERY_MS;
  const timer = setInterval(() => {
    admission.lag(Math.max(0, now() - due));
    due = now() + EVERY_MS;
  }, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
