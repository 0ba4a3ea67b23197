import type { FastifyRequest } from 'fastify';
import type { Person } from '../../capabilities/people/index.ts';
import type { PlaceKind } from '../../capabilities/queue/index.ts';
import { isIsoDate, sayTime, type Zone } from '../../kernel/dates.ts';
import type { Language } from '../../kernel/text.ts';
import type { BookableDay, ForCare } from '../frame/index.ts';
import { queryOf, type Tools } from './deps.ts';

/** Which door somebody came in by: care, or a counter like any other. Their pages are the same. */
export const DOORS = { health: '/berobat', counter: '/antre' } as const satisfies Record<PlaceKind, string>;

/** The Puskesmas where somebody lives, else the first of the region that has a queue of this kind. */
export async function homePlace(t: Tools, one: ForCare, kind: PlaceKind): Promise<string | undefined> {
  const { person } = one;
  const places = await t.queue.places(person.region, kind);
  if (kind === 'counter') return places[0];
  const home = await homeOf(t, person);
  return home !== undefined && places.includes(home) ? home : places[0];
}

/** The Puskesmas that answers for where somebody lives, as the register has it. */
export async function homeOf(t: Tools, person: Person): Promise<string | undefined> {
  const today = await t.organisations.todayIn(person.region);
  const asked = { purpose: 'berobat', actor: person.id, caseId: null, today };
  const card = person.kk === null ? undefined : await (await t.people.register(person.region)).card(person.kk, asked);
  return card && (await t.organisations.officeOf('puskesmas', card.family.village))?.ref;
}

/** What was chosen so far, as the address carries it. */
export type Chosen = {
  readonly untuk: string;
  readonly perlu: string;
  readonly bayar: string;
  readonly di: string;
  readonly hari: string;
};
export const chosenIn = (request: FastifyRequest): Chosen => ({
  ...{ untuk: queryOf(request, 'untuk'), perlu: queryOf(request, 'perlu'), bayar: queryOf(request, 'bayar') },
  ...{ di: queryOf(request, 'di'), hari: queryOf(request, 'hari') },
});
export const hrefOf = (path: string, chosen: Partial<Chosen>): string => {
  const query = new URLSearchParams(Object.entries(chosen).filter(([, value]) => value !== ''));
  return query.size === 0 ? path : `${path}?${query}`;
};

/** The day asked for, else the first with a place. */
export const dayChosen = (days: readonly BookableDay[], wanted: string): BookableDay | undefined =>
  (isIsoDate(wanted) ? days.find((one) => one.day === wanted && one.windows.length > 0) : undefined) ??
  days.find((one) => one.left > 0) ??
  days.find((one) => one.windows.length > 0);

/** The same for a page that says of a day that it was shut: whoever named none is led past no such day in silence. */
export const dayToBook = (days: readonly BookableDay[], wanted: string): BookableDay | undefined =>
  (isIsoDate(wanted) ? undefined : days.find((one) => one.left > 0 || one.shut)) ?? dayChosen(days, wanted);

/** @example sayRange(from, to, 'WIB', 'id') // '08.30–09.00 WIB' */
export const sayRange = (from: Date, to: Date, zone: Zone, lang: Language): string =>
  `${sayTime(from, zone, lang).split(' ')[0]}\u2060–\u2060${sayTime(to, zone, lang).replace(' ', '\u00a0')}`;
/** Without the zone, where it stands above already. */
export const sayShortRange = (from: Date, to: Date, zone: Zone, lang: Language): string =>
  `${sayTime(from, zone, lang).split(' ')[0]}\u2060–\u2060${sayTime(to, zone, lang).split(' ')[0]}`;
