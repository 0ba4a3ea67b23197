import type { Definition } from '../../engine/index.ts';
import { localDate, sayDate, sayMoment, saySince, type Zone } from '../../kernel/dates.ts';
import { type Language, say } from '../../kernel/text.ts';

const id = {
  waitsYou: 'Menunggu Anda memperbaiki',
  waitsYouUntil: (date: string): string => `Menunggu Anda memperbaiki, paling lambat ${date}`,
  inWork: 'Sedang dikerjakan',
  waits: (step: string, office: string, since: string): string =>
    `Menunggu ${step.toLowerCase()}${office === '' ? '' : ` di ${office}`} sejak ${since}`,
  ended: 'Selesai',
  rejected: 'Tidak dikabulkan',
  expired: 'Berakhir tanpa keputusan',
  withdrawn: 'Anda membatalkannya',
  late: (moment: string): string => `Seharusnya selesai ${moment}. Terlambat; atasan kantor sudah diberi tahu.`,
  atMost: (moment: string): string => `Paling lambat ${moment}.`,
  still: 'Masih tepat waktu.',
};
const en: typeof id = {
  waitsYou: 'Waiting for your correction',
  waitsYouUntil: (date) => `Waiting for your correction, until ${date} at the latest`,
  inWork: 'In work',
  waits: (step, office, since) =>
    `Waiting for: ${step.toLowerCase()}${office === '' ? '' : ` at ${office}`} since ${since}`,
  ended: 'Done',
  rejected: 'Not granted',
  expired: 'Ended without a decision',
  withdrawn: 'You withdrew it',
  late: (moment) => `It should have been done by ${moment}. It is late; the head of the office has been told.`,
  atMost: (moment) => `At the latest ${moment}.`,
  still: 'Still in time.',
};
const wordsIn = (lang: Language): typeof id => (lang === 'en' ? en : id);

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
export function truthOf(standing: Standing, definition: Definition, zone: Zone, lang: Language, now: Date): string {
  const words = wordsIn(lang);
  if (standing.status === 'returned')
    return standing.repairUntil
      ? words.waitsYouUntil(sayDate(localDate(standing.repairUntil, zone), lang))
      : words.waitsYou;
  if (standing.status === 'running') {
    const step = definition.steps.find((one) => one.id === standing.step);
    if (!step) return words.inWork;
    return words.waits(say(step.title, lang), standing.officeName, saySince(standing.since, now, zone, lang));
  }
  const last = standing.status === 'closed' ? lastOf(definition, standing.outcome) : standing.outcome;
  return outcomeOf(definition, last, lang);
}

/** An outcome may leave steps open. Once they are done as well, what they led to is the news, where they can end in one way only. */
function lastOf(definition: Definition, outcome: string | null): string | null {
  const waiting = [...(definition.outcomes.find((one) => one.id === outcome)?.open ?? [])];
  const ends = new Set<string>();
  for (const id of waiting) {
    const step = definition.steps.find((one) => one.id === id);
    const branches = [...(step?.actions.flatMap(({ to }) => to) ?? []), ...(step?.on ?? [])];
    for (const target of branches.flatMap(({ targets }) => targets))
      if (target.kind === 'outcome') ends.add(target.outcome);
      else if (target.kind === 'step' && !waiting.includes(target.step)) waiting.push(target.step);
  }
  const [only] = ends;
  return only !== undefined && ends.size === 1 ? only : outcome;
}

/** What came of it: the service's own words, or ours for the kind of end. */
export function outcomeOf(definition: Definition, outcome: string | null, lang: Language): string {
  const words = wordsIn(lang);
  const found = definition.outcomes.find((one) => one.id === outcome);
  if (found?.say) return say(found.say, lang);
  const kinds = { done: words.ended, rejected: words.rejected, expired: words.expired, withdrawn: words.withdrawn };
  if (found) return kinds[found.kind];
  return outcome === 'withdrawn' ? words.withdrawn : words.ended;
}

/** The promise: in time, or late and said so. */
export function promiseOf(standing: Standing, zone: Zone, lang: Language, now: Date): string | undefined {
  const words = wordsIn(lang);
  if (standing.status !== 'running' || standing.dueAt === null) return undefined;
  const moment = sayMoment(standing.dueAt, zone, lang);
  return standing.dueAt < now ? words.late(moment) : `${words.atMost(moment)} ${words.still}`;
}

/** How much of the promised time is over, 0 to 100; none when no clock runs for the office. */
export function elapsedOf(sent: Date | null, standing: Standing, now: Date): number | undefined {
  if (standing.status !== 'running' || standing.dueAt === null || sent === null) return undefined;
  const whole = standing.dueAt.getTime() - sent.getTime();
  return whole <= 0 ? 100 : Math.min(100, Math.max(2, Math.round(((now.getTime() - sent.getTime()) / whole) * 100)));
}
