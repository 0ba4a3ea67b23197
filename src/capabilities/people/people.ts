import type { Clock, Random } from '../../kernel/ids.ts';
import { kabupatenOf } from '../../kernel/region-code.ts';
import type { Database, Queryable } from '../../platform/database/index.ts';
import { createAsking } from '../../platform/step/index.ts';
import { manualRegister } from './foreign-register.ts';
import { createIntroduced } from './introduced.ts';
import { type MatchOptions, matchRegister } from './match-register.ts';
import { ownRegister } from './own-register.ts';
import type { Person } from './person.ts';
import type { PlanRequest, Profile, Register } from './register.ts';
import { type EventRow, eventsOf, HOLDERS, personsById, personsByNik, regionOf, within } from './store.ts';

export type RegisterChoice =
  | { readonly kind: 'own' }
  | { readonly kind: 'manual' }
  | ({ readonly kind: 'match' } & MatchOptions);

export type PeopleOptions = {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  /** Which register a kabupaten or kota has now, as its operator chose it. */
  readonly registers: (region: string) => Promise<RegisterChoice>;
  /** Stands for the province digits of new numbers; '99' in the demo. */
  readonly province?: string;
};

// What the operator chooses in a process of his own is seen by this one soon.
const KEPT_MILLIS = 2_000;

export type People = ReturnType<typeof createPeople>;

export function createPeople({ database, clock, random, registers, province }: PeopleOptions) {
  const made = new Map<string, { readonly register: Register; readonly until: number }>();

  /**
   * The register of the kabupaten or kota in which a code lies.
   * @param kind of register that a case was sent under: it stays the case's own when the region chooses another
   * @throws RangeError for a province
   */
  async function register(code: string, kind?: Profile): Promise<Register> {
    const region = kabupatenOf(code);
    if (region === undefined) throw new RangeError(`no kabupaten or kota: ${code}`);
    const now = clock().getTime();
    const known = made.get(region);
    const chosen = known && known.until > now ? known.register : open(region, await registers(region));
    if (chosen !== known?.register) made.set(region, { register: chosen, until: now + KEPT_MILLIS });
    if (kind === undefined || kind === chosen.profile) return chosen;
    // Nothing but comparing needs the ministry's address: without it a case that was to be matched is looked up by an officer.
    return kind === 'own' ? open(region, { kind }) : manualRegister(region);
  }

  function open(region: string, choice: RegisterChoice): Register {
    if (choice.kind === 'manual') return manualRegister(region);
    if (choice.kind === 'match') return matchRegister(region, choice);
    return ownRegister(region, { database, clock, random, ...(province === undefined ? {} : { province }) });
  }

  /** Plan and apply at once, for effects that no paper waits for. */
  async function perform(
    tx: Queryable,
    region: string,
    request: PlanRequest,
    by: { readonly actor: string },
    kind?: Profile,
  ): Promise<void> {
    const own = await register(region, kind);
    await own.apply(tx, await own.plan(tx, request), by);
  }

  /** Which region keeps a NIK; undefined when no own register knows it. */
  const whereabouts = (nik: string): Promise<string | undefined> => regionOf(within(database), nik);

  const introduced = createIntroduced({ database, clock, random, register });

  /** The whole record. For proof of an account and for papers; what others may see is in `visibleMembers`. */
  async function find(nik: string): Promise<Person | undefined> {
    const region = await whereabouts(nik);
    if (region === undefined) return introduced.byNik(nik);
    return (await personsByNik(within(database, region), [nik]))[0];
  }

  const byId = createAsking(async (region: string, ids: readonly string[]) => {
    const known = new Map((await personsById(within(database, region), region, ids)).map((one) => [one.id, one]));
    return ids.map((id) => known.get(id));
  });
  /** By the id that pages carry. */
  const findById = async (region: string, id: string): Promise<Person | undefined> =>
    (await byId(region, id)) ?? introduced.byId(region, id);

  /** What changed, oldest first. */
  const history = (
    region: string,
    key: { readonly nik: string } | { readonly kk: string },
  ): Promise<readonly EventRow[]> => eventsOf(within(database, region), region, key);

  return {
    register,
    perform,
    whereabouts,
    find,
    findById,
    /** Those who were let in by the question before it in the same transaction; `taken` by their ids. */
    admitted: {
      asked: { text: HOLDERS, values: [] },
      taken: (rows: readonly unknown[]): ReadonlyMap<string, Person> =>
        new Map((rows as readonly Person[]).map((person) => [person.id, person])),
    },
    introduce: introduced.introduce,
    onCard: introduced.byNik,
    history,
  };
}
