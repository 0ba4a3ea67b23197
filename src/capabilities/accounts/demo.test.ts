import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { demoLogins } from './demo.ts';
import { type Known, PLACE, type Stage, stage } from './fixture.ts';

type Member = { key: string; nik: string; name: string; birthDate: string; phone?: string };
const file = readFileSync(join(import.meta.dirname, '../../../reference/demo/cast.yaml'), 'utf8');
const members = (parse(file) as { families: { village: string; kk: string; members: Member[] }[] }).families.flatMap(
  (family) =>
    family.members.map((member): Known & { key: string } => ({
      ...{ key: member.key, person: `p-${member.key}`, region: family.village.slice(0, 5), name: member.name },
      ...{ birthDate: member.birthDate, phone: member.phone ?? null, nik: member.nik, kk: family.kk },
    })),
);

let s: Stage;
beforeAll(async () => {
  s = await stage(members);
});
afterAll(() => s.close());

describe('the demo s accounts', () => {
  it('are seeded once, and every one of them opens as the list says', async () => {
    const seeded = await s.accounts.seedDemo(members);
    expect(seeded.accounts).toBeGreaterThanOrEqual(15);
    expect(seeded.officers).toBeGreaterThanOrEqual(40);
    expect(await s.accounts.seedDemo(members)).toEqual({ accounts: 0, officers: 0 });

    const { citizens, officers, withoutAccount } = demoLogins(members, s.now());
    expect(citizens).toHaveLength(seeded.accounts);
    expect(withoutAccount).toHaveLength(3);
    for (const one of officers.slice(0, 12)) {
      const answer = await s.accounts.officerLogin({
        username: one.username,
        password: one.password,
        totp: one.totpNow,
        ...PLACE,
      });
      expect(answer).toMatchObject({ kind: 'in', signed: { name: one.name } });
    }
    const [first] = citizens;
    const asked = await s.accounts.askCode({
      phone: first?.phone ?? '',
      key: randomBytes(16).toString('hex'),
      device: null,
    });
    const code = (await s.codeFor(first?.phone ?? '')) ?? '';
    const entered = await s.accounts.enterCode({
      challenge: asked.kind === 'sent' ? asked.challenge : '',
      code,
      ...PLACE,
    });
    if (entered.kind !== 'in' || entered.signed.kind !== 'citizen') throw new Error(entered.kind);
    expect((await s.accounts.enterPin(entered.token, entered.signed, first?.pin ?? '', null)).kind).toBe('in');
  });

  it('hold somebody who heads each office, and an officer who is a citizen too', async () => {
    for (const [office, role] of [
      ['32.76/dukcapil', 'kepalaDinas'],
      ['81.02/dukcapil', 'kepalaDinas'],
      ['32.76/kel-kalibaru', 'lurah'],
    ] as const)
      expect(await s.accounts.signerOf(office, role, s.now())).toBeDefined();
    expect((await s.accounts.signerOf('81.02/dukcapil', 'kepalaDinas', s.now()))?.capacity).toBe('plt');
    const debora = (await s.accounts.officers('32.76')).find((one) => one.username === 'debora.depok');
    expect(await s.accounts.officerNik(debora?.id ?? '')).toBe(members.find((one) => one.key === 'fitri')?.nik);
  });
});
