import { type Definition, periodParts, timers } from '../../engine/index.ts';
import type { Outgoing } from '../../platform/step/index.ts';
import type { Case } from './case.ts';
import type { After } from './moving.ts';

export const TIMER = 'case.timer';
export const EXPIRE = 'case.expire';

/** Work for later that a move brings: the timers of steps that open, the end of a repair that never comes. */
export function scheduled(
  found: Pick<Case, 'region' | 'id' | 'office'>,
  definition: Definition,
  after: After,
  at: Date,
): Omit<Outgoing, 'id'>[] {
  const { region, id } = found;
  const ticking = after.opened.flatMap((task) =>
    timers(definition, task.step).flatMap((timer) => {
      if (timer.trigger.kind !== 'after') return [];
      const payload = { region, id, office: task.office, step: task.step, timer: timer.id, openedAt: at.toISOString() };
      return [{ topic: TIMER, payload, runAt: later(at, timer.trigger.after) }];
    }),
  );
  const { repair } = after.flow;
  if (after.status !== 'returned' || !repair?.expire) return ticking;
  const payload = { region, id, office: found.office, at: repair.expire.at };
  return [...ticking, { topic: EXPIRE, payload, runAt: new Date(repair.expire.at) }];
}

/** A calendar period after a moment: P1M, P30D, P1Y. */
export function later(at: Date, period: string): Date {
  const { months, days } = periodParts(period);
  const moment = new Date(at);
  moment.setUTCMonth(moment.getUTCMonth() + months, moment.getUTCDate() + days);
  return moment;
}
