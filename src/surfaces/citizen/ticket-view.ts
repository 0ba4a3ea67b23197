import { isActive, labelOf, type Offer, type Queue } from '../../capabilities/queue/index.ts';
import { localDate, sayDate, sayTime, type Zone } from '../../kernel/dates.ts';
import { type Language, say } from '../../kernel/text.ts';
import { type QrPath, qrSvgPath } from '../../platform/qr/index.ts';
import { sayRange } from './queue-choices.ts';
import { queueWords } from './words/queue.ts';

export type TicketData = Awaited<ReturnType<Queue['ticket']>>;

/** A ticket in words. */
export type ForCareTicket = {
  readonly href: string;
  readonly version: number;
  /** The session whose people he waits among. */
  readonly lane: string;
  readonly offer: Offer;
  readonly office: string;
  /** Absent once it does not matter any more. */
  readonly address: string | undefined;
  readonly what: string;
  readonly whom: string;
  readonly number: string;
  readonly room: string | undefined;
  /** Not called yet: the number might be taken for a count. */
  readonly means: boolean;
  readonly truth: string;
  readonly ahead: number | undefined;
  readonly when: { readonly word: string; readonly range: string; readonly likely: string } | undefined;
  readonly notes: readonly string[];
  /** Who is inside now, and who comes before. */
  readonly serving:
    | { readonly inside: readonly { readonly number: string; readonly room: string }[]; readonly then: string }
    | undefined;
  readonly hint: string | undefined;
  /** It still moves. */
  readonly open: boolean;
  readonly live: boolean;
  /** Held for him until then, if he accepts it. */
  readonly offered?: { readonly href: string; readonly until: string };
  readonly mayCancel: boolean;
  readonly mayChange: boolean;
  readonly mayBeLate: boolean;
  readonly startsAt: Date;
  /** How many minutes later than booked he said he would come. */
  readonly late: number | undefined;
  /** Until something else happens to it: that it is another time than before, perhaps another number. */
  readonly changed: { readonly title: string; readonly text: string } | undefined;
  /** Given back: it counts no more. */
  readonly gone: boolean;
  /** Opens this very page, behind the login. */
  readonly qr: QrPath;
  /** Day and time, for a paper of 58 mm. */
  readonly slip: string;
  /** Its session does not take place. */
  readonly off: boolean;
  readonly now: string;
};

type Given = {
  readonly data: TicketData;
  readonly office: { readonly name: string; readonly zone: Zone; readonly address: string };
  readonly whom: string;
  readonly lang: Language;
  readonly now: Date;
  readonly address: string;
};

const offerKind = ({ data }: Given) => data.offer.place.kind;

/** A hyphen at which no line breaks. */
export const sayNumber = (prefix: string, number: number): string => labelOf(prefix, number).replace('-', '\u2011');
/** @example roomSign('Ruang 3') // '3'; a room that is only a name is said in words alone */
export const roomSign = (room: string): string | undefined => /\d+$/.exec(room)?.[0];

export function ticketView(given: Given): ForCareTicket {
  const { data, office, lang, now } = given;
  const { entry, slot, session, offer } = data;
  const words = queueWords(lang);
  const need = offer.needs.find(({ code }) => code === entry.need);
  const poli = offer.polis.find(({ code }) => code === entry.poli);
  const title = need?.title ?? poli?.name;
  const open = isActive(entry.status);
  const today = entry.day === localDate(now, office.zone);
  const off = open && session.state === 'cancelled';
  const booked = entry.status === 'booked';
  return {
    ...{
      href: `/antrean/${entry.region}/${entry.id}`,
      version: entry.version,
      lane: entry.lane,
      offer,
      office: office.name,
    },
    what: [...(title ? [say(title, lang)] : []), sayDate(entry.day, lang)].join(', '),
    ...{ whom: given.whom, number: sayNumber(session.prefix, entry.number), open },
    room: roomOf(data),
    means: open && entry.status !== 'called',
    ...standing(given),
    hint: booked && today && !off ? (offer.place.kind === 'health' ? words.arrive : words.counter.arrive) : undefined,
    live: open && slot.startsAt.getTime() - now.getTime() < 24 * 3_600_000,
    mayCancel: booked || entry.status === 'waiting',
    mayChange: booked,
    mayBeLate: booked && today && !off,
    ...{ startsAt: slot.startsAt, late: lateOf(given), changed: changeOf(given), gone: entry.status === 'cancelled' },
    address: open && office.address !== '' ? office.address : undefined,
    qr: qrSvgPath(given.address),
    slip: `${sayDate(entry.day, lang)}, ${sayRange(slot.startsAt, slot.endsAt, office.zone, lang)}`,
    off,
    now: sayTime(now, office.zone, lang),
  };
}

/** Where one is called to; before that where there is only one room to be called to. */
function roomOf({ entry, session }: TicketData): string | undefined {
  const [only, other] = session.rooms;
  const here = entry.status === 'called' ? entry.room : undefined;
  const ahead =
    (entry.status === 'booked' || entry.status === 'waiting') && entry.lane === session.id && other === undefined;
  return roomSign(here ?? (ahead ? only : undefined) ?? '');
}

/** Said to whoever took his number when it was another one. */
function otherDoctor({ data: { entry, session }, lang }: Given): readonly string[] {
  if (session.doctorChangedAt === null || entry.bookedAt > session.doctorChangedAt) return [];
  return [queueWords(lang).otherDoctor(session.doctor)];
}

function lateOf({ data: { entry, slot } }: Given): number | undefined {
  if (entry.status !== 'booked' || entry.dueReason !== 'late-told') return undefined;
  return Math.round((entry.dueAt.getTime() - slot.startsAt.getTime()) / 60_000);
}

function changeOf({ data: { entry, session, slot, last }, office, lang }: Given): ForCareTicket['changed'] {
  if (entry.status !== 'booked' || session.state === 'cancelled' || last?.kind !== 'moved') return undefined;
  const words = queueWords(lang);
  const { was } = last.data;
  if (typeof was !== 'string') return undefined;
  const now = labelOf(session.prefix, entry.number);
  const when = `${sayDate(entry.day, lang)}, ${sayRange(slot.startsAt, slot.endsAt, office.zone, lang)}`;
  return was === now
    ? { title: words.timeChanged, text: words.timeChangedText(when) }
    : {
        title: words.bothChanged,
        text: words.bothChangedText(was.replace('-', '\u2011'), sayNumber(session.prefix, entry.number), when),
      };
}

type Standing = Pick<ForCareTicket, 'truth' | 'ahead' | 'when' | 'notes' | 'serving'>;

function standing(given: Given): Standing {
  const { data, office, lang, now } = given;
  const { entry, slot, outlook } = data;
  const doctor = otherDoctor(given);
  const words = queueWords(lang);
  const only = (truth: string, ...notes: string[]): Standing => ({
    ...{ truth, ahead: undefined, when: undefined, notes, serving: undefined },
  });
  switch (entry.status) {
    case 'booked': {
      if (data.session.state === 'cancelled') return only(words.off, words.offWhy);
      const today = entry.day === localDate(now, office.zone);
      const range = sayRange(slot.startsAt, slot.endsAt, office.zone, lang);
      const late = lateOf(given);
      const promised = sayRange(entry.promisedFrom, entry.promisedTo, office.zone, lang);
      return {
        serving: undefined,
        truth: today ? words.comeToday(range) : words.come(sayDate(entry.day, lang), range),
        ahead: undefined,
        // What was promised for the booked time says nothing to whoever comes later.
        when: late === undefined ? { word: words.estimate, range: promised, likely: words.promised } : undefined,
        notes: [
          ...(late === undefined ? [] : [words.lateTold(late, sayTime(entry.dueAt, office.zone, lang))]),
          ...doctor,
          ...(today ? [words.aheadNow(data.line.filter((one) => one.status === 'waiting').length)] : []),
        ],
      };
    }
    case 'waiting': {
      const { range } = outlook;
      return {
        truth: words.ahead(outlook.ahead ?? 0),
        ahead: outlook.ahead ?? 0,
        when: range && {
          word: words.estimate,
          range: sayRange(range.from, range.to, office.zone, lang),
          likely: words.likely(sayTime(range.likely, office.zone, lang)),
        },
        notes: [
          ...(outlook.ahead === 0 ? [words.nobodyAhead] : []),
          ...doctor,
          ...(entry.stage === 'periksa' ? [] : [words.stage[entry.stage]]),
          ...(range?.afterEnd ? [words.afterEnd] : []),
        ],
        serving: servingNow(given),
      };
    }
    case 'called':
      return only(words.turn(entry.room ?? ''));
    case 'parked':
      return only(words.parked);
    case 'done':
      return only(offerKind(given) === 'health' ? words.done : words.counter.done);
    case 'absent':
      return only(words.absent, offerKind(given) === 'health' ? words.absentWhy : words.counter.absentWhy);
    case 'unserved':
      return only(words.unserved, words.unservedWhy);
    case 'cancelled':
      return only(words.cancelled);
  }
}

const NEXT_SHOWN = 4;

/** "Sekarang dilayani: A-011 di Ruang 3. Sesudah itu, lalu Anda." */
function servingNow({ data, lang }: Given): ForCareTicket['serving'] {
  const words = queueWords(lang);
  const inside = data.line
    .filter((one) => one.status === 'called' && one.room !== null)
    .map((one) => ({ number: sayNumber(one.prefix, one.number), room: one.room ?? '' }));
  const before = data.outlook.before.map((one) => sayNumber(one.prefix, one.number));
  const then = before.length > 0 && before.length <= NEXT_SHOWN ? words.thenYou(before.join(', ')) : '';
  return inside.length === 0 ? undefined : { inside, then };
}
