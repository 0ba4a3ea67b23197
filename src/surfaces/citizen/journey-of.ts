import type { CaseView, Event } from '../../capabilities/cases/index.ts';
import { type Definition, goesBack, type Step } from '../../engine/index.ts';
import { sayMoment, type Zone } from '../../kernel/dates.ts';
import { type Language, say } from '../../kernel/text.ts';
import type { JourneyStep } from '../design/index.ts';
import { caseWords } from './words/case.ts';

const told = new Set(['submitted', 'acted', 'returned', 'repaired', 'expired', 'withdrawn', 'objected', 'replied']);

export type JourneyGiven = {
  readonly view: Pick<CaseView, 'found' | 'definition' | 'tasks' | 'events'>;
  readonly officeName: (ref: string | null) => string;
  readonly zone: Zone;
  readonly lang: Language;
};

/** The way of a case: what was done and when, where it is now, what follows if nothing comes between. */
export function journeyOf({ view, officeName, zone, lang }: JourneyGiven): readonly JourneyStep[] {
  const { found, definition, tasks, events } = view;
  const words = caseWords(lang);
  const done = events
    .filter((event) => told.has(event.kind))
    .map((event): JourneyStep => {
      const office = officeName(event.office);
      const when = sayMoment(event.at, zone, lang);
      const stopped = event.kind === 'expired' || event.kind === 'withdrawn';
      const state = stopped ? 'stopped' : isBack(event, definition) ? 'back' : 'done';
      return {
        state,
        title: titleOf(event, definition, found.channel, lang),
        text: office ? `${office}, ${when}` : when,
      };
    });
  if (found.status === 'returned')
    return [...done, { state: 'now', title: words.waitsYou, text: words.nowYou }, ...ahead(definition, null, lang)];
  const now = tasks.map((task): JourneyStep => {
    const step = definition.steps.find((one) => one.id === task.step);
    const due = task.dueAt ? ` ${words.due(sayMoment(task.dueAt, zone, lang))}` : '';
    return {
      state: 'now',
      title: step ? say(step.title, lang) : task.step,
      text: `${words.nowAt(officeName(task.office))}${due}${step?.bring ? ` ${words.bring(say(step.bring, lang))}` : ''}`,
    };
  });
  const last = tasks.at(-1);
  return [...done, ...now, ...(last && found.outcome === null ? ahead(definition, last.step, lang) : [])];
}

const isBack = ({ kind, step, data }: Event, definition: Definition): boolean =>
  kind === 'acted' && step !== null && goesBack(definition, step, data.action ?? '');

function titleOf(event: Event, definition: Definition, channel: string, lang: Language): string {
  const words = caseWords(lang);
  const step = definition.steps.find((one) => one.id === event.step);
  const named = step ? say(step.title, lang) : '';
  switch (event.kind) {
    case 'submitted':
      return channel === 'petugas' ? words.sentByOfficer : words.sent;
    case 'repaired':
      return words.repaired;
    case 'returned':
      return words.returned;
    case 'expired':
      return words.expiredEvent;
    case 'objected':
      return words.objected;
    case 'replied':
      return words.replied;
    case 'withdrawn':
      return words.withdrawnEvent;
    default: {
      if (!isBack(event, definition)) return named;
      const to = definition.steps.find((one) => one.id === event.data.opened?.[0]);
      return words.sentBack(named, to ? say(to.title, lang) : '');
    }
  }
}

/** The usual way from a step on: each time the first action's last way. Ends with the result. */
function ahead(definition: Definition, from: string | null, lang: Language): readonly JourneyStep[] {
  const words = caseWords(lang);
  const result: JourneyStep = { state: 'todo', title: words.resultStep, text: words.resultText };
  const seen = new Set<string>(from === null ? [] : [from]);
  const steps: JourneyStep[] = [];
  let next = from === null ? undefined : following(definition, from);
  while (next && !seen.has(next.id)) {
    seen.add(next.id);
    steps.push({ state: 'todo', title: say(next.title, lang) });
    next = following(definition, next.id);
  }
  return [...steps, result];
}

function following(definition: Definition, id: string): Step | undefined {
  const step = definition.steps.find((one) => one.id === id);
  const target = step?.actions[0]?.to.at(-1)?.targets[0];
  return target?.kind === 'step' ? definition.steps.find((one) => one.id === target.step) : undefined;
}
