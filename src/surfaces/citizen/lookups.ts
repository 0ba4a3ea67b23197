import type { Input, ScreenField } from '../../engine/index.ts';
import type { Place } from '../design/index.ts';
import type { Body } from './body.ts';
import type { Tools } from './deps.ts';
import { placeNamed, placesFound } from './places.tsx';

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
      readonly offices: readonly { readonly value: string; readonly name: string; readonly address: string }[];
    };

export type LookedUp = ReadonlyMap<string, Looked>;

/** Fills the boxes of a screen that look up places and offices. */
export async function lookUp(
  t: Pick<Tools, 'regions' | 'organisations'>,
  fields: readonly ScreenField[],
  region: string,
  body: Body,
): Promise<LookedUp> {
  const boxes = fields.flatMap((field) => field.inputs.filter((input) => input.lookup !== null));
  const found = await Promise.all(boxes.map(async (box) => [box.name, await lookFor(t, box, region, body)] as const));
  return new Map(found);
}

async function lookFor(
  t: Pick<Tools, 'regions' | 'organisations'>,
  box: Input,
  region: string,
  body: Body,
): Promise<Looked> {
  const { lookup } = box;
  if (lookup?.of === 'office') {
    const offices = await t.organisations.offices(lookup.kind, lookup.within ?? region);
    return { kind: 'offices', offices: offices.map(({ ref, name, address }) => ({ value: ref, name, address })) };
  }
  const level = lookup?.kind === 'regency' ? 2 : 4;
  const words = body[`${box.name}.cari`];
  const typed = typeof words === 'string' ? words.slice(0, 80) : '';
  const own = box.value === '' ? [] : await placeNamed(t, box.value);
  const searches = typed !== '' && typed !== own[0]?.name;
  const within = lookup?.within ?? undefined;
  const where = within === undefined ? ({ level, close: region } as const) : ({ level, within } as const);
  const results = searches ? await placesFound(t, typed, where) : [];
  return {
    ...{ kind: 'places', typed: typed === '' ? (own[0]?.name ?? '') : typed, searched: searches },
    results: [...own, ...results.filter((place) => place.code !== box.value)],
    chosen: box.value,
    suggest: `/tempat?tingkat=${level}&${within === undefined ? `dekat=${region}` : `dalam=${within}`}&nama=${encodeURIComponent(box.name)}`,
  };
}
