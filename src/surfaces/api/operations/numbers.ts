import * as z from 'zod';
import { actorOf, can } from '../../../capabilities/accounts/index.ts';
import {
  type Entry,
  isActive,
  labelOf,
  promiseOf,
  type QueueRef,
  type Session,
  type Slot,
} from '../../../capabilities/queue/index.ts';
import { addDays } from '../../../kernel/dates.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { agedOn, bookableDays, type Citizen, needsFor, peopleForCare } from '../../frame/index.ts';
import type { Tools } from '../deps.ts';
import { operation, type Reply } from '../operation.ts';
import { pointerTo, Refused } from '../refused.ts';
import { casePath, day, moment, name, Office, regency, Text, uuid, word } from '../schemas.ts';

// Numbers of queues: of a Puskesmas, or of any other counter that has one.

const forWhom = z.string().min(1).max(80).default('self');
export const placePath = z.strictObject({ region: regency, office: z.string().regex(/^[a-z0-9-]{1,60}$/) });
const span = z.strictObject({ from: moment, to: moment });

const NumberSchema = name(
  'Number',
  z.strictObject({
    ...{ region: z.string(), id: uuid, number: z.string(), office: Office, day, need: z.string().nullable() },
    status: z.enum(['booked', 'waiting', 'called', 'parked', 'done', 'absent', 'unserved', 'cancelled']),
    window: span.meta({ description: 'When to come.' }),
    promised: span.meta({ description: 'When one is called, as it was said at booking; never changed.' }),
    rooms: z.array(z.string()),
    room: z.string().nullable().meta({ description: 'Where one was called to.' }),
    ahead: z.int().nullable().meta({ description: 'How many are called before; null when it does not wait.' }),
    estimate: z
      .strictObject({ from: moment, to: moment, likely: moment })
      .nullable()
      .meta({ description: 'When one is called, as it looks now: a range, never a promise.' }),
  }),
);

async function numberView(t: Tools, by: Citizen, ref: QueueRef): Promise<Reply<z.input<typeof NumberSchema>>> {
  const { entry, session, slot, outlook } = await t.queue.ticket(by.doer, ref);
  if (!can(actorOf(by.signed), 'queue.view', entry)) throw new Refusal('queue/not-found', 404);
  const office = await t.organisations.getOffice(entry.office);
  const iso = (at: Date) => at.toISOString();
  const { range } = outlook;
  return {
    version: entry.version,
    data: {
      ...{ region: entry.region, id: entry.id, number: labelOf(session.prefix, entry.number), day: entry.day },
      ...{ office: { office: office.ref, name: office.name }, need: entry.need, status: entry.status },
      window: { from: iso(slot.startsAt), to: iso(slot.endsAt) },
      promised: { from: iso(entry.promisedFrom), to: iso(entry.promisedTo) },
      ...{ rooms: [...session.rooms], room: entry.room, ahead: outlook.ahead },
      estimate: range ? { from: iso(range.from), to: iso(range.to), likely: iso(range.likely) } : null,
    },
  };
}

async function placeAt(t: Tools, { region, office }: z.output<typeof placePath>) {
  const ref = `${region}/${office}`;
  const [offer, known] = await Promise.all([t.queue.offer(ref), t.organisations.findOffice(ref)]);
  if (!offer || !known) throw new Refusal('queue/not-found', 404);
  return { offer, known };
}

/** Whom it is for, as far as the law lets this citizen act, and as old as he is on that day. @throws Refused */
async function whomAt(t: Tools, by: Citizen, value: string, day: string) {
  const people = await peopleForCare(t, by);
  const one = people.find(({ whom }) => whom.value === value);
  if (!one) throw new Refused('api/for-whom', 422, [NOBODY]);
  return agedOn(one, day);
}
const NOBODY = {
  ...{ pointer: pointerTo('body', 'for'), code: 'api/for-whom' },
  say: { id: 'Pilih salah satu dari daftar untuk siapa.', en: 'Choose one of those listed.' },
};

async function entryFor(t: Tools, by: Citizen, ref: QueueRef, act: 'queue.cancel' | 'queue.change'): Promise<Entry> {
  const entry = await t.queue.entry(by.doer, ref);
  if (!can(actorOf(by.signed), act, entry)) throw new Refusal('queue/not-found', 404);
  return entry;
}

export const WishBody = z.strictObject({ for: forWhom, need: word, slot: uuid, payer: z.enum(['bpjs', 'umum']) });

/** What is wished for at a place, as the queue takes it; `home`: the region whose register knows whom it is for. */
export async function bookingFor(
  t: Tools,
  by: Citizen,
  params: z.output<typeof placePath>,
  { for: value, slot, need, payer }: z.output<typeof WishBody>,
) {
  const { offer, known } = await placeAt(t, params);
  const { person, whom } = await whomAt(t, by, value, await t.queue.today(known.ref));
  const window = await t.queue.window({ region: params.region, id: slot });
  if (window?.session.office !== offer.place.office) throw new Refusal('queue/not-found', 404);
  const { id, nik, name: called, sex, birthDate } = person;
  const wish = {
    ...{ region: params.region, slot, need, authority: whom.authority, payer },
    whom: { person: id, nik, card: null, phone: null, name: called, sex, birthDate, basis: 'register' as const },
  };
  return { wish, home: person.region };
}

const listQueues = operation({
  ...{ id: 'listQueues', method: 'GET', path: '/queues/{region}', tag: 'antrean', who: 'anyone' },
  summary: 'Places of a city that have a queue',
  about: {
    id: 'Puskesmas (`health`) dan loket lain (`counter`) yang antreannya bisa dipesan. Gawat darurat tidak antre: tampilkan `emergency` sebelum yang lain.',
    en: 'Puskesmas (`health`) and other counters (`counter`) whose queue takes bookings. Emergencies do not queue: show `emergency` before anything else.',
  },
  params: z.strictObject({ region: regency }),
  reply: z.strictObject({
    emergency: Text,
    places: z.array(Office.extend({ kind: z.enum(['health', 'counter']), address: z.string() })),
  }),
  show: async ({ t, params: { region } }) => {
    const of = async (kind: 'health' | 'counter') =>
      Promise.all(
        (await t.queue.places(region, kind)).map(async (ref) => {
          const { name: called, address } = await t.organisations.getOffice(ref);
          return { office: ref, name: called, kind, address };
        }),
      );
    return { data: { emergency: EMERGENCY, places: [...(await of('health')), ...(await of('counter'))] } };
  },
});
const EMERGENCY = {
  id: 'Gawat darurat? Jangan antre: langsung ke UGD',
  en: 'An emergency? Do not queue: go straight to the emergency room',
};

const listNumberSubjects = operation({
  ...{ id: 'listNumberSubjects', method: 'GET', path: '/numbers/subjects', tag: 'antrean', who: 'pin' },
  summary: 'For whom I may take a number',
  about: {
    id: 'Untuk siapa saja nomor boleh diambil: diri sendiri, anak, yang memberi kuasa.',
    en: 'For whom a number may be taken: oneself, children, those who gave a mandate.',
  },
  reply: z.strictObject({
    subjects: z.array(z.strictObject({ for: z.string(), name: z.string(), authority: z.string() })),
  }),
  show: async ({ t, by }) => {
    const people = await peopleForCare(t, by);
    const line = ({ whom, person }: (typeof people)[number]) => ({
      ...{ for: whom.value, name: person.name, authority: whom.authority },
    });
    return { data: { subjects: people.map(line) } };
  },
});

const listNeeds = operation({
  ...{ id: 'listNeeds', method: 'GET', path: '/queues/{region}/{office}', tag: 'antrean', who: 'pin' },
  summary: 'What somebody may come for at a place',
  about: {
    id: 'Keperluan yang cocok dengan umur orangnya, didahului tempat UGD dan tanda bahayanya: yang punya salah satunya tidak mengambil nomor. `hidden`: layanan tertentu bagi remaja hanya di loket.',
    en: 'What fits the person’s age, preceded by the emergency room and the signs of danger: whoever has one takes no number. `hidden`: certain services for adolescents are at the counter only.',
  },
  params: placePath,
  query: z.strictObject({ for: forWhom }),
  reply: z.strictObject({
    ...{ name: z.string(), kind: z.enum(['health', 'counter']) },
    emergency: z.strictObject({ say: Text, phone: z.string() }).nullable(),
    signs: z.array(z.strictObject({ code: z.string(), say: Text })),
    needs: z.array(z.strictObject({ code: z.string(), title: Text, hint: Text.nullable() })),
    hidden: z.boolean(),
  }),
  show: async ({ t, by, params, query }) => {
    const { offer, known } = await placeAt(t, params);
    const today = await t.queue.today(known.ref);
    const { needs, hidden } = needsFor(offer, await whomAt(t, by, query.for, today), today);
    const { kind, emergency } = offer.place;
    return {
      data: {
        ...{ name: known.name, kind, hidden, emergency: emergency && { say: emergency.say, phone: emergency.phone } },
        signs: offer.signs.map(({ code, say }) => ({ code, say })),
        needs: needs.map(({ code, title, hint }) => ({ code, title, hint })),
      },
    };
  },
});

const listQueueWindows = operation({
  ...{ id: 'listQueueWindows', method: 'GET', path: '/queues/{region}/{office}/windows', tag: 'antrean', who: 'pin' },
  ...{ refuses: [422] },
  summary: 'Days and windows of arrival, with the places left',
  about: {
    id: 'Hari dan jam kedatangan, sisa tempat, dan perkiraan dipanggil. `drawnUntil`: tempatnya diundi sampai saat itu; ikut dengan `enterDraw`.',
    en: 'Days and windows, places left, and when one is called. `drawnUntil`: its places are drawn for until then; `enterDraw` takes part.',
  },
  params: placePath,
  query: z.strictObject({ for: forWhom, need: word }),
  reply: z.strictObject({
    windows: z.array(
      z.strictObject({
        ...{ slot: uuid, day, startsAt: moment, endsAt: moment, left: z.int().min(0), promised: span },
        state: z.enum(['open', 'full', 'shut', 'draw', 'over']).meta({
          description: '`shut`: the office takes nobody more, nothing comes free by itself; `draw`: see `drawnUntil`.',
        }),
        drawnUntil: moment.nullable(),
      }),
    ),
  }),
  show: async ({ t, by, params, query }) => {
    const { offer, known } = await placeAt(t, params);
    const today = await t.queue.today(known.ref);
    const { needs } = needsFor(offer, await whomAt(t, by, query.for, today), today);
    const need = needs.find(({ code }) => code === query.need);
    if (!need) throw new Refusal('queue/not-for-them', 422);
    const { opensDays } = offer.place;
    const days = await t.queue.days(known.ref, today, addDays(today, opensDays), need.poli);
    const windows = bookableDays(days, today, opensDays, t.clock()).flatMap((one) => one.windows);
    return {
      data: {
        windows: windows.map(({ session, slot, left, drawn }) => {
          const { from, to } = promiseOf(session, slot);
          return {
            ...{ slot: slot.id, day: session.day, left: drawn ? 0 : left },
            state: drawn ? 'draw' : windowState(session, slot, left, t.clock()),
            ...{ startsAt: slot.startsAt.toISOString(), endsAt: slot.endsAt.toISOString() },
            promised: { from: from.toISOString(), to: to.toISOString() },
            drawnUntil: drawn ? (session.poolUntil?.toISOString() ?? null) : null,
          };
        }),
      },
    };
  },
});

function windowState(
  session: Session,
  slot: Slot,
  left: number,
  now: Date,
): 'open' | 'full' | 'shut' | 'draw' | 'over' {
  if (session.state === 'closed' || slot.endsAt <= now) return 'over';
  if (session.state === 'full') return 'shut';
  if (session.pool !== null) return 'draw';
  return left > 0 ? 'open' : 'full';
}

const takeNumber = operation({
  ...{ id: 'takeNumber', method: 'POST', path: '/queues/{region}/{office}/numbers', tag: 'antrean', who: 'pin' },
  ...{ once: true, crowded: true, status: 201, refuses: [409, 422, 503] },
  summary: 'A number for a window',
  about: {
    id: 'Satu nomor aktif per orang, hari dan layanan. 409 menurut `type`: `queue:full` penuh, `queue:shut` pendaftarannya ditutup petugas, `queue:held` sudah ada, `queue:in-draw` sedang diundi sampai `params.until` (`enterDraw`). Saat sangat ramai: 503 dengan `Retry-After`, sama seperti halaman.',
    en: 'One active number per person, day and service. 409 by its `type`: `queue:full`; `queue:shut`, its intake was closed by the office; `queue:held`, there is one already; `queue:in-draw`, drawn for until `params.until` (`enterDraw`). In a crowd: 503 with `Retry-After`, as pages have it.',
  },
  params: placePath,
  body: WishBody,
  reply: NumberSchema,
  show: async ({ t, by, params, body, key }) => {
    const { wish } = await bookingFor(t, by, params, body);
    const ref = await t.queue.book(by.doer, wish, key);
    return { ...(await numberView(t, by, ref)), location: `/numbers/${ref.region}/${ref.id}` };
  },
});

const listNumbers = operation({
  ...{ id: 'listNumbers', method: 'GET', path: '/numbers', tag: 'antrean', who: 'pin' },
  summary: 'My numbers of today and later',
  about: {
    id: 'Nomor aktif saya, juga yang saya ambil untuk orang lain.',
    en: 'My active numbers, also those that I took for others.',
  },
  reply: z.strictObject({ numbers: z.array(NumberSchema) }),
  show: async ({ t, by }) => {
    const mine = await t.queue.mine(by.signed.person, addDays(await t.organisations.todayIn(by.person.region), -1));
    const open = mine.filter(({ status }) => isActive(status));
    const read = await Promise.all(open.map(async (ref) => (await numberView(t, by, ref)).data));
    // The list of one's own follows a moment later: what was given back just now is in it still.
    return { data: { numbers: read.filter(({ status }) => isActive(status)) } };
  },
});

const readNumber = operation({
  ...{ id: 'readNumber', method: 'GET', path: '/numbers/{region}/{id}', tag: 'antrean', who: 'pin' },
  summary: 'One number: how many before it, and when it is called',
  about: {
    id: 'Satu nomor seperti adanya. `ETag` adalah versi untuk `If-Match` berikutnya.',
    en: 'One number as it stands. `ETag` is the version for the next `If-Match`.',
  },
  params: casePath,
  reply: NumberSchema,
  show: ({ t, by, params }) => numberView(t, by, params),
});

const cancelNumber = operation({
  ...{ id: 'cancelNumber', method: 'POST', path: '/numbers/{region}/{id}/cancel', tag: 'antrean', who: 'pin' },
  ...{ once: true, guard: true, refuses: [409] },
  summary: 'Give a number back',
  about: {
    id: 'Tempatnya dipakai orang lain. Sesudah dipanggil tidak bisa lagi.',
    en: 'Its place is somebody else’s. Not after it was called.',
  },
  params: casePath,
  reply: NumberSchema,
  act: async ({ t, by, params, version, key }) => {
    await t.queue.cancel(by.doer, await entryFor(t, by, params, 'queue.cancel'), { version, key });
    return true;
  },
  show: ({ t, by, params }) => numberView(t, by, params),
});

const moveNumber = operation({
  ...{ id: 'moveNumber', method: 'POST', path: '/numbers/{region}/{id}/window', tag: 'antrean', who: 'pin' },
  ...{ once: true, guard: true, crowded: true, refuses: [409, 503] },
  summary: 'Another window for the same number',
  about: {
    id: 'Jam lain di tempat dan layanan yang sama; nomor lama dipegang sampai yang baru pasti.',
    en: 'Another window of the same place and service; the old one is kept until the new one is certain.',
  },
  params: casePath,
  body: z.strictObject({ slot: uuid }),
  reply: NumberSchema,
  act: async ({ t, by, params, body: { slot }, version, key }) => {
    await t.queue.changeTime(by.doer, await entryFor(t, by, params, 'queue.change'), slot, { version, key });
    return true;
  },
  show: ({ t, by, params }) => numberView(t, by, params),
});

export const numberOperations = [
  ...[listQueues, listNumberSubjects, listNeeds, listQueueWindows, takeNumber],
  ...[listNumbers, readNumber, cancelNumber, moveNumber],
];
