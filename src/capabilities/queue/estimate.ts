import { type Chance, gamma2, lognormal, normal, stream } from './chance.ts';
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
export type Person = Waiting & { readonly key: string };
export type Situation = {
  readonly now: number;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly servers: readonly Server[];
  readonly waiting: readonly Person[];
  readonly coming: readonly Coming[];
  readonly streak: number;
  /** Lengths of today's visits so far, emergencies left out. */
  readonly done: readonly number[];
};
export type Foreseen = {
  readonly low: number;
  readonly mid: number;
  readonly high: number;
  readonly mean: number;
  /** The share of played days on which it came after the end of the session. */
  readonly afterEnd: number;
};

/** What earlier days of a place teach about its queue; never anything of the day itself. Times in minutes. */
export type Habits = {
  readonly visitMean: number;
  readonly visitSpread: number;
  readonly doctorSpread: number;
  readonly lateMean: number;
  readonly noShow: number;
  readonly arrivalEarly: number;
  readonly arrivalSpread: number;
  /** People without a booking a minute, by half hours from an hour before the session on. */
  readonly walkIns: readonly number[];
  readonly priorityShare: number;
  readonly emergenciesPerMinute: number;
  readonly emergencyMean: number;
  readonly levels: readonly Level[];
};
/** Which shares of the played days are shown as low, middle and high, and what the mean lacks, by how far the middle lies ahead. */
export type Level = {
  readonly below: number;
  readonly low: number;
  readonly mid: number;
  readonly high: number;
  readonly drift: number;
};
/** People without a booking are counted by half hours, from an hour before the session on. */
export const BIN = 30;
export const BEFORE = 60;
const RUNS = 200;
/** So many visits of a day weigh as much as all earlier days. */
const SHRINK = 8;
/** A visit that seems longer was not clicked to its end. */
export const LONGEST = 60;
const PLAIN = { low: 0.1, mid: 0.5, high: 0.9, drift: 0 };

/** The moments at which this one was called in every played day, earliest first. */
export function calls(
  situation: Situation,
  habits: Habits,
  rule: OrderRule,
  key: string,
  chance: Chance,
  runs = RUNS,
): readonly number[] {
  return Array.from({ length: runs }, () => play(situation, habits, rule, key, chance)).sort((a, b) => a - b);
}

/** The moment at which this one is called, as low, middle and high; undefined when he does not wait. */
export function foresee(
  situation: Situation,
  habits: Habits,
  rule: OrderRule,
  key: string,
  chance: Chance,
  runs = RUNS,
): Foreseen | undefined {
  if (!situation.waiting.some((one) => one.key === key)) return undefined;
  const played = calls(situation, habits, rule, key, chance, runs);
  const at = (share: number): number =>
    played[Math.min(runs - 1, Math.max(0, Math.floor(share * runs)))] ?? situation.now;
  const level = habits.levels.find(({ below }) => at(0.5) - situation.now < below) ?? PLAIN;
  return {
    ...{ low: at(level.low), mid: at(level.mid), high: at(level.high) },
    mean: Math.max(situation.now, played.reduce((sum, one) => sum + one, 0) / runs + level.drift),
    afterEnd: played.filter((call) => call > situation.endsAt).length / runs,
  };
}

/** Today's visits pull the habit's mean towards themselves, the more of them there are. */
export function meanToday(done: readonly number[], habits: Pick<Habits, 'visitMean'>): number {
  const kept = done.filter((length) => length > 0 && length <= LONGEST);
  return (SHRINK * habits.visitMean + kept.reduce((sum, one) => sum + one, 0)) / (SHRINK + kept.length);
}

function play(s: Situation, habits: Habits, rule: OrderRule, key: string, chance: Chance): number {
  const seen = Math.min(1, s.done.length / SHRINK);
  const mean = lognormal(chance, meanToday(s.done, habits), habits.doctorSpread * (1 - seen / 2));
  const visit = (): number => lognormal(chance, mean, habits.visitSpread);
  const free = s.servers.map((server) => freeAt(server, s, habits, visit, chance));
  const arrivals = arrivalsOf(s, habits, chance);
  const line: Person[] = [...s.waiting];
  let streak = s.streak;
  let next = 0;
  for (let guard = 0; guard < 2000; guard++) {
    const who = soonest(free);
    let now = Math.max(free[who] ?? s.now, s.now);
    for (; next < arrivals.length && (arrivals[next]?.at ?? 0) <= now; next++) admit(line, arrivals[next]?.person);
    const choice = nextOf(line, streak, rule, now);
    if (!choice) {
      const coming = arrivals[next++];
      if (!coming) return now;
      now = Math.max(now, coming.at);
      free[who] = now;
      admit(line, coming.person);
      continue;
    }
    if (choice.next.key === key) return now;
    streak = streakAfter(streak, choice.next.class);
    line.splice(line.indexOf(choice.next), 1);
    const urgent = choice.next.class === 'emergency' && habits.emergencyMean > 0;
    free[who] = now + (urgent ? lognormal(chance, habits.emergencyMean, 0.3) : visit());
  }
  return s.endsAt;
}

function admit(line: Person[], one: Person | undefined): void {
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
function freeAt(server: Server, s: Situation, habits: Habits, visit: () => number, chance: Chance): number {
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

type Arrival = { readonly at: number; readonly person: Person };

/** Who else will stand in line before long: booked people who come, those without a booking, emergencies. */
function arrivalsOf(s: Situation, habits: Habits, chance: Chance): readonly Arrival[] {
  const list: Arrival[] = [];
  const add = (at: number, due: number, of: Waiting['class']): unknown =>
    list.push({ at, person: { key: '', number: 1e6 + list.length, due, class: of } });
  for (const one of s.coming) {
    const at = arrivalOf(one, s.now, habits, chance);
    if (at !== undefined) add(at, Math.max(at, one.due), one.class);
  }
  habits.walkIns.forEach((rate, bin) => {
    const from = s.startsAt - BEFORE + bin * BIN;
    for (const at of stream(chance, rate, Math.max(s.now, from), Math.min(s.endsAt, from + BIN)))
      add(at, at, chance() < habits.priorityShare ? 'priority' : 'regular');
  });
  for (const at of stream(chance, habits.emergenciesPerMinute, s.now, s.endsAt)) add(at, at, 'emergency');
  return list.sort((a, b) => a.at - b.at);
}

/** When somebody who booked comes, given that he is not here yet; undefined when he does not come at all. */
function arrivalOf(one: Coming, now: number, habits: Habits, chance: Chance): number | undefined {
  // Whoever would have come before now is nobody who is still on the way: such a day is drawn again.
  for (let tries = 0; tries < 20; tries++) {
    if (chance() < habits.noShow) return undefined;
    const at = one.due - habits.arrivalEarly + habits.arrivalSpread * normal(chance);
    if (at > now) return at;
  }
  return undefined;
}
