import { type IsoDate, localDate, type Zone } from '../../kernel/dates.ts';
import type { Clock } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { isRegionCode, lineageOf } from '../../kernel/region-code.ts';
import type { WorkCalendar } from '../../kernel/working-time.ts';
import type { Database } from '../../platform/database/index.ts';
import { COUNTRY } from './import-holidays.ts';
import type { Office } from './office.ts';
import { type Holiday, organisationStore } from './store.ts';

const MOST = 200;
// Imports run in a process of their own, so what is kept grows old by itself.
const KEPT_MILLIS = 60_000;

export type Organisations = ReturnType<typeof createOrganisations>;
type Kept<T> = { readonly value: T; readonly until: number };

/** @example createOrganisations({ database, clock: () => new Date() }) */
export function createOrganisations({ database, clock }: { readonly database: Database; readonly clock: Clock }) {
  const store = organisationStore(database);
  const keptHolidays = new Map<string, Kept<readonly Holiday[]>>();
  const keptOffices = new Map<string, Kept<Office | undefined>>();

  async function kept<T>(map: Map<string, Kept<T>>, key: string, load: () => Promise<T>): Promise<T> {
    const now = clock().getTime();
    const known = map.get(key);
    if (known && known.until > now) return known.value;
    if (map.size > 2000) map.clear();
    const value = await load();
    map.set(key, { value, until: now + KEPT_MILLIS });
    return value;
  }

  /** By 'region/code'. */
  const findOffice = (ref: string): Promise<Office | undefined> =>
    kept(keptOffices, ref, async () => {
      const [region = '', code = ''] = ref.split('/');
      return (await store.office(region, code))[0];
    });

  /** @throws Refusal `organisations/unknown` */
  async function getOffice(ref: string): Promise<Office> {
    const office = await findOffice(ref);
    if (!office) throw new Refusal('organisations/unknown', 404, { office: ref });
    return office;
  }

  /** The office of a kind that answers for a region or village; the narrowest when several do. */
  const officeOf = (kind: string, code: string): Promise<Office | undefined> =>
    isRegionCode(code)
      ? kept(keptOffices, `${kind} of ${code}`, async () => (await store.answering(kind, lineageOf(code)))[0])
      : Promise.resolve(undefined);

  /** What clocks of a region show: those of its Dukcapil. */
  const zoneIn = async (region: string): Promise<Zone> => (await officeOf('dukcapil', region))?.zone ?? 'WIB';
  const todayIn = async (region: string): Promise<IsoDate> => localDate(clock(), await zoneIn(region));

  /** The offices of a kind that answer for a region or a part of it, by name; never more than 200. */
  async function offices(kind: string, within: string, limit: number = MOST): Promise<readonly Office[]> {
    return isRegionCode(within) ? store.within(kind, within, lineageOf(within), Math.min(limit, MOST)) : [];
  }

  /** The holidays that a region keeps: the country's and those of all around it. */
  const holidaysOf = (region: string): Promise<readonly Holiday[]> =>
    kept(keptHolidays, region, () => store.holidays([COUNTRY, ...lineageOf(region)]));

  /** What promised times of an office are counted by. */
  async function clockOf(office: Pick<Office, 'region' | 'zone' | 'week'>): Promise<WorkCalendar> {
    const holidays = await holidaysOf(office.region);
    return { zone: office.zone, week: office.week, holidays: new Set(holidays.map((holiday) => holiday.date)) };
  }

  return { findOffice, getOffice, officeOf, zoneIn, todayIn, offices, holidaysOf, clockOf };
}
