import { localDate } from '../../kernel/dates.ts';
import type { Doer } from '../cases/index.ts';
import type { Given, WalkIn } from './booking.ts';
import type { QueueDeps } from './deps.ts';
import { refusals } from './errors.ts';
import { reading } from './moving.ts';
import type { Entry, QueueRef } from './queue.ts';
import type { Guard } from './serving.ts';
import { entryByLabel, findEntry, findSession } from './store.ts';

/** A screen at the place itself, by which people say that they are here. */
const KIOSK: Omit<Doer, 'seat'> = { id: 'kios', label: 'Kios', roles: [], nik: null };

/**
 * Saying that one is here without an officer: by the poster at the door, whose code changes every day, or at a kiosk. Whoever photographs
 * the poster can check in from elsewhere that day; at the call he is not there and is passed over.
 */
export function createArrival(
  deps: QueueDeps,
  checkIn: (doer: Doer, ref: QueueRef, guard: Guard) => Promise<void>,
  walkIn: (doer: Doer, wish: WalkIn, key: string) => Promise<Given>,
) {
  const { db, clock } = deps;

  async function tokenOf(office: string, before = ''): Promise<string | undefined> {
    const known = await deps.organisations.findOffice(office);
    return known && deps.mark(`${before}${office} ${localDate(clock(), known.zone)}`);
  }
  /** Not the poster's: whoever photographs that at the door gets no numbers from elsewhere. */
  const screenTokenOf = (office: string): Promise<string | undefined> => tokenOf(office, 'nomor ');
  const isScreenToken = async (office: string, token: string): Promise<boolean> =>
    token !== '' && (await screenTokenOf(office)) === token;
  async function mustBeToday(office: string, token: string): Promise<void> {
    if (token === '' || (await tokenOf(office)) !== token) throw refusals.staleCode();
  }

  return {
    /** Of today, by the clock of the office. */
    arrivalToken: tokenOf,
    /** What the poster's QR opens. */
    arrivalAddress: (office: string, token: string): string => `${deps.proof.publicUrl}/hadir/${office}/${token}`,
    isArrivalToken: async (office: string, token: string): Promise<boolean> =>
      token !== '' && (await tokenOf(office)) === token,

    /** Of today, for the screen at the place that gives out numbers. */
    screenToken: screenTokenOf,
    isScreenToken,

    /** Somebody who stands at the place takes a number by himself: from the places kept for such. */
    async takeAtKiosk(office: string, token: string, wish: Omit<WalkIn, 'sees'>, key: string): Promise<Entry> {
      const session = await findSession(db, wish.session);
      if (!(await isScreenToken(office, token))) throw refusals.staleCode();
      if (session?.office !== office) throw refusals.notFound();
      const doer: Doer = { ...KIOSK, seat: office };
      const given = await walkIn(doer, { ...wish, sees: null }, key);
      const entry = await findEntry(db, reading(session.region, doer), given);
      if (!entry) throw refusals.notFound();
      return entry;
    },

    /** By whoever holds the number, standing at the door. */
    async checkInHere(doer: Doer, entry: Entry, token: string, guard: Guard): Promise<void> {
      await mustBeToday(entry.office, token);
      await checkIn(doer, entry, guard);
    },

    /** At a kiosk: the number and the date of birth must belong together. @returns the number's own name */
    async checkInAtKiosk(
      office: string,
      token: string,
      typed: { readonly prefix: string; readonly number: number; readonly birthDate: string },
      key: string,
    ): Promise<QueueRef> {
      await mustBeToday(office, token);
      const doer: Doer = { ...KIOSK, seat: office };
      const known = await deps.organisations.findOffice(office);
      if (!known) throw refusals.notFound();
      const day = localDate(clock(), known.zone);
      const entry = await entryByLabel(db, reading(known.region, doer), { office, day, ...typed });
      const patients = entry && (await deps.patients.named(reading(known.region, doer), known.region, [entry.patient]));
      if (!entry || patients?.get(entry.patient)?.birthDate !== typed.birthDate) throw refusals.noMatch();
      await checkIn(doer, entry, { version: entry.version, key });
      return entry;
    },
  };
}
