import type { Organisations } from '../../capabilities/organisations/index.ts';
import type { Regions } from '../../capabilities/regions/index.ts';
import type { Input, ScreenField } from '../../engine/index.ts';
import { isRegionCode } from '../../kernel/region-code.ts';
import { type Place, placeNames } from '../design/index.ts';
import type { LookedUp } from './fields.tsx';

type Rooms = { readonly regions: Regions; readonly organisations: Organisations };

const MOST = 8;

/** For each box of a place or office: what its words found, or the one that was chosen before. */
export async function lookUp(
  t: Rooms,
  fields: readonly ScreenField[],
  body: Readonly<Record<string, unknown>>,
): Promise<LookedUp> {
  const boxes = fields.flatMap((field) => field.inputs).filter((input) => input.kind === 'lookup');
  const found = await Promise.all(
    boxes.map(async (input) => {
      const value = body[placeNames(input.name).words];
      const typed = typeof value === 'string' ? value.trim().slice(0, 80) : '';
      const searched = typed.length > 1;
      const results = searched ? await search(t, input, typed) : await named(t, input);
      return [input.name, { typed, results, searched }] as const;
    }),
  );
  return Object.fromEntries(found);
}

/** Was the button pressed that only looks for a place? */
export const onlySearches = (body: Readonly<Record<string, unknown>>): boolean => typeof body._cari === 'string';

async function search(t: Rooms, { lookup }: Input, typed: string): Promise<readonly Place[]> {
  if (lookup?.of === 'office') {
    const within = lookup.within ?? '';
    const offices = isRegionCode(within) ? await t.organisations.offices(lookup.kind, within) : [];
    const wanted = typed.toLowerCase();
    return offices
      .filter((office) => office.name.toLowerCase().includes(wanted))
      .slice(0, MOST)
      .map((office) => ({ code: office.ref, name: office.name, within: office.address }));
  }
  const within = lookup?.within ?? null;
  const level = lookup?.kind === 'regency' ? 2 : 4;
  const found = await t.regions.search(typed, {
    ...{ level, limit: MOST },
    ...(within !== null && isRegionCode(within) ? { within } : {}),
  });
  return found.map(({ code, name, around }) => ({ code, name, within: around.join(', ') }));
}

async function named(t: Rooms, { lookup, value }: Input): Promise<readonly Place[]> {
  if (lookup?.of === 'office') {
    if (value !== '') {
      const office = await t.organisations.findOffice(value);
      return office ? [{ code: office.ref, name: office.name, within: office.address }] : [];
    }
    // Few enough to be shown without being asked for.
    const offices = isRegionCode(lookup.within ?? '')
      ? await t.organisations.offices(lookup.kind, lookup.within ?? '', MOST + 1)
      : [];
    return offices.length > MOST
      ? []
      : offices.map((office) => ({ code: office.ref, name: office.name, within: office.address }));
  }
  if (!isRegionCode(value)) return [];
  const path = await t.regions.path(value);
  const own = path.at(-1);
  const around = path.slice(0, -1).toReversed();
  return own ? [{ code: value, name: own.name, within: around.map((one) => one.name).join(', ') }] : [];
}
