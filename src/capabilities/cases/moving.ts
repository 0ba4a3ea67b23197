import { type Definition, type Move, type Opening, timesOf } from '../../engine/index.ts';
import { addWorkingTime, type WorkCalendar, workingTimeBetween } from '../../kernel/working-time.ts';
import type { Case, Flow, Status, Task } from './case.ts';
import { deskOf } from './case.ts';
import type { OfficeInfo } from './ports.ts';

/** How a case stands after a move: pure, so that every way is tested without a database. */
export type After = {
  readonly status: Status;
  readonly outcome: string | null;
  readonly offices: readonly string[];
  readonly flow: Flow;
  readonly dueAt: Date | null;
  readonly finishedAt: Date | null;
  readonly closed: readonly Task[];
  readonly opened: readonly Omit<Task, 'since'>[];
};

export type Situation = {
  readonly found: Case;
  readonly definition: Definition;
  readonly tasks: readonly Task[];
  readonly at: Date;
  /** The responsible office: its calendar counts the promise. */
  readonly office: OfficeInfo;
  /** Where whoever acts sits: that office still sees what it just did. */
  readonly seat: string | null;
  /** The office of each step that the move opens. */
  readonly officeOf: (opening: Opening) => OfficeInfo;
};

/** Applies a move of the engine to a case: tasks go and come, the clock runs or stops. */
export function moved(s: Situation, move: Move, flow: Flow): After {
  const closed = s.tasks.filter((task) => move.closes.includes(task.step));
  const stay = s.tasks.filter((task) => !move.closes.includes(task.step));
  const opened = move.opens.map((opening) => taskOf(s, opening, flow));
  const open = [...stay, ...opened];
  const first = s.found.outcome ?? move.outcome;
  const status: Status = move.returns
    ? 'returned'
    : first === null
      ? 'running'
      : open.length > 0
        ? 'finished'
        : 'closed';
  const from = Object.fromEntries([
    ...stay.map((task) => [task.step, flow.from[task.step] ?? null] as const),
    ...move.opens.map((opening) => [opening.step, opening.from] as const),
  ]);
  return {
    status,
    outcome: first,
    offices: [...new Set([s.office.key, ...(s.seat ? [s.seat] : []), ...open.map((task) => task.office)])],
    flow: { ...flow, from, closed: [...new Set([...flow.closed, ...closed.map((task) => task.step)])] },
    dueAt: move.returns || first !== null ? null : promised(s, move),
    finishedAt: first === null ? null : (s.found.finishedAt ?? s.at),
    closed,
    opened,
  };
}

function taskOf(s: Situation, opening: Opening, flow: Flow): Omit<Task, 'since'> {
  const office = s.officeOf(opening);
  const eyes = opening.not.flatMap((step) => flow.decidedBy[step] ?? []);
  return {
    ...{
      step: opening.step,
      office: office.key,
      desk: deskOf(opening.by),
      service: s.found.service,
      number: s.found.number ?? '',
    },
    ...{ subjectName: s.found.subjectName, applicantName: s.found.applicantName, marks: [], openedAt: s.at },
    dueAt: opening.within ? addWorkingTime(s.at, opening.within, office.calendar) : null,
    barred: [...new Set(eyes)],
    ...{ claimedBy: null, claimedLabel: null, claimedUntil: null },
  };
}

// The promise runs on; a step that adds time moves it by that step's own clock. Who came early for the first one has its result early.
function promised(s: Situation, move: Move): Date | null {
  const added = move.opens.flatMap((opening) => {
    const step = s.definition.steps.find((one) => one.id === opening.step);
    return step?.adds && opening.within ? [opening.within] : [];
  });
  return added.reduce<Date | null>(
    (due, within) => due && addWorkingTime(due, within, s.office.calendar),
    sinceFirst(s, move),
  );
}

function sinceFirst({ found, definition, at, office }: Situation, { closes }: Move): Date | null {
  const { first, rest } = timesOf(definition);
  if (!first || !found.dueAt || !closes.includes(first.step.id)) return found.dueAt;
  const due = addWorkingTime(at, { days: rest }, office.calendar);
  return due < found.dueAt ? due : found.dueAt;
}

/** Working milliseconds left on the promise when the clock stops. */
export const leftOf = (found: Case, at: Date, calendar: WorkCalendar): number | null =>
  found.dueAt && workingTimeBetween(at, found.dueAt, calendar);
