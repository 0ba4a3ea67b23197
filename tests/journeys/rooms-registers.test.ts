import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { type Simulator, startRegisterMatch } from '../../simulators/register-match/index.ts';
import type { CaseRef, Doer } from '../../src/capabilities/cases/index.ts';
import { type TestHouse, testHouse } from '../support/house.ts';
import { onePage, paperFromSiak } from '../support/siak.ts';
import { act, citizen, fill, officer } from '../support/walk.ts';

// From one file, to the end, whatever register the region has.

let h: TestHouse;
let simulator: Simulator | undefined;
afterEach(async () => {
  await h?.close();
  await simulator?.stop();
  simulator = undefined;
});

const SEAT = '32.76/dukcapil';
const REGISTERS = ['own', 'match', 'manual'] as const;
type Kind = (typeof REGISTERS)[number];

async function houseWith(kind: Kind): Promise<void> {
  if (kind === 'match') {
    const known = (nik: string) => h.house.people.find(nik);
    simulator = await startRegisterMatch({ user: 'depok', password: 'rahasia', person: known });
  }
  const at = simulator && { url: simulator.url, account: 'depok', password: 'rahasia' };
  h = await testHouse(kind === 'own' ? {} : { registers: { '32.76': at ?? 'manual' } });
}

const member = (key: string) => {
  const found = h.cast.families.flatMap((family) => family.members).find((one) => one.key === key);
  if (!found) throw new Error(key);
  return found;
};
const typed = (key: string) => {
  const { nik, name, sex, birthDate, maritalStatus, shdk } = member(key);
  return { nik, name, sex, birthDate, maritalStatus, shdk };
};
const familyOf = (key: string) => {
  const family = h.cast.families.find((one) => one.members.some((each) => each.key === key));
  if (!family) throw new Error(key);
  return family;
};
const guard = (version: number) => ({ version, key: randomUUID() });

async function begun(key: string, service: string) {
  const who = await citizen(h, key);
  const ref = await h.house.cases.begin(who.doer, {
    ...{ id: randomUUID(), service, region: who.region, applicant: who.party, subject: who.party },
    ...{ authority: 'self', channel: 'warga' },
  });
  return { who, ref };
}

/** What an own register knows and the others ask: typed from the family's card. */
const splitAnswers = (kind: Kind) => ({
  cause: 'wed',
  movers: ['rizky', 'putri', 'arka'].map((key) => ({ nik: member(key).nik })),
  newHead: { nik: member('rizky').nik },
  newRoles: [
    { item: member('putri').nik, shdk: 'wife' },
    { item: member('arka').nik, shdk: 'child' },
  ],
  marriageProof: 1,
  ...(kind === 'own'
    ? {}
    : {
        'applicant.birthDate': member('rizky').birthDate,
        'applicant.maritalStatus': 'married',
        'family.kk': familyOf('rizky').kk,
        'family.village': { code: familyOf('rizky').village },
        'family.members': ['agus', 'sri', 'rizky', 'nanda', 'putri', 'arka'].map(typed),
      }),
});

async function submitted(doer: Doer, ref: CaseRef) {
  const { cases } = h.house;
  const { found, settled } = await cases.draft(doer, ref);
  expect([settled.issues, settled.refusals, settled.complete]).toEqual([[], [], true]);
  return cases.submit(doer, ref, guard(found.version));
}

async function consentOf(key: string, ref: CaseRef, asker: Doer): Promise<void> {
  const { cases } = h.house;
  const { found } = await cases.draft(asker, ref);
  await cases.askParties(asker, ref, guard(found.version));
  const other = await citizen(h, key);
  const [request] = await cases.requests(other.doer.id, other.party.nik);
  if (!request) throw new Error(`${key} was not asked`);
  await cases.agree(other.doer, request, { id: request.id, nik: other.party.nik }, 'agreed', guard(request.version));
}

/** Brings every paper in as a careful officer does. */
async function broughtIn(ref: CaseRef, step: string, numbers: Readonly<Record<string, string>>): Promise<Doer> {
  const { cases } = h.house;
  const kadis = await officer(h, SEAT, 'kepalaDinas');
  const { wanted } = await cases.recording(kadis, ref, step);
  await expect(cases.recording(kadis, ref, 'NaN')).rejects.toMatchObject({ code: 'cases/not-found' });
  const brought = await Promise.all(
    wanted.map(async (one) => ({
      slot: one.slot,
      ...(one.number ? { number: numbers[one.slot] } : {}),
      ...(one.file ? { pdf: await paperFromSiak(h, one.slot) } : {}),
    })),
  );
  expect(await cases.bringIn(kadis, ref, step, brought)).toEqual([]);
  return kadis;
}

const papersOf = async (who: Doer, ref: CaseRef) =>
  (await h.house.documents.papersOfCases({ regions: ['32.76'], persons: [who.id] }, '32.76', [ref.id]))
    .filter((paper) => paper.audience === 'citizen')
    .map((paper) => [paper.kind, paper.state, paper.source, paper.number] as const);

describe.each(REGISTERS)('under the register %s', (kind) => {
  it('kk-pisah ends with two family cards', { timeout: 60_000 }, async () => {
    await houseWith(kind);
    const { cases } = h.house;
    const { who, ref } = await begun('rizky', 'kk-pisah');
    await fill(h, who.doer, ref, splitAnswers(kind));
    await consentOf('putri', ref, who.doer);
    await submitted(who.doer, ref);
    await act(h, await officer(h, SEAT, 'verifikator'), ref, 'verifikasi', 'setujui');
    await act(h, await officer(h, SEAT, 'kabidDafduk'), ref, 'validasi', 'setujui');
    const old = familyOf('rizky').kk;
    if (kind !== 'own') {
      const slots = ['kartu-keluarga-newFamily', 'kartu-keluarga-family'];
      const kadis = await officer(h, SEAT, 'kepalaDinas');
      expect((await cases.recording(kadis, ref, 'tandaTangan')).wanted.map((one) => one.slot)).toEqual(slots);
      await broughtIn(ref, 'tandaTangan', { [slots[0] ?? '']: '9976102511260001', [slots[1] ?? '']: old });
    }
    await act(h, await officer(h, SEAT, 'kepalaDinas'), ref, 'tandaTangan', 'terbitkan');
    expect((await cases.view(who.doer, ref)).found).toMatchObject({ status: 'closed', outcome: 'terbit' });
    const papers = await papersOf(who.doer, ref);
    const source = kind === 'own' ? 'register' : 'attached';
    expect(papers.map(([document, state, from]) => [document, state, from])).toEqual([
      ['kartu-keluarga', 'active', source],
      ['kartu-keluarga', 'active', source],
    ]);
    expect(papers.map(([, , , number]) => number)).toContain(old);
    expect(h.errors).toEqual([]);
  });

  it('akta-kelahiran ends with an akta and a family card, and a card to print', { timeout: 60_000 }, async () => {
    await houseWith(kind);
    const { cases } = h.house;
    const { who, ref } = await begun('dewi', 'akta-kelahiran');
    const person = (key: string) => (kind === 'own' ? { nik: member(key).nik } : typedPerson(key));
    const home =
      kind === 'own'
        ? { of: 'mother' }
        : { of: 'mother', kk: familyOf('dewi').kk, village: { code: familyOf('dewi').village }, husbandAndWife: 'yes' };
    const [office] = await h.t.admin<{ code: string }>(
      `select split_part(office, '/', 2) as code from accounts.role where role = 'petugasLoket' and office like '32.76/kel-%' limit 1`,
    );
    await fill(h, who.doer, ref, {
      ...{ reporterRelation: 'parent', origin: 'parents', 'child.name': 'Kirana Ayu Pratama', 'child.sex': 'female' },
      ...{ 'child.birthDate': new Date(Date.now() - 9 * 86_400_000).toISOString().slice(0, 10) },
      ...{ 'child.birthTime': '04:15', 'child.placeKind': 'hospital', 'child.birthPlace': { code: '32.76' } },
      ...{ 'child.birthKind': 'single', 'child.order': 2, 'child.helper': 'midwife', 'child.weight': 3100 },
      ...{ mother: person('dewi'), father: person('budi'), marriageProof: 'bukuNikah', home, relationship: 'child' },
      ...{ pickup: { kind: 'kelurahan', region: '32.76', code: office?.code }, marriageBook: 1 },
      ...{ witness1: person('endang'), witness2: person('euis'), birthStatement: 1 },
      ...{ 'applicant.birthDate': member('dewi').birthDate, 'applicant.maritalStatus': 'married' },
    });
    await submitted(who.doer, ref);
    await act(h, await officer(h, SEAT, 'verifikator'), ref, 'verifikasi', 'setujui');
    await act(h, await officer(h, SEAT, 'pps'), ref, 'pencatatan', 'catat');
    await act(h, await officer(h, SEAT, 'kabidCapil'), ref, 'validasi', 'setujui');
    const akta = '9976-LU-25112026-0007';
    if (kind !== 'own')
      await broughtIn(ref, 'tandaTangan', {
        'register-akta-kelahiran': akta,
        'kartu-keluarga-home': familyOf('dewi').kk,
      });
    await act(h, await officer(h, SEAT, 'kepalaDinas'), ref, 'tandaTangan', 'terbitkan');
    const view = await cases.view(who.doer, ref);
    expect(view.found).toMatchObject({ status: 'finished', outcome: 'terbit' });
    expect(view.tasks.map((task) => task.step)).toEqual(['cetakKia']);
    const papers = await papersOf(who.doer, ref);
    expect(papers.map(([document, state]) => [document, state]).sort()).toEqual([
      ['kartu-keluarga', 'active'],
      ['kutipan-akta-kelahiran', 'active'],
    ]);
    if (kind !== 'own')
      expect(papers.map(([, , , number]) => number).sort()).toEqual([akta, familyOf('dewi').kk].sort());
    expect(h.errors).toEqual([]);
  });
});

describe('bringing papers in', () => {
  it('says what is wrong with each, keeps what is right, and waits until all is there', {
    timeout: 60_000,
  }, async () => {
    await houseWith('manual');
    const { cases } = h.house;
    const { who, ref } = await begun('rizky', 'kk-pisah');
    await fill(h, who.doer, ref, splitAnswers('manual'));
    await expect(submitted(who.doer, ref)).rejects.toMatchObject({ code: 'cases/awaiting-consent' });
    await consentOf('putri', ref, who.doer);
    await submitted(who.doer, ref);
    const verifier = await officer(h, SEAT, 'verifikator');
    await act(h, verifier, ref, 'verifikasi', 'setujui');
    await act(h, await officer(h, SEAT, 'kabidDafduk'), ref, 'validasi', 'setujui');
    const kadis = await officer(h, SEAT, 'kepalaDinas');
    const slot = 'kartu-keluarga-newFamily';
    const bring = (number: string, pdf: Uint8Array) =>
      cases.bringIn(kadis, ref, 'tandaTangan', [{ slot, number, pdf }]);
    const codes = async (number: string, pdf: Uint8Array) => (await bring(number, pdf)).map((one) => one.code);
    expect(await codes('123', onePage('tanpa tanda tangan'))).toEqual(['record/kk-shape', 'record/not-signed']);
    expect(await codes('9976102511260001', Buffer.from('halo'))).toEqual(['record/not-pdf']);
    const signed = Buffer.from(await paperFromSiak(h, 'diubah'));
    signed[signed.indexOf('diubah')] = 'x'.charCodeAt(0);
    expect(await codes('', signed)).toEqual(['record/signature-broken']);
    const { saved, missing } = await cases.recording(kadis, ref, 'tandaTangan');
    expect(saved).toMatchObject([{ slot, number: '9976102511260001', attachment: null }]);
    expect(missing.map((one) => one.input)).toEqual([
      `${slot}.berkas`,
      'kartu-keluarga-family.nomor',
      'kartu-keluarga-family.berkas',
    ]);
    await expect(act(h, kadis, ref, 'tandaTangan', 'terbitkan')).rejects.toMatchObject({ code: 'cases/incomplete' });
    await expect(cases.bringIn(verifier, ref, 'tandaTangan', [])).rejects.toMatchObject({
      code: 'cases/not-yours-role',
    });
    await broughtIn(ref, 'tandaTangan', { [slot]: '9976102511260001', 'kartu-keluarga-family': '9976102511260001' });
    await expect(act(h, kadis, ref, 'tandaTangan', 'terbitkan')).rejects.toMatchObject({
      code: 'cases/incomplete',
    });
    const { version } = (await cases.view(kadis, ref)).found;
    const decision = { action: 'terbitkan', reasons: [], questions: [], note: null, body: {} };
    await expect(cases.decide(kadis, ref, 'tandaTangan', decision, guard(version))).rejects.toMatchObject({
      code: 'cases/register-first',
    });
    await broughtIn(ref, 'tandaTangan', { [slot]: '9976102511260001', 'kartu-keluarga-family': familyOf('rizky').kk });
    await act(h, kadis, ref, 'tandaTangan', 'terbitkan');
    expect((await cases.view(who.doer, ref)).found).toMatchObject({ status: 'closed', outcome: 'terbit' });
  });
});

const typedPerson = (key: string) => {
  const { nik, name, sex, birthDate, maritalStatus } = member(key);
  const spouse = familyOf(key).members.find((one) => one.key !== key && one.maritalStatus === maritalStatus);
  return { nik, name, sex, birthDate, maritalStatus, spouseNik: spouse?.nik };
};
