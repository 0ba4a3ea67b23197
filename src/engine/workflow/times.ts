import type { WorkTime } from '../../kernel/working-time.ts';
import type { Definition, Step } from '../definition/model.ts';

/** The working hours of a day, where a service counts hours against days. */
export const HOURS_PER_DAY = 8;

type Adding = { readonly step: Step; readonly within: WorkTime };

/** How long a service takes: the same on its page, before it is sent, and by the clock of its case. */
export type Times = {
  /** Working days from sending to the result, all included that everybody goes through. */
  readonly total: number;
  /** Of these, what is left once its first step is done, where that adds its own time. */
  readonly rest: number;
  /** The first step, where it adds its own time: the citizen comes, or somebody comes to him. */
  readonly first: Adding | undefined;
  /** Steps that add their time for those alone who come to them. */
  readonly perhaps: readonly Adding[];
};

/** @example timesOf(ktpBaru).total // 8: seven until one is recorded, one afterwards */
export function timesOf({ standard, steps, first }: Definition): Times {
  const adding = steps.flatMap((step) => (step.adds && step.within ? [{ step, within: step.within }] : []));
  const begins = adding.find(({ step }) => step.id === first);
  return {
    total: standard.workingDays + (begins ? daysOf(begins.within) : 0),
    rest: standard.workingDays,
    first: begins,
    perhaps: adding.filter((one) => one !== begins),
  };
}

const daysOf = (within: WorkTime): number => ('days' in within ? within.days : Math.ceil(within.hours / HOURS_PER_DAY));
