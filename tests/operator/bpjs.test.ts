import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BpjsServer, mobileJkn, startBpjsServer } from '../../simulators/bpjs/index.ts';
import type { Doer } from '../../src/capabilities/cases/index.ts';
import { asOwner } from '../../src/compose-database.ts';
import { runOperator, type Workshop } from '../../src/surfaces/operator/index.ts';
import { CONSUMER } from '../support/bpjs.ts';
import { type TestHouse, testHouse } from '../support/house.ts';

const OFFICE = '32.76/pkm-beji';
const DAY = '2026-11-17';
let h: TestHouse;
let bpjs: BpjsServer;
let folder = '';
let now = new Date('2026-11-16T00:00:00Z');

beforeAll(async () => {
  h = await testHouse({ clock: () => now });
  await h.house.queue.layOut(h.house.relay);
  const [umum] = await h.house.queue.days(OFFICE, DAY, DAY, 'umum');
  const { doctorCode, doctor } = umum?.session ?? {};
  const ours = { kodedokter: Number(doctorCode), namadokter: String(doctor), jampraktek: '08:00-12:00' };
  bpjs = await startBpjsServer({
    ...{ clock: () => now, consumers: [CONSUMER] },
    polis: {
      '001': { namapoli: 'POLI UMUM', doctors: [{ ...ours, kapasitas: 60 }] },
      '002': { namapoli: 'POLI GIGI & MULUT', doctors: [{ ...ours, kodedokter: 1, kapasitas: 60 }] },
    },
  });
  folder = mkdtempSync(join(tmpdir(), 'bpjs-'));
  writeFileSync(join(folder, 'secret'), `${CONSUMER.consSecret}\n`);
  writeFileSync(join(folder, 'key'), CONSUMER.userKey);
}, 180_000);
afterAll(async () => {
  await bpjs?.stop();
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
  const code = await runOperator(h.house.config, ['bpjs', ...words], workshop, terminal);
  return { code, text: said.join('\n') };
}
const keys = (url = bpjs.url) => [
  ...['sambung', OFFICE, '--alamat', url, '--cons-id', CONSUMER.consId],
  ...['--cons-secret', join(folder, 'secret'), '--user-key', join(folder, 'key')],
];

it('connects a Puskesmas step by step, and not before each step was done', { timeout: 60_000 }, async () => {
  const origin = await h.listen();
  expect(await type('lihat')).toEqual({ code: 0, text: 'Belum ada yang disambung. / None is connected yet.' });
  expect((await type('nyala', OFFICE)).text).toMatch(/kunci BPJS belum ada/);
  expect((await type('cek', OFFICE, '--tanggal', DAY)).text).toMatch(/kunci BPJS belum ada/);
  expect(await type('sambung', '32.76/tidak-ada', ...keys().slice(2))).toMatchObject({ code: 1 });
  expect((await type('sambung', OFFICE, '--alamat', 'bukan alamat')).code).toBe(1);
  expect(await type(...keys())).toMatchObject({ code: 0, text: expect.stringContaining('bukan produksi') });
  expect((await type('nyala', OFFICE)).text).toMatch(/sandi untuk BPJS belum ada/);

  const made = await type('sandi', OFFICE);
  const [, base = ''] = /base URL +(\S+)/.exec(made.text) ?? [];
  const [, username = ''] = /x-username (\S+)/.exec(made.text) ?? [];
  const [, password = ''] = /x-password (\S+)/.exec(made.text) ?? [];
  expect(base).toBe(`http://127.0.0.1:8080/bpjs/${OFFICE}`);
  const caller = mobileJkn({ base: base.replace('http://127.0.0.1:8080', origin), username, password });
  expect(await caller.auth()).toMatchObject({ status: 404 });

  expect((await type('nyala', OFFICE)).text).toMatch(/uji terima belum dicatat/);
  expect(await type('nyala', OFFICE, '--uji')).toMatchObject({ code: 0 });
  now = new Date(now.getTime() + 3_000);
  expect(await caller.auth()).toMatchObject({ code: 200 });
  expect((await type('terima', OFFICE, '--tanggal', '2099-01-01', '--oleh', 'PIC')).code).toBe(1);
  expect(await type('terima', OFFICE, '--tanggal', '2026-01-15', '--oleh', 'PIC BPJS')).toMatchObject({ code: 0 });
  expect(await type('nyala', OFFICE)).toMatchObject({ code: 0, text: 'Puskesmas Beji: nyala / on' });
  expect((await type('lihat')).text).toContain(`${OFFICE}  nyala / on; uji terima 2026-01-15 (PIC BPJS); ${bpjs.url}`);

  // Another connection is accepted anew; and a trial is no way around it.
  const production = 'https://apijkn.bpjs-kesehatan.go.id/antreanfktp';
  expect((await type(...keys(production))).text).toContain('(produksi / production)');
  expect((await type('lihat', OFFICE)).text).toContain('mati / off; belum diuji terima');
  expect((await type('nyala', OFFICE, '--uji')).text).toMatch(/alamatnya milik produksi/);
  expect((await type('nyala', OFFICE)).text).toMatch(/uji terima belum dicatat/);
  expect(await type(...keys())).toMatchObject({ code: 0 });

  // Nothing that is secret lies readable in the database.
  const [row] = await h.t.admin<{ row: string }>('select to_jsonb(f)::text as row from bpjs.facility f');
  for (const secret of [CONSUMER.consSecret, CONSUMER.userKey, password]) {
    expect(row?.row).not.toContain(secret);
    expect(row?.row).not.toContain(Buffer.from(secret).toString('hex'));
  }
});

it('lays the timetable beside BPJS’s own', async () => {
  const { code, text } = await type('cek', OFFICE, '--tanggal', DAY);
  expect(code).toBe(1);
  expect(text).toMatch(/^001 .* 08:00-12:00 .* sama \/ the same$/m);
  expect(text).toMatch(/^002 .* dokter tidak ada di BPJS .*\(1\)$/m);
  expect(text).toMatch(/^003 .* poli tidak ada di BPJS/m);
  bpjs.weather('page');
  expect((await type('cek', OFFICE, '--tanggal', DAY)).text).toMatch(/BPJS tidak menjawab: HTTP 503/);
  bpjs.weather('fine');
});

it('shows what waits and what was refused, and lets the operator decide', async () => {
  expect(await type('terima', OFFICE, '--tanggal', '2026-01-15', '--oleh', 'PIC BPJS')).toMatchObject({ code: 0 });
  expect(await type('nyala', OFFICE)).toMatchObject({ code: 0 });
  const [slot] = (await h.house.queue.days(OFFICE, DAY, DAY, 'umum'))[0]?.slots ?? [];
  const id = randomUUID();
  const doer: Doer = { id, label: 'Orang', seat: null, roles: [], nik: null };
  const whom = {
    ...{
      person: id,
      nik: '3276010101900001',
      card: '0001234567890',
      phone: null,
      name: 'Orang',
      sex: 'female' as const,
    },
    ...{ birthDate: '1990-01-01', basis: 'register' as const },
  };
  bpjs.remember({ nomorkartu: whom.card, kodepoli: '001', tanggalperiksa: DAY });
  await h.house.queue.book(
    doer,
    { region: '32.76', slot: slot?.id ?? '', need: 'sakit', whom, authority: 'self', payer: 'bpjs' },
    randomUUID(),
  );
  await h.house.jobs.settle();
  await expect.poll(async () => (await type('lihat', OFFICE)).text, { timeout: 20_000 }).toMatch(/1 ditolak, tertua/);
  const shown = (await type('lihat', OFFICE)).text;
  const line = /^ {2}(\S{36}) {2}2026-11-17 {2}poli 001 {2}add A-\d{3} {2}ditolak \(1×\): 201 Data antrean sudah ada$/m;
  const [, code = ''] = line.exec(shown) ?? [];
  expect(code, shown).not.toBe('');
  for (const secret of [whom.card, whom.nik]) expect(shown).not.toContain(secret);
  expect(await type('kirim-ulang', OFFICE)).toMatchObject({ code: 0, text: 'Puskesmas Beji: 1 pesan. / messages.' });
  await h.house.bpjs.drain(h.house.relay);
  expect((await type('lihat', OFFICE)).text).toMatch(/ditolak \(2×\)/);
  expect((await type('lewati', OFFICE)).code).toBe(1);
  expect(await type('lewati', OFFICE, code)).toMatchObject({ code: 0 });
  expect((await type('lihat', OFFICE)).text).not.toMatch(/ditolak/);
});

it('sets what was agreed otherwise, and refuses what it does not know', async () => {
  const file = join(folder, 'sepakat.yaml');
  writeFileSync(file, 'tokenSeconds: 600\nnonJkn: none\n');
  expect(await type('atur', OFFICE, file)).toMatchObject({ code: 0 });
  const [row] = await h.t.admin<{ agreed: object }>('select agreed from bpjs.facility');
  expect(row?.agreed).toEqual({ tokenSeconds: 600, nonJkn: 'none' });
  writeFileSync(file, 'tokenSeconds: 10\nlain: 1\n');
  expect(await type('atur', OFFICE, file)).toMatchObject({ code: 1, text: expect.stringContaining('tokenSeconds') });
  expect(h.errors).toEqual([]);
});
