import * as z from 'zod';
import type { Office } from '../../../capabilities/organisations/index.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { operation } from '../operation.ts';
import { name, regionCode, word } from '../schemas.ts';

const RegionView = name(
  'Region',
  z.strictObject({
    code: z.string(),
    level: z.int().meta({ description: '1 provinsi, 2 kabupaten or kota, 3 kecamatan, 4 desa or kelurahan' }),
    name: z.string(),
    around: z.array(z.string()).optional().meta({ description: 'Names around it, the nearest first.' }),
  }),
);
const OfficeView = name(
  'Office',
  z.strictObject({
    ...{ office: z.string(), region: z.string(), code: z.string(), kind: z.string(), name: z.string() },
    ...{ address: z.string(), phone: z.string().nullable(), zone: z.string() },
  }),
);
const officeView = ({
  ref,
  region,
  code,
  kind,
  name: called,
  address,
  phone,
  zone,
}: Office): z.input<typeof OfficeView> => ({
  ...{ office: ref, region, code, kind, name: called, address, phone, zone },
});

const listRegions = operation({
  ...{ id: 'listRegions', method: 'GET', path: '/regions', tag: 'tempat', who: 'anyone' },
  summary: 'Regions by parent, or by what somebody types',
  about: {
    id: 'Tanpa `q`: isi satu wilayah (`parent`; tanpa itu semua provinsi). Dengan `q`: yang cocok dengan ketikan, juga bila sedikit salah.',
    en: 'Without `q`: what lies in `parent` (all provinces without it). With `q`: what fits the typing, slips forgiven.',
  },
  query: z.strictObject({
    parent: regionCode.optional(),
    q: z.string().min(2).max(80).optional(),
    within: regionCode.optional(),
    level: z.enum(['1', '2', '3', '4']).optional(),
    limit: z.coerce.number().int().min(1).max(50).optional(),
  }),
  reply: z.strictObject({ regions: z.array(RegionView) }),
  show: async ({ t, query: { parent, q, within, level, limit } }) => {
    if (q === undefined) {
      const inside = await t.regions.children(parent ?? null);
      return {
        data: { regions: inside.map(({ code, level: at, name: called }) => ({ code, level: at, name: called })) },
      };
    }
    const found = await t.regions.search(q, {
      ...{ limit: limit ?? 10 },
      ...(within === undefined ? {} : { within }),
      ...(level === undefined ? {} : { level: Number(level) as 1 | 2 | 3 | 4 }),
    });
    const line = (one: (typeof found)[number]) => ({
      code: one.code,
      level: one.level,
      name: one.name,
      around: [...one.around],
    });
    return { data: { regions: found.map(line) } };
  },
});

const readRegion = operation({
  ...{ id: 'readRegion', method: 'GET', path: '/regions/{code}', tag: 'tempat', who: 'anyone' },
  summary: 'One region with all around it',
  about: {
    id: 'Satu wilayah dengan yang melingkupinya, yang terluas lebih dulu.',
    en: 'One region and all around it, the widest first.',
  },
  params: z.strictObject({ code: regionCode }),
  reply: z.strictObject({ path: z.array(RegionView) }),
  show: async ({ t, params: { code } }) => {
    const path = await t.regions.path(code);
    if (path.length === 0) throw new Refusal('regions/unknown', 404);
    return { data: { path: path.map(({ code: own, level, name: called }) => ({ code: own, level, name: called })) } };
  },
});

const listOffices = operation({
  ...{ id: 'listOffices', method: 'GET', path: '/offices', tag: 'tempat', who: 'anyone' },
  summary: 'Offices of a kind in or for a region',
  about: {
    id: 'Kantor satu jenis yang melayani suatu wilayah atau sebagiannya; `q` menyaring nama.',
    en: 'Offices of a kind that answer for a region or a part of it; `q` filters by name.',
  },
  query: z.strictObject({ kind: word, region: regionCode, q: z.string().max(80).optional() }),
  reply: z.strictObject({ offices: z.array(OfficeView) }),
  show: async ({ t, query: { kind, region, q } }) => {
    const wanted = (q ?? '').toLowerCase();
    const found = await t.organisations.offices(kind, region);
    return { data: { offices: found.filter((office) => office.name.toLowerCase().includes(wanted)).map(officeView) } };
  },
});

export const placeOperations = [listRegions, readRegion, listOffices];
