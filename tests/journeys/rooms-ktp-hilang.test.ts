import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestHouse, testHouse } from '../support/house.ts';
import { act, citizen, fill, officer } from '../support/walk.ts';

let h: TestHouse;
beforeAll(async () => {
  h = await testHouse();
});
afterAll(() => h.close());

const SEAT = '32.76/dukcapil';
const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

/** Hendra lost his card: a draft with everything in it. */
async function lost() {
  const { cases } = h.house;
  const hendra = await citizen(h, 'hendra');
  const ref = await cases.begin(hendra.doer, {
    ...{ id: randomUUID(), service: 'ktp-hilang', region: hendra.region },
    ...{ applicant: hendra.party, subject: hendra.party, authority: 'self', channel: 'warga' },
  });
  const [kelurahan] = await h.t.admin<{ code: string }>(
    `select split_part(office, '/', 2) as code from accounts.role where role = 'petugasLoket' and office like '32.76/kel-%' limit 1`,
  );
  await fill(h, hendra.doer, ref, {
    ...{ lostOn: daysAgo(5), policeNumber: 'SKTLK/123/XI/2026', policeDate: daysAgo(4), dataChanged: 'no' },
    ...{ policeLetter: 1, pickup: { kind: 'kelurahan', region: '32.76', code: kelurahan?.code } },
  });
  const send = async () => {
    const ready = await cases.draft(hendra.doer, ref);
    return cases.submit(hendra.doer, ref, { version: ready.found.version, key: randomUUID() });
  };
  return { hendra, ref, send };
}

const card = async (nik: string | null) => {
  const person = nik === null ? undefined : await h.house.people.find(nik);
  return { state: person?.cardState, number: person?.cardNumber, lostOn: person?.cardLostOn ?? null };
};
const open = async (doer: Awaited<ReturnType<typeof citizen>>['doer'], ref: { region: string; id: string }) =>
  (await h.house.cases.view(doer, ref)).tasks.map((task) => task.step);

describe('a lost card', () => {
  it('is reported lost when it is validated, waits while blanks are out, and is issued when it is handed over', async () => {
    const { cases, documents, people } = h.house;
    const { hendra, ref, send } = await lost();
    const before = await card(hendra.party.nik);
    expect(before).toMatchObject({ state: 'issued', lostOn: null });
    await send();
    await expect(lost().then((again) => again.send())).rejects.toThrow('cases/duplicate');

    const verifier = await officer(h, SEAT, 'verifikator');
    await act(h, verifier, ref, 'verifikasi', 'setujui', { body: { cardState: 'issued' } });
    expect(await card(hendra.party.nik)).toEqual(before);
    const kabid = await officer(h, SEAT, 'kabidDafduk');
    await expect(act(h, { ...verifier, roles: kabid.roles }, ref, 'validasi', 'setujui')).rejects.toThrow('four-eyes');
    await act(h, kabid, ref, 'validasi', 'setujui');
    expect(await card(hendra.party.nik)).toMatchObject({ state: 'printReady', number: null });
    expect((await card(hendra.party.nik)).lostOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);

    const printer = await officer(h, SEAT, 'pencetak');
    await expect(act(h, printer, ref, 'cetak', 'blankoHabis', { body: { cardNumber: '-' } })).rejects.toThrow('reason');
    const promised = (await cases.view(hendra.doer, ref)).found.dueAt;
    await act(h, printer, ref, 'cetak', 'blankoHabis', { reasons: ['K01'], body: { cardNumber: '-' } });
    expect(await open(hendra.doer, ref)).toEqual(['tunggu']);
    expect(Number((await cases.view(hendra.doer, ref)).found.dueAt)).toBeGreaterThan(Number(promised));
    await act(h, printer, ref, 'tunggu', 'adaBlanko');
    await act(h, printer, ref, 'cetak', 'siap', { body: { cardNumber: 'B-0078' } });

    const [pickup] = (await cases.view(hendra.doer, ref)).tasks;
    expect(pickup).toMatchObject({ step: 'ambil', office: expect.stringMatching(/^32\.76\/kel-/) });
    const counter = await officer(h, pickup?.office ?? '', 'petugasLoket');
    await act(h, counter, ref, 'ambil', 'serahkan', { body: { collectedBy: 'self' } });
    expect((await cases.view(hendra.doer, ref)).found).toMatchObject({ status: 'closed', outcome: 'selesai' });
    expect(await card(hendra.party.nik)).toEqual({ state: 'issued', number: 'B-0078', lostOn: null });

    const history = await people.history('32.76', { nik: hendra.party.nik ?? '' });
    expect(history.slice(-2).map((event) => event.kind)).toEqual(['person.cardLost', 'person.cardIssued']);
    expect(JSON.stringify(history.at(-2))).toContain('SKTLK/123/XI/2026');
    expect(await documents.papersOfCases({ regions: ['32.76'], persons: [hendra.doer.id] }, '32.76', [ref.id])).toEqual(
      [],
    );
    expect(h.errors).toEqual([]);
  });

  it('is asked again after a return with its reason, and changes nothing when it is refused', async () => {
    const { cases } = h.house;
    const { hendra, ref, send } = await lost();
    const before = await card(hendra.party.nik);
    await send();
    const verifier = await officer(h, SEAT, 'verifikator');
    const cardState = { body: { cardState: 'issued' } };
    await expect(act(h, verifier, ref, 'verifikasi', 'perbaiki', cardState)).rejects.toThrow('workflow/reason-missing');
    await expect(act(h, verifier, ref, 'verifikasi', 'perbaiki', { ...cardState, reasons: ['R17'] })).rejects.toThrow(
      'workflow/reason-unknown',
    );
    await act(h, verifier, ref, 'verifikasi', 'perbaiki', { ...cardState, reasons: ['R02'] });
    const returned = await cases.view(hendra.doer, ref);
    expect(returned.found.status).toBe('returned');
    expect(returned.found.flow.repair?.questions).toEqual(['policeLetter']);
    await cases.sendRepair(hendra.doer, ref, { version: returned.found.version, key: randomUUID() });
    expect(await open(hendra.doer, ref)).toEqual(['verifikasi']);
    await act(h, verifier, ref, 'verifikasi', 'tolak', { body: { cardState: 'recorded' }, reasons: ['R17'] });
    expect((await cases.view(hendra.doer, ref)).found).toMatchObject({ status: 'closed', outcome: 'ditolak' });
    expect(await card(hendra.party.nik)).toEqual(before);
    expect(h.errors).toEqual([]);
  });
});
