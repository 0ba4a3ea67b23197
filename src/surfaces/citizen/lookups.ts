import type { Office } from '../../capabilities/organisations/index.ts';
import type { Input, ScreenField } from '../../engine/index.ts';
import type { Place } from '../design/index.ts';
import type { Body } from './body.ts';
import type { Tools } from './deps.ts';
import { placeNamed, placesFound } from './places.tsx';

export type OfficeChoice = {
  readonly value: string;
  readonly name: string;
  readonly address: string;
  /** Of the place where the applicant lives. */
  readonly own: boolean;
};

/** What the tables say for one box that looks something up. */
export type Looked =
  | {
      readonly kind: 'places';
      readonly typed: string;
      readonly results: readonly Place[];
      readonly searched: boolean;
      readonly chosen: string;
      readonly suggest: string;
    }
  | {
      readonly kind: 'offices';
      readonly offices: readonly OfficeChoice[];
    };

export type LookedUp = ReadonlyMap<string, Looked>;

/** Where the case is, and where its people live. */
export type Here = { readonly region: string; readonly villages: readonly string[] };

/** Fills the boxes of a screen that look up places and offices. */
export async function lookUp(
  t: Pick<Tools, 'regions' | 'organisations'>,
  fields: readonly ScreenField[],
  here: Here,
  body: Body,
): Promise<LookedUp> {
  const boxes = fields.flatMap((field) =>
    field.inputs.filter((input) => input.lookup !== null && input.lookup.of !== 'appointment'),
  );
  const found = await Promise.all(boxes.map(async (box) => [box.name, await lookFor(t, box, here, body)] as const));
  return new Map(found);
}

async function lookFor(
  t: Pick<Tools, 'regions' | 'organisations'>,
  box: Input,
  here: Here,
  body: Body,
): Promise<Looked> {
  const { lookup } = box;
  if (lookup?.of === 'office') {
    const offices = await t.organisations.offices(lookup.kind, lookup.within ?? here.region);
    return { kind: 'offices', offices: await choicesOf(t, offices, here.villages) };
  }
  const level = lookup?.kind === 'regency' ? 2 : 4;
  const words = body[`${box.name}.cari`];
  const typed = typeof words === 'string' ? words.slice(0, 80) : '';
  const own = box.value === '' ? [] : await placeNamed(t, box.value);
  const searches = typed !== '' && typed !== own[0]?.name;
  const within = lookup?.within ?? undefined;
  const where = within === undefined ? ({ level, close: here.region } as const) : ({ level, within } as const);
  const results = searches ? await placesFound(t, typed, where) : [];
  return {
    ...{ kind: 'places', typed: typed === '' ? (own[0]?.name ?? '') : typed, searched: searches },
    results: [...own, ...results.filter((place) => place.code !== box.value)],
    chosen: box.value,
    suggest: `/tempat?tingkat=${level}&${within === undefined ? `dekat=${here.region}` : `dalam=${within}`}&nama=${encodeURIComponent(box.name)}`,
  };
}

/** Those of the own village first. Names that several bear are told apart by what lies around them. */
async function choicesOf(
  t: Pick<Tools, 'regions'>,
  offices: readonly Office[],
  villages: readonly string[],
): Promise<readonly OfficeChoice[]> {
  const names = offices.map(({ name }) => name);
  const choices = await Promise.all(
    offices.map(async ({ ref, name, address, areas }): Promise<OfficeChoice> => {
      const own = areas.some((area) => villages.includes(area));
      const [area] = areas;
      const alike = names.indexOf(name) !== names.lastIndexOf(name) && area !== undefined;
      const around = alike ? (await t.regions.path(area)).at(-2)?.name : undefined;
      return { value: ref, name: around === undefined ? name : `${name}, ${around}`, address, own };
    }),
  );
  return choices.toSorted((a, b) => Number(b.own) - Number(a.own));
}
