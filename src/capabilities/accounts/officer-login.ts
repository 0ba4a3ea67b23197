import type { Tools } from './deps.ts';
import { saltedPassword, totpPlace } from './enrolment.ts';
import { deviceOf } from './login.ts';
import { type OfficerRow, officerNamed, passTotp, rolesAt } from './officer-store.ts';
import { forgetTries, knownDevice, rememberDevice, takeTry } from './pace-store.ts';
import { tidyCode } from './pin.ts';
import type { Place, Sessions } from './sessions.ts';
import type { SignedIn } from './signed.ts';
import { own } from './store.ts';
import { totpStep } from './totp.ts';

export type OfficerGiven = { readonly username: string; readonly password: string; readonly totp: string } & Place;
export type OfficerLogin =
  | ({ readonly kind: 'in' } & SignedIn)
  /** User name, password or code: never which. */
  | { readonly kind: 'wrong' }
  | { readonly kind: 'wait'; readonly until: Date };

export function createOfficerLogin(t: Tools, sessions: Sessions) {
  /** Strangers' guessing never delays a browser that this officer was in with before. */
  async function paceKey(username: string, given: OfficerGiven): Promise<Buffer> {
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

  return {
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
