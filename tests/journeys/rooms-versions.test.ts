import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readDefinition } from '../../src/engine/index.ts';
import { type TestHouse, testHouse } from '../support/house.ts';
import { citizen } from '../support/walk.ts';

let h: TestHouse;
beforeAll(async () => {
  h = await testHouse();
}, 120_000);
afterAll(() => h.close());

const root = join(import.meta.dirname, '../..');
const path = 'services/daerah/32.76/sktm/service.yaml';
const disk = (asked: string): string | undefined => {
  try {
    return readFileSync(join(root, asked), 'utf8');
  } catch {
    return undefined;
  }
};

async function published(before: string, after: string) {
  const source = (disk(path) ?? '').replace(before, after);
  const files = { read: (asked: string) => (asked === path ? source : disk(asked)) };
  const { definition } = readDefinition(files, path, h.house.world);
  if (!definition) throw new Error('no definition');
  return h.house.catalogue.publish({ definition, sources: { [path]: source }, by: 'uji' });
}

it('a new version says what differs, never changes the former, and reaches no case that began before it', async () => {
  const { cases, catalogue } = h.house;
  const { doer, party, region } = await citizen(h, 'dewi');
  const begin = () =>
    cases.begin(doer, {
      ...{ id: randomUUID(), service: '32.76/sktm', region, applicant: party, subject: party },
      ...{ authority: 'self', channel: 'warga' },
    });
  const old = await begin();
  const one = await catalogue.version('32.76/sktm', 1);

  const made = await published('workingDays: 1', 'workingDays: 2');
  expect(made).toMatchObject({ version: 2, isNew: true });
  expect(made.changes.map(({ id }) => id)).toEqual(['waktu: 1 → 2 hari kerja']);
  expect(await published('workingDays: 1', 'workingDays: 2')).toMatchObject({ version: 2, isNew: false, changes: [] });

  expect((await cases.draft(doer, old)).definition.standard.workingDays).toBe(1);
  expect((await cases.draft(doer, await begin())).definition.standard.workingDays).toBe(2);
  expect(await catalogue.version('32.76/sktm', 1)).toEqual(one);
  const [kept] = await h.t.admin<{ changes: unknown }>(
    `select changes from catalogue.version where service = '32.76/sktm' and version = 2`,
  );
  expect(kept?.changes).toEqual([{ id: 'waktu: 1 → 2 hari kerja', en: 'time: 1 → 2 working days' }]);
  const [may] = await h.t.admin<{ change: boolean }>(
    `select has_table_privilege('satuloket_app', 'catalogue.version', 'update, delete') as change`,
  );
  expect(may?.change).toBe(false);
});
