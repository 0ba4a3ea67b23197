import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateSync } from 'otplib';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MessageSimulators, startMessageSimulators } from '../../simulators/messages/index.ts';
import { type EmbeddedPostgres, startEmbedded } from '../../src/platform/embedded-postgres/index.ts';
import { ROOT } from '../../src/root.ts';
import { pdf as pdfBytes } from '../api/walk.ts';
import { type Loaded, plainBrowser, textOf } from '../support/plain-browser.ts';
import { type Settings, type Started, satuloket, start } from '../support/program.ts';
import { toolPath } from '../support/tools.ts';

// docs/operator.md, "Kota pertama": every command as a process of its own, on a PostgreSQL whose owner is no superuser.

let dir: string;
let server: EmbeddedPostgres;
let gateway: MessageSimulators;
let hub: Started | undefined;
/** As the serving process has them: it never meets the owner. */
let serving: Settings;
/** As the operator's shell has them. */
let operating: Settings;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'satuloket-kota-'));
  chmodSync(dir, 0o755);
  [server, gateway] = await Promise.all([
    startEmbedded({ dataDir: join(dir, 'server'), database: 'postgres', durable: false }),
    startMessageSimulators(),
  ]);
  await asSuperuser(
    "create role loket_pemilik login createrole password 'pemilik'",
    "create role loket login password 'melayani'",
    "create database loket owner loket_pemilik encoding 'UTF8' template template0",
  );
  serving = {
    ...{ NODE_ENV: 'production', PUBLIC_URL: 'https://loket.kota.example', GOVERNMENT: 'Pemerintah Kota Depok' },
    ...{ DATA_DIR: join(dir, 'data'), KEYS_DIR: join(dir, 'kunci'), LOG_LEVEL: 'warn' },
    ...{ DATABASE_URL: urlOf('loket', 'melayani'), SMS_URL: gateway.messagesUrl },
  };
  written('kantor.csv', OFFICES);
  operating = { ...serving, DATABASE_ADMIN_URL: urlOf('loket_pemilik', 'pemilik') };
}, 120_000);
afterAll(async () => {
  await hub?.stop();
  await Promise.all([gateway?.stop(), server?.stop()]);
  rmSync(dir, { recursive: true, force: true });
}, 60_000);

async function asSuperuser(...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: server.adminUrl });
  await client.connect();
  for (const one of statements) await client.query(one);
  await client.end();
}
function urlOf(user: string, password: string): string {
  const url = new URL(server.adminUrl);
  Object.assign(url, { username: user, password, pathname: '/loket' });
  return url.href;
}
const written = (name: string, text: string): string => {
  writeFileSync(join(dir, name), text);
  return join(dir, name);
};
async function done(...words: readonly string[]): Promise<string> {
  const { code, out, err } = await satuloket(operating, ...words);
  expect({ words, code, err }).toEqual({ words, code: 0, err: '' });
  return out;
}

const OFFICES = `region,code,kind,name,address,phone,zone,hours,areas
32.76,dukcapil,dukcapil,Dinas Kependudukan dan Pencatatan Sipil Kota Depok,Jalan Margonda Raya 54,021-7773610,WIB,Sen-Kam 08:00-16:00; Jum 08:00-11:30 13:00-16:30,
32.76,kel-sukamaju,kelurahan,Kelurahan Sukamaju,Jalan Raya Bogor km 34,,WIB,Sen-Kam 08:00-16:00; Jum 08:00-11:30 13:00-16:30,32.76.08.1001
`;
const PASSWORD = 'sebelas tangga kayu jati';
const invitations = new Map<string, string>();

describe('a city begins with an empty database', { timeout: 120_000 }, () => {
  it('is told what is missing, one sentence at a time', async () => {
    await expect(start(serving)).rejects.toThrow(/^DATABASE_URL: loket .* \/ .*run migrasi with DATABASE_ADMIN_URL\n$/);
    expect(await satuloket(serving, 'migrasi')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^DATABASE_ADMIN_URL: [^\n]+\n$/),
    });
    expect((await satuloket(operating, 'kantor', 'impor', join(dir, 'kantor.csv'))).err).toMatch(
      /^KEYS_DIR: .*pepper\.json tidak ada.* kunci buat.*\n$/,
    );
  });

  it('gets its tables, and the login that serves gets its role', async () => {
    expect(await done('migrasi')).toContain('0001-platform.sql');
    expect(await done('migrasi')).toBe('Basis data sudah mutakhir. / The database is up to date.\n');
    await expect(start(serving)).rejects.toThrow(/kunci buat/);
  });

  it('gets keys and an authority of its own', async () => {
    expect(await done('kunci', 'buat')).toContain('dibuat / made');
    expect(await done('kunci', 'penandatangan', 'Pemerintah Kota Depok')).toContain('akar.pem  dibuat / made');
    expect(await done('kunci', 'penandatangan', 'Orang lain')).toContain('sudah ada / stood');
  });

  it('gets offices; a bad line is told and keeps no good one out', async () => {
    const bad = written('salah.csv', `${OFFICES}32.76,lagi,kantor-apa,Lagi,Jalan,,WIB,Sen-Kam 08:00-16:00,\n`);
    const seen = await satuloket(operating, 'kantor', 'impor', bad);
    expect(seen.code).toBe(1);
    expect(seen.out).toContain(`${bad}:4: kind "kantor-apa" tidak dikenal`);
    expect(await done('kantor', 'impor', join(dir, 'kantor.csv'))).toContain('2 kantor masuk');
  });

  it('gets officers, each by an address that works once', async () => {
    for (const [username, name, office, roles] of [
      ['rina.wati', 'Rina Wati', '32.76/kel-sukamaju', 'petugasKelurahan,petugasLoket'],
      ['kasi.kesra', 'Joko Santoso', '32.76/kel-sukamaju', 'kasiKesra'],
      ['lurah', 'Siti Maryam', '32.76/kel-sukamaju', 'lurah'],
    ] as const) {
      const out = await done(
        ...['petugas', 'tambah', '--nama', name, '--pengguna', username, '--kantor', office, '--peran', roles],
      );
      const token = /https:\/\/loket\.kota\.example(\/kantor\/undangan\/\S+)/.exec(out)?.[1];
      // By the clock on the wall, not by UTC.
      expect(out).toMatch(/sampai .+ \d{2}\.\d{2} WIB\. .+ until .+ \d{2}:\d{2} WIB\. /);
      invitations.set(username, token ?? '');
    }
    const twice = ['--nama', 'X', '--pengguna', 'lurah', '--kantor', '32.76/kel-sukamaju', '--peran', 'lurah'];
    expect((await satuloket(operating, 'petugas', 'tambah', ...twice)).code).toBe(1);
    const nowhere = ['--nama', 'X', '--pengguna', 'camat', '--kantor', '32.76/kec-x', '--peran', 'camat'];
    expect((await satuloket(operating, 'petugas', 'tambah', ...nowhere)).err).toMatch(
      /^--kantor: 32\.76\/kec-x tidak ada/,
    );
  });

  it('checks its service and publishes it once', async () => {
    const service = join(ROOT, 'services/daerah/32.76/sktm/service.yaml');
    const broken = written('service.yaml', readFileSync(service, 'utf8').replace(/^summary:/m, 'sumary:'));
    const seen = await satuloket(operating, 'layanan', 'periksa', broken);
    expect(seen.code).toBe(1);
    expect(seen.out).toMatch(new RegExp(`^${broken}:\\d+: .*sumary`, 'm'));
    expect((await satuloket(operating, 'layanan', 'terbitkan', broken)).code).toBe(1);
    const strange = written('lain.yaml', readFileSync(service, 'utf8').replace('[bantuan-biaya]', '[nikah]'));
    expect(await done('layanan', 'periksa', strange)).toMatch(
      /lain\.yaml:9: peringatan: Peristiwa "nikah" tidak dikenal.*menikah/,
    );
    expect(await done('layanan', 'periksa', service)).toContain('0 salah');
    expect(await done('layanan', 'terbitkan', service)).toContain('32.76/sktm@1  terbit');
    expect(await done('layanan', 'terbitkan', service)).toContain('sudah terbit');
  });

  it('refuses an adoption that changes what the nation keeps, with the line that does', async () => {
    const overlay = written('adopsi.yaml', 'extends: nasional/ktp-hilang@1\nowner: "32.76"\nsteps: {}\n');
    const seen = await satuloket(operating, 'layanan', 'terbitkan', overlay);
    expect(seen.code).toBe(1);
    expect(seen.out).toMatch(new RegExp(`^${overlay}:3: "steps" milik layanan nasional`, 'm'));
    expect(seen.err).toContain('Tidak ada yang diterbitkan');
  });

  it('chooses the register of its people, and says what a choice lacks', async () => {
    expect(await done('register', 'lihat')).toContain('Belum ada yang dipilih');
    const pick = (...words: string[]) => satuloket(operating, 'register', 'pilih', ...words);
    expect(await pick('32.76', 'siak')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^register pilih: tulis kode kabupaten/),
    });
    expect(await pick('99.99', 'manual')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^99\.99 bukan kabupaten\/kota/),
    });
    expect(await pick('32.76', 'match')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^match perlu --alamat/),
    });
    const secret = written('sandi.txt', 'rahasia-dukcapil\n');
    const match = ['--alamat', 'https://register.example', '--pemakai', 'depok', '--sandi', secret];
    expect(await done('register', 'pilih', '32.76', 'match', ...match)).toContain('match, dicocokkan');
    expect(await done('register', 'lihat')).toBe('32.76  match   https://register.example\n');
    expect(await done('register', 'pilih', '32.76', 'manual')).toContain('manual');
    expect(await done('register', 'lihat')).toMatch(/^32\.76 {2}manual/);
  });

  it('gives an officer the seat of an absent head until a day, and no seat without its end', async () => {
    const words = ['--pengguna', 'kasi.kesra', '--kantor', '32.76/kel-sukamaju', '--peran', 'lurah'];
    const give = (...more: string[]) => satuloket(operating, 'petugas', 'peran', ...words, ...more);
    expect((await give('--sebagai', 'plh')).err).toContain('Plt dan Plh harus punya tanggal akhir');
    expect((await give('--sebagai', 'ketua')).err).toMatch(/^--sebagai: tulis plt atau plh/);
    expect((await give('--sebagai', 'plh', '--sampai', 'besok')).err).toMatch(/^--sampai: tulis tanggal/);
    const said = await done('petugas', 'peran', ...words, '--sebagai', 'plh', '--sampai', '2099-12-31');
    expect(said).toBe('Joko Santoso (kasi.kesra), 32.76/kel-sukamaju: lurah (plh, 2099-12-31)\n');
    const nobody = ['--pengguna', 'tidak.ada', '--kantor', '32.76/kel-sukamaju', '--peran', 'lurah'];
    expect((await satuloket(operating, 'petugas', 'peran', ...nobody)).err).toMatch(
      /^--pengguna: tidak\.ada tidak ada/,
    );
  });

  it('refuses to become a demo', async () => {
    const { NODE_ENV: _, SMS_URL: __, ...plain } = operating;
    await expect(start({ ...plain, DEMO: '1' })).rejects.toThrow(/^DEMO: basis data ini berisi orang sungguhan/);
    await expect(start({ ...operating, DEMO: '1' })).rejects.toThrow(/^DEMO: .*NODE_ENV=production/);
  });

  it('opens its doors', async () => {
    hub = await start(serving);
    const health = await fetch(`${hub.url}/healthz`);
    expect({ status: health.status, ...(await health.json()) }).toEqual({
      ...{ status: 'ok', version: JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version },
    });
    const { html } = await plainBrowser(hub.url).open('/');
    expect(textOf(html)).toContain('Surat keterangan tidak mampu');
    expect(html).toContain('SatuLoket, Pemerintah Kota Depok.');
    expect(html).not.toContain('SPESIMEN');
  });
});

const NIK = '3276084703900002';
const PHONE = '081290000123';

describe('its first officer and its first citizen', { timeout: 60_000 }, () => {
  it('meet at the counter: the officer enrols, reads the card, binds the account; the citizen makes a PIN and begins', async () => {
    const desk = await enrolled('rina.wati');
    expect(textOf((await desk.open('/kantor')).html)).toContain('Rina Wati');
    expect([...desk.cookies.keys()]).toContain('__Host-sesi');

    const door = await desk.open('/kantor/loket');
    const asked = await desk.submit(door, { nik: NIK, bukti: 'ktp-el' });
    expect(textOf(asked.html)).toContain('register daerah ini tidak memberi data');
    const card = { nama: 'Sari Indah', 'lahir.day': '7', 'lahir.month': '3', 'lahir.year': '1990' };
    const wrong = await desk.submit(asked, { ...card, nik: NIK, bukti: 'ktp-el', 'lahir.month': '13' });
    expect(wrong.status).toBe(422);
    const visit = await desk.submit(wrong, { ...card, nik: NIK, bukti: 'ktp-el' });
    expect(textOf(visit.html)).toContain('Sari Indah');
    const slip = await desk.submit(await desk.open(`${visit.path}/akun`), { telepon: PHONE });
    const number = /\b\d{4}[\s-]?\d{4}\b/.exec(textOf(slip.html))?.[0].replaceAll(/\D/g, '') ?? '';
    expect(number).toHaveLength(8);
    // The slip sends people to their own address, whatever name the officer's browser reached the hub by.
    expect(textOf(slip.html)).toContain('Buka loket.kota.example di HP Anda');

    const phone = plainBrowser(hub?.url ?? '');
    await phone.submit(await phone.open('/masuk'), { telepon: PHONE });
    const code = await codeFor(PHONE);
    const inside = await phone.submit(await phone.open('/masuk/kode'), { kode: code });
    expect(inside.status).toBe(200);
    await phone.submit(await phone.open('/masuk/pin-baru'), { slip: number, pin: '804915' });
    const start = await phone.open('/layanan/32.76/sktm/mulai');
    const draft = await phone.submit(start, { untuk: 'self' });
    expect(draft.path).toMatch(/^\/permohonan\/32\.76\/[0-9a-f-]{36}/);
    expect(textOf((await phone.open('/urusan')).html)).toContain('Surat keterangan tidak mampu');
    Object.assign(citizen, { phone, draft });
    desks.set('rina.wati', desk);
  });

  it('get the first letter: sent from the phone, verified, initialled and signed by three, checked by anybody', async () => {
    const { phone } = citizen;
    if (!phone || !citizen.draft) throw new Error('nobody began');
    // The town's own place of that name comes first, among a dozen elsewhere.
    const places = await phone.submit(citizen.draft, { [`${VILLAGE}.cari`]: 'Sukamaju' }, `_cari=${VILLAGE}`);
    expect(/type="radio"[^>]* value="([\d.]+)"/.exec(places.html)?.[1]).toBe('32.76.08.1001');
    let page = await phone.submit(places, { [VILLAGE]: '32.76.08.1001' });
    for (const answer of ANSWERS) page = await phone.submit(page, answer);
    page = await phone.submit(page, { rtLetter: pdf('rt.pdf'), house: pdf('rumah.pdf') });
    page = await phone.submit(page, { benar: 'ya' });
    expect(textOf(page.html)).toContain('Kelurahan Sukamaju mengerjakannya');

    await decides('rina.wati', 'setujui');
    await decides('kasi.kesra', 'paraf');
    const lurah = await enrolled('lurah');
    const waiting = await lurah.open('/kantor/tanda-tangan');
    const [, ticked = ''] = /name="surat" value="([^"]+)"/.exec(waiting.html) ?? [];
    expect(textOf((await lurah.submit(waiting, { surat: ticked })).html)).toContain('1 berkas selesai ditandatangani');

    // His list follows a moment after the signature.
    const listed = async () => /href="(\/surat\/32\.76\/[^"]+)"/.exec((await phone.open('/surat')).html)?.[1] ?? '';
    await expect.poll(listed, { timeout: 20_000 }).not.toBe('');
    const paper = await listed();
    const shown = textOf((await phone.open(paper)).html);
    const [, kode = ''] = /kode (\w{4} \w{4} \w{4})/i.exec(shown) ?? [];
    const [nomor = ''] = /460\/\d{3}\/\S+?\/\d{4}/.exec(shown) ?? [];
    // The register gives nothing out: what the officer read on the card stands in the letter.
    const printed = wordsOfPdf(await phone.bytes(`${paper}/pdf`));
    for (const word of ['SARI INDAH', NIK, '7 Maret 1990', nomor, 'Siti Maryam']) expect(printed).toContain(word);
    expect(printed).not.toContain('SPESIMEN');

    const stranger = plainBrowser(hub?.url ?? '');
    const checked = await stranger.submit(await stranger.open('/periksa'), { nomor, kode });
    expect(textOf(checked.html)).toContain('Siti Maryam, Lurah');
    expect(textOf(checked.html)).not.toContain('Sari Indah');
  });
});

describe('its officers', { timeout: 120_000 }, () => {
  const open = async (username: string) => (await desks.get(username)?.open('/kantor'))?.path;

  it('lose a role, a phone, their sessions, and their account, each by a command', async () => {
    expect(await open('kasi.kesra')).toBe('/kantor');
    const role = ['--pengguna', 'kasi.kesra', '--kantor', '32.76/kel-sukamaju', '--peran', 'lurah'];
    expect(await done('petugas', 'cabut', ...role)).toBe(
      'Joko Santoso, 32.76/kel-sukamaju: lurah dicabut / taken back\n',
    );
    expect((await satuloket(operating, 'petugas', 'cabut', ...role)).err).toMatch(/^--peran: Joko Santoso tidak/);

    expect(await done('sesi', 'akhiri', '--pengguna', 'kasi.kesra')).toBe('1 sesi berakhir / sessions ended\n');
    expect([await open('kasi.kesra'), await open('rina.wati')]).toEqual(['/kantor/masuk?ke=%2Fkantor', '/kantor']);

    const again = await done('petugas', 'pulihkan', '--pengguna', 'kasi.kesra');
    const [, address = ''] = /https:\/\/loket\.kota\.example(\/kantor\/undangan\/\S+)/.exec(again) ?? [];
    invitations.set('kasi.kesra', address);
    desks.set('kasi.kesra', await enrolled('kasi.kesra'));
    expect(await open('kasi.kesra')).toBe('/kantor');

    expect(await done('petugas', 'berhenti', '--pengguna', 'kasi.kesra')).toContain('Joko Santoso: akun ditutup');
    expect(await open('kasi.kesra')).toBe('/kantor/masuk?ke=%2Fkantor');
    expect((await satuloket(operating, 'petugas', 'pulihkan', '--pengguna', 'kasi.kesra')).err).toMatch(
      /^--pengguna: kasi\.kesra tidak ada/,
    );
  });

  it('and everybody else are logged out at once when the operator says so', async () => {
    const both = await satuloket(operating, 'sesi', 'akhiri', '--semua', '--pengguna', 'rina.wati');
    expect(both.err).toMatch(/^sesi akhiri: tulis --pengguna atau --semua/);
    expect((await citizen.phone?.open('/akun'))?.path).toBe('/akun');
    expect(await done('sesi', 'akhiri', '--semua')).toMatch(/^[2-9] sesi berakhir/);
    expect(await open('rina.wati')).toBe('/kantor/masuk?ke=%2Fkantor');
    expect((await citizen.phone?.open('/akun'))?.path).toMatch(/^\/masuk/);
  });
});

function wordsOfPdf(pdf: Uint8Array): string {
  const { stdout } = spawnSync(toolPath('pdftotext'), ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' });
  return stdout.replaceAll('\u00a0', ' ');
}

const VILLAGE = 'subject.village';
const ANSWERS = [
  ...[{ purpose: 'school' }, { institution: 'SDN Sukamaju 1' }, { income: '1500000' }, { dependants: '3' }],
  { poor: 'yes' },
] as const;
const pdf = (name: string) => new File([new Uint8Array(pdfBytes())], name, { type: 'application/pdf' });

const citizen: { phone?: ReturnType<typeof plainBrowser>; draft?: Loaded } = {};
const desks = new Map<string, ReturnType<typeof plainBrowser>>();

/** Opens the first case of the inbox and decides it. */
async function decides(username: string, decision: string): Promise<void> {
  const desk = desks.get(username) ?? (await enrolled(username));
  desks.set(username, desk);
  const [, href = ''] = /href="(\/kantor\/berkas[^"]*)"/.exec((await desk.open('/kantor')).html) ?? [];
  const after = await desk.submit(await desk.open(href), { keputusan: decision });
  expect(textOf(after.html)).toContain('selesai Anda kerjakan');
}

async function codeFor(phone: string): Promise<string> {
  const to = `+62${phone.slice(1)}`;
  await expect.poll(() => gateway.inbox.list({ to, limit: 1 }).length, { timeout: 20_000 }).toBe(1);
  const [message] = gateway.inbox.list({ to, limit: 1 });
  return /\b\d{6}\b/.exec(message?.text ?? '')?.[0] ?? '';
}

async function enrolled(username: string) {
  const browser = plainBrowser(hub?.url ?? '');
  const invited = await browser.open(invitations.get(username) ?? '');
  const secretPage = await browser.submit(invited, { password: PASSWORD, again: PASSWORD });
  const secret = /[A-Z2-7]{4}(?: [A-Z2-7]{4}){3,}|[A-Z2-7]{26,}/.exec(secretPage.html)?.[0].replaceAll(' ', '') ?? '';
  await browser.submit(secretPage, { totp: generateSync({ secret }) });
  const login = await browser.open('/kantor/masuk');
  // A code works once: the one of the enrolment is spent, so the next half minute's is used.
  const totp = generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + 30 });
  await browser.submit(login, { username, password: PASSWORD, totp });
  return browser;
}
