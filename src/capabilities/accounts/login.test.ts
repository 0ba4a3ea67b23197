import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Queryable } from '../../platform/database/index.ts';
import { AT_COUNTER, BUDI, PLACE, SITI, type Stage, stage } from './fixture.ts';
import { ALL_OTHERS, endEverybodysSessions } from './sessions.ts';
import type { SignedIn } from './signed.ts';

let s: Stage;
const nudges: Promise<number>[] = [];
beforeAll(async () => {
  s = await stage(undefined, () => {
    nudges.push(
      s.t.admin<{ n: number }>('select count(*)::int as n from platform.outbox').then(([row]) => row?.n ?? 0),
    );
  });
});
afterAll(() => s.close());

const key = (): string => randomBytes(16).toString('hex');
const OTHER = '+6281299999999';
const bind = (who = SITI, phone = SITI.phone ?? '') =>
  s.accounts.bindAtCounter({ ...AT_COUNTER, key: key() }, { nik: who.nik, phone });
const ask = (phone: string | null, device: string | null = null, page = key()) =>
  s.accounts.askCode({ phone: phone ?? '', key: page, device });

async function asked(phone: string | null = SITI.phone): Promise<string> {
  const answer = await ask(phone);
  if (answer.kind !== 'sent') throw new Error(`not sent: ${answer.kind}`);
  return answer.challenge;
}

async function loggedIn(place = PLACE): Promise<SignedIn> {
  const challenge = await asked();
  const code = (await s.codeFor(SITI.phone ?? '')) ?? '';
  const answer = await s.accounts.enterCode({ challenge, code, ...place });
  if (answer.kind !== 'in') throw new Error(`not in: ${answer.kind}`);
  return answer;
}

/** Somebody without a PIN ends one of his sessions, or all others. */
async function ends({ token, signed }: Pick<SignedIn, 'token' | 'signed'>, which: string): Promise<string> {
  if (signed.kind !== 'citizen') throw new Error('no citizen');
  return (await s.accounts.endOtherSessions(token, signed, which, { pin: '', device: null })).kind;
}

beforeEach(async () => {
  await s.t.admin(
    'truncate accounts.account, accounts.session, accounts.challenge, accounts.pace, accounts.device, platform.outbox cascade',
  );
  await bind();
  await s.deliver();
});

describe('a one-time code', () => {
  it('logs in at level 1 with a session of one indexed look-up', async () => {
    const { token, signed } = await loggedIn();
    expect(signed).toMatchObject({ kind: 'citizen', person: SITI.person, region: '32.76', level: 1, pinSet: false });
    expect(await s.accounts.sessionOf(token)).toMatchObject({ kind: 'citizen', person: SITI.person, level: 1 });
    expect(await s.accounts.sessionOf(randomBytes(32).toString('base64url'))).toBeUndefined();
    expect(await s.accounts.sessionOf(undefined)).toBeUndefined();
  });

  it('says the same of a number with an account and of one without, and only the first gets a message', async () => {
    const mine = await ask(SITI.phone);
    const nobody = await ask(OTHER);
    expect({ ...mine, challenge: '' }).toEqual({ ...nobody, challenge: '' });
    expect((await s.deliver()).map((message) => message.to)).toEqual([SITI.phone]);
    const wrong = [mine, nobody].map((a) =>
      a.kind === 'sent' ? s.accounts.enterCode({ challenge: a.challenge, code: '000000', ...PLACE }) : null,
    );
    const [one, two] = await Promise.all(wrong);
    expect(one).toEqual(two);
  });

  it('leaves the same rows behind for both', async () => {
    await ask(OTHER);
    await ask(SITI.phone);
    const shapes = await s.t.admin(
      'select purpose, attempts, facts_sealed is null as bare, octet_length(code_mac) as mac, cardinality(phone_lookups) as n from accounts.challenge',
    );
    expect(shapes[0]).toEqual(shapes[1]);
    const work = await s.t.admin<{ size: number }>('select octet_length(payload::text) as size from platform.outbox');
    expect(work).toHaveLength(2);
    expect(work[0]?.size).toBe(work[1]?.size);
  });

  it('works once, for five minutes and five guesses', async () => {
    const challenge = await asked();
    const code = (await s.codeFor(SITI.phone ?? '')) ?? '';
    const wrong = code === '111111' ? '222222' : '111111';
    for (const left of [4, 3, 2, 1])
      expect(await s.accounts.enterCode({ challenge, code: wrong, ...PLACE })).toEqual({ kind: 'wrong', left });
    expect(
      (await s.accounts.enterCode({ challenge, code: ` ${code.slice(0, 3)} ${code.slice(3)}`, ...PLACE })).kind,
    ).toBe('in');
    expect(await s.accounts.enterCode({ challenge, code, ...PLACE })).toEqual({ kind: 'over' });
    s.pass(30);
    const late = await asked();
    const second = (await s.codeFor(SITI.phone ?? '')) ?? '';
    s.pass(5 * 60 + 1);
    expect(await s.accounts.enterCode({ challenge: late, code: second, ...PLACE })).toEqual({ kind: 'over' });
  });

  it('counts a hundred guesses at once as five', async () => {
    const challenge = await asked();
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        s.accounts.enterCode({ challenge, code: String(i).padStart(6, '0'), ...PLACE }),
      ),
    );
    expect(answers.filter((a) => a.kind === 'wrong').length).toBeLessThanOrEqual(5);
    expect(answers.filter((a) => a.kind === 'over').length).toBeGreaterThanOrEqual(95);
  });

  it('lets one of two right answers in', async () => {
    const challenge = await asked();
    const code = (await s.codeFor(SITI.phone ?? '')) ?? '';
    const answers = await Promise.all([1, 2, 3].map(() => s.accounts.enterCode({ challenge, code, ...PLACE })));
    expect(answers.map((a) => a.kind).sort()).toEqual(['in', 'over', 'over']);
  });

  it('is on its way when the workers are told, not before', async () => {
    nudges.length = 0;
    await ask(SITI.phone);
    expect(await Promise.all(nudges)).toEqual([1]);
  });

  it('asks once when the page is sent twice', async () => {
    const page = key();
    const [one, two] = await Promise.all([ask(SITI.phone, null, page), ask(SITI.phone, null, page)]);
    expect(one).toEqual(two);
    expect(await s.deliver()).toHaveLength(1);
  });

  it('cannot be used from a browser that did not ask', async () => {
    await asked();
    const code = (await s.codeFor(SITI.phone ?? '')) ?? '';
    s.pass(60);
    const theirs = await asked();
    expect((await s.accounts.enterCode({ challenge: theirs, code, ...PLACE })).kind).toBe('wrong');
  });
});

describe('guessing', () => {
  it('slows down for strangers, never for a phone that was here before, and never for a code in hand', async () => {
    const { device } = await loggedIn();
    const inHand = await ask(SITI.phone, device);
    const code = (await s.codeFor(SITI.phone ?? '')) ?? '';
    const kinds = [];
    for (let i = 0; i < 6; i++) kinds.push((await ask(SITI.phone)).kind);
    expect(kinds).toEqual(['sent', 'wait', 'wait', 'wait', 'wait', 'wait']);
    s.pass(31);
    expect((await ask(SITI.phone, device)).kind).toBe('sent');
    // A cookie that somebody made up is a stranger's.
    expect((await ask(SITI.phone, 'made-up')).kind).toBe('sent');
    expect((await ask(SITI.phone, 'made-up-too')).kind).toBe('wait');
    if (inHand.kind !== 'sent') throw new Error('not sent');
    expect((await s.accounts.enterCode({ challenge: inHand.challenge, code, ...PLACE })).kind).toBe('in');
  });

  it('grows up to an hour and is forgotten after a day', async () => {
    const until = async (): Promise<number> => {
      const answer = await ask(OTHER);
      return answer.kind === 'wait' ? (answer.until.getTime() - s.now().getTime()) / 1000 : 0;
    };
    const waits: number[] = [];
    for (let i = 0; i < 9; i++) {
      await until();
      const wait = await until();
      waits.push(wait);
      s.pass(wait);
    }
    expect(waits).toEqual([20, 30, 60, 120, 300, 600, 1200, 3600, 3600]);
    s.pass(86_401);
    await until();
    expect(await until()).toBe(20);
  });
});

describe('one number, several accounts', () => {
  it('asks which, by masked names, and opens only those', async () => {
    await bind(BUDI);
    await s.deliver();
    const challenge = await asked();
    const code = (await s.codeFor(SITI.phone ?? '')) ?? '';
    const answer = await s.accounts.enterCode({ challenge, code, ...PLACE });
    if (answer.kind !== 'choose') throw new Error(answer.kind);
    expect(answer.choices.map((choice) => choice.name).sort()).toEqual(['B••• S••••••', 'S••• R••••••••']);
    expect(await s.accounts.choices(challenge)).toEqual(answer.choices);
    const stranger = { challenge, account: '01932b1e-0000-7000-8000-0000000000ff', ...PLACE };
    expect(await s.accounts.chooseAccount(stranger)).toEqual({ kind: 'over' });
    const budi = answer.choices.find((choice) => choice.name.startsWith('B'))?.account ?? '';
    expect(await s.accounts.chooseAccount({ challenge, account: budi, ...PLACE })).toMatchObject({
      kind: 'in',
      signed: { person: BUDI.person },
    });
    expect(await s.accounts.chooseAccount({ challenge, account: budi, ...PLACE })).toEqual({ kind: 'over' });
    expect(await s.accounts.choices(challenge)).toEqual([]);
  });

  it('needs the right code first', async () => {
    await bind(BUDI);
    const challenge = await asked();
    const accounts = await s.t.admin<{ id: string }>('select id from accounts.account');
    expect(await s.accounts.chooseAccount({ challenge, account: accounts[0]?.id ?? '', ...PLACE })).toEqual({
      kind: 'over',
    });
  });
});

describe('a session', () => {
  it('ends by log-out at once, one, all, or all but this', async () => {
    const first = await loggedIn();
    const second = await loggedIn();
    const third = await loggedIn();
    expect(await s.accounts.sessions(third.signed)).toHaveLength(3);
    await s.accounts.logout(first.signed);
    expect(await s.accounts.sessionOf(first.token)).toBeUndefined();
    expect(await ends(third, ALL_OTHERS)).toBe('done');
    expect(await s.accounts.sessionOf(second.token)).toBeUndefined();
    expect(await s.accounts.sessionOf(third.token)).toBeDefined();
  });

  it('is ended elsewhere by whoever logged in a moment ago, and by nobody else without a PIN', async () => {
    const lost = await loggedIn();
    const here = await loggedIn();
    s.pass(5 * 60 + 1);
    expect(await ends(here, lost.signed.session)).toBe('stale');
    expect(await s.accounts.sessionOf(lost.token)).toBeDefined();
    expect(await ends(await loggedIn(), lost.signed.session)).toBe('done');
    expect(await s.accounts.sessionOf(lost.token)).toBeUndefined();
    expect(await s.accounts.sessionOf(here.token)).toBeDefined();
  });

  it('of everybody ends by the owner of the database, and that is on record', async () => {
    const { token } = await loggedIn();
    const ended = await endEverybodysSessions(
      { query: (sql, values) => s.t.admin(sql, [...(values ?? [])]) } as Queryable,
      { clock: s.now, random: (n) => randomBytes(n) },
    );
    expect(ended).toBeGreaterThan(0);
    expect(await s.accounts.sessionOf(token)).toBeUndefined();
    const [event] = await s.t.admin(`select body from accounts.event where action = 'keluarkan-semua'`);
    expect(event).toEqual({ body: { sessions: ended } });
  });

  it('of another can not be ended by its id', async () => {
    const mine = await loggedIn();
    const other = { ...mine.signed, kind: 'citizen', person: BUDI.person } as typeof mine.signed;
    expect(await ends({ token: mine.token, signed: other }, mine.signed.session)).toBe('done');
    expect(await s.accounts.sessionOf(mine.token)).toBeDefined();
  });

  it('ends when nobody comes, and in any case after two weeks; on a shared phone much sooner', async () => {
    const idle = await loggedIn();
    s.pass(24 * 3600 + 1);
    expect(await s.accounts.sessionOf(idle.token)).toBeUndefined();
    const busy = await loggedIn();
    for (let day = 0; day < 15; day++) {
      s.pass(23 * 3600);
      const alive = await s.accounts.sessionOf(busy.token);
      expect(alive !== undefined).toBe(day < 14);
    }
    const shared = await loggedIn({ ...PLACE, shared: true });
    expect(shared.device).toBeNull();
    s.pass(601);
    expect(await s.accounts.sessionOf(shared.token)).toBeUndefined();
  });

  it('is stored only as a hash, and unseen without its holder in the context', async () => {
    const { token } = await loggedIn();
    const [row] = await s.t.admin<{ token_hash: Buffer }>('select token_hash from accounts.session');
    expect(row?.token_hash.toString('base64url')).not.toBe(token);
    expect(await s.t.db.query({}, 'select 1 from accounts.session union all select 1 from accounts.account')).toEqual(
      [],
    );
    expect(await s.t.db.query({ persons: [BUDI.person] }, 'select 1 from accounts.session')).toEqual([]);
    expect(await s.t.db.query({ persons: [SITI.person] }, 'select 1 from accounts.session')).toHaveLength(1);
  });

  it('ends with the account that it was for when the number changes', async () => {
    const { token } = await loggedIn();
    expect(await bind(SITI, OTHER)).toMatchObject({ replaced: true });
    expect(await s.accounts.sessionOf(token)).toBeUndefined();
    await s.deliver();
    s.pass(60);
    await ask(SITI.phone);
    expect(await s.deliver()).toEqual([]);
  });
});
