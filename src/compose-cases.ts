import type { Accounts } from './capabilities/accounts/index.ts';
import type { CasesDeps, Doer, OfficeInfo, ResultsDeps } from './capabilities/cases/index.ts';
import type { Documents, IssuingOffice, SigningOfficer } from './capabilities/documents/index.ts';
import type { Office, Organisations } from './capabilities/organisations/index.ts';
import { asJson, type People } from './capabilities/people/index.ts';
import type { Regions } from './capabilities/regions/index.ts';
import type { World } from './engine/index.ts';
import type { Json } from './kernel/json.ts';
import { sayNip } from './kernel/nip.ts';
import { phoneSaid } from './kernel/phone.ts';
import type { Text } from './kernel/text.ts';

// How the room `cases` is joined to the rooms at its left. Nothing is decided here.

type Rooms = {
  readonly signer: ReturnType<typeof namesSigner>;
  readonly organisations: Organisations;
  readonly regions: Regions;
  readonly people: People;
  readonly documents: Documents;
  /** The hub's own authority, where it has one, gives whoever signs a certificate. */
  readonly certify: ((officer: { id: string; name: string; office: string }) => Promise<unknown>) | undefined;
};
type Shapes = Readonly<Record<string, Json>>;

export function casesPorts(
  rooms: Rooms,
  world: World,
  shapes: Shapes,
  clock: () => Date,
): Pick<CasesDeps, 'register' | 'offices' | 'places' | 'personOf'> & { readonly making: Omit<ResultsDeps, 'digest'> } {
  const { organisations, people, regions } = rooms;
  const info = async (office: Office): Promise<OfficeInfo> => ({
    ...{ key: office.ref, code: office.code, kind: office.kind, name: office.name },
    calendar: await organisations.clockOf(office),
  });
  const asked = (on: { id: string }, today: string) => ({
    purpose: 'permohonan',
    actor: 'sistem',
    caseId: on.id,
    today,
  });
  return {
    register: {
      profile: async (region) => (await people.register(region)).profile,
      match: async (region, nik, typed, on) => (await people.register(region)).match(nik, typed, on),
      person: async (on, nik, today) => {
        const region = (await people.whereabouts(nik)) ?? on.region;
        const facts = await (await people.register(region)).person(nik, asked(on, today));
        return facts && asJson(facts);
      },
      silent: async (nik) => {
        const region = (await people.whereabouts(nik)) ?? (await people.find(nik))?.region;
        return region !== undefined && (await people.register(region)).profile !== 'own';
      },
      household: async (on, nik, today) => {
        const facts = await (await people.register(on.region)).household(nik, asked(on, today));
        return facts && { person: asJson(facts.person), family: facts.family && asJson(facts.family) };
      },
      family: async (on, kk, today, member) => {
        const region = (member && (await people.whereabouts(member))) || on.region;
        const facts = await (await people.register(region)).family(kk, asked(on, today));
        return facts && asJson(facts);
      },
    },
    personOf: async (nik) => (await people.find(nik))?.id,
    offices: {
      serving: async ({ kind, region, code }) => {
        const office =
          code === null
            ? await organisations.officeOf(kind, region)
            : await organisations.findOffice(`${region}/${code}`);
        return office && info(office);
      },
      get: async (key) => {
        const office = await organisations.findOffice(key);
        return office && info(office);
      },
      zone: organisations.zoneIn,
    },
    places: {
      region: async (code) => {
        const region = await regions.find(code);
        return region && { code, name: region.name };
      },
      office: async (kind, key) => {
        const office = await organisations.findOffice(key);
        return office?.kind === kind
          ? { kind, region: office.region, code: office.code, name: office.name }
          : undefined;
      },
    },
    making: {
      ...{ documents: rooms.documents, people, clock, shapes },
      wording: {
        code: (table, key) => (key === null ? null : (textOf(world, table, key)?.id ?? key)),
        places: async (village) => (await regions.path(village)).map((region) => region.name).reverse(),
      },
      issuing: (office) => issuing(rooms, office),
      signatory: async (by, office) => {
        await rooms.certify?.({ id: by.id, name: by.label, office: office.name });
        return rooms.signer(by, office);
      },
      sealed: async (by, office) => {
        await rooms.certify?.({ id: by.id, name: by.label, office: office.name });
        return { officer: by.id, name: office.name, title: 'Segel elektronik kantor', acting: null, nip: null };
      },
      wordsOf: (work, path) => choiceWords(work, path),
    },
  };
}

const textOf = (world: World, table: string, key: string): Text | undefined =>
  world.codes[table]?.entries.find((entry) => entry.key === key)?.text;

/** The words of a choice, code or computed value of a case. */
function choiceWords(
  work: {
    definition: { pages: readonly { questions: readonly { id: string; field: object }[] }[] };
    names: { readonly [name: string]: unknown };
  },
  path: string,
): string | null {
  const question = work.definition.pages.flatMap((page) => page.questions).find((one) => one.id === path);
  const value = path
    .split('.')
    .reduce<unknown>((at, part) => (at as Record<string, unknown> | null)?.[part] ?? null, work.names);
  const options = (question?.field as { options?: readonly { code: string; text: Text }[] } | undefined)?.options ?? [];
  return (
    options.find((option) => option.code === value)?.text.id ?? (typeof value === 'string' ? phoneSaid(value) : null)
  );
}

/** What the office belongs to, the widest first: its kota or kabupaten, then its kecamatan. */
async function issuing({ organisations, regions }: Rooms, { key }: OfficeInfo): Promise<IssuingOffice> {
  const office = await organisations.getOffice(key);
  const [, city, district] = (await regions.path(office.areas[0] ?? office.region)).map((region) => region.name);
  return {
    ...{ ref: office.ref, code: office.code, name: office.name, address: office.address || null, zone: office.zone },
    above: [`Pemerintah ${city ?? ''}`, ...(district ? [`Kecamatan ${district}`] : [])],
    place: (city ?? '').replace(/^(Kota|Kabupaten) /, ''),
  };
}

const ACTING = { plt: 'Plt.', plh: 'Plh.' } as const;

/** How papers name whoever signs: as the officer's record says, else the role before what the office is of. */
export function namesSigner(accounts: Pick<Accounts, 'signsAs'>, world: World) {
  return async (by: Doer, office: Pick<OfficeInfo, 'key' | 'name'>): Promise<SigningOfficer> => {
    const role =
      by.roles.find((one) => textOf(world, 'roles', one)?.id !== undefined && one !== 'admin') ?? by.roles[0] ?? '';
    const written = await accounts.signsAs(by.id, office.key, [role]);
    const acting = by.acting?.[role];
    return {
      ...{ officer: by.id, name: by.label, title: written?.titles[role] ?? madeTitle(world, role, office.name) },
      ...{ acting: acting ? ACTING[acting] : null, nip: written?.nip ? sayNip(written.nip) : null },
    };
  };
}

/** @example madeTitle(world, 'kepalaDinas', 'Dinas Kependudukan dan Pencatatan Sipil Kota Depok') // 'Kepala Dinas Kependudukan …' */
function madeTitle(world: World, role: string, office: string): string {
  const words = (textOf(world, 'roles', role)?.id ?? role).split(' ');
  const of = office.split(' ');
  const rest = words.at(-1) === of[0] ? of.slice(1) : of.slice(words.length === 1 ? 1 : 0);
  return [...words, ...rest].join(' ');
}
