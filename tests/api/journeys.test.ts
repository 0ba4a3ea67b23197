import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestHouse, testHouse } from '../support/house.ts';
import { paperFromSiak } from '../support/siak.ts';
import { walkAppointment } from './appointment.ts';
import { type Answer, type Api, openClient } from './client.ts';
import { endVisit } from './clinic-walk.ts';
import { walkDraw } from './draw.ts';
import { walkNumbers } from './numbers.ts';
import { decide, pdf, type Ref, send } from './walk.ts';

let h: TestHouse;
let api: Api;
beforeAll(async () => {
  h = await testHouse();
  api = await openClient(h);
}, 240_000);
afterAll(() => h?.close());

const DUKCAPIL = '32.76/dukcapil';
const SKTM = { owner: '32.76', service: 'sktm' };
const LOST = { owner: 'nasional', service: 'ktp-hilang' };
const SPLIT = { owner: 'nasional', service: 'kk-pisah' };
const BIRTH = { owner: 'nasional', service: 'akta-kelahiran' };
const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const waiting = (body: Record<string, unknown>) => (body.waiting as { step: string; at: { office: string } }[])[0];
const nik = (key: string): string => api.cast.find((one) => one.key === key)?.nik ?? '';
const letter = (institution: string) => ({
  ...{ purpose: 'school', institution, income: 1_500_000, dependants: 3, poor: true },
});

async function counter(): Promise<{ kind: string; region: string; code: string }> {
  const { body } = await api.call('listOffices', {}, { query: { kind: 'kelurahan', region: '32.76', q: 'tugu' } });
  const [office] = body.offices as { region: string; code: string }[];
  return { kind: 'kelurahan', region: office?.region ?? '', code: office?.code ?? '' };
}

describe('the document', () => {
  it('is OpenAPI 3.1 by a validator of others, and names the schema of every service', async () => {
    expect(await api.valid()).toMatchObject({ valid: true });
    const { schemas } = (api.document as { components: { schemas: Record<string, unknown> } }).components;
    const names = ['Answers.akta-kelahiran', 'Answers.32.76.sktm', 'Answers.ktp-hilang', 'Answers.kk-pisah'];
    expect(Object.keys(schemas)).toEqual(expect.arrayContaining([...names, 'Decision.ktp-hilang.cetak']));
  });
});

describe('SKTM', () => {
  it('goes from plain words to a signed paper that anybody can check', { timeout: 120_000 }, async () => {
    const found = await api.call('listServices', {}, { query: { q: 'surat miskn', region: '32.76' } });
    expect(found.body.services).toMatchObject([{ service: '32.76/sktm' }]);
    await api.call('readService', SKTM);
    const schema = (await api.call('readServiceSchema', SKTM)).bytes.toString();
    expect(JSON.parse(schema)).toMatchObject({ title: 'sktm', type: 'object' });
    const token = await api.citizen('dewi');
    const whom = await api.call('listSubjects', SKTM, { token });
    expect(whom.body.subjects).toContainEqual(expect.objectContaining({ for: 'self' }));
    const { ref, sent } = await send(api, token, SKTM, letter('SDN Depok 1'), ['rtLetter', 'house']);
    expect(sent.body).toMatchObject({ status: 'running', number: expect.stringMatching(/^3276/) });
    await signed(ref, waiting(sent.body)?.at.office ?? '');
    const now = await api.call('readCase', ref, { token });
    expect(now.body).toMatchObject({ status: 'closed', outcome: 'terbit' });
    await checked(token, now);
    await h.house.jobs.settle();
    for (const listed of ['listCases', 'listPapers', 'listAccesses', 'listNotices', 'readMe']) {
      const { body } = await api.call(listed, {}, { token });
      for (const list of Object.values(body))
        if (Array.isArray(list)) expect([listed, list.length > 0]).toEqual([listed, true]);
    }
    expect(h.errors).toEqual([]);
  });

  async function signed(ref: Ref, office: string): Promise<void> {
    const clerk = await api.officer(office, 'petugasKelurahan');
    const inbox = await api.call('readInbox', {}, { token: clerk });
    expect(inbox.body.items).toContainEqual(expect.objectContaining({ id: ref.id }));
    const read = await api.call('readWork', ref, { token: clerk });
    const [file] = read.body.files as { id: string }[];
    await api.call('readEvidence', { ...ref, file: file?.id ?? '' }, { token: clerk });
    const step = { step: 'verifikasi' };
    const held = await api.call('claimWork', ref, { token: clerk, version: read.version, body: step });
    await api.call('releaseWork', ref, { token: clerk, version: held.version, body: step });
    await decide(api, clerk, ref, 'verifikasi', 'setujui');
    const kasi = await api.officer(office, 'kasiKesra');
    const mute = await decide(api, kasi, ref, 'paraf', 'kembalikan');
    expect(mute).toMatchObject({ status: 422, body: { type: 'urn:satuloket:cases:note-missing' } });
    expect(mute.body.errors).toMatchObject([{ pointer: '#/note', code: 'cases/note-missing' }]);
    await decide(api, kasi, ref, 'paraf', 'paraf');
    const token = await api.officer(office, 'lurah');
    const { open } = (await api.call('readWork', ref, { token })).body as { open: { step: string; version: number }[] };
    const wish = { ...ref, step: 'tandaTangan', action: 'terbitkan', version: open[0]?.version ?? 0 };
    const many = await api.call('signMany', {}, { token, body: { cases: [wish] } });
    expect(many.body.signed).toEqual([{ ...ref, ok: true, code: null }]);
    const [paper] = (await api.call('readWork', ref, { token })).body.papers as { id: string }[];
    expect(isPdf(await api.call('readWorkPaper', { ...ref, paper: paper?.id ?? '' }, { token }))).toBe(true);
  }

  async function checked(token: string, now: Answer): Promise<void> {
    const [paper] = now.body.papers as {
      region: string;
      id: string;
      number: string;
      check: { code: string; url: string };
    }[];
    if (!paper) throw new Error('no paper');
    const ref = { region: paper.region, id: paper.id };
    await api.call('readPaper', ref, { token });
    expect(isPdf(await api.call('readPaperPdf', ref, { token }))).toBe(true);
    const byToken = await api.call('checkPaper', {}, { body: { token: paper.check.url.split('/').at(-1) } });
    expect(byToken.body).toMatchObject({ kind: 'found', state: 'active', specimen: true });
    const typed = await api.call('checkPaper', {}, { body: { number: paper.number, code: paper.check.code } });
    expect(typed.body).toEqual(byToken.body);
  }

  it('is withdrawn, asked about, and a draft is thrown away with its files', { timeout: 60_000 }, async () => {
    const token = await api.citizen('budi');
    const { ref, sent } = await send(api, token, SKTM, letter('SDN Depok 2'), ['rtLetter', 'house']);
    const note = { kind: 'question', text: 'Kapan <b>selesai</b>?' };
    const asked = await api.call('sayCase', ref, { token, version: sent.version, body: note });
    expect(asked.body.notes).toEqual([expect.objectContaining({ body: 'Kapan <b>selesai</b>?' })]);
    const back = await api.call('withdrawCase', ref, { token, version: asked.version });
    expect(back.body).toMatchObject({ status: 'closed', waiting: [] });
    expect(await api.call('withdrawCase', ref, { token, version: back.version })).toMatchObject({ status: 409 });
    const begun = await api.call('beginCase', SKTM, { token, body: { for: 'self' } });
    const draft = { region: String(begun.body.region), id: String(begun.body.id) };
    const file = { ...draft, question: 'rtLetter' };
    const raw = { type: 'application/pdf', bytes: pdf(), name: '../../surat rt.pdf' };
    const put = await api.call('putFile', file, { token, version: begun.version, raw });
    expect(isPdf(await api.call('readFile', file, { token }))).toBe(true);
    const taken = await api.call('removeFile', file, { token, version: put.version });
    expect(await api.call('readFile', file, { token })).toMatchObject({ status: 404 });
    expect(await api.call('discardDraft', draft, { token, version: taken.version })).toMatchObject({ status: 204 });
    expect(await api.call('readCase', draft, { token })).toMatchObject({ status: 404 });
  });
});

const isPdf = (answer: Answer): boolean => answer.bytes.subarray(0, 5).toString() === '%PDF-';

describe('akta kelahiran', () => {
  it('answered in one request, becomes an akta, a family card and a card to collect', {
    timeout: 120_000,
  }, async () => {
    const token = await api.citizen('dewi');
    const places = await api.call('listRegions', {}, { query: { q: 'depok', level: '2' } });
    const [place] = places.body.regions as { code: string }[];
    await api.call('readRegion', { code: place?.code ?? '' });
    expect((await api.call('listRegions', {}, { query: { parent: '32.76' } })).body.regions).toHaveLength(11);
    const answers = {
      ...{ reporterRelation: 'parent', origin: 'parents', 'child.name': 'Kirana Ayu Pratama', 'child.sex': 'female' },
      ...{ 'child.birthDate': daysAgo(9), 'child.birthTime': '04:15', 'child.placeKind': 'hospital' },
      ...{ 'child.birthPlace': { code: place?.code }, 'child.birthKind': 'single', 'child.order': 2 },
      ...{
        'child.helper': 'midwife',
        'child.weight': 3100,
        mother: { nik: nik('dewi') },
        father: { nik: nik('budi') },
      },
      ...{ home: { of: 'mother' }, relationship: 'child', pickup: await counter() },
      ...{ witness1: { nik: nik('endang') }, witness2: { nik: nik('euis') } },
    };
    const { ref, sent } = await send(api, token, BIRTH, answers, ['birthStatement']);
    const text = JSON.stringify(sent.body);
    for (const key of ['dewi', 'budi', 'endang', 'euis']) expect([key, text.includes(nik(key))]).toEqual([key, false]);
    // A witness whose number was typed is not named by the register.
    expect(text).not.toContain('Endang');
    const at = (role: string) => api.officer(DUKCAPIL, role);
    await decide(api, await at('verifikator'), ref, 'verifikasi', 'setujui');
    await decide(api, await at('pps'), ref, 'pencatatan', 'catat');
    await decide(api, await at('kabidCapil'), ref, 'validasi', 'setujui');
    const out = await decide(api, await at('kepalaDinas'), ref, 'tandaTangan', 'terbitkan');
    expect(out.body).toMatchObject({ status: 'finished', outcome: 'terbit' });
    await decide(api, await at('pencetak'), ref, 'cetakKia', 'siap', { answers: { cardNumber: 'K-0001' } });
    const pickup = waiting((await api.call('readCase', ref, { token })).body);
    const clerk = await api.officer(pickup?.at.office ?? '', 'petugasLoket');
    await decide(api, clerk, ref, 'ambilKia', 'serahkan', { answers: { collector: 'Dewi Lestari' } });
    const { body } = await api.call('readCase', ref, { token });
    expect(body).toMatchObject({ status: 'closed', outcome: 'terbit', waiting: [] });
    expect((body.papers as { kind: string }[]).map(({ kind }) => kind).sort()).toEqual([
      ...['kartu-keluarga', 'kutipan-akta-kelahiran'],
    ]);
    expect(h.errors).toEqual([]);
  });
});

describe('ktp-hilang', () => {
  it('comes back for repair, is sent again, printed and handed over', { timeout: 120_000 }, async () => {
    const token = await api.citizen('hendra');
    const lost = { lostOn: daysAgo(5), policeNumber: 'SKTLK/1/XI/2026', policeDate: daysAgo(4), dataChanged: 'no' };
    const { ref } = await send(api, token, LOST, { ...lost, pickup: await counter() }, ['policeLetter']);
    const verifier = await api.officer(DUKCAPIL, 'verifikator');
    const lacking = await decide(api, verifier, ref, 'verifikasi', 'setujui');
    expect(lacking.body).toMatchObject({ status: 422, errors: [{ pointer: '#/answers/cardState', code: 'missing' }] });
    const wish = { reasons: ['R02'], questions: ['policeNumber'], note: 'Nomornya belum terbaca.' };
    await decide(api, verifier, ref, 'verifikasi', 'perbaiki', wish);
    const back = await api.call('readCase', ref, { token });
    expect(back.body).toMatchObject({
      status: 'returned',
      repair: { questions: ['policeNumber'], reasons: [{ code: 'R02' }] },
    });
    const version = back.version;
    const shut = await api.call('answerCase', ref, { token, version, body: { answers: { dataChanged: 'no' } } });
    expect(shut).toMatchObject({ status: 409, body: { type: 'urn:satuloket:cases:not-open' } });
    const answered = await api.call('answerCase', ref, {
      token,
      version,
      body: { answers: { policeNumber: 'SKTLK/2/XI/2026' } },
    });
    const again = await api.call('repairCase', ref, { token, version: answered.version, body: { confirmed: true } });
    expect(again.body).toMatchObject({ status: 'running', repair: null });
    await decide(api, verifier, ref, 'verifikasi', 'setujui', { answers: { cardState: 'issued' } });
    await decide(api, await api.officer(DUKCAPIL, 'kabidDafduk'), ref, 'validasi', 'setujui');
    const printer = await api.officer(DUKCAPIL, 'pencetak');
    const noBlank = await decide(api, printer, ref, 'cetak', 'blankoHabis', { answers: { cardNumber: '-' } });
    expect(noBlank).toMatchObject({ status: 422, body: { type: 'urn:satuloket:workflow:reason-missing' } });
    await decide(api, printer, ref, 'cetak', 'siap', { answers: { cardNumber: 'B-0078' } });
    const clerk = await api.officer('32.76/kel-tugu', 'petugasLoket');
    const end = await decide(api, clerk, ref, 'ambil', 'serahkan', { answers: { collectedBy: 'self' } });
    expect(end.body).toMatchObject({ status: 'closed', outcome: 'selesai' });
    expect(h.errors).toEqual([]);
  });
});

const split = (on: Api) => {
  const person = (key: string) => ({ nik: on.cast.find((one) => one.key === key)?.nik ?? '' });
  const role = (key: string, shdk: string) => ({ item: person(key).nik, shdk });
  return {
    ...{ cause: 'wed', movers: ['rizky', 'putri', 'arka'].map(person), newHead: person('rizky') },
    newRoles: [role('putri', 'wife'), role('arka', 'child')],
  };
};

/** Rizky asks for a card of his own; Putri, who moves too, is asked and agrees. */
async function agreed(on: Api, answers: Record<string, unknown>): Promise<{ ref: Ref; sent: Answer }> {
  const [token, other] = [await on.citizen('rizky'), await on.citizen('putri')];
  const begun = await on.call('beginCase', SPLIT, { token, body: { for: 'self' } });
  const ref = { region: String(begun.body.region), id: String(begun.body.id) };
  const raw = { type: 'application/pdf', bytes: pdf() };
  const put = await on.call('answerCase', ref, { token, version: begun.version, body: { answers } });
  if (put.status !== 200) throw new Error(JSON.stringify(put.body));
  const ready = await on.call('putFile', { ...ref, question: 'marriageProof' }, { token, version: put.version, raw });
  const early = await on.call('submitCase', ref, { token, version: ready.version, body: { confirmed: true } });
  expect(early).toMatchObject({ status: 409, body: { type: 'urn:satuloket:cases:awaiting-consent' } });
  const asked = await on.call('askParties', ref, { token, version: ready.version });
  expect(asked.body.parties).toMatchObject([{ state: 'asked' }]);
  const { body } = await on.call('listRequests', {}, { token: other });
  const [request] = body.requests as { region: string; id: string; version: number }[];
  if (!request) throw new Error('nobody was asked');
  const place = { region: request.region, id: request.id };
  const stranger = await on.call('answerRequest', place, {
    token,
    version: `"${request.version}"`,
    body: { answer: 'agreed' },
  });
  expect(stranger.status).toBe(404);
  const word = await on.call('answerRequest', place, {
    token: other,
    version: `"${request.version}"`,
    body: { answer: 'agreed' },
  });
  expect(word.status).toBe(204);
  const sent = await on.call('submitCase', ref, { token, version: ready.version, body: { confirmed: true } });
  if (sent.status !== 200) throw new Error(JSON.stringify(sent.body));
  await decide(on, await on.officer(DUKCAPIL, 'verifikator'), ref, 'verifikasi', 'setujui');
  await decide(on, await on.officer(DUKCAPIL, 'kabidDafduk'), ref, 'validasi', 'setujui');
  return { ref, sent };
}

describe('kk-pisah', () => {
  it('waits for the word of those who move, then two family cards come out', { timeout: 120_000 }, async () => {
    const { ref } = await agreed(api, split(api));
    const done = await decide(api, await api.officer(DUKCAPIL, 'kepalaDinas'), ref, 'tandaTangan', 'terbitkan');
    expect(done.body).toMatchObject({ status: 'closed', outcome: 'terbit' });
    expect(done.body.papers).toHaveLength(2);
  });
});

describe('where the register is not ours', () => {
  it('papers made there are brought in, by number and signed PDF', { timeout: 180_000 }, async () => {
    const other = await testHouse({ registers: { '32.76': 'manual' } });
    try {
      const there = await openClient(other);
      const family = other.cast.families.find(({ members }) => members.some((one) => one.key === 'rizky'));
      const typed = (family?.members ?? []).map(({ nik: own, name, sex, birthDate, maritalStatus, shdk }) => ({
        ...{ nik: own, name, sex, birthDate, maritalStatus, shdk },
      }));
      const rizky = family?.members.find((one) => one.key === 'rizky');
      const { ref } = await agreed(there, {
        ...split(there),
        ...{ 'applicant.birthDate': rizky?.birthDate, 'applicant.maritalStatus': 'married', 'family.kk': family?.kk },
        ...{ 'family.village': { code: family?.village }, 'family.members': typed },
      });
      const token = await there.officer(DUKCAPIL, 'kepalaDinas');
      const at = { ...ref, step: 'tandaTangan' };
      const wanted = await there.call('readRecord', at, { token });
      const numbers = ['9976102511260001', family?.kk];
      for (const [i, { slot }] of (wanted.body.papers as { slot: string }[]).entries()) {
        const bytes = Buffer.from(await paperFromSiak(other, slot));
        const wrong = { type: 'application/pdf', bytes: pdf() };
        expect(await there.call('recordFile', { ...at, slot }, { token, raw: wrong })).toMatchObject({ status: 422 });
        await there.call('recordFile', { ...at, slot }, { token, raw: { type: 'application/pdf', bytes } });
        await there.call('recordNumber', { ...at, slot }, { token, body: { number: numbers[i] } });
      }
      const first = await decide(there, token, ref, 'tandaTangan', 'terbitkan');
      expect(first).toMatchObject({ status: 422, body: { type: 'urn:satuloket:cases:register-first' } });
      const done = await decide(there, token, ref, 'tandaTangan', 'terbitkan', { registered: true });
      expect(done.body).toMatchObject({ status: 'closed', outcome: 'terbit' });
      expect(other.errors).toEqual([]);
      for (const id of there.asked) api.asked.add(id);
    } finally {
      await other.close();
    }
  });
});

describe('the clinic’s own system', () => {
  it('finds a visit by its number and ends it', { timeout: 60_000 }, async () => {
    await endVisit(h, api);
    expect(h.errors).toEqual([]);
  });
});

it('ktp-baru: a window is held, booked with the case, and chosen again', { timeout: 60_000 }, async () => {
  await walkAppointment(h, api, await counter());
});

it('a number of a queue: what is said first, taken once, moved, given back', { timeout: 60_000 }, async () => {
  await walkNumbers(h, api);
  expect(h.errors).toEqual([]);
});

it('a draw: a receipt at once, the outcome later; a closed intake is not called full', {
  timeout: 120_000,
}, async () => {
  for (const id of await walkDraw()) api.asked.add(id);
});

describe('login', () => {
  it('asks whose account where a number serves several, and ends when one logs out', async () => {
    const { phone } = api.cast.find((one) => one.key === 'mamun') ?? { phone: '' };
    const asked = await api.call('askCode', {}, { body: { phone } });
    const { challenge } = asked.body;
    const entered = await api.call('enterCode', {}, { body: { challenge, code: await api.codeOf(phone ?? '') } });
    expect(entered.body).toMatchObject({ kind: 'choose', accounts: [{}, {}] });
    const [{ account }] = entered.body.accounts as [{ account: string }];
    const { body } = await api.call('chooseAccount', {}, { body: { challenge, account } });
    const { token } = body.session as { token: string };
    expect((await api.call('readMe', {}, { token })).body).toMatchObject({
      level: 1,
      name: expect.stringContaining('•'),
    });
    await api.call('logout', {}, { token });
    expect((await api.call('readMe', {}, { token })).status).toBe(401);
    const officer = await api.officer(DUKCAPIL, 'kabidCapil');
    await api.call('officerLogout', {}, { token: officer });
    expect((await api.call('readInbox', {}, { token: officer })).status).toBe(401);
  });
});

describe('every operation', () => {
  it('was walked by these journeys', () => {
    expect(api.operations.map(({ id }) => id).filter((id) => !api.asked.has(id))).toEqual([]);
  });
});
