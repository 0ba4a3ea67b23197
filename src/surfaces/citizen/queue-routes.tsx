import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  isOffered,
  nextWave,
  type Offer,
  type PlaceKind,
  priorityOf,
  type Slot,
  suits,
} from '../../capabilities/queue/index.ts';
import { type IsoDate, isIsoDate, sayDate, sayMoment, sayTime, type Zone } from '../../kernel/dates.ts';
import { isUuid } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Language } from '../../kernel/text.ts';
import type { FieldFault } from '../design/index.ts';
import { agedOn, type BookableDay, type ForCare, needsFor, peopleForCare } from '../frame/index.ts';
import { bodyOf, fieldOf, type Tools } from './deps.ts';
import { drawHref } from './draw-routes.tsx';
import { emergencyRoutes } from './emergency-page.tsx';
import { mineLines, ownNumbers, ticketHref } from './own-numbers.ts';
import { type Chosen, chosenIn, DOORS, dayToBook, homePlace, hrefOf, sayRange } from './queue-choices.ts';
import { CareStart, NeedPage, PlacesPage, TimePage, WhomPage } from './queue-pages.tsx';
import { dayItem, daysAhead, keepDay, ShutDay, windowItem } from './queue-windows.tsx';
import { shellOf } from './shell.tsx';
import { type Citizen, citizenOf, mustBe } from './visitor.ts';
import { wishHref } from './wait-routes.tsx';
import { queueWords } from './words/queue.ts';

const sayLabel = (label: string): string => label.replace('-', '\u2011');

/** From "mau berobat" to a number: for whom, what for, when. Each answer stands in the address; only the last one is sent. */
export function queueRoutes(t: Tools, web: FastifyInstance): void {
  doorRoutes(t, web, 'health');
  doorRoutes(t, web, 'counter');
  emergencyRoutes(t, web);
}

function doorRoutes(t: Tools, web: FastifyInstance, kind: PlaceKind): void {
  const base = DOORS[kind];
  const wordsOf = (request: FastifyRequest) => queueWords(t.frame.lang(request));
  const zoneOf = async (office: string): Promise<Zone> => (await t.organisations.findOffice(office))?.zone ?? 'WIB';
  const nameOf = async (office: string) => (await t.organisations.findOffice(office))?.name ?? office;

  /** Who is booked for and where, as far as the address says it and the register allows it. */
  async function known(citizen: Citizen, chosen: Chosen) {
    const people = await peopleForCare(t, citizen);
    const found = people.find(({ whom }) => whom.value === chosen.untuk);
    if (!found) return { people };
    const wanted = chosen.di !== '' ? chosen.di : await homePlace(t, found, kind);
    const offer = wanted === undefined ? undefined : await t.queue.offer(wanted);
    if (!offer) return { people, one: found };
    const today = await t.queue.today(offer.place.office);
    return { people, one: agedOn(found, today), offer, today };
  }
  /** For whom, where, and the day that it is there. */
  type Known = { readonly one: ForCare; readonly offer: Offer; readonly today: IsoDate };

  /** What a page needs; undefined when it already led elsewhere. */
  async function from(request: FastifyRequest, reply: FastifyReply, chosen: Chosen) {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return undefined;
    const { people, one, offer, today } = await known(citizen, chosen);
    if (!one) {
      const fault = chosen.untuk === '' ? undefined : wordsOf(request).whomNone;
      await t.frame.send(
        reply,
        <WhomPage shell={shellOf(t, request)} {...{ people, fault, kind }} />,
        fault === undefined ? 200 : 422,
      );
      return undefined;
    }
    if (!offer || offer.place.kind !== kind) throw new Refusal('queue/not-found', 404);
    return { citizen, one, offer, today };
  }

  web.get(base, async (request, reply) => {
    const citizen = await citizenOf(t, request);
    const mine = citizen ? await mineLines(t, citizen, t.frame.lang(request), true) : [];
    return t.frame.send(reply, <CareStart {...{ shell: shellOf(t, request), mine, kind }} />);
  });

  web.get(`${base}/siapa`, async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const people = await peopleForCare(t, citizen);
    return t.frame.send(reply, <WhomPage shell={shellOf(t, request)} {...{ people, fault: undefined, kind }} />);
  });

  web.get(`${base}/perlu`, async (request, reply) => {
    const chosen = chosenIn(request);
    if (chosen.untuk === '') {
      const citizen = await mustBe(t, request, reply, 2);
      if (!citizen) return reply;
      const people = await peopleForCare(t, citizen);
      const page = <WhomPage shell={shellOf(t, request)} {...{ people, fault: wordsOf(request).whomNone, kind }} />;
      return t.frame.send(reply, page, 422);
    }
    const got = await from(request, reply, chosen);
    return got ? needPage(request, reply, got, chosen, []) : reply;
  });

  async function needPage(
    request: FastifyRequest,
    reply: FastifyReply,
    { one, offer, today }: Known,
    chosen: Chosen,
    faults: readonly FieldFault[],
  ): Promise<FastifyReply> {
    const { needs, hidden } = needsFor(offer, one, today);
    const signs = offer.signs.filter((sign) => suits(sign, { months: one.months, sex: one.person.sex }));
    const office = await nameOf(offer.place.office);
    const page = (
      <NeedPage {...{ shell: shellOf(t, request), one, office, offer, needs, signs, hidden, chosen, faults }} />
    );
    return t.frame.send(reply, page, faults.length > 0 ? 422 : 200);
  }

  web.get(`${base}/tempat`, async (request, reply) => {
    const chosen = chosenIn(request);
    const got = await from(request, reply, chosen);
    if (!got) return reply;
    const need = got.offer.needs.find(({ code }) => code === chosen.perlu);
    const offices = await t.queue.places(got.one.person.region, kind);
    const places = await Promise.all(
      offices.map(async (office) => {
        const left = need && (await daysAhead(t, office, need.poli)).reduce((sum, day) => sum + day.left, 0);
        const known = await t.organisations.findOffice(office);
        return { office, name: known?.name ?? office, address: known?.address ?? '', left: left ?? null };
      }),
    );
    return t.frame.send(reply, <PlacesPage {...{ shell: shellOf(t, request), one: got.one, chosen, places, kind }} />);
  });

  web.get(`${base}/waktu`, async (request, reply) => {
    const chosen = chosenIn(request);
    const got = await from(request, reply, chosen);
    return got ? timePage(request, reply, got, chosen, undefined) : reply;
  });

  async function timePage(
    request: FastifyRequest,
    reply: FastifyReply,
    got: Known & { readonly citizen: Citizen },
    chosen: Chosen,
    fault: FieldFault | undefined,
  ): Promise<FastifyReply> {
    const { one, offer, today } = got;
    const words = wordsOf(request);
    const lang = t.frame.lang(request);
    const need = needsFor(offer, one, today).needs.find(({ code }) => code === chosen.perlu);
    const paid = chosen.bayar === 'bpjs' || chosen.bayar === 'umum';
    if (!need || !paid)
      return needPage(request, reply, got, chosen, [
        ...(need ? [] : [{ field: 'perlu', text: words.needNone }]),
        ...(paid ? [] : [{ field: 'bayar', text: words.payerNone }]),
      ]);
    const { office } = offer.place;
    const zone = await zoneOf(office);
    const days = (await daysAhead(t, office, need.poli)).filter(({ day }) => isOffered(need, day));
    const day = dayToBook(days, chosen.hari);
    const here = { ...chosen, di: office, hari: day?.day ?? '' };
    const theirs = (await ownNumbers(t, got.citizen)).filter(({ entry }) => entry?.subject === one.person.id);
    // One a day of each service: the other one would be refused.
    const held = theirs.find(({ entry }) => entry?.day === day?.day && entry?.poli === need.poli);
    const clashOf = (slot: Slot) => theirs.find((own) => own.startsAt < slot.endsAt && slot.startsAt < own.endsAt);
    const reason = priorityOf(one.months, need);
    const hrefAt = (hari: string) => hrefOf(`${base}/waktu`, { ...here, hari });
    const next = days.find((one) => one.left > 0);
    const page = (
      <TimePage
        {...{ shell: shellOf(t, request), one, office: await nameOf(office), offer, need, chosen: here, fault }}
        days={days.map((each) => dayItem(each, day, hrefAt, lang))}
        dayTitle={day ? keepDay(sayDate(day.day, lang)) : ''}
        windows={
          day && day.left > 0
            ? day.windows.map((each) => {
                const item = windowItem(each, zone, lang, t.clock());
                const clash = clashOf(each.slot);
                return clash && each.left > 0 ? { ...item, note: words.sameHour(sayLabel(clash.label)) } : item;
              })
            : []
        }
        held={
          held && fault === undefined ? { href: ticketHref(held), text: words.heldOn(sayLabel(held.label)) } : undefined
        }
        clash={
          theirs.length > 0 && day?.windows.some(({ slot, left }) => left > 0 && clashOf(slot))
            ? words.clash(one.person.name)
            : undefined
        }
        picked={fieldOf(bodyOf(request), 'jam') || undefined}
        priority={reason === null ? undefined : words.first(one.person.name, words.reasons[reason])}
        once={t.frame.key()}
        {...drawOf(day, offer, zone, lang)}
        none={
          day?.shut ? (
            <ShutDay {...{ lang, day: day.day, today: day.day === today, next, href: hrefAt }} />
          ) : (
            words.noDays
          )
        }
        full={
          !day?.shut && day !== undefined && day.left === 0 && day.windows.some(({ slot }) => slot.startsAt > t.clock())
        }
      />
    );
    return t.frame.send(reply, page, fault === undefined ? 200 : fault.rule ? 409 : 422);
  }

  /** The draw of a day that runs, or the next one. */
  function drawOf(day: BookableDay | undefined, offer: Offer, zone: Zone, lang: Language) {
    const now = t.clock();
    const running = day?.windows.find(({ drawn }) => drawn)?.session;
    const draw = running?.poolUntil
      ? { until: sayTime(running.poolUntil, zone, lang), href: drawHref(running.region, running.pool ?? '') }
      : undefined;
    const next = day?.windows
      .filter(({ session }) => session.drawMinutes !== null && session.pool === null)
      .map(({ session }) => nextWave({ ...offer.place, drawMinutes: session.drawMinutes }, session.day, zone, now))
      .find((moment) => moment !== undefined);
    return { draw, nextDraw: next && sayMoment(next, zone, lang) };
  }

  web.post(`${base}/tunggu`, async (request, reply) => {
    const body = bodyOf(request);
    const field = (name: string) => fieldOf(body, name);
    const chosen: Chosen = {
      ...{ untuk: field('untuk'), perlu: field('perlu'), bayar: field('bayar'), di: field('di'), hari: field('hari') },
    };
    const got = await from(request, reply, chosen);
    if (!got) return reply;
    const { one, offer, citizen, today } = got;
    const need = needsFor(offer, one, today).needs.find(({ code }) => code === chosen.perlu);
    const { authority } = one.whom;
    if (!need || !isIsoDate(chosen.hari)) return timePage(request, reply, got, chosen, notChosen(wordsOf(request)));
    try {
      const wish = await t.queue.wait(
        citizen.doer,
        {
          ...{ office: offer.place.office, poli: need.poli, need: need.code, day: chosen.hari, subject: one.person.id },
          home: one.person.region,
          ...{ authority, payer: chosen.bayar === 'bpjs' ? ('bpjs' as const) : ('umum' as const) },
        },
        field('kunci'),
      );
      return reply.redirect(wishHref(wish), 303);
    } catch (error) {
      const fault = error instanceof Refusal ? faultOf(error.code, wordsOf(request)) : undefined;
      if (fault === undefined) throw error;
      return timePage(request, reply, got, chosen, fault);
    }
  });

  web.post(base, async (request, reply) => {
    const body = bodyOf(request);
    const field = (name: string) => fieldOf(body, name);
    const chosen: Chosen = {
      ...{ untuk: field('untuk'), perlu: field('perlu'), bayar: field('bayar'), di: field('di'), hari: field('hari') },
    };
    const got = await from(request, reply, chosen);
    if (!got) return reply;
    const words = wordsOf(request);
    const slot = field('jam');
    if (!isUuid(slot)) return timePage(request, reply, got, chosen, notChosen(words));
    const { person, whom } = got.one;
    const wish = {
      ...{ region: got.offer.place.region, slot, need: chosen.perlu, authority: whom.authority },
      payer: chosen.bayar === 'bpjs' ? ('bpjs' as const) : ('umum' as const),
      whom: {
        ...{ person: person.id, nik: person.nik, card: null, phone: null, name: person.name, sex: person.sex },
        ...{ birthDate: person.birthDate, basis: 'register' as const },
      },
    };
    const { doer } = got.citizen;
    const key = field('kunci');
    try {
      const given = await t.queue.book(doer, wish, key).catch(async (error: unknown) => {
        // Whoever saw that it is drawn takes part; whoever did not sees it first.
        if (!(error instanceof Refusal) || error.code !== 'queue/in-draw' || field('undian') !== 'ya') throw error;
        const flexible = field('lain') === 'ya';
        return { wish: await t.queue.takePart(doer, { ...wish, flexible, home: person.region }, key) };
      });
      if ('wish' in given) return reply.redirect(wishHref(given.wish), 303);
      return reply.redirect(ticketHref(given), 303);
    } catch (error) {
      const fault = error instanceof Refusal ? faultOf(error.code, words) : undefined;
      if (fault === undefined) throw error;
      return timePage(request, reply, got, chosen, fault);
    }
  });
}

type Words = ReturnType<typeof queueWords>;

/** Nothing was picked from the windows. */
export const notChosen = (words: Words): FieldFault => ({ field: 'jam', text: words.timeNone });

/** What the queue answered: said above the windows, though nothing that was picked is wrong. */
export function faultOf(code: string, words: Words): FieldFault | undefined {
  const text = {
    'queue/full': words.justFull,
    'queue/closed': words.justClosed,
    'queue/shut': words.justShut,
    'queue/no-draw': words.drawClosed,
    'queue/held': words.held,
    'queue/in-draw': words.drawBegan,
    'queue/places-left': words.placesAgain,
    'queue/too-many': words.tooMany,
  }[code];
  return text === undefined ? undefined : { field: 'jam', text, rule: true };
}
