import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestHouse, testHouse } from '../support/house.ts';
import { act, citizen, fill, officer, PROVEN } from '../support/walk.ts';

let h: TestHouse;
beforeAll(async () => {
  h = await testHouse();
});
afterAll(() => h.close());

describe('a letter of a city, from the first answer to the check by a stranger', () => {
  it('walks', async () => {
    const { cases, documents } = h.house;
    const dewi = await citizen(h, 'dewi');
    const ref = await cases.begin(dewi.doer, {
      ...{ id: randomUUID(), service: '32.76/sktm', region: dewi.region, applicant: dewi.party, subject: dewi.party },
      ...{ authority: 'self', channel: 'warga' },
    });
    await fill(h, dewi.doer, ref, {
      purpose: 'school',
      institution: 'SMP Negeri 4',
      income: '1.500.000',
      dependants: '3',
      poor: 'yes',
      rtLetter: 1,
      house: 1,
    });
    const ready = await cases.draft(dewi.doer, ref);
    expect(ready.settled.complete).toBe(true);
    // The code alone opens no draft; nobody begins for whom he doesn't act; words about a case that was not sent go to nobody.
    const { citizen: _, ...officerless } = dewi.doer;
    const byCode = { ...dewi.doer, citizen: { ...PROVEN, level: 1 as const } };
    await expect(cases.draft(byCode, ref)).rejects.toMatchObject({ code: 'cases/not-found' });
    await expect(cases.view(officerless, ref)).rejects.toMatchObject({
      code: 'cases/not-found',
    });
    expect(await cases.drafts(byCode, ref.region)).toEqual([]);
    const other = await citizen(h, 'hendra');
    await expect(
      cases.begin(dewi.doer, {
        ...{ id: randomUUID(), service: '32.76/sktm', region: dewi.region, applicant: dewi.party },
        ...{ subject: other.party, authority: 'self', channel: 'warga' },
      }),
    ).rejects.toMatchObject({ code: 'cases/not-for-them' });
    await expect(cases.say(dewi.doer, ref, 'asked', 'Kapan?', { key: randomUUID() })).rejects.toMatchObject({
      code: 'cases/not-open',
    });
    const guard = { version: ready.found.version, key: randomUUID() };
    const { number } = await cases.submit(dewi.doer, ref, guard);
    expect(number).toMatch(/^3276\d{7}[A-Z]$/);
    expect(await cases.submit(dewi.doer, ref, guard)).toEqual({ number, region: '32.76' });

    const seat = (await cases.view(dewi.doer, ref)).found.office ?? '';
    const verifier = await officer(h, seat, 'petugasKelurahan');
    const inbox = await cases.inbox(verifier);
    expect(inbox.items.map((item) => item.number)).toEqual([number]);
    // Found by number, NIK or words of a name, at this office and no other, and by nobody who only looks after it.
    const { items } = await cases.seek(verifier, `${number}`);
    expect(items).toMatchObject([{ id: ref.id, number }]);
    const words = dewi.party.name.toLowerCase().split(' ');
    for (const typed of [dewi.party.nik ?? '', words[0] ?? '', `${words.at(-1)} ${words[0]?.slice(0, 3)}`])
      expect((await cases.seek(verifier, typed)).items.map(({ id }) => id)).toEqual([ref.id]);
    expect(await cases.seek(verifier, '9976010101010009')).toMatchObject({ by: 'nik', items: [] });
    expect(await cases.seek(verifier, `${words[0]} bukan`)).toMatchObject({ by: 'name', items: [] });
    expect(await cases.seek(verifier, '%%%')).toMatchObject({ by: 'name', items: [] });
    expect(await cases.seek(verifier, 'de')).toMatchObject({ short: true });
    const elsewhere = await officer(h, '32.76/dukcapil', 'verifikator');
    for (const doer of [elsewhere, { ...verifier, roles: ['adminKota'] }])
      for (const typed of [number, dewi.party.nik ?? '', words[0] ?? ''])
        expect((await cases.seek(doer, typed)).items).toEqual([]);
    await act(h, verifier, ref, 'verifikasi', 'setujui');
    const kasi = await officer(h, seat, 'kasiKesra');
    await expect(act(h, kasi, ref, 'paraf', 'kembalikan', { note: ' ' })).rejects.toMatchObject({
      code: 'cases/note-missing',
    });
    await act(h, kasi, ref, 'paraf', 'paraf');
    const lurah = await officer(h, seat, 'lurah');
    await act(h, lurah, ref, 'tandaTangan', 'terbitkan');

    const done = await cases.view(dewi.doer, ref);
    expect(done.found).toMatchObject({ status: 'closed', outcome: 'terbit' });
    const [paper] = await documents.papersOfCases({ regions: [ref.region], persons: [dewi.doer.id] }, ref.region, [
      ref.id,
    ]);
    expect(paper).toMatchObject({ state: 'active', kind: 'sktm' });
    expect(paper?.number).toMatch(/^460\/001\/.*SPESIMEN.*/);
    if (!paper) throw new Error('no paper');
    const check = documents.checkOf(paper);
    const token = check?.url.split('/').at(-1) ?? '';
    expect(await documents.checkByToken(token)).toMatchObject({ state: 'active' });
    expect((await cases.seek(verifier, words[0] ?? '')).items).toMatchObject([{ status: 'closed' }]);
    await h.house.jobs.settle();
    await expect.poll(async () => (await cases.mine(dewi.doer.id))[0]).toMatchObject({ status: 'closed', number });
    expect(h.errors).toEqual([]);
  });
});
