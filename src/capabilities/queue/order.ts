import type { EntryClass } from './queue.ts';

/** Somebody who is here and waits. */
export type Waiting = {
  readonly number: number;
  readonly class: EntryClass;
  /** Whose turn comes first within a class; any unit of time, the same as `now` and the rule's bound. */
  readonly due: number;
};
export type OrderRule = { readonly priorityRow: number; readonly bound: number };
/** Why this one is next, for whoever asks "kenapa dia duluan?". */
export type Why = 'emergency' | 'bound' | 'priority' | 'turn' | 'early';
export type Choice<W extends Waiting> = { readonly next: W; readonly why: Why };

/**
 * Who is called next. Emergencies first. Whoever waits longer than the bound since his time goes before the rest. Then priority and
 * others by a ratio, each by their time. Who came early has no priority before his time, but nobody is idle while somebody waits: where
 * nobody's time has come, the line goes on as at the moment when the first one's has.
 * @param streak how many with priority were called in a row
 */
export function nextOf<W extends Waiting>(
  waiting: readonly W[],
  streak: number,
  rule: OrderRule,
  now: number,
): Choice<W> | undefined {
  const soonest: { [K in EntryClass | 'any']?: W } = {};
  for (const one of waiting) {
    soonest.any = sooner(soonest.any, one);
    if (one.class === 'emergency' || one.due <= now) soonest[one.class] = sooner(soonest[one.class], one);
  }
  const { emergency, priority, regular, any } = soonest;
  if (emergency) return { next: emergency, why: 'emergency' };
  if (priority && regular) {
    const longest = sooner(priority, regular);
    if (longest.due < now - rule.bound) return { next: longest, why: 'bound' };
    return streak < rule.priorityRow ? { next: priority, why: 'priority' } : { next: regular, why: 'turn' };
  }
  const only = priority ?? regular;
  if (only) return { next: only, why: only.due < now - rule.bound ? 'bound' : 'turn' };
  const first = any && nextOf(waiting, streak, rule, any.due);
  return first && { ...first, why: 'early' };
}

/** How many with priority have been called in a row after this one. */
export const streakAfter = (streak: number, called: EntryClass): number =>
  called === 'priority' ? streak + 1 : called === 'regular' ? 0 : streak;

/** The whole line, if nobody else came and nothing took time. */
export function orderOf<W extends Waiting>(
  waiting: readonly W[],
  streak: number,
  rule: OrderRule,
  now: number,
): readonly Choice<W>[] {
  const left = [...waiting];
  const line: Choice<W>[] = [];
  let row = streak;
  for (let choice = nextOf(left, row, rule, now); choice; choice = nextOf(left, row, rule, now)) {
    line.push(choice);
    row = streakAfter(row, choice.next.class);
    left.splice(left.indexOf(choice.next), 1);
  }
  return line;
}

function sooner<W extends Waiting>(one: W | undefined, other: W): W {
  if (!one) return other;
  return other.due < one.due || (other.due === one.due && other.number < one.number) ? other : one;
}
