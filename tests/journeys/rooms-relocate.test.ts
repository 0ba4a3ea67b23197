import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestHouse, testHouse } from '../support/house.ts';
import { act, citizen, fill, officer } from '../support/walk.ts';

let h: TestHouse;
beforeAll(async () => {
  h = await testHouse();
});
afterAll(() => h.close());

describe('a birth that belongs to another regency', () => {
  it('goes there when it is sent, with its files, and is found there from then on', async () => {
    const { cases } = h.house;
    const dewi = await citizen(h, 'dewi');
    const away = h.cast.families.find((family) => family.village.startsWith('81.02'));
    const mother = away?.members.find((member) => member.sex === 'female' && member.birthDate < '2008');
    if (!mother) throw new Error('nobody there');
    const others = h.cast.families
      .flatMap((family) => family.members)
      .filter((one) => one.birthDate < '2000' && ![mother.key, 'dewi', 'budi'].includes(one.key));
    const ref = await cases.begin(dewi.doer, {
      ...{ id: randomUUID(), service: 'akta-kelahiran', region: dewi.region, applicant: dewi.party },
      ...{ subject: { id: dewi.party.id, nik: dewi.party.nik, name: 'Anak' }, authority: 'self', channel: 'warga' },
    });
    await fill(h, dewi.doer, ref, {
      ...{ reporterRelation: 'kin', origin: 'parents', 'child.name': 'Ana Lestari Renyaan', 'child.sex': 'female' },
      ...{
        'child.birthDate': new Date(Date.now() - 9 * 86_400_000).toISOString().slice(0, 10),
        'child.birthTime': '04:15',
      },
      ...{
        'child.placeKind': 'hospital',
        'child.birthPlace': { code: '32.76' },
        'child.birthKind': 'single',
        'child.order': 1,
      },
      ...{
        'child.helper': 'midwife',
        'child.weight': 3000,
        mother: { nik: mother.nik },
        father: null,
        home: { of: 'mother' },
      },
      ...{
        relationship: 'child',
        pickup: { kind: 'kelurahan', region: '81.02', code: 'desa-langgur' },
        witness1: { nik: others[0]?.nik },
      },
      ...{ witness2: { nik: others[1]?.nik }, birthStatement: 1 },
    });
    const { found } = await cases.draft(dewi.doer, ref);
    const guard = { version: found.version, key: randomUUID() };
    const sent = await cases.submit(dewi.doer, ref, guard);
    expect(sent).toMatchObject({ region: '81.02', number: expect.stringMatching(/^8102/) });
    expect(await cases.submit(dewi.doer, ref, guard)).toEqual(sent);
    await expect(cases.view(dewi.doer, ref)).rejects.toThrow('cases/not-found');
    const there = { region: '81.02', id: ref.id };
    const view = await cases.view(dewi.doer, there);
    expect(view.found).toMatchObject({ status: 'running', office: '81.02/dukcapil', version: 1 });
    expect(view.files).toMatchObject([{ question: 'birthStatement' }]);
    await act(h, await officer(h, '81.02/dukcapil', 'verifikator'), there, 'verifikasi', 'setujui');
    await h.house.jobs.settle();
    await expect.poll(() => cases.mine(dewi.doer.id)).toMatchObject([{ region: '81.02', number: sent.number }]);
    expect(h.errors).toEqual([]);
  });
});
