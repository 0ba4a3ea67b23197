export type AdmissionOptions = {
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** From 0 to 1. */
  readonly chance: () => number;
  /** How long somebody may wait inside before others are better asked to come back. */
  readonly patience?: number;
  /** Let in before it is known how many a second can be served. */
  readonly least?: number;
};

export type Admission = {
  /** Undefined where there is room; else the seconds after which to come back. */
  turnedAway(): number | undefined;
  /** Work begins, and ends. What travels before and after, on however slow a line, is no work of ours. */
  enter(): void;
  leave(): void;
  /** Somebody inside waits for nothing of ours. */
  rest(): void;
  /** How late the process came to a moment it had asked for: then it is behind, whatever the count of those inside says. */
  lag(millis: number): void;
};

const PATIENCE_MS = 750;
const LEAST = 128;
const WINDOW_MS = 500;
/** What could be served a while ago is believed less and less: it halves in about a minute. */
const FADING = 0.994;
/** Of what can be served, this much is promised to those who come back; the rest is for whoever comes new. */
const PROMISED = 0.5;
const SOONEST_SECONDS = 2;
const LATEST_SECONDS = 240;

/**
 * As many are inside as can be served within the patience, by what was served lately. All others are told at once when to come back:
 * each behind those told before, spread by chance around that place, so that the crowd does not return as a crowd.
 */
export function createAdmission({ now, chance, patience = PATIENCE_MS, least = LEAST }: AdmissionOptions): Admission {
  // After a quiet night nothing was served lately: that says nothing of what can be. Those let in are thought to be served in time.
  const unknown = (least * 1000) / patience;
  let inside = 0;
  let done = 0;
  let since = now();
  let rate = 0;
  let late = 0;
  let full = false;
  let promisedUntil = 0;

  function measure(): void {
    const at = now();
    const passed = at - since;
    if (passed < WINDOW_MS) return;
    const served = (done / passed) * 1000;
    // More are at work than can be done within the patience: what is served now is all that can be. Else it is the least that can be.
    const behind = full || (inside > least && inside * 1000 > served * patience);
    rate = behind ? (rate + served) / 2 : Math.max(served, rate * FADING ** (passed / WINDOW_MS));
    full = false;
    done = 0;
    since = at;
  }

  return {
    turnedAway() {
      measure();
      if (inside < Math.max(least, (rate * Math.max(0, patience - late)) / 1000)) return undefined;
      full = true;
      const at = now();
      promisedUntil = Math.max(promisedUntil, at) + 1000 / (Math.max(rate, unknown) * PROMISED);
      const behind = (promisedUntil - at) / 1000;
      const spread = behind * (0.75 + chance() * 0.5) + chance() * 2;
      return Math.ceil(Math.min(LATEST_SECONDS, SOONEST_SECONDS + spread));
    },
    enter() {
      inside += 1;
    },
    leave() {
      inside -= 1;
      done += 1;
    },
    rest() {
      inside -= 1;
    },
    lag(millis) {
      late = Math.max(millis, late * 0.8);
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
