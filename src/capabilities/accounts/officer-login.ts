import type { Issue } from '../../kernel/parsed.ts';
import type { Queryable } from '../../platform/database/index.ts';
import type { Tools } from './deps.ts';
import { totpPlace } from './enrolment.ts';
import { deviceOf } from './login.ts';
import { type OfficerRow, officerById, officerNamed, passTotp, rolesAt, setPassword } from './officer-store.ts';
import { forgetTries, knownDevice, rememberDevice, takeTry } from './pace-store.ts';
import { checkPassword, saltedPassword } from './password.ts';
import { tidyCode } from './pin.ts';
import { eventOf, type Place, type Sessions } from './sessions.ts';
import type { OfficerSigned, SignedIn } from './signed.ts';
import { endSessions, insertEvent, own } from './store.ts';
import { totpStep } from './totp.ts';

export type OfficerGiven = { readonly username: string; readonly password: string; readonly totp: string } & Place;
export type OfficerLogin =
  | ({ readonly kind: 'in' } & SignedIn)
  /** User name, password or code: never which. */
  | { readonly kind: 'wrong' }
  | { readonly kind: 'wait'; readonly until: Date };

/** The password again, by somebody who is in. `token`: the session's so far. */
export type PasswordAgain = { readonly token: string; readonly password: string; readonly device: string | null };
export type AgainAnswer =
  | { readonly kind: 'in'; readonly token: string; readonly device: null }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'wait'; readonly until: Date }
  | { readonly kind: 'issues'; readonly issues: readonly Issue[] }
  /** Another window was quicker. */
  | { readonly kind: 'moved' };

export function createOfficerLogin(t: Tools, sessions: Sessions) {
  /** Strangers' guessing never delays a browser that this officer was in with before. */
  async function paceKey(username: string, given: Pick<OfficerGiven, 'device'>): Promise<Buffer> {
    const lookup = t.hash.of('username', username);
    const device = given.device;
    const known =
      device !== null && (await t.db.transaction({}, (tx) => knownDevice(tx, [lookup], t.hash.of('device', device))));
    return t.hash.of('pace', `officer|${username}|${known ? device : ''}`);
  }

  /** The half minute of the code when all three are right. The same work is done for a name that nobody has. */
  async function rightStep(officer: OfficerRow | undefined, given: OfficerGiven): Promise<number | undefined> {
    const password = saltedPassword(officer?.id ?? '', given.password.slice(0, 200));
    const right = await t.passwords.verify(officer?.passwordHash ?? undefined, password);
    if (!officer?.totpSealed || !right) return undefined;
    return totpStep(t.envelope.open(officer.totpSealed, totpPlace(officer.id)), tidyCode(given.totp), t.clock());
  }

  /** Wrong ones count as those at the login do; a right one brings a new token. */
  async function again(
    signed: OfficerSigned,
    given: PasswordAgain,
    then: (tx: Queryable, officer: OfficerRow) => Promise<unknown>,
  ): Promise<AgainAnswer> {
    const officer = await officerById(t.db, signed.officer);
    if (!officer) return { kind: 'wrong' };
    const key = await paceKey(officer.username, given);
    const paced = await t.db.transaction({}, (tx) => takeTry(tx, key, 'officer', t.clock()));
    if (!paced.allowed) return { kind: 'wait', until: paced.until };
    const right = await t.passwords.verify(
      officer.passwordHash ?? undefined,
      saltedPassword(officer.id, given.password.slice(0, 200)),
    );
    if (!right) return { kind: 'wrong' };
    return t.db.transaction(own(officer.id), async (tx) => {
      const token = await sessions.renew(tx, signed, given.token);
      if (token === undefined) return { kind: 'moved' };
      await forgetTries(tx, [key]);
      await then(tx, officer);
      return { kind: 'in', token, device: null };
    });
  }

  return {
    /** Another password, by the one so far. Ends every other session of the officer. */
    async changePassword(signed: OfficerSigned, next: string, given: PasswordAgain): Promise<AgainAnswer> {
      const username = (await officerById(t.db, signed.officer))?.username ?? '';
      const issues = checkPassword(next, username, t.leaked);
      if (issues.length > 0) return { kind: 'issues', issues };
      const stored = await t.passwords.hash(saltedPassword(signed.officer, next));
      return again(signed, given, async (tx, { id }) => {
        await setPassword(tx, id, stored);
        await endSessions(tx, id, t.clock(), { except: signed.session });
        await insertEvent(tx, eventOf(t, id, id, 'ganti-kata-sandi'));
      });
    },

    /** Ends the officer's other sessions, or one of them. @param which an id, or `ALL_OTHERS` */
    endOtherSeats: (signed: OfficerSigned, which: string, given: PasswordAgain): Promise<AgainAnswer> =>
      again(signed, given, (tx) => sessions.endOthers(tx, signed, which)),

    /** Password and code together, in one step and one answer. */
    async officerLogin(given: OfficerGiven): Promise<OfficerLogin> {
      const username = given.username.trim().toLowerCase().slice(0, 60);
      const now = t.clock();
      const key = await paceKey(username, given);
      const paced = await t.db.transaction({}, (tx) => takeTry(tx, key, 'officer', now));
      if (!paced.allowed) return { kind: 'wait', until: paced.until };
      const officer = await officerNamed(t.db, username);
      const step = await rightStep(officer, given);
      if (!officer || step === undefined) return { kind: 'wrong' };
      const roles = await rolesAt(t.db, officer.id, now);
      return t.db.transaction(own(officer.id), async (tx) => {
        if (!(await passTotp(tx, officer.id, step))) return { kind: 'wrong' };
        await forgetTries(tx, [key]);
        const device = given.shared ? null : deviceOf(t, given);
        if (device !== null)
          await rememberDevice(tx, t.hash.of('username', username), t.hash.of('device', device), now);
        const begun = await sessions.beginOfficer(tx, { id: officer.id, name: officer.name, roles }, given);
        return { kind: 'in', device, ...begun };
      });
    },
  };
}
