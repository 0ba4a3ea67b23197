import { addDays, type IsoDate, localDate, sayTime, type Zone } from '../../kernel/dates.ts';
import { uuidv7 } from '../../kernel/ids.ts';
import type { Sex } from '../../kernel/nik.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Queryable } from '../../platform/database/index.ts';
import type { Doer } from '../cases/index.ts';
import type { Patient, PatientFacts } from '../patients/index.ts';
import { type Entry, isActive, labelOf, type QueueRef, type Session } from '../queue/index.ts';
import type { BpjsDeps } from './deps.ts';
import { refusals } from './errors.ts';
import { agreedOf, type Facility } from './facility.ts';
import { isPassword, isToken, tokenFor } from './login.ts';
import { hoursOf, type PoliDay, poliDay, sessionOf } from './schedule.ts';
import { facilityOf } from './store-facilities.ts';

// What Mobile JKN asks a Puskesmas, by its own words: members, cards, polis. Every act goes the way of all others, through `patients` and `queue`.

/** A Puskesmas for which BPJS is switched on. */
export type Opened = { readonly facility: Facility; readonly office: string; readonly zone: Zone };
export type Identity = { readonly card: string; readonly nik: string };
export type TakeWish = Identity & {
  /** BPJS's code. */
  readonly poli: string;
  readonly day: IsoDate;
  /** Null where the caller speaks the first version of the contract. */
  readonly doctor: number | null;
  readonly hours: string | null;
};
export type NewPatient = Identity & {
  readonly name: string;
  readonly sex: Sex;
  readonly birthDate: IsoDate;
  readonly phone: string | null;
};
export type OwnNumber = { readonly card: string; readonly poli: string; readonly day: IsoDate };
/** A number with its place in the line. */
export type Numbered = {
  readonly label: string;
  readonly number: number;
  readonly poliName: string;
  readonly ahead: number;
  readonly called: string | null;
  readonly note: string;
};
export type SessionState = {
  readonly poliName: string;
  readonly given: number;
  readonly left: number;
  readonly called: string | null;
  readonly doctor: number;
  readonly doctorName: string;
  readonly hours: string;
};

/** By whom it was done, as the history of a number says it. */
export const MOBILE_JKN = 'mobile-jkn';
const doerAt = (office: string): Doer => ({ id: MOBILE_JKN, label: 'Mobile JKN', seat: office, roles: [], nik: null });
const contextOf = ({ office, facility }: Opened) => ({ regions: [facility.region], offices: [office] });

const KEPT_MILLIS = 2_000;

export function createIncoming(deps: BpjsDeps) {
  const { db, clock, hash, queue, patients, rules } = deps;
  const anybody: Queryable = { query: (text, values) => db.query({}, text, values) };
  const kept = new Map<string, { readonly facility: Facility; readonly until: number }>();

  async function find(office: string): Promise<Facility | undefined> {
    const now = clock().getTime();
    const known = kept.get(office);
    if (known && known.until > now && known.until <= now + KEPT_MILLIS) return known.facility;
    const facility = await facilityOf(anybody, office);
    kept.delete(office);
    // Only what is there is kept: anybody may ask for any name.
    if (facility) kept.set(office, { facility, until: now + KEPT_MILLIS });
    return facility;
  }

  /** @throws Refusal where nobody agreed anything with BPJS, or it is switched off */
  async function open(office: string): Promise<Opened> {
    const facility = await find(office);
    const known = facility && facility.mode !== 'off' ? await deps.organisations.findOffice(office) : undefined;
    if (!facility || !known) throw refusals.notFound();
    return { facility, office, zone: known.zone };
  }

  async function known(at: Opened, { card, nik }: Identity): Promise<Patient> {
    const context = contextOf(at);
    const { byCard, byNik } = await patients.byNumbers(context, at.office, { card, nik });
    const patient = byCard ?? byNik;
    if (!patient) throw refusals.newPatient();
    if (byCard && byNik && byCard.id !== byNik.id) throw refusals.otherPatient();
    if (byCard && byNik) return patient;
    const numbers = await patients.numbersOf(context, at.facility.region, patient.id);
    if (byCard) {
      if (numbers?.nik && numbers.nik !== nik) throw refusals.otherPatient();
      return patient;
    }
    const noted = await patients.noteCard(context, at.facility.region, patient.id, card);
    // Of two at once the other may have noted it.
    if (!noted && (await patients.byCard(context, at.office, card))?.id !== patient.id) throw refusals.otherPatient();
    return patient;
  }

  /** The same person has the same name in our books, whatever the counter that he came to. */
  async function personOf(patient: Pick<Patient, 'person'>, nik: string): Promise<string | null> {
    if (patient.person !== null) return patient.person;
    const person = await deps.people.find(nik);
    return person?.status === 'alive' ? person.id : null;
  }

  function bookableDay(at: Opened, day: IsoDate, opensDays: number): void {
    const today = localDate(clock(), at.zone);
    if (day < today || day > addDays(today, opensDays)) throw refusals.badDay();
  }

  /** A draw is no closed door: it is said when it is over. */
  function drawnAt({ zone }: Opened, error: unknown): unknown {
    const until =
      error instanceof Refusal && error.code === 'queue/in-draw' ? Date.parse(String(error.params.until)) : Number.NaN;
    return Number.isNaN(until) ? error : refusals.inDraw(sayTime(new Date(until), zone, 'id'));
  }

  async function numbersOn(at: Opened, patient: string, polis: PoliDay['polis'], day: IsoDate) {
    const all = await queue.heldBy(doerAt(at.office), patient, day);
    return all.filter((entry) => polis.some(({ code }) => code === entry.poli));
  }

  async function numbered(at: Opened, ref: QueueRef, session: Session, poliName: string, note: string) {
    const entry = await queue.entry(doerAt(at.office), ref);
    const standing = await queue.standing(session, entry.id);
    return {
      ...{ label: labelOf(session.prefix, entry.number), number: entry.number, poliName },
      ...{ ahead: standing.ahead ?? 0, called: standing.called },
      note: note.replace('{time}', sayTime(entry.promisedFrom, at.zone, 'id')),
    };
  }

  return {
    open,

    /** @returns a token */
    async signIn(at: Opened, username: string, password: string): Promise<string> {
      if (!isPassword(hash, at.facility, username, password)) throw refusals.badLogin();
      return tokenFor(hash, at.facility, agreedOf(at.facility, rules).tokenSeconds, clock());
    },
    mustBeSigned(at: Opened, username: string, token: string): void {
      if (!isToken(hash, at.facility, username, token, clock())) throw refusals.badToken();
    },

    /** Every session of the day with a doctor whom BPJS knows. */
    async status(at: Opened, poli: string, day: IsoDate): Promise<readonly SessionState[]> {
      const offer = await queue.offer(at.office);
      bookableDay(at, day, offer?.place.opensDays ?? 0);
      const found = await poliDay(queue, at.office, poli, day);
      const states = await Promise.all(
        found.sessions.flatMap((session) => {
          const { doctorCode } = session;
          if (doctorCode === null) return [];
          return [
            queue.standing(session).then(({ given, left, called }) => ({
              ...{ poliName: found.nameOf(session), given, left, called, doctor: doctorCode },
              ...{ doctorName: session.doctor ?? '', hours: hoursOf(session, at.zone) },
            })),
          ];
        }),
      );
      if (states.length === 0) throw refusals.poliClosed();
      return states;
    },

    /** A number. The same card for the same poli and day has one: a second request is refused, also when it is the first one repeated. */
    async take(at: Opened, wish: TakeWish): Promise<Numbered> {
      const offer = await queue.offer(at.office);
      bookableDay(at, wish.day, offer?.place.opensDays ?? 0);
      const found = await poliDay(queue, at.office, wish.poli, wish.day);
      const session = sessionOf(found, wish, at.zone);
      const patient = await known(at, wish);
      const held = await numbersOn(at, patient.id, found.polis, wish.day);
      if (held.some(({ status }) => isActive(status))) throw new Refusal('queue/held', 409);
      const given = await queue
        .bookRelayed(
          doerAt(at.office),
          {
            ...{ session, patient: patient.id, payer: 'bpjs' },
            whom: {
              ...{ person: await personOf(patient, wish.nik), nik: wish.nik, card: wish.card, phone: null },
              ...{ name: patient.name, sex: patient.sex, birthDate: patient.birthDate, basis: 'bpjs' },
            },
          },
          // What makes a request the same one is the card, the poli and the day: that one number at a time is certain without a key.
          uuidv7(clock, deps.random),
        )
        .catch((error: unknown) => {
          throw drawnAt(at, error);
        });
      return numbered(at, given, session, found.nameOf(session), rules.notes.taken);
    },

    /** How many come before. */
    async remaining(at: Opened, of: OwnNumber): Promise<Numbered> {
      const { entry, found } = await own(at, of, ({ status }) => status !== 'cancelled');
      const session = await queue.session({ region: entry.region, id: entry.session });
      if (!session) throw refusals.noNumber();
      return numbered(at, entry, session, found.nameOf(session), isActive(entry.status) ? rules.notes.waiting : '');
    },

    /** Known from now on; whoever is known already stays as he is. */
    async newPatient(at: Opened, facts: NewPatient): Promise<void> {
      const { card, nik, name, sex, birthDate, phone } = facts;
      try {
        await known(at, facts);
        return;
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== 'bpjs/new-patient') throw error;
      }
      const person = await personOf({ person: null }, nik);
      const row: PatientFacts = {
        ...{ office: at.office, person, nik, card, phone, name, sex, birthDate, basis: 'bpjs' },
      };
      await db.transaction({ ...contextOf(at), persons: [MOBILE_JKN] }, (tx) =>
        patients.ensure(tx, [{ facts: row, by: MOBILE_JKN }]),
      );
    },

    async cancel(at: Opened, of: OwnNumber): Promise<void> {
      const { entry } = await own(at, of, ({ status }) => status !== 'cancelled');
      if (entry.status !== 'booked' && entry.status !== 'waiting') throw refusals.served();
      await queue.cancel(doerAt(at.office), entry, { version: entry.version, key: uuidv7(clock, deps.random) });
    },
  };

  /** What a card has for a poli on a day: the active one before one that is over. */
  async function own(at: Opened, of: OwnNumber, which: (entry: Entry) => boolean) {
    const found = await poliDay(queue, at.office, of.poli, of.day);
    // A day that is over has no line.
    if (of.day < localDate(clock(), at.zone)) throw refusals.noNumber();
    const patient = await patients.byCard(contextOf(at), at.office, of.card);
    const all = patient ? (await numbersOn(at, patient.id, found.polis, of.day)).filter(which) : [];
    const entry = all.find(({ status }) => isActive(status)) ?? all[0];
    if (!entry) throw refusals.noNumber();
    return { entry, found };
  }
}
