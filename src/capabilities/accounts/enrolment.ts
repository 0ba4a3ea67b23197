import { uuidv7 } from '../../kernel/ids.ts';
import type { Issue } from '../../kernel/parsed.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { tokenHash } from '../../platform/crypto/index.ts';
import { violated } from '../../platform/database/index.ts';
import { newToken } from './chance.ts';
import type { Tools } from './deps.ts';
import {
  finishEnrolment,
  insertOfficer,
  keepSecret,
  officerEnrolling,
  officerLeaves,
  renewEnrolment,
} from './officer-store.ts';
import { checkPassword, saltedPassword } from './password.ts';
import { tidyCode } from './pin.ts';
import { eventOf } from './sessions.ts';
import { endSessions, insertEvent, own } from './store.ts';
import { newSecret, totpStep, totpUri } from './totp.ts';

/** Who changes officers: an officer allowed by `can(…, 'officer.manage', …)`, or the operator at the command line. */
export type By = { readonly id: string };
export const OPERATOR: By = { id: 'operator' };

/** The link's token goes to the officer by hand; it works once, for three days. */
export type Invited = { readonly officer: string; readonly token: string; readonly until: Date };
export type NewOfficer = {
  readonly username: string;
  readonly name: string;
  readonly nik: string | null;
  /** As papers print it; absent: none. */
  readonly nip?: string | null;
};
export type Enrolling =
  | { readonly kind: 'secret'; readonly username: string; readonly secret: string; readonly uri: string }
  | { readonly kind: 'issues'; readonly issues: readonly Issue[] }
  | { readonly kind: 'over' };

const INVITE_HOURS = 72;
const USERNAME = /^[a-z][a-z0-9.-]{2,39}$/;

export const totpPlace = (id: string): string => `accounts.officer.totp:${id}`;
export const nikPlace = (id: string): string => `accounts.officer.nik:${id}`;

/** How officers come, get their two factors, lose them, and go. */
export function createEnrolment(t: Tools) {
  const invite = (officer: string): Invited => ({
    officer,
    token: newToken(t.random),
    until: new Date(t.clock().getTime() + INVITE_HOURS * 3_600_000),
  });

  return {
    async addOfficer(by: By, { username, name, nik, nip = null }: NewOfficer): Promise<Invited> {
      if (!USERNAME.test(username)) throw new Refusal('accounts/username-shape', 422);
      const invited = invite(uuidv7(t.clock, t.random));
      const id = invited.officer;
      const about = {
        ...{ id, username, name, nip, now: t.clock(), by: by.id },
        nikLookup: nik === null ? null : t.hash.of('nik', nik),
        nikSealed: nik === null ? null : t.envelope.seal(nik, nikPlace(id)),
      };
      const adding = t.db.transaction(own(id, by.id), async (tx) => {
        await insertOfficer(tx, { ...about, enrolHash: tokenHash(invited.token), enrolUntil: invited.until });
        await insertEvent(tx, eventOf(t, id, by.id, 'tambah-petugas'));
      });
      await adding.catch((error: unknown) => {
        throw violated(error)?.kind === 'unique' ? new Refusal('accounts/username-taken', 409) : error;
      });
      return invited;
    },

    /** Lost phone or forgotten password: everything old is void, all sessions end, a new link is handed over. */
    async recoverOfficer(by: By, id: string): Promise<Invited> {
      const invited = invite(id);
      await t.db.transaction(own(id, by.id), async (tx) => {
        const rows = await renewEnrolment(tx, id, tokenHash(invited.token), invited.until);
        if (rows.length === 0) throw new Refusal('accounts/no-such-officer', 404);
        await endSessions(tx, id, t.clock());
        await insertEvent(tx, eventOf(t, id, by.id, 'pulihkan-petugas'));
      });
      return invited;
    },

    /** Sets the password and gives the TOTP secret, which is shown this once. Until a code of it was seen, nothing opens. */
    async startEnrolment(token: string, password: string): Promise<Enrolling> {
      const hash = tokenHash(token);
      const officer = await officerEnrolling(t.db, hash, t.clock());
      if (!officer) return { kind: 'over' };
      const issues = checkPassword(password, officer.username, t.leaked);
      if (issues.length > 0) return { kind: 'issues', issues };
      const secret = newSecret();
      const sealed = t.envelope.seal(secret, totpPlace(officer.id));
      const stored = await t.passwords.hash(saltedPassword(officer.id, password));
      const rows = await t.db.transaction(own(officer.id), (tx) => keepSecret(tx, officer.id, hash, stored, sealed));
      if (rows.length === 0) return { kind: 'over' };
      return { kind: 'secret', username: officer.username, secret, uri: totpUri(secret, officer.username) };
    },

    async finishEnrolment(token: string, code: string): Promise<'done' | 'wrong' | 'over'> {
      const hash = tokenHash(token);
      const officer = await officerEnrolling(t.db, hash, t.clock());
      if (!officer?.totpSealed) return 'over';
      const secret = t.envelope.open(officer.totpSealed, totpPlace(officer.id));
      const step = totpStep(secret, tidyCode(code), t.clock());
      if (step === undefined) return 'wrong';
      return t.db.transaction(own(officer.id), async (tx) => {
        if (!(await finishEnrolment(tx, officer.id, hash, step))) return 'over';
        await insertEvent(tx, eventOf(t, officer.id, officer.id, 'daftar-totp'));
        return 'done';
      });
    },

    /** Out everywhere at once; he logs in again with what he has. @returns how many sessions ended */
    endSessionsOf: (by: By, id: string): Promise<number> =>
      t.db.transaction(own(id, by.id), async (tx) => {
        await insertEvent(tx, eventOf(t, id, by.id, 'keluarkan-petugas'));
        return endSessions(tx, id, t.clock());
      }),

    async officerLeaves(by: By, id: string): Promise<void> {
      await t.db.transaction(own(id, by.id), async (tx) => {
        await officerLeaves(tx, id, t.clock());
        await endSessions(tx, id, t.clock());
        await insertEvent(tx, eventOf(t, id, by.id, 'petugas-keluar'));
      });
    },
  };
}
