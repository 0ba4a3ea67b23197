import { nextOf, type OrderRule, streakAfter, type Waiting } from './order.ts';

// How long somebody will wait: the queue is played forward many times from what is known now. Pure; all times in minutes of one clock.

export type Server = {
  /** Since when somebody is with this doctor; null when nobody is. */
  readonly busySince: number | null;
  /** Has called somebody today. */
  readonly started: boolean;
};
/** Booked and not here yet. */
export type Coming = { readonly class: Waiting['class']; readonly due: number };
export type Situation = {
  readonly now: number;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly servers: readonly Server[];
  readonly waiting: readonly (Waiting & { readonly key: string })[];
  readonly coming: readonly Coming[];
  readonly streak: number;
  /** Lengths of today's visits so far. */
  readonly done: readonly number[];
};
/** What earlier days teach; never anything of the day itself. */
export type Habits = {
  readonly visitMean: number;
  readonly visitSpread: number;
  readonly doctorSpread: number;
  readonly lateMean: number;
  readonly noShow: number;
  readonly arrivalEarly: number;
  readonly arrivalSpread: number;
  readonly walkInsPerMinute: number;
  readonly priorityShare: number;
};
export type Foreseen = { readonly low: number; readonly mid: number; readonly high: number; readonly afterEnd: number };

const RUNS = 200;
/** So many visits of a day weigh as much as all earlier days. */
const SHRINK = 8;
/** A visit that seems longer was not clicked to its end. */
const LONGEST = 60;

/** Numbers between 0 and 1 that follow from a seed: the same question has the same answer. */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const normal = (chance: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
const lognormal = (chance: () => number, mean: number, spread: number): number => {
  const sigma = Math.sqrt(Math.log(1 + spread * spread));
  return mean * Math.exp(sigma * normal(chance) - (sigma * sigma) / 2);
};
const gamma2 = (chance: () => number, mean: number): number =>
  (-mean / 2) * (Math.log(1 - chance()) + Math.log(1 - chance()));

/** The moment at which this one is called, as low, middle and high; undefined when he does not wait. */
export function foresee(
  situation: Situation,
  habits: Habits,
  rule: OrderRule,
  key: string,
  chance: () => number,
): Foreseen | undefined {
  if (!situation.waiting.some((one) => one.key === key)) return undefined;
  const calls = Array.from({ length: RUNS }, () => play(situation, habits, rule, key, chance)).sort((a, b) => a - b);
  const at = (share: number): number => calls[Math.min(RUNS - 1, Math.floor(share * RUNS))] ?? situation.now;
  const late = calls.filter((call) => call > situation.endsAt).length / RUNS;
  return { low: at(0.1), mid: at(0.5), high: at(0.9), afterEnd: late };
}

/** Today's visits pull the habit's mean towards themselves, the more of them there are. */
export function meanToday(done: readonly number[], habits: Pick<Habits, 'visitMean'>): number {
  const kept = done.filter((length) => length > 0 && length <= LONGEST);
  return (SHRINK * habits.visitMean + kept.reduce((sum, one) => sum + one, 0)) / (SHRINK + kept.length);
}

type Line = (Waiting & { readonly key: string })[];

function play(s: Situation, habits: Habits, rule: OrderRule, key: string, chance: () => number): number {
  const seen = Math.min(1, s.done.length / SHRINK);
  const mean = lognormal(chance, meanToday(s.done, habits), habits.doctorSpread * (1 - seen / 2));
  const visit = (): number => lognormal(chance, mean, habits.visitSpread);
  const free = s.servers.map((server) => freeAt(server, s, habits, visit, chance));
  const arrivals = arrivalsOf(s, habits, chance);
  const line: Line = [...s.waiting];
  let streak = s.streak;
  let next = 0;
  for (let guard = 0; guard < 2000; guard++) {
    const who = soonest(free);
    let now = Math.max(free[who] ?? s.now, s.now);
    for (; next < arrivals.length && (arrivals[next]?.due ?? 0) <= now; next++) admit(line, arrivals[next]);
    const choice = nextOf(line, streak, rule, now);
    if (!choice) {
      const coming = arrivals[next++];
      if (!coming) return now;
      now = Math.max(now, coming.due);
      free[who] = now;
      admit(line, coming);
      continue;
    }
    if (choice.next.key === key) return now;
    streak = streakAfter(streak, choice.next.class);
    line.splice(line.indexOf(choice.next), 1);
    free[who] = now + visit();
  }
  return s.endsAt;
}

function admit(line: Line, one: Line[number] | undefined): void {
  if (one) line.push(one);
}

function soonest(free: readonly number[]): number {
  let best = 0;
  free.forEach((at, i) => {
    if (at < (free[best] ?? 0)) best = i;
  });
  return best;
}

/** When a doctor can call: after the rest of the visit that runs, after coming late, or now. */
function freeAt(server: Server, s: Situation, habits: Habits, visit: () => number, chance: () => number): number {
  if (server.busySince !== null) {
    const age = s.now - server.busySince;
    for (let tries = 0; tries < 12; tries++) {
      const length = visit();
      if (length > age) return server.busySince + length;
    }
    return s.now + visit() / 4;
  }
  if (server.started) return s.now;
  const since = s.now - s.startsAt;
  for (let tries = 0; tries < 12; tries++) {
    const late = gamma2(chance, habits.lateMean);
    if (late > since) return s.startsAt + late;
  }
  // Later than nearly ever: the longer it lasts, the less is known.
  return s.now + (habits.lateMean / 2) * (0.5 + chance());
}

/** Who else will stand in line before long: booked people who come, and those without a booking. */
function arrivalsOf(s: Situation, habits: Habits, chance: () => number): Line {
  const list: Line = [];
  s.coming.forEach((one, i) => {
    if (chance() < habits.noShow) return;
    const at = Math.max(s.now, one.due - habits.arrivalEarly + habits.arrivalSpread * normal(chance));
    list.push({ key: `c${i}`, number: 1_000_000 + i, class: one.class, due: Math.max(at, one.due) });
  });
  if (habits.walkInsPerMinute > 0)
    for (let at = s.now, i = 0; at < s.endsAt && i < 200; i++) {
      at += -Math.log(1 - chance()) / habits.walkInsPerMinute;
      const priority = chance() < habits.priorityShare;
      list.push({ key: `w${i}`, number: 2_000_000 + i, class: priority ? 'priority' : 'regular', due: at });
    }
  return list.sort((a, b) => a.due - b.due);
}
