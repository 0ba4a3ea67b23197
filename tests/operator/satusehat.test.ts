import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SatusehatServer, startSatusehatServer } from '../../simulators/satusehat/index.ts';
import type { Doer } from '../../src/capabilities/cases/index.ts';
import { asOwner } from '../../src/compose-database.ts';
import { runOperator, type Workshop } from '../../src/surfaces/operator/index.ts';
import { asDoer, somebody } from '../support/bpjs.ts';
import { type TestHouse, testHouse } from '../support/house.ts';
import { PARTNER } from '../support/satusehat.ts';

const OFFICE = '32.76/pkm-beji';
let h: TestHouse;
let satusehat: SatusehatServer;
let folder = '';
let now = new Date('2026-10-05T00:00:00Z');

beforeAll(async () => {
  h = await testHouse({ clock: () => now });
  await h.house.queue.layOut(h.house.relay);
  satusehat = await startSatusehatServer({ clock: () => now, partners: [PARTNER], people: {} });
  folder = mkdtempSync(join(tmpdir(), 'satusehat-'));
  writeFileSync(join(folder, 'id'), `${PARTNER.clientId}\n`);
  writeFileSync(join(folder, 'secret'), PARTNER.clientSecret);
}, 180_000);
afterAll(async () => {
  await satusehat?.stop();
  await h?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** One command as the operator types it, on this house's rooms. */
async function type(...words: string[]): Promise<{ readonly code: number; readonly text: string }> {
  const said: string[] = [];
  const terminal = { out: (text: string) => void said.push(text), err: (text: string) => void said.push(text) };
  const workshop = {
    withRooms: (work) => work({ ...h.house, asOwner: (inside) => asOwner(h.t.adminUrl, inside) }),
  } as Pick<Workshop, 'withRooms'> as Workshop;
  const code = await runOperator(h.house.config, ['satusehat', ...words], workshop, terminal);
  return { code, text: said.join('\n') };
}
const keys = (url = satusehat.url) => [
  ...['sambung', OFFICE, '--alamat', url, '--organisasi', PARTNER.organization],
  ...['--client-id', join(folder, 'id'), '--client-secret', join(folder, 'secret')],
];
function settings(text: string): string {
  const file = join(folder, 'atur.yaml');
  writeFileSync(file, text);
  return file;
}

it('connects a Puskesmas step by step, and not before each step was done', { timeout: 60_000 }, async () => {
  expect(await type('lihat')).toEqual({ code: 0, text: 'Belum ada yang disambung. / None is connected yet.' });
  expect(await type('nyala', OFFICE, '--sampai', 'selesai')).toMatchObject({
    code: 1,
    text: expect.stringContaining('sambung'),
  });
  expect(await type('nyala', OFFICE)).toMatchObject({ code: 1 });
  expect(await type('sambung', OFFICE)).toMatchObject({ code: 1 });
  expect(await type(...keys(`${satusehat.url}/fhir-r4/v1`))).toMatchObject({ code: 1 });
  expect((await type('sambung', '32.76/dukcapil', ...keys().slice(2))).code).toBe(1);
  expect(await type('cek', OFFICE)).toMatchObject({ code: 1, text: expect.stringContaining('sambung') });
  const connected = await type(...keys());
  expect(connected).toMatchObject({ code: 0, text: expect.stringContaining('not production') });
  expect(connected.text).not.toContain(PARTNER.clientSecret);
  expect(await type('nyala', OFFICE, '--sampai', 'dilayani')).toMatchObject({
    code: 1,
    text: expect.stringContaining('atur'),
  });
  expect(await type('atur', OFFICE, settings('polis: { umum: { tempat: x } }'))).toMatchObject({ code: 1 });
  expect(await type('atur', OFFICE, settings('polis: { obat: { location: x } }'))).toMatchObject({ code: 1 });
  const [place] = PARTNER.locations;
  await type('atur', OFFICE, settings(`polis: { umum: { location: ${place}, practitioner: N404 } }`));
  expect(await type('cek', OFFICE)).toMatchObject({
    code: 1,
    text: expect.stringContaining('Practitioner/N404  tidak ada'),
  });
  const set = await type('atur', OFFICE, settings(`polis: { umum: { location: ${place}, practitioner: N10000001 } }`));
  expect(set).toMatchObject({ code: 0, text: expect.stringMatching(/not told: .*gigi/) });
  expect(await type('cek', OFFICE)).toMatchObject({ code: 0 });
  expect(await type('nyala', OFFICE, '--sampai', 'selesai')).toMatchObject({
    code: 1,
    text: expect.stringContaining('token'),
  });
  expect((await type('token', OFFICE)).text).toMatch(/Bearer [\w-]{43}$/);
  expect(await type('nyala', OFFICE, '--sampai', 'selesai')).toMatchObject({
    code: 0,
    text: expect.stringContaining('to the end'),
  });
  expect(await type('mati', OFFICE, '--klinik')).toMatchObject({ code: 0 });
  expect(await type('nyala', OFFICE, '--sampai', 'dilayani')).toMatchObject({
    code: 1,
    text: expect.stringContaining('--ganti'),
  });
  expect(await type('nyala', OFFICE, '--sampai', 'dilayani', '--ganti')).toMatchObject({ code: 0 });
  // Another organization is another connection.
  await type(...keys().map((word) => (word === PARTNER.organization ? '100000002' : word)));
  expect(await type('lihat', OFFICE)).toMatchObject({ text: expect.stringContaining('mati / off') });
});

it('shows what SATUSEHAT refused, sends it again, leaves it out', { timeout: 60_000 }, async () => {
  await type(...keys());
  const [place] = PARTNER.locations;
  await type('atur', OFFICE, settings(`polis: { umum: { location: ${place}, practitioner: N404 } }`));
  await type('nyala', OFFICE, '--sampai', 'dilayani', '--ganti');
  const nurse: Doer = { id: randomUUID(), label: 'Perawat', seat: OFFICE, roles: ['perawat'], nik: null };
  const day = (await h.house.queue.days(OFFICE, '2026-01-01', '2099-01-01', 'umum')).find(
    ({ session }) => session.startsAt > now,
  );
  const slot = day?.slots[0];
  if (!day || !slot) throw new Error('no day');
  now = new Date(day.session.startsAt.getTime() - 30 * 60_000);
  const whom = somebody();
  satusehat.know(whom.nik ?? '', 'P00000000001');
  const wish = { region: slot.region, slot: slot.id, need: 'sakit', whom, authority: 'self', payer: 'umum' } as const;
  const given = await h.house.queue.book(asDoer(whom), wish, randomUUID());
  now = day.session.startsAt;
  await h.house.queue.checkIn(nurse, given, { version: 1, key: randomUUID() });
  await h.house.jobs.settle();
  const drained = async () => {
    now = new Date(now.getTime() + 60_000);
    await h.house.satusehat.drain(h.house.relay);
  };
  await expect
    .poll(async () => (await h.t.admin('select 1 from satusehat.message')).length, { timeout: 10_000 })
    .toBe(1);
  await drained();
  const shown = await type('lihat', OFFICE);
  expect(shown.text).toMatch(/1 ditolak, tertua[\s\S]*umum {2}arrived {2}ditolak \(1×\): 400 .*individual/);
  for (const secret of [whom.nik ?? '', whom.name, 'P00000000001']) expect(shown.text).not.toContain(secret);
  await type('atur', OFFICE, settings(`polis: { umum: { location: ${place}, practitioner: N10000001 } }`));
  expect(await type('kirim-ulang', OFFICE)).toMatchObject({ code: 0, text: expect.stringContaining(': 1 pesan') });
  await drained();
  expect(satusehat.taken.map(({ resource }) => resource.status)).toEqual(['arrived']);
  await h.t.admin(`update satusehat.message set state = 'refused'`);
  const [message] = await h.t.admin<{ id: string }>('select id from satusehat.message');
  expect(await type('lewati', OFFICE)).toMatchObject({ code: 1 });
  expect(await type('lewati', OFFICE, message?.id ?? '')).toMatchObject({
    code: 0,
    text: expect.stringContaining(': 1 pesan'),
  });
  expect((await type('lihat', OFFICE)).text).not.toContain('ditolak');
  expect(h.errors).toEqual([]);
});
