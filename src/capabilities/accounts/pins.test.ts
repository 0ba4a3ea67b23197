import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Bound } from './counter.ts';
import { AT_COUNTER, BUDI, emptied, PLACE, REGISTER, SITI, type Stage, stage } from './fixture.ts';
import { parsePin } from './pin.ts';
import type { CitizenSigned } from './signed.ts';

let s: Stage;
let bound: Bound;
beforeAll(async () => {
  s = await stage();
});
afterAll(() => s.close());
beforeEach(async () => {
  await emptied(s);
  bound = await s.accounts.bindAtCounter(AT_COUNTER, { nik: SITI.nik, phone: SITI.phone ?? '' });
});

const key = (): string => randomBytes(16).toString('hex');
const PIN = '482913';
const newDevice = (): string => randomBytes(32).toString('base64url');

async function login(): Promise<{ token: string; signed: CitizenSigned }> {
  s.pass(60);
  const asked = await s.accounts.askCode({ phone: SITI.phone ?? '', key: key(), device: null });
  const code = (await s.codeFor(SITI.phone ?? '')) ?? '';
  const answer = await s.accounts.enterCode({
    challenge: asked.kind === 'sent' ? asked.challenge : '',
    code,
    ...PLACE,
  });
  if (answer.kind !== 'in' || answer.signed.kind !== 'citizen') throw new Error(answer.kind);
  return { token: answer.token, signed: answer.signed };
}

async function withPin(): Promise<{ token: string; signed: CitizenSigned }> {
  const { token, signed } = await login();
  const set = await s.accounts.setPin(token, signed, {
    pin: PIN,
    proof: { kind: 'slip', number: bound.slip },
    device: null,
  });
  if (set.kind !== 'in') throw new Error(set.kind);
  return set;
}

describe('one’s other sessions', () => {
  it('end with another PIN, by whatever it was proven', async () => {
    const lost = await withPin();
    const here = await login();
    const set = await s.accounts.setPin(here.token, here.signed, {
      pin: '739154',
      proof: { kind: 'pin', pin: PIN },
      device: null,
    });
    expect(set.kind).toBe('in');
    expect(await s.accounts.sessionOf(lost.token)).toBeUndefined();
  });

  const ends = (of: { token: string; signed: CitizenSigned }, pin: string, which = 'semua') =>
    s.accounts.endOtherSessions(of.token, of.signed, which, { pin, device: null });

  it('end by the PIN alone, however short ago somebody logged in, and whoever asks goes on under a new token', async () => {
    const lost = await withPin();
    const here = { ...(await login()) };
    expect((await ends(here, '482914')).kind).toBe('wrong');
    expect(await s.accounts.sessionOf(lost.token)).toBeDefined();
    const done = await ends(here, PIN);
    if (done.kind !== 'in') throw new Error(done.kind);
    expect(await s.accounts.sessionOf(lost.token)).toBeUndefined();
    expect(await s.accounts.sessionOf(here.token)).toBeUndefined();
    expect(await s.accounts.sessionOf(done.token)).toMatchObject({ session: here.signed.session, level: 2 });
  });

  it('are no place to guess the PIN: wrong ones count as at the login', async () => {
    await withPin();
    const here = await login();
    for (let i = 0; i < 8; i++) await ends(here, '000000');
    expect((await ends(here, PIN)).kind).toBe('wait');
    expect((await s.accounts.enterPin(here.token, here.signed, PIN, null)).kind).toBe('wait');
  });
});

describe('parsePin', () => {
  it('takes six digits that are not the first that anybody would try', () => {
    for (const weak of ['111111', '123456', '987654', '121212', '123123', '112211', '890123'])
      expect(parsePin(weak).ok).toBe(false);
    for (const shape of ['12345', '1234567', 'abcdef', ''])
      expect(parsePin(shape)).toMatchObject({ issues: [{ code: 'pin/six-digits' }] });
    expect(parsePin('231190', '1990-11-23').ok).toBe(false);
    expect(parsePin('901123', '1990-11-23').ok).toBe(false);
    expect(parsePin('231190', '1991-11-23').ok).toBe(true);
  });

  it('refuses few of all PIN, so that choosing stays easy', () => {
    const refused = Array.from({ length: 1_000_000 }, (_, i) => String(i).padStart(6, '0')).filter(
      (pin) => !parsePin(pin).ok,
    );
    expect(refused.length).toBeLessThan(5_000);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => typeof parsePin(a, b).ok === 'boolean'));
  });
});

describe('a PIN', () => {
  it('is set by the slip of the counter, once, and lifts the session under a new token', async () => {
    const { token, signed } = await login();
    expect(
      await s.accounts.setPin(token, signed, {
        pin: '123456',
        proof: { kind: 'slip', number: bound.slip },
        device: null,
      }),
    ).toMatchObject({
      kind: 'issues',
    });
    expect(
      await s.accounts.setPin(token, signed, { pin: PIN, proof: { kind: 'slip', number: '0000-0000' }, device: null }),
    ).toEqual({
      kind: 'wrong',
    });
    const set = await s.accounts.setPin(token, signed, {
      pin: PIN,
      proof: { kind: 'slip', number: bound.slip.replace('-', ' ') },
      device: null,
    });
    if (set.kind !== 'in') throw new Error(set.kind);
    expect(set.token).not.toBe(token);
    expect(await s.accounts.sessionOf(token)).toBeUndefined();
    expect(await s.accounts.sessionOf(set.token)).toMatchObject({ level: 2, pinSet: true });
    expect(
      await s.accounts.setPin(set.token, set.signed, {
        pin: '593024',
        proof: { kind: 'slip', number: bound.slip },
        device: null,
      }),
    ).toEqual({
      kind: 'wrong',
    });
  });

  it('is set by facts of the register, of this very person and no other', async () => {
    const { token, signed } = await login();
    const others = [
      { ...REGISTER, kk: '9976012311260002' },
      { ...REGISTER, birthDate: '1990-11-24' },
      { ...REGISTER, nik: BUDI.nik, birthDate: BUDI.birthDate },
    ];
    for (const proof of others)
      expect(await s.accounts.setPin(token, signed, { pin: PIN, proof: proof, device: null })).toEqual({
        kind: 'wrong',
      });
    s.pass(60);
    expect(await s.accounts.setPin(token, signed, { pin: PIN, proof: REGISTER, device: null })).toMatchObject({
      kind: 'in',
      signed: { level: 2 },
    });
  });

  it('opens level 2, which lapses to 1 after half an hour without a page and does not come back by itself', async () => {
    await withPin();
    const { token, signed } = await login();
    expect(signed).toMatchObject({ level: 1, pinSet: true });
    expect(await s.accounts.enterPin(token, signed, '482914', null)).toEqual({ kind: 'wrong' });
    const open = await s.accounts.enterPin(token, signed, PIN, null);
    if (open.kind !== 'in') throw new Error(open.kind);
    s.pass(29 * 60);
    expect(await s.accounts.sessionOf(open.token)).toMatchObject({ level: 2 });
    s.pass(31 * 60);
    expect(await s.accounts.sessionOf(open.token)).toMatchObject({ level: 1 });
    expect(await s.accounts.sessionOf(open.token)).toMatchObject({ level: 1 });
  });

  it('is guessed eight times at most, also when all guesses come at once, then even the right one waits; a right one costs nothing', async () => {
    await withPin();
    for (let i = 0; i < 2; i++) {
      const { token, signed } = await login();
      expect((await s.accounts.enterPin(token, { ...signed, shared: true }, PIN, null)).kind).toBe('in');
    }
    const { token, signed } = await login();
    const guesses = await Promise.all(
      Array.from({ length: 12 }, (_, i) => s.accounts.enterPin(token, signed, `48291${i % 3}`, null)),
    );
    expect(guesses.filter((guess) => guess.kind === 'wrong')).toHaveLength(8);
    expect(await s.accounts.enterPin(token, signed, PIN, null)).toMatchObject({ kind: 'wait' });
    s.pass(3 * 3600);
    expect((await s.accounts.enterPin(token, signed, PIN, null)).kind).toBe('in');
  });

  it('can be guessed by whoever passes the code of a shared number, which never delays the owner where he was before', async () => {
    await withPin();
    const phone = await login();
    const own = await s.accounts.enterPin(phone.token, phone.signed, PIN, null);
    if (own.kind !== 'in') throw new Error(own.kind);
    expect(own.device).toMatch(/^[\w-]{43}$/);
    await s.t.admin('delete from platform.outbox');
    // The stranger brings another browser for each guess.
    const stranger = await login();
    const guess = () => s.accounts.enterPin(stranger.token, stranger.signed, '593024', newDevice());
    for (let i = 0; i < 12; i++) expect((await guess()).kind).toBe(i < 8 ? 'wrong' : 'wait');
    s.pass(3 * 3600);
    expect((await guess()).kind).toBe('wrong');
    expect((await guess()).kind).toBe('wait');
    // The owner heard of it, once, and nothing else is in the message.
    const told = `select payload from platform.outbox where topic = 'accounts.changed'`;
    expect(await s.t.admin(told)).toEqual([{ payload: { person: SITI.person, region: '32.76', what: 'pin-salah' } }]);
    // He goes on where he was before, also after a mistake of his own; and anew on a phone with the slip of a counter.
    const again = await login();
    expect((await s.accounts.enterPin(again.token, again.signed, '593024', own.device)).kind).toBe('wrong');
    const open = await s.accounts.enterPin(again.token, again.signed, PIN, own.device);
    expect(open).toMatchObject({ kind: 'in', device: own.device });
    bound = await s.accounts.resetPinAtCounter({ ...AT_COUNTER, key: 'halaman-3' }, SITI.nik);
    const anew = await login();
    const proof = { kind: 'slip', number: bound.slip } as const;
    expect((await s.accounts.setPin(anew.token, anew.signed, { pin: '593024', proof, device: null })).kind).toBe('in');
  });

  it('opens nothing more for a device that was known, once the counter took the PIN away', async () => {
    await withPin();
    const phone = await login();
    const own = await s.accounts.enterPin(phone.token, phone.signed, PIN, null);
    const device = own.kind === 'in' ? own.device : null;
    await s.accounts.resetPinAtCounter({ ...AT_COUNTER, key: 'halaman-4' }, SITI.nik);
    const thief = await login();
    const guesses = [];
    for (let i = 0; i < 9; i++)
      guesses.push((await s.accounts.enterPin(thief.token, thief.signed, PIN, i % 2 ? device : null)).kind);
    expect(guesses).toEqual([...Array(8).fill('wrong'), 'wait']);
  });

  it('is guessed by strangers 16 times in a first day and 8 on each later one, however patient they are; a shared browser stays a stranger', async () => {
    await withPin();
    const stranger = await login();
    const signed = { ...stranger.signed, shared: true };
    const perDay = [];
    for (let day = 0; day < 2; day++) {
      let wrong = 0;
      // All that are at hand, then one whenever there might be one.
      for (let i = 0; i < 24 + 8; i++, s.pass(i < 8 ? 0 : 3600)) {
        const answer = await s.accounts.enterPin(stranger.token, signed, '593024', newDevice());
        if (answer.kind === 'wrong') wrong++;
      }
      perDay.push(wrong);
    }
    expect(perDay).toEqual([16, 8]);
  });

  it('is known on the four devices that it was entered on last', async () => {
    await withPin();
    const devices: (string | null)[] = [];
    for (let i = 0; i < 5; i++) {
      const { token, signed } = await login();
      const open = await s.accounts.enterPin(token, signed, PIN, null);
      devices.push(open.kind === 'in' ? open.device : null);
    }
    const stranger = await login();
    for (let i = 0; i < 8; i++) await s.accounts.enterPin(stranger.token, stranger.signed, '593024', null);
    const answers = [];
    for (const device of devices)
      answers.push((await s.accounts.enterPin(stranger.token, stranger.signed, '593024', device)).kind);
    expect(answers).toEqual(['wait', ...Array(4).fill('wrong')]);
  });

  it('is proven by a slip that somebody else’s wrong numbers do not delay', async () => {
    const stranger = await login();
    const set = (by: typeof stranger, number: string) =>
      s.accounts.setPin(by.token, by.signed, { pin: PIN, proof: { kind: 'slip', number }, device: null });
    const guesses = [];
    for (let i = 0; i < 5; i++) guesses.push((await set(stranger, '0000-0000')).kind);
    expect(guesses.at(-1)).toBe('wait');
    expect((await set(await login(), bound.slip)).kind).toBe('in');
  });

  it('entered twice at once lifts once', async () => {
    await withPin();
    const { token, signed } = await login();
    const answers = await Promise.all([1, 2].map(() => s.accounts.enterPin(token, signed, PIN, null)));
    expect(answers.map((answer) => answer.kind).sort()).toEqual(['in', 'moved']);
  });

  it('reset at a counter voids the old one, ends the sessions and tells the person', async () => {
    const { token } = await withPin();
    await s.t.admin('delete from platform.outbox');
    const page = { ...AT_COUNTER, key: 'halaman-2' };
    const both = await Promise.all([1, 2].map(() => s.accounts.resetPinAtCounter(page, SITI.nik)));
    bound = both[0] ?? bound;
    expect(await s.accounts.resetPinAtCounter(page, SITI.nik)).toEqual(bound);
    expect(both[1]).toEqual(bound);
    expect(await s.accounts.sessionOf(token)).toBeUndefined();
    expect(await s.t.admin('select topic, payload from platform.outbox')).toEqual([
      { topic: 'accounts.changed', payload: { person: SITI.person, region: '32.76', what: 'pin-disetel-ulang' } },
    ]);
    const again = await login();
    expect(again.signed.pinSet).toBe(false);
    expect(await s.accounts.enterPin(again.token, again.signed, PIN, null)).toEqual({ kind: 'wrong' });
    expect(
      (
        await s.accounts.setPin(again.token, again.signed, {
          pin: '593024',
          proof: { kind: 'slip', number: bound.slip },
          device: null,
        })
      ).kind,
    ).toBe('in');
  });
});
