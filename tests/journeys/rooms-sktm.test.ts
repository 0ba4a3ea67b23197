import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestHouse, testHouse } from '../support/house.ts';
import { act, citizen, fill, officer } from '../support/walk.ts';

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
    const guard = { version: ready.found.version, key: randomUUID() };
    const { number } = await cases.submit(dewi.doer, ref, guard);
    expect(number).toMatch(/^3276\d{7}[A-Z]$/);
    expect(await cases.submit(dewi.doer, ref, guard)).toEqual({ number, region: '32.76' });

    const seat = (await cases.view(dewi.doer, ref)).found.office ?? '';
    const verifier = await officer(h, seat, 'petugasKelurahan');
    const inbox = await cases.inbox(verifier);
    expect(inbox.items.map((item) => item.number)).toEqual([number]);
    await act(h, verifier, ref, 'verifikasi', 'setujui');
    await act(h, await officer(h, seat, 'kasiKesra'), ref, 'paraf', 'paraf');
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
    await h.house.jobs.settle();
    await expect.poll(async () => (await cases.mine(dewi.doer.id))[0]).toMatchObject({ status: 'closed', number });
    expect(h.errors).toEqual([]);
  });
});
