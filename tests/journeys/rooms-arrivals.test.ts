import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseRef } from '../../src/capabilities/cases/index.ts';
import { tokenHash } from '../../src/platform/crypto/index.ts';
import { type TestHouse, testHouse } from '../support/house.ts';
import { citizen, officer } from '../support/walk.ts';

let h: TestHouse;
beforeAll(async () => {
  h = await testHouse();
});
afterAll(() => h.close());

async function session(holder: string, kind: 'citizen' | 'officer' = 'citizen', level = 2): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await h.t.admin(
    `insert into accounts.session (id, token_hash, kind, holder, account, officer, level, device, began_at, seen_at, idle_seconds, expires_at)
     values ($1, $2, $3, $4, (select id from accounts.account where person = $4 and $3 = 'citizen'),
       case when $3 = 'officer' then $4::uuid end, $5, 'uji', now(), now(), 3600, now() + interval '1 hour')`,
    [randomUUID(), tokenHash(token), kind, holder, level],
  );
  return token;
}

async function begun(who: Awaited<ReturnType<typeof citizen>>): Promise<CaseRef> {
  const wish = { service: '32.76/sktm', region: who.region, applicant: who.party, subject: who.party };
  return h.house.cases.begin(who.doer, { ...wish, id: randomUUID(), authority: 'self', channel: 'warga' });
}

describe('all who come in one turn', () => {
  it('are each read with their own record and case, and with nobody else’s', async () => {
    const [dewi, hendra] = [await citizen(h, 'dewi'), await citizen(h, 'hendra')];
    const [hers, his] = [await begun(dewi), await begun(hendra)];
    const clerk = await officer(h, '32.76/dukcapil', 'verifikator');
    const byPin = await session(dewi.party.id);
    const byCode = await session(dewi.party.id, 'citizen', 1);
    const other = await session(hendra.party.id);
    const desk = await session(clerk.id, 'officer');
    const { arrive } = h.house;
    const came = await Promise.all([
      ...[arrive(byPin, hers), arrive(byPin, his), arrive(other, hers), arrive(other, his), arrive(byCode, hers)],
      ...[arrive(byPin, null), arrive(desk, hers), arrive(randomBytes(32).toString('base64url'), hers)],
      ...[arrive(undefined, hers), arrive(byPin, { region: '31.71', id: hers.id })],
    ]);
    expect(
      came.map(({ signed, person, found }) => [signed?.kind, person?.name, found && [found.id, found.applicant]]),
    ).toEqual([
      ['citizen', dewi.party.name, [hers.id, dewi.party.id]],
      ['citizen', dewi.party.name, undefined],
      ['citizen', hendra.party.name, undefined],
      ['citizen', hendra.party.name, [his.id, hendra.party.id]],
      ['citizen', dewi.party.name, undefined],
      ['citizen', dewi.party.name, undefined],
      ['officer', undefined, undefined],
      [undefined, undefined, undefined],
      [undefined, undefined, undefined],
      ['citizen', dewi.party.name, undefined],
    ]);
    expect(came[0]?.found).toEqual(await h.house.cases.draft(dewi.doer, hers).then(({ found }) => found));
  });

  it('are nobody from the moment at which they logged out', async () => {
    const dewi = await citizen(h, 'dewi');
    const ref = await begun(dewi);
    const token = await session(dewi.party.id);
    const { signed } = await h.house.arrive(token, ref);
    if (!signed) throw new Error('not in');
    await h.house.accounts.logout(signed);
    expect(await h.house.arrive(token, ref)).toEqual({ signed: undefined, person: undefined, found: undefined });
  });
});
