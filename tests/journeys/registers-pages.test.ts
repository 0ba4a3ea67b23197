import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { type Simulator, startRegisterMatch } from '../../simulators/register-match/index.ts';
import { main, openStage, press, type Stage, shot, sound, type Way } from '../support/browse.ts';
import { answerAll, daysAgo, follow, scanned } from '../support/form.ts';
import { onePage, paperFromSiak } from '../support/siak.ts';
import { citizen, fill } from '../support/walk.ts';

// Where the register is not ours, an officer works in SIAK and brings its papers into the case: over the pages, to the end.

let stage: Stage | undefined;
let simulator: Simulator | undefined;
afterEach(async () => {
  await stage?.close();
  await simulator?.stop();
});

const theStage = (): Stage => {
  if (!stage) throw new Error('no stage');
  return stage;
};
const cast = () => theStage().h.cast.families.flatMap((family) => family.members);
const member = (key: string) => {
  const found = cast().find((one) => one.key === key);
  if (!found) throw new Error(key);
  return found;
};
const familyOf = (key: string) =>
  theStage().h.cast.families.find((one) => one.members.some((each) => each.key === key));

/** A family is split by somebody who typed all that the register does not tell; the other adult agrees on his page. */
async function sentSplit(way: Way): Promise<string> {
  const { h } = theStage();
  const { cases } = h.house;
  const who = await citizen(h, 'rizky');
  const ref = await cases.begin(who.doer, {
    ...{ id: randomUUID(), service: 'kk-pisah', region: who.region, applicant: who.party, subject: who.party },
    ...{ authority: 'self', channel: 'warga' },
  });
  const page = await theStage().citizen('rizky', way);
  await page.goto(`/permohonan/${ref.region}/${ref.id}`);
  // What an own register would know is asked first.
  expect(await main(page)).toContain('Data Anda');
  await sound(page);
  await shot(page, 'register-ditanya');
  const family = familyOf('rizky');
  const row = (key: string) => {
    const { nik, name, sex, birthDate, maritalStatus, shdk } = member(key);
    return { nik, name, sex, birthDate, maritalStatus, shdk };
  };
  await fill(h, who.doer, ref, {
    ...{ 'applicant.birthDate': member('rizky').birthDate, 'applicant.maritalStatus': 'married' },
    ...{ 'family.kk': family?.kk, 'family.village': { code: family?.village }, cause: 'wed', marriageProof: 1 },
    'family.members': ['agus', 'sri', 'rizky', 'nanda', 'putri', 'arka'].map(row),
    movers: ['rizky', 'putri', 'arka'].map((key) => ({ nik: member(key).nik })),
    newHead: { nik: member('rizky').nik },
    newRoles: [
      { item: member('putri').nik, shdk: 'wife' },
      { item: member('arka').nik, shdk: 'child' },
    ],
  });
  await page.goto(`/permohonan/${ref.region}/${ref.id}/periksa`);
  await press(page, 'Minta persetujuan');
  const other = await theStage().citizen('putri', way);
  await other.goto('/persetujuan');
  await other.getByRole('link', { name: /Pisah kartu keluarga/ }).click();
  await press(other, 'Saya setuju');
  await page.reload();
  await page.check('#benar');
  await press(page, 'Kirim permohonan');
  await page.getByRole('heading', { name: 'Permohonan Anda sudah kami terima' }).waitFor();
  return `/kantor/berkas/${ref.region}/${ref.id}`;
}

/** The boxes of a date, as a page names them. */
function dateBoxes(name: string, date: string) {
  const [year = '', month = '', day = ''] = date.split('-');
  return { [`${name}.day`]: String(+day), [`${name}.month`]: String(+month), [`${name}.year`]: year };
}

/** Somebody typed from his card: by NIK, and what rules must know of him beside it. */
function typedPerson(box: string, key: string) {
  const { nik, name, sex, birthDate, maritalStatus } = member(key);
  return {
    ...{ [`${box}.nik`]: nik, [`${box}.name`]: name, [`${box}.sex`]: sex, [`${box}.maritalStatus`]: maritalStatus },
    ...dateBoxes(`${box}.birthDate`, birthDate),
  };
}

/** A birth is reported where the register tells nothing: mother, father and witnesses are typed, and the office reads them as typed. */
async function sentBirth(way: Way): Promise<void> {
  const page = await theStage().citizen('dewi', way);
  await page.goto('/layanan/akta-kelahiran/mulai');
  await press(page, 'Saya mengerti');
  await answerAll(page, {
    ...{ ...dateBoxes('applicant.birthDate', member('dewi').birthDate), 'applicant.maritalStatus': 'married' },
    ...{ reporterRelation: 'parent', origin: 'parents', 'child.name': 'Laras Ayu Pratama', 'child.sex': 'female' },
    ...{ ...daysAgo('child.birthDate', 20), 'child.birthTime.h': '04', 'child.birthTime.i': '15' },
    ...{ 'child.placeKind': 'hospital', 'child.birthPlace': { seek: 'Depok' }, 'child.birthKind': 'single' },
    ...{ 'child.order': '2', 'child.helper': 'midwife', 'child.weight': '3100' },
    ...{ ...typedPerson('mother', 'dewi'), 'mother.spouseNik': member('budi').nik, ...typedPerson('father', 'budi') },
    ...{ marriageProof: 'bukuNikah', marriageBook: { file: scanned() }, birthStatement: { file: scanned() } },
    ...{ home: 'mother', 'home.kk': familyOf('dewi')?.kk ?? '', 'home.village': { seek: 'Kemiri Muka' } },
    ...{ 'home.husbandAndWife': 'yes', relationship: 'child', pickup: { seek: 'Kemiri Muka' } },
    ...{ ...typedPerson('witness1', 'endang'), ...typedPerson('witness2', 'euis') },
  });
  expect(await main(page)).toContain(member('endang').name);
  await sound(page);
  await shot(page, 'register-akta-periksa');
  await page.check('#benar');
  await press(page, 'Kirim permohonan');
  const path = (await follow(page)).replace('/urusan/', '/kantor/berkas/');
  const verifier = await theStage().officer('verifikator.depok', way);
  await verifier.goto(path);
  // He must find the person in SIAK by what was typed.
  expect((await main(verifier)).replace(/\s/g, '')).toContain(`NIK${member('budi').nik};Jeniskelamin:Laki-laki;`);
  await sound(verifier);
}

/** From a region with its own register somebody is named whom this one keeps: he is typed as well, with a word why. */
async function namesFromElsewhere(way: Way): Promise<void> {
  const { h } = theStage();
  const who = await citizen(h, 'elsina');
  const ref = await h.house.cases.begin(who.doer, {
    ...{ id: randomUUID(), service: 'akta-kelahiran', region: who.region, applicant: who.party, subject: who.party },
    ...{ authority: 'self', channel: 'warga' },
  });
  const page = await theStage().citizen('elsina', way);
  await page.goto(`/permohonan/${ref.region}/${ref.id}/saksi.witness1`);
  await page.locator('[name="witness1.nik"]').fill(member('endang').nik);
  await press(page, 'Lanjut');
  await page.getByText('Orang ini terdaftar di daerah lain').first().waitFor();
  await page.locator('[name="witness1.name"]').fill(member('endang').name);
  await sound(page);
  await press(page, 'Lanjut');
  await page.waitForURL('**/saksi.witness2');
  await page.goto(`/permohonan/${ref.region}/${ref.id}/saksi.witness1`);
  expect(await page.locator('[name="witness1.name"]').inputValue()).toBe(member('endang').name);
}

async function decide(page: Page, choice: string, done: RegExp = /\/kantor(\?|\/berkas).*pesan=/): Promise<void> {
  await page.getByLabel(choice).first().check();
  await press(page, 'Putuskan');
  await page.waitForURL(done);
}

const pdf = (name: string, buffer: Uint8Array) => ({ name, mimeType: 'application/pdf', buffer: Buffer.from(buffer) });

async function recorded(path: string, way: Way): Promise<void> {
  const { h } = theStage();
  const page = await theStage().officer('kadis.depok', way);
  await page.goto(path);
  expect(await main(page)).toContain('Pisahkan anggota ke KK baru');
  expect(await main(page)).toContain('Rizky Setiawan, 9976101306000001');
  await sound(page);
  await shot(page, 'siak');
  await page.getByLabel('Terbitkan').first().check();
  await press(page, 'Putuskan');
  await page.getByText('Catat dulu di SIAK, lalu centang di sini.').first().waitFor();
  await page.getByLabel('Sudah saya catat di SIAK').check();
  await page.getByLabel('Terbitkan').first().check();
  await press(page, 'Putuskan');
  await page.getByText('Pilih PDF dari SIAK.').first().waitFor();

  const number = (slot: string) => page.locator(`[name="kartu-keluarga-${slot}.nomor"]`);
  const file = (slot: string) => page.locator(`input[type=file][name="kartu-keluarga-${slot}.berkas"]`);
  await number('newFamily').fill('123');
  await file('newFamily').setInputFiles(pdf('kk.pdf', onePage('belum ditandatangani')));
  await number('family').fill(familyOf('rizky')?.kk ?? '');
  await file('family').setInputFiles(pdf('lama.pdf', await paperFromSiak(h, 'KK lama')));
  await press(page, 'Simpan dan periksa tanda tangan');
  await page.getByText('Nomor KK terdiri dari 16 angka.').first().waitFor();
  expect(await main(page)).toContain('PDF ini belum ditandatangani.');
  // What was right is kept, and what was typed stands as it was.
  expect(await number('newFamily').inputValue()).toBe('123');
  expect(await main(page)).toContain('Tanda tangan sah: Kepala Dinas SIAK');
  await sound(page);
  await shot(page, 'siak-salah');
  await number('newFamily').fill('9976 1025 1126 0001');
  await file('newFamily').setInputFiles(pdf('baru.pdf', await paperFromSiak(h, 'KK baru')));
  await press(page, 'Simpan dan periksa tanda tangan');
  await page.getByText('Semua surat lengkap').waitFor();
  await shot(page, 'siak-lengkap');
  await page.getByLabel('Sudah saya catat di SIAK').check();
  await decide(page, 'Terbitkan');
}

const WALKS = [
  ['manual', { scripts: false, width: 360 }],
  ['match', { scripts: true, width: 1280 }],
] as const;

describe.each(WALKS)('kk-pisah where the register is %s', (kind, way) => {
  it('is asked, checked, recorded and handed out over the pages; a birth is typed there as well', {
    timeout: 600_000,
  }, async () => {
    if (kind === 'match')
      simulator = await startRegisterMatch({
        ...{ user: 'depok', password: 'rahasia' },
        person: (nik) => theStage().h.house.people.find(nik),
      });
    const match = simulator && { url: simulator.url, account: 'depok', password: 'rahasia' };
    stage = await openStage({ registers: { '32.76': match ?? 'manual' } });
    const path = await sentSplit(way);

    const verifier = await stage.officer('verifikator.depok', way);
    await verifier.goto(path);
    if (kind === 'match') {
      await press(verifier, 'Cocokkan sekarang');
      await verifier.getByText('Dicocokkan').waitFor();
      const said = await verifier.locator('section', { hasText: 'Pencocokan dengan register' }).first().textContent();
      expect(said).toContain('Putri Amelia (…0001)');
      expect(said).toContain('Nama: sesuai. Tanggal lahir: sesuai');
      expect(simulator?.asked[0]).toMatchObject({ keperluan: 'kk-pisah', permohonan: path.split('/').at(-1) });
      await sound(verifier);
      await shot(verifier, 'cocok');
    }
    await decide(verifier, 'Setujui');
    const kabid = await stage.officer('kabiddafduk.depok', way);
    await kabid.goto(path);
    await decide(kabid, 'Setujui');
    await recorded(path, way);

    const page = await stage.citizen('rizky', way);
    await page.goto(path.replace('/kantor/berkas', '/urusan'));
    expect(await page.textContent('h1')).toContain('Dua KK sudah terbit');
    const papers = page.getByRole('link', { name: /Kartu keluarga/i });
    expect(await papers.count()).toBe(2);
    await papers.first().click();
    await shot(page, 'kk-dari-siak');
    expect(await page.textContent('main')).toContain('9976');
    await sound(page);
    await sentBirth(way);
    await namesFromElsewhere(way);
    expect(stage.h.errors).toEqual([]);
  });
});
