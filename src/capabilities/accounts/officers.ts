import { uuidv7 } from '../../kernel/ids.ts';
import { type Issue, issue } from '../../kernel/parsed.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { tokenHash } from '../../platform/crypto/index.ts';
import { violated } from '../../platform/database/index.ts';
import { newToken } from './chance.ts';
import type { Tools } from './deps.ts';
import {
  finishEnrolment,
  type Grant,
  holdersAt,
  insertOfficer,
  insertRole,
  keepSecret,
  officerById,
  officerEnrolling,
  officerLeaves,
  officerNamed,
  officersOfRegion,
  passTotp,
  renewEnrolment,
  revokeRole,
  roleById,
  rolesAt,
} from './officer-store.ts';
import { tidyCode } from './pin.ts';
import { eventOf, type Place, type Sessions } from './sessions.ts';
import type { Capacity, SignedIn } from './signed.ts';
import { endSessions, forgetTries, insertEvent, knownDevice, own, rememberDevice, takeTry } from './store.ts';
import { newSecret, totpStep, totpUri } from './totp.ts';

/** Who changes officers: an officer allowed by `can(…, 'officer.manage', …)`, or the operator at the command line. */
export type By = { readonly id: string };
export const OPERATOR: By = { id: 'operator' };

export type OfficerLogin =
  | ({ readonly kind: 'in' } & SignedIn)
  /** User name, password or code: never which. */
  | { readonly kind: 'wrong' }
  | { readonly kind: 'wait'; readonly until: Date };

/** The link's token goes to the officer by hand; it works once, for three days. */
export type Invited = { readonly officer: string; readonly token: string; readonly until: Date };
export type Enrolling =
  | { readonly kind: 'secret'; readonly username: string; readonly secret: string; readonly uri: string }
  | { readonly kind: 'issues'; readonly issues: readonly Issue[] }
  | { readonly kind: 'over' };

const INVITE_HOURS = 72;
const USERNAME = /^[a-z][a-z0-9.-]{2,39}$/;

/** @example checkPassword('pendek', 'budi') // [{ code: 'password/short', params: { min: 12 } }] */
export function checkPassword(password: string, username: string): readonly Issue[] {
  if ([...password].length < 12) return [issue('password/short', { min: 12 })];
  if (password.length > 128) return [issue('password/long', { max: 128 })];
  const plain = password.toLowerCase();
  const easy =
    plain.includes(username) || new Set(plain).size < 5 || /password|kata ?sandi|satuloket|qwerty|12345678/.test(plain);
  return easy ? [issue('password/easy')] : [];
}

/** Bound to its officer, so that one stored hash can't be put in another's place. */
export const saltedPassword = (id: string, password: string): string => `password:${id}:${password.normalize('NFKC')}`;

export type Officers = ReturnType<typeof createOfficers>;

export function createOfficers(t: Tools, sessions: Sessions) {
  const paceKey = (username: string, device: string | null): Buffer =>
    t.hash.of('pace', `officer|${username}|${device ?? ''}`);
  const secretOf = (id: string, sealed: Uint8Array): string => t.envelope.open(sealed, `accounts.officer.totp:${id}`);
  const inviteUntil = (): Date => new Date(t.clock().getTime() + INVITE_HOURS * 3_600_000);

  return {
    /** Password and code together, in one step and one answer. Strangers' guessing never delays a browser that was here before. */
    async officerLogin(
      given: { readonly username: string; readonly password: string; readonly totp: string } & Place,
    ): Promise<OfficerLogin> {
      const username = given.username.trim().toLowerCase().slice(0, 60);
      const now = t.clock();
      const lookup = t.hash.of('username', username);
      const device = given.device === null ? undefined : t.hash.of('device', given.device);
      const known = device !== undefined && (await t.db.transaction({}, (tx) => knownDevice(tx, [lookup], device)));
      const key = paceKey(username, known ? given.device : null);
      const paced = await t.db.transaction({}, (tx) => takeTry(tx, key, 'officer', now));
      if (!paced.allowed) return { kind: 'wait', until: paced.until };
      const officer = await officerNamed(t.db, username);
      const right = await t.passwords.verify(
        officer?.passwordHash ?? undefined,
        saltedPassword(officer?.id ?? '', given.password.slice(0, 200)),
      );
      const step = officer?.totpSealed
        ? totpStep(secretOf(officer.id, officer.totpSealed), tidyCode(given.totp), now)
        : undefined;
      if (!officer || !right || step === undefined) return { kind: 'wrong' };
      const roles = await rolesAt(t.db, officer.id, now);
      return t.db.transaction(own(officer.id), async (tx) => {
        if (!(await passTotp(tx, officer.id, step))) return { kind: 'wrong' };
        await forgetTries(tx, [key]);
        const remembered = given.shared ? null : (given.device ?? newToken(t.random));
        if (remembered !== null) await rememberDevice(tx, lookup, t.hash.of('device', remembered), now);
        const begun = await sessions.beginOfficer(tx, { id: officer.id, name: officer.name, roles }, given);
        return { kind: 'in', device: remembered, ...begun };
      });
    },

    async addOfficer(
      by: By,
      of: { readonly username: string; readonly name: string; readonly nik: string | null },
    ): Promise<Invited> {
      if (!USERNAME.test(of.username)) throw new Refusal('accounts/username-shape', 422);
      const id = uuidv7(t.clock, t.random);
      const token = newToken(t.random);
      const until = inviteUntil();
      const nik = of.nik;
      const sealed = nik === null ? null : t.envelope.seal(nik, `accounts.officer.nik:${id}`);
      const row = {
        id,
        username: of.username,
        name: of.name,
        nikLookup: nik === null ? null : t.hash.of('nik', nik),
        nikSealed: sealed,
      };
      await t.db
        .transaction(own(id, by.id), async (tx) => {
          await insertOfficer(tx, {
            ...row,
            enrolHash: tokenHash(token),
            enrolUntil: until,
            now: t.clock(),
            by: by.id,
          });
          await insertEvent(tx, eventOf(t, id, by.id, 'tambah-petugas'));
        })
        .catch((error: unknown) => {
          throw violated(error)?.kind === 'unique' ? new Refusal('accounts/username-taken', 409) : error;
        });
      return { officer: id, token, until };
    },

    /** Lost phone or forgotten password: everything old is void, all sessions end, a new link is handed over. */
    async recoverOfficer(by: By, id: string): Promise<Invited> {
      const token = newToken(t.random);
      const until = inviteUntil();
      await t.db.transaction(own(id, by.id), async (tx) => {
        const rows = await renewEnrolment(tx, id, tokenHash(token), until);
        if (rows.length === 0) throw new Refusal('accounts/no-such-officer', 404);
        await endSessions(tx, id, t.clock());
        await insertEvent(tx, eventOf(t, id, by.id, 'pulihkan-petugas'));
      });
      return { officer: id, token, until };
    },

    /** Sets the password and gives the TOTP secret, which is shown this once. Until a code of it was seen, nothing opens. */
    async startEnrolment(token: string, password: string): Promise<Enrolling> {
      const hash = tokenHash(token);
      const officer = await officerEnrolling(t.db, hash, t.clock());
      if (!officer) return { kind: 'over' };
      const issues = checkPassword(password, officer.username);
      if (issues.length > 0) return { kind: 'issues', issues };
      const secret = newSecret();
      const sealed = t.envelope.seal(secret, `accounts.officer.totp:${officer.id}`);
      const stored = await t.passwords.hash(saltedPassword(officer.id, password));
      const rows = await t.db.transaction(own(officer.id), (tx) => keepSecret(tx, officer.id, hash, stored, sealed));
      if (rows.length === 0) return { kind: 'over' };
      return { kind: 'secret', username: officer.username, secret, uri: totpUri(secret, officer.username) };
    },

    async finishEnrolment(token: string, code: string): Promise<'done' | 'wrong' | 'over'> {
      const hash = tokenHash(token);
      const officer = await officerEnrolling(t.db, hash, t.clock());
      if (!officer?.totpSealed) return 'over';
      const step = totpStep(secretOf(officer.id, officer.totpSealed), tidyCode(code), t.clock());
      if (step === undefined) return 'wrong';
      return t.db.transaction(own(officer.id), async (tx) => {
        if (!(await finishEnrolment(tx, officer.id, hash, step))) return 'over';
        await insertEvent(tx, eventOf(t, officer.id, officer.id, 'daftar-totp'));
        return 'done';
      });
    },

    /** @param of.office the whole name, 'region/office' · acting (plt, plh) always ends */
    async grantRole(
      by: By,
      of: {
        readonly officer: string;
        readonly office: string;
        readonly role: string;
        readonly capacity?: Capacity;
        readonly from?: Date;
        readonly until?: Date;
      },
    ): Promise<string> {
      const capacity = of.capacity ?? 'tetap';
      const from = of.from ?? t.clock();
      const until = of.until ?? null;
      if (capacity !== 'tetap' && until === null) throw new Refusal('accounts/acting-needs-end', 422);
      if (until !== null && until <= from) throw new Refusal('accounts/role-dates', 422);
      const [region = ''] = of.office.split('/');
      const id = uuidv7(t.clock, t.random);
      const grant: Grant = { id, officer: of.officer, region, office: of.office, role: of.role, capacity, from, until };
      await t.db.transaction(own(of.officer, by.id), async (tx) => {
        await insertRole(tx, grant, by.id, t.clock());
        await insertEvent(
          tx,
          eventOf(t, of.officer, by.id, 'beri-peran', { role: of.role, office: of.office, capacity }),
        );
      });
      return id;
    },

    /** Counts from the next page on: roles are read with every session. */
    async revokeRole(by: By, id: string): Promise<void> {
      const role = await roleById(t.db, id);
      if (!role) throw new Refusal('accounts/no-such-role', 404);
      await t.db.transaction(own(role.officer, by.id), async (tx) => {
        if (await revokeRole(tx, id, by.id, t.clock()))
          await insertEvent(
            tx,
            eventOf(t, role.officer, by.id, 'cabut-peran', { role: role.role, office: role.office }),
          );
      });
    },

    roleById: (id: string) => roleById(t.db, id),
    rolesOf: (officer: string, at: Date) => rolesAt(t.db, officer, at),
    officers: (region: string) => officersOfRegion(t.db, region, t.clock()),

    /** Who signs as this role at this office at this moment: an acting one before the holder of the seat. */
    async signerOf(
      office: string,
      role: string,
      at: Date,
    ): Promise<{ readonly officer: string; readonly name: string; readonly capacity: Capacity } | undefined> {
      const [first] = await holdersAt(t.db, at, office, role);
      return first && { officer: first.officer, name: first.name, capacity: first.capacity };
    },

    async officerLeaves(by: By, id: string): Promise<void> {
      await t.db.transaction(own(id, by.id), async (tx) => {
        await officerLeaves(tx, id, t.clock());
        await endSessions(tx, id, t.clock());
        await insertEvent(tx, eventOf(t, id, by.id, 'petugas-keluar'));
      });
    },

    /** For `ownFamily`: the officer as a person of the register, when his NIK is known here. */
    async officerNik(id: string): Promise<string | undefined> {
      const officer = await officerById(t.db, id);
      return officer?.nikSealed ? t.envelope.open(officer.nikSealed, `accounts.officer.nik:${id}`) : undefined;
    },
  };
}
