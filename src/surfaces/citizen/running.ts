import { type Case, isUnborn, type Mine } from '../../capabilities/cases/index.ts';
import { isActive } from '../../capabilities/queue/index.ts';
import { sayMoment, type Zone } from '../../kernel/dates.ts';
import { maskName } from '../../kernel/masking.ts';
import { type Language, say } from '../../kernel/text.ts';
import { type Standing, sayWindow, truthOf } from '../frame/index.ts';
import type { Tools } from './deps.ts';
import { whomOf } from './for-whom.ts';
import type { Running } from './front.tsx';
import type { Citizen } from './visitor.ts';
import { caseWords } from './words/case.ts';

/** A line of somebody's own list. */
export type Listed = Running & {
  readonly service: string;
  readonly ended: boolean;
  readonly subject: string;
  /** When he is to come for it. */
  readonly coming: readonly string[];
};

/** The name of an office, its kind's place in a sentence: '' for none. */
export async function officeName(t: Pick<Tools, 'organisations'>, ref: string | null): Promise<string> {
  return ref === null ? '' : ((await t.organisations.findOffice(ref))?.name ?? '');
}

export async function zoneOf(t: Pick<Tools, 'organisations'>, office: string | null, region: string): Promise<Zone> {
  const own = office === null ? undefined : await t.organisations.findOffice(office);
  if (own) return own.zone;
  const [any] = await t.organisations.offices('dukcapil', region, 1);
  return any?.zone ?? 'WIB';
}

/** Everything that was sent, as the person's own list says it. With the code alone names stay masked. */
export async function listOf(t: Tools, citizen: Citizen, lang: Language): Promise<readonly Listed[]> {
  const mine = await t.cases.mine(citizen.signed.person);
  return Promise.all(mine.map((one) => lineOf(t, citizen, one, lang)));
}

async function lineOf(t: Tools, citizen: Citizen, one: Mine, lang: Language): Promise<Listed> {
  const { definition } = await t.catalogue.version(one.service, one.serviceVersion);
  const standing: Standing = {
    ...{ status: one.status, outcome: one.outcome, step: one.sentence.step, since: new Date(one.sentence.since) },
    ...{ officeName: await officeName(t, one.sentence.office), dueAt: one.dueAt, repairUntil: null },
  };
  const zone = await zoneOf(t, one.sentence.office, one.region);
  const ended = one.status === 'finished' || one.status === 'closed';
  return {
    service: one.service,
    href: `/urusan/${one.region}/${one.id}`,
    title: say(definition.title, lang),
    text: truthOf(standing, definition, zone, lang, t.clock()),
    coming: ended ? [] : await comingOf(t, citizen, one, zone, lang),
    ended,
    subject: citizen.signed.level === 2 ? one.subjectName : maskName(one.subjectName),
  };
}

/** Numbers that were booked with a case and still count, behind the PIN as they are. */
async function comingOf(t: Tools, citizen: Citizen, one: Mine, zone: Zone, lang: Language): Promise<readonly string[]> {
  if (citizen.signed.level < 2) return [];
  const booked = await t.queue.appointments.of(one, citizen.doer, [one.region]);
  return booked
    .filter(({ status }) => isActive(status))
    .map(({ label, startsAt, endsAt }) =>
      caseWords(lang).comeOn(label.replace('-', '\u2011'), sayWindow(startsAt, endsAt, zone, lang)),
    );
}

/** Drafts stand behind the PIN. */
export async function draftsOf(t: Tools, citizen: Citizen): Promise<readonly Case[]> {
  return citizen.signed.level === 2 ? t.cases.drafts(citizen.doer, citizen.signed.region) : [];
}

/** For whom stands with it: several drafts of one service are told apart by nothing else. */
export async function draftLine(t: Tools, citizen: Citizen, found: Case, lang: Language): Promise<Running> {
  const { definition } = await t.catalogue.version(found.service, found.serviceVersion);
  const words = caseWords(lang);
  // The name of a child whom no register knows stands in the answers alone.
  const of = isUnborn(definition) ? await t.cases.draft(citizen.doer, found, found) : { found, definition };
  const begun = sayMoment(found.begunAt, await zoneOf(t, null, found.region), lang);
  return {
    href: `/permohonan/${found.region}/${found.id}`,
    title: words.draftOf(say(definition.title, lang)),
    text: words.draftSince(begun, whomOf(of, lang)),
  };
}

/** What the front page shows of one's own: what is open first, then drafts. */
export async function runningOf(t: Tools, citizen: Citizen, lang: Language): Promise<readonly Running[]> {
  const [sent, drafts] = await Promise.all([listOf(t, citizen, lang), draftsOf(t, citizen)]);
  const begun = await Promise.all(drafts.slice(0, 3).map((found) => draftLine(t, citizen, found, lang)));
  const open = sent.filter((one) => !one.ended);
  return [...open.map((one) => ({ ...one, text: [one.text.replace(/\.$/, ''), ...one.coming].join('. ') })), ...begun];
}
