import type { Chance } from './chance.ts';
import { BEFORE, BIN, calls, type Habits, type Level, LONGEST, type Situation } from './estimate.ts';
import type { OrderRule } from './order.ts';
import type { PastEntry, PastSession } from './past.ts';

/** A question that was asked on an earlier day, and how long it then took. */
export type Answered = { readonly situation: Situation; readonly key: string; readonly wait: number };

/** Near waits are wrong in other ways than far ones. The last has no end, and its number is one that JSON can hold. */
const HORIZONS = [15, 30, 60, 1e6] as const;
/** With fewer answers a horizon keeps the plain shares. */
const FEW = 40;
const PLAIN: readonly Level[] = HORIZONS.map((below) => ({ below, low: 0.1, mid: 0.5, high: 0.9, drift: 0 }));

/** What is assumed of a place that has no days behind it. */
export const firstHabits = (visitMean: number): Habits => ({
  ...{ visitMean, visitSpread: 0.6, doctorSpread: 0.25, lateMean: 12, noShow: 0.15, arrivalEarly: 12 },
  ...{ arrivalSpread: 15, walkIns: Array.from({ length: 12 }, () => 0.03), priorityShare: 0.12 },
  ...{ emergenciesPerMinute: 0, emergencyMean: 0, levels: PLAIN },
});

const sum = (list: readonly number[]): number => list.reduce((total, one) => total + one, 0);
const meanOf = (list: readonly number[], otherwise: number): number =>
  list.length === 0 ? otherwise : sum(list) / list.length;
function varianceOf(list: readonly number[]): number {
  const mean = meanOf(list, 0);
  return list.length < 2 ? 0 : sum(list.map((one) => (one - mean) ** 2)) / (list.length - 1);
}

const lengthOf = (one: PastEntry): number =>
  one.calledAt === null || one.endedAt === null ? 0 : one.endedAt - one.calledAt;

/** @param otherwise what is assumed where the days tell nothing */
export function habitsOf(days: readonly PastSession[], otherwise: Habits): Habits {
  const entries = days.flatMap((day) => day.entries);
  const booked = entries.filter((one) => one.window !== null);
  const early = booked.flatMap((one) => (one.arrivedAt === null ? [] : [(one.window ?? 0) - one.arrivedAt]));
  const here = entries.filter((one) => one.arrivedAt !== null && one.class !== 'emergency');
  const urgent = entries.filter((one) => one.class === 'emergency');
  const minutes = sum(days.map(({ endsAt }) => endsAt));
  return {
    ...paceOf(days, otherwise),
    noShow: booked.length === 0 ? otherwise.noShow : 1 - early.length / booked.length,
    arrivalEarly: meanOf(early, otherwise.arrivalEarly),
    arrivalSpread: early.length < 2 ? otherwise.arrivalSpread : Math.sqrt(varianceOf(early)),
    walkIns: days.length === 0 ? otherwise.walkIns : walkInsOf(days),
    priorityShare: meanOf(
      here.map((one) => (one.class === 'priority' ? 1 : 0)),
      otherwise.priorityShare,
    ),
    emergenciesPerMinute: minutes === 0 ? 0 : urgent.length / minutes,
    emergencyMean: meanOf(urgent.map(lengthOf).filter(believed), 0),
    levels: otherwise.levels,
  };
}

const believed = (length: number): boolean => length > 0 && length <= LONGEST;

/** How long visits are, how much a doctor's day differs from another's, when the first one is called. */
function paceOf(days: readonly PastSession[], otherwise: Habits) {
  const rooms = days.flatMap((day) =>
    day.rooms.map((room) => day.entries.filter((one) => one.room === room && one.calledAt !== null)),
  );
  const lengths = rooms.map((list) =>
    list
      .filter((one) => one.class !== 'emergency')
      .map(lengthOf)
      .filter(believed),
  );
  const full = lengths.filter((list) => list.length >= 5);
  const inner = meanOf(
    full.map((list) => varianceOf(list) / meanOf(list, 1) ** 2),
    otherwise.visitSpread ** 2,
  );
  const outer = varianceOf(full.map((list) => Math.log(meanOf(list, 1))));
  const sampling =
    inner /
    meanOf(
      full.map((list) => list.length),
      10,
    );
  const firstCalls = rooms.flatMap((list) =>
    list.length === 0 ? [] : [Math.min(...list.map((one) => one.firstCalledAt ?? 0))],
  );
  return {
    visitMean: meanOf(lengths.flat(), otherwise.visitMean),
    visitSpread: Math.sqrt(inner),
    doctorSpread: full.length < 2 ? otherwise.doctorSpread : Math.sqrt(Math.max(0.01, outer - sampling)),
    lateMean: Math.max(1, meanOf(firstCalls, otherwise.lateMean)),
  };
}

function walkInsOf(days: readonly PastSession[]): readonly number[] {
  const bins = Math.ceil((Math.max(0, ...days.map(({ endsAt }) => endsAt)) + BEFORE) / BIN);
  const counts = Array.from({ length: bins }, () => 0);
  for (const { entries } of days)
    for (const { window, arrivedAt, class: of } of entries) {
      if (window !== null || arrivedAt === null || of === 'emergency') continue;
      const bin = Math.floor((arrivedAt + BEFORE) / BIN);
      if (counts[bin] !== undefined) counts[bin] += 1;
    }
  return counts.map((count) => count / days.length / BIN);
}

export type Judged = {
  /** How far ahead the middle of the played days lay. */
  readonly middle: number;
  /** The share of played days that were earlier than what happened. */
  readonly share: number;
  /** By how much the mean was short. */
  readonly short: number;
};

/** Plays a question of an earlier day again and sees where what then happened lies among the played days. */
export function judge(
  habits: Habits,
  { situation, key, wait }: Answered,
  rule: OrderRule,
  chance: Chance,
  runs: number,
): Judged {
  const played = calls(situation, habits, rule, key, chance, runs);
  const actual = situation.now + wait;
  const below = played.filter((call) => call < actual).length;
  const same = played.filter((call) => call === actual).length;
  return {
    middle: (played[Math.floor(runs / 2)] ?? 0) - situation.now,
    share: (below + same * chance()) / runs,
    short: actual - sum(played) / runs,
  };
}

/** Which shares of the played days would have held on earlier days, for near and far waits apart. */
export function calibrated(habits: Habits, judged: readonly Judged[]): Habits {
  let from = Number.NEGATIVE_INFINITY;
  const levels = HORIZONS.map((below, i): Level => {
    const here = judged.filter(({ middle }) => middle >= from && middle < below);
    from = below;
    if (here.length < FEW) return PLAIN[i] as Level;
    const shares = here.map(({ share }) => share).sort((a, b) => a - b);
    const at = (level: number): number => shares[Math.floor(level * shares.length)] ?? level;
    const drift = meanOf(
      here.map(({ short }) => short),
      0,
    );
    return { below, low: at(0.1), mid: at(0.5), high: at(0.9), drift };
  });
  return { ...habits, levels };
}
