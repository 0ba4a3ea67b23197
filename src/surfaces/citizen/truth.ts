import type { Definition } from '../../engine/index.ts';
import { localDate, sayDate, sayMoment, type Zone } from '../../kernel/dates.ts';
import { type Language, say } from '../../kernel/text.ts';
import { caseWords } from './words/case.ts';

/** What a sentence about a case needs to know; the same from the list and from the case itself. */
export type Standing = {
  readonly status: 'draft' | 'running' | 'returned' | 'finished' | 'closed' | 'dropped';
  readonly outcome: string | null;
  /** The step that somebody must do now, with its office's name. */
  readonly step: string | null;
  readonly officeName: string;
  readonly since: Date;
  readonly dueAt: Date | null;
  /** Until when a repair may come. */
  readonly repairUntil: Date | null;
};

/** How a case stands, in one true sentence. */
export function truthOf(standing: Standing, definition: Definition, zone: Zone, lang: Language): string {
  const words = caseWords(lang);
  if (standing.status === 'returned')
    return standing.repairUntil
      ? words.waitsYouUntil(sayDate(localDate(standing.repairUntil, zone), lang))
      : words.waitsYou;
  if (standing.status === 'running') {
    const step = definition.steps.find((one) => one.id === standing.step);
    if (!step) return words.inWork;
    return words.waits(say(step.title, lang), standing.officeName, sayMoment(standing.since, zone, lang));
  }
  return outcomeOf(definition, standing.outcome, lang);
}

/** What came of it: the service's own words, or ours for the kind of end. */
export function outcomeOf(definition: Definition, outcome: string | null, lang: Language): string {
  const words = caseWords(lang);
  const found = definition.outcomes.find((one) => one.id === outcome);
  if (found?.say) return say(found.say, lang);
  const kinds = { done: words.ended, rejected: words.rejected, expired: words.expired, withdrawn: words.withdrawn };
  if (found) return kinds[found.kind];
  return outcome === 'withdrawn' ? words.withdrawn : words.ended;
}

/** The promise: in time, or late and said so. */
export function promiseOf(standing: Standing, zone: Zone, lang: Language, now: Date): string | undefined {
  const words = caseWords(lang);
  if (standing.status !== 'running' || standing.dueAt === null) return undefined;
  const moment = sayMoment(standing.dueAt, zone, lang);
  return standing.dueAt < now ? words.late(moment) : `${words.atMost(moment)} ${words.still}`;
}
