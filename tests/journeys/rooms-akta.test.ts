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

/** Dewi reports her newborn: answers of every question on the way. */
async function reported(bornDaysAgo: number, name: string) {
  const { cases } = h.house;
  const dewi = await citizen(h, 'dewi');
  const witnesses = ['marlina', 'suryadi'];
  const people = h.cast.families.flatMap((family) => family.members);
  const adults = people.filter((one) => !['dewi', 'budi', 'raka'].includes(one.key) && one.birthDate < '2000');
  const nik = (key: string) => people.find((one) => one.key === key)?.nik ?? '';
  const ref = await cases.begin(dewi.doer, {
    ...{ id: randomUUID(), service: 'akta-kelahiran', region: dewi.region, applicant: dewi.party },
    ...{ subject: { id: dewi.party.id, nik: dewi.party.nik, name }, authority: 'self', channel: 'warga' },
  });
  const [village] = await h.t.admin<{ code: string }>(
    `select split_part(office, '/', 2) as code from accounts.role where role = 'petugasLoket' and office like '32.76/kel-%' limit 1`,
  );
  await fill(h, dewi.doer, ref, {
    ...{
      reporterRelation: 'parent',
      origin: 'parents',
      'child.name': name,
      'child.sex': 'female',
      'child.birthDate': daysAgo(bornDaysAgo),
    },
    ...{
      'child.birthTime': '04:15',
      'child.placeKind': 'hospital',
      'child.birthPlace': { code: '32.76' },
      'child.birthKind': 'single',
    },
    ...{
      'child.order': 2,
      'child.helper': 'midwife',
      'child.weight': 3100,
      mother: { nik: nik('dewi') },
      father: { nik: nik('budi') },
    },
    ...{
      marriageProof: 'bukuNikah',
      home: { of: 'mother' },
      relationship: 'child',
      pickup: { kind: 'kelurahan', region: '32.76', code: village?.code },
    },
    ...{ witness1: { nik: adults[0]?.nik }, witness2: { nik: adults[1]?.nik }, birthStatement: 1 },
  });
  const ready = await cases.draft(dewi.doer, ref);
  expect(ready.settled.refusals).toEqual([]);
  const { number } = await cases.submit(dewi.doer, ref, { version: ready.found.version, key: randomUUID() });
  return { dewi, ref, number, witnesses };
}

describe('one birth, three papers', () => {
  it('becomes a person of the register, an akta and a new KK in one transaction, and a card to collect', async () => {
    const { cases, documents, people } = h.house;
    const { dewi, ref, number } = await reported(20, 'Kirana Ayu Pratama');
    await act(h, await officer(h, SEAT, 'verifikator'), ref, 'verifikasi', 'setujui');
    await act(h, await officer(h, SEAT, 'pps'), ref, 'pencatatan', 'catat');
    await act(h, await officer(h, SEAT, 'kabidCapil'), ref, 'validasi', 'setujui');
    const depok = await people.register('32.76');
    const before = await depok.card(dewi.party.nik && ((await people.find(dewi.party.nik))?.kk ?? ''), {
      purpose: 'uji',
      actor: 'uji',
      caseId: null,
      today: daysAgo(0),
    });
    await act(h, await officer(h, SEAT, 'kepalaDinas'), ref, 'tandaTangan', 'terbitkan');

    const view = await cases.view(dewi.doer, ref);
    expect(view.found).toMatchObject({ status: 'finished', outcome: 'terbit' });
    expect(view.tasks.map((task) => task.step)).toEqual(['cetakKia']);
    const papers = await documents.papersOfCases({ regions: ['32.76'], persons: [dewi.doer.id] }, '32.76', [ref.id]);
    expect(papers.map((paper) => [paper.kind, paper.state]).sort()).toEqual([
      ['kartu-keluarga', 'active'],
      ['kutipan-akta-kelahiran', 'active'],
    ]);
    const after = await depok.card(before?.family.kk ?? '', {
      purpose: 'uji',
      actor: 'uji',
      caseId: null,
      today: daysAgo(0),
    });
    expect(after?.members.length).toBe((before?.members.length ?? 0) + 1);
    const child = after?.members.find((member) => member.name === 'Kirana Ayu Pratama');
    expect(child?.nik).toMatch(/^9976/);
    expect(child).toMatchObject({ shdk: 'child', motherNik: dewi.party.nik });

    await act(h, await officer(h, SEAT, 'pencetak'), ref, 'cetakKia', 'siap', { body: { cardNumber: 'K-0001' } });
    const seat = (await cases.view(dewi.doer, ref)).tasks[0]?.office ?? '';
    await act(h, await officer(h, seat, 'petugasLoket'), ref, 'ambilKia', 'serahkan', {
      body: { collector: 'Dewi Lestari' },
    });
    expect((await cases.view(dewi.doer, ref)).found).toMatchObject({ status: 'closed', outcome: 'terbit' });
    expect(number).toMatch(/^3276/);
    expect(h.errors).toEqual([]);
  });

  it('needs the decision of the head of the agency when it is late, and is refused twice for one child', async () => {
    const { cases } = h.house;
    const { dewi, ref } = await reported(75, 'Bagas Terlambat Pratama');
    await act(h, await officer(h, SEAT, 'verifikator'), ref, 'verifikasi', 'setujui');
    expect((await cases.view(dewi.doer, ref)).tasks.map((task) => task.step)).toEqual(['keputusan']);
    await expect(reported(75, 'Bagas Terlambat Pratama')).rejects.toThrow(/cases\/(duplicate|locked)/);
  });
});
