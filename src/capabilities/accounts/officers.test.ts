import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OPERATOR } from './enrolment.ts';
import { BUDI, LEAKED, PLACE, SITI, type Stage, stage } from './fixture.ts';
import { checkPassword, readLeaked } from './password.ts';
import { totpNow } from './totp.ts';

let s: Stage;
beforeAll(async () => {
  s = await stage();
});
afterAll(() => s.close());
beforeEach(() =>
  s.t.admin('truncate accounts.officer, accounts.role, accounts.session, accounts.pace, accounts.device cascade'),
);

const PASSWORD = 'perahu kayu di sungai';
const OFFICE = '32.76/dukcapil';
const login = (more: Partial<Parameters<typeof s.accounts.officerLogin>[0]>) =>
  s.accounts.officerLogin({ username: 'budi.s', password: PASSWORD, totp: '', ...PLACE, ...more });

async function enrolled(username = 'budi.s') {
  const invited = await s.accounts.addOfficer(OPERATOR, { username, name: 'Budi Santoso', nik: BUDI.nik });
  const secret = await enrol(invited.token);
  return { id: invited.officer, secret };
}
async function enrol(token: string): Promise<string> {
  const started = await s.accounts.startEnrolment(token, PASSWORD);
  if (started.kind !== 'secret') throw new Error(started.kind);
  expect(await s.accounts.finishEnrolment(token, totpNow(started.secret, s.now()))).toBe('done');
  s.pass(31);
  return started.secret;
}

async function entered(secret: string) {
  s.pass(60);
  const answer = await login({ totp: totpNow(secret, s.now()) });
  if (answer.kind !== 'in' || answer.signed.kind !== 'officer') throw new Error(answer.kind);
  return { token: answer.token, device: answer.device, signed: answer.signed };
}

describe('an officer', () => {
  it('is invited, enrols with password and TOTP, logs in with both', async () => {
    const { id, secret } = await enrolled();
    await s.accounts.grantRole(OPERATOR, { officer: id, office: OFFICE, role: 'verifikator' });
    const answer = await login({ username: ' BUDI.S ', totp: totpNow(secret, s.now()) });
    if (answer.kind !== 'in') throw new Error(answer.kind);
    expect(await s.accounts.sessionOf(answer.token)).toMatchObject({
      kind: 'officer',
      officer: id,
      name: 'Budi Santoso',
      roles: [{ region: '32.76', office: OFFICE, role: 'verifikator', capacity: 'tetap' }],
    });
    expect(await s.accounts.officerNik(id)).toBe(BUDI.nik);
    const stored = JSON.stringify(await s.t.admin('select * from accounts.officer'));
    for (const secretText of [PASSWORD, secret, BUDI.nik]) expect(stored).not.toContain(secretText);
  });

  it('is not let in by the same code twice, nor twice at once', async () => {
    const { secret } = await enrolled();
    const totp = totpNow(secret, s.now());
    const both = await Promise.all([login({ totp }), login({ totp })]);
    expect(both.map((answer) => answer.kind).sort()).toEqual(['in', 'wrong']);
    expect((await login({ totp })).kind).toBe('wrong');
    s.pass(30);
    expect((await login({ totp: totpNow(secret, s.now()) })).kind).toBe('in');
  });

  it('hears the same of a wrong name, password or code', async () => {
    const { secret } = await enrolled();
    const totp = totpNow(secret, s.now());
    const wrong = totp === '000000' ? '000001' : '000000';
    const answers = [
      await login({ username: 'tidak.ada', totp }),
      await login({ password: 'perahu kayu di laut', totp }),
      await login({ totp: wrong }),
    ];
    expect(answers).toEqual([{ kind: 'wrong' }, { kind: 'wrong' }, { kind: 'wrong' }]);
  });

  it('is not locked out by strangers who guess', async () => {
    const { secret } = await enrolled();
    const first = await login({ totp: totpNow(secret, s.now()) });
    if (first.kind !== 'in') throw new Error(first.kind);
    for (let i = 0; i < 6; i++) await login({ totp: '000000', password: 'salah salah salah' });
    s.pass(1);
    expect((await login({ totp: '000000' })).kind).toBe('wait');
    s.pass(29);
    expect((await login({ totp: totpNow(secret, s.now()), device: first.device })).kind).toBe('in');
  });

  it('recovers at an administrator: the old secrets and sessions are void', async () => {
    const { id, secret } = await enrolled();
    const before = await login({ totp: totpNow(secret, s.now()) });
    if (before.kind !== 'in') throw new Error(before.kind);
    const again = await s.accounts.recoverOfficer(OPERATOR, id);
    expect(await s.accounts.sessionOf(before.token)).toBeUndefined();
    s.pass(60);
    expect((await login({ totp: totpNow(secret, s.now()) })).kind).toBe('wrong');
    const fresh = await enrol(again.token);
    expect(await s.accounts.startEnrolment(again.token, PASSWORD)).toEqual({ kind: 'over' });
    expect((await login({ totp: totpNow(fresh, s.now()) })).kind).toBe('in');
  });

  it('changes his password by the one so far: a new token here, out everywhere else', async () => {
    const { secret } = await enrolled();
    const [here, other] = [await entered(secret), await entered(secret)];
    const change = (token: string, password: string, next: string) =>
      s.accounts.changePassword(here.signed, next, { token, password, device: here.device });
    const NEXT = 'tiga layang layang biru';
    expect(await change(here.token, 'salah salah salah', NEXT)).toEqual({ kind: 'wrong' });
    expect(await change(here.token, PASSWORD, 'akusayangkamu')).toMatchObject({ kind: 'issues' });
    expect(await s.accounts.sessionOf(other.token)).toBeDefined();
    const changed = await change(here.token, PASSWORD, NEXT);
    if (changed.kind !== 'in') throw new Error(changed.kind);
    const alive = await Promise.all([other, here, changed].map(({ token }) => s.accounts.sessionOf(token)));
    expect(alive.map((one) => one !== undefined)).toEqual([false, false, true]);
    s.pass(60);
    expect((await login({ totp: totpNow(secret, s.now()), device: here.device })).kind).toBe('wrong');
    s.pass(60);
    expect((await login({ totp: totpNow(secret, s.now()), password: NEXT })).kind).toBe('in');
  });

  it('ends his sessions elsewhere by the password; who guesses at it is slowed down as at the login', async () => {
    const { id, secret } = await enrolled();
    const [here, lost, third] = [await entered(secret), await entered(secret), await entered(secret)];
    const end = (password: string, which: string, token = here.token) =>
      s.accounts.endOtherSeats(here.signed, which, { token, password, device: null });
    expect((await end('salah salah salah', lost.signed.session)).kind).toBe('wrong');
    expect(await s.accounts.sessionOf(lost.token)).toBeDefined();
    const done = await end(PASSWORD, lost.signed.session);
    if (done.kind !== 'in') throw new Error(done.kind);
    expect(await s.accounts.sessionOf(lost.token)).toBeUndefined();
    expect(await s.accounts.sessionOf(third.token)).toBeDefined();
    for (let i = 0; i < 4; i++) await end('salah salah salah', 'semua', done.token);
    expect((await end(PASSWORD, 'semua', done.token)).kind).toBe('wait');
    // The operator needs no password of his.
    expect(await s.accounts.endSessionsOf(OPERATOR, id)).toBe(2);
    expect(await s.accounts.sessionOf(third.token)).toBeUndefined();
  });

  it('opens nothing while the enrolment is half done or its link ran out', async () => {
    const invited = await s.accounts.addOfficer(OPERATOR, { username: 'baru', name: 'Baru', nik: null });
    expect(await s.accounts.startEnrolment(invited.token, 'pendek')).toMatchObject({
      kind: 'issues',
      issues: [{ code: 'password/short' }],
    });
    const started = await s.accounts.startEnrolment(invited.token, PASSWORD);
    if (started.kind !== 'secret') throw new Error(started.kind);
    expect((await login({ username: 'baru', totp: totpNow(started.secret, s.now()) })).kind).toBe('wrong');
    s.pass(73 * 3600);
    expect(await s.accounts.finishEnrolment(invited.token, totpNow(started.secret, s.now()))).toBe('over');
  });

  it('leaves: sessions end, the name stays taken', async () => {
    const { id, secret } = await enrolled();
    const answer = await login({ totp: totpNow(secret, s.now()) });
    if (answer.kind !== 'in') throw new Error(answer.kind);
    await s.accounts.officerLeaves(OPERATOR, id);
    expect(await s.accounts.sessionOf(answer.token)).toBeUndefined();
    s.pass(60);
    expect((await login({ totp: totpNow(secret, s.now()) })).kind).toBe('wrong');
    const code = s.accounts.addOfficer(OPERATOR, { username: 'budi.s', name: 'Lain', nik: null });
    await expect(code).rejects.toMatchObject({ code: 'accounts/username-taken' });
  });
});

describe('roles', () => {
  it('begin, end and are taken back from the next page on, and stay provable', async () => {
    const { id, secret } = await enrolled();
    const answer = await login({ totp: totpNow(secret, s.now()) });
    if (answer.kind !== 'in') throw new Error(answer.kind);
    const roles = async () => {
      const signed = await s.accounts.sessionOf(answer.token);
      return signed?.kind === 'officer' ? signed.roles.map((role) => role.role) : undefined;
    };
    const role = await s.accounts.grantRole(OPERATOR, { officer: id, office: OFFICE, role: 'verifikator' });
    await s.accounts.grantRole(OPERATOR, {
      officer: id,
      office: OFFICE,
      role: 'pps',
      from: new Date(s.now().getTime() + 60_000),
    });
    expect(await roles()).toEqual(['verifikator']);
    s.pass(61);
    expect(await roles()).toEqual(['pps', 'verifikator']);
    const held = s.now();
    s.pass(1);
    await s.accounts.revokeRole(OPERATOR, role);
    expect(await roles()).toEqual(['pps']);
    expect((await s.accounts.rolesOf(id, held)).map((one) => one.role)).toEqual(['pps', 'verifikator']);
  });

  it('granted twice at once stand once', async () => {
    const { id } = await enrolled();
    const of = { officer: id, office: OFFICE, role: 'verifikator' };
    const ids = await Promise.all([1, 2, 3].map(() => s.accounts.grantRole(OPERATOR, of)));
    expect(new Set(ids).size).toBe(1);
    await s.accounts.revokeRole(OPERATOR, ids[0] ?? '');
    expect(await s.accounts.rolesOf(id, s.now())).toEqual([]);
    await expect(s.accounts.grantRole(OPERATOR, { ...of, officer: SITI.person })).rejects.toMatchObject({
      code: 'accounts/no-such-officer',
    });
  });

  it('let the acting head sign in place of the head, while it lasts', async () => {
    const head = await enrolled('kepala');
    const acting = await enrolled('wakil');
    await s.accounts.grantRole(OPERATOR, { officer: head.id, office: OFFICE, role: 'kepalaDinas' });
    const noEnd = s.accounts.grantRole(OPERATOR, {
      officer: acting.id,
      office: OFFICE,
      role: 'kepalaDinas',
      capacity: 'plh',
    });
    await expect(noEnd).rejects.toMatchObject({ code: 'accounts/acting-needs-end' });
    const until = new Date(s.now().getTime() + 86_400_000);
    await s.accounts.grantRole(OPERATOR, {
      officer: acting.id,
      office: OFFICE,
      role: 'kepalaDinas',
      capacity: 'plh',
      until,
    });
    expect(await s.accounts.signerOf(OFFICE, 'kepalaDinas', s.now())).toMatchObject({
      officer: acting.id,
      capacity: 'plh',
    });
    expect(await s.accounts.signerOf(OFFICE, 'kepalaDinas', until)).toMatchObject({
      officer: head.id,
      capacity: 'tetap',
    });
    expect(await s.accounts.signerOf('81.02/dukcapil', 'kepalaDinas', s.now())).toBeUndefined();
  });
});

describe('a visit at a counter', () => {
  it('goes on while the officer is busy with it, four hours at most, and ends an hour after the last page', async () => {
    const { id } = await enrolled();
    const begin = () =>
      s.accounts.beginVisit({ officer: id, office: OFFICE, key: crypto.randomUUID() }, SITI.nik, 'ktp-el');
    const { visit } = await begin();
    const began = s.now().getTime();
    let pages = 0;
    for (; await s.accounts.visitOf(id, visit.id); pages++) s.pass(50 * 60);
    expect([pages, (s.now().getTime() - began) / 60_000]).toEqual([5, 250]);
    const { visit: left } = await begin();
    s.pass(59 * 60);
    expect(await s.accounts.goesOn(left)).toMatchObject({ endsAt: new Date(s.now().getTime() + 3_600_000) });
    expect(await s.accounts.openVisits(id)).toHaveLength(1);
    s.pass(61 * 60);
    expect(await s.accounts.visitOf(id, left.id)).toBeUndefined();
    // What ended is not called back.
    expect(await s.accounts.goesOn(left)).toEqual(left);
    expect(await s.accounts.openVisits(id)).toEqual([]);
  });
});

describe('checkPassword', () => {
  it('wants length, not tricks', () => {
    expect(checkPassword('perahu kayu di sungai', 'budi', LEAKED)).toEqual([]);
    for (const bad of ['aaaaaaaaaaaaaaaa', 'budi budi budi 1'])
      expect(checkPassword(bad, 'budi', LEAKED)).toEqual([{ code: 'password/easy', params: {} }]);
    const long = 'layang biru '.repeat(11).slice(0, 128);
    expect([long.slice(0, 12), long].map((good) => checkPassword(good, 'budi', LEAKED))).toEqual([[], []]);
    expect(checkPassword(long.slice(0, 11), 'budi', LEAKED)).toMatchObject([{ code: 'password/short' }]);
    expect(checkPassword(`${long}!`, 'budi', LEAKED)).toMatchObject([{ code: 'password/long' }]);
    for (const word of ['PassWord', 'kata sandi', 'KataSandi', 'SatuLoket', 'qwerty', '12345678'])
      expect(checkPassword(`layang ${word} biru`, 'budi', LEAKED)).toEqual([{ code: 'password/easy', params: {} }]);
  });

  it('refuses what was stolen elsewhere, however it is written', () => {
    for (const stolen of ['1q2w3e4r5t6y', 'AkuSayangKamu', 'bismillah123'])
      expect(checkPassword(stolen, 'budi', LEAKED)).toEqual([{ code: 'password/leaked', params: {} }]);
    expect(() => readLeaked('akusayangkamu\n')).toThrow('no hash');
  });
});
