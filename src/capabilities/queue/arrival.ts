import { localDate } from '../../kernel/dates.ts';
import type { Doer } from '../cases/index.ts';
import type { QueueDeps } from './deps.ts';
import { refusals } from './errors.ts';
import { reading } from './moving.ts';
import type { Entry, QueueRef } from './queue.ts';
import type { Guard } from './serving.ts';
import { entryByLabel } from './store.ts';

/** A screen at the place itself, by which people say that they are here. */
const KIOSK: Omit<Doer, 'seat'> = { id: 'kios', label: 'Kios', roles: [], nik: null };

/**
 * Saying that one is here without an officer: by the poster at the door, whose code changes every day, or at a kiosk. Whoever photographs
 * the poster can check in from elsewhere that day; at the call he is not there and is passed over.
 */
export function createArrival(deps: QueueDeps, checkIn: (doer: Doer, ref: QueueRef, guard: Guard) => Promise<void>) {
  const { db, clock } = deps;

  async function tokenOf(office: string): Promise<string | undefined> {
    const known = await deps.organisations.findOffice(office);
    return known && deps.mark(`${office} ${localDate(clock(), known.zone)}`);
  }
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
