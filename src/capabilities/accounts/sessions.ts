import { type Clock, isUuid, type Random, uuidv7 } from '../../kernel/ids.ts';
import { tokenHash } from '../../platform/crypto/index.ts';
import type { Queryable } from '../../platform/database/index.ts';
import { createAsking } from '../../platform/step/index.ts';
import { newToken } from './chance.ts';
import type { Tools } from './deps.ts';
import {
  type CitizenSigned,
  holderOf,
  type Level,
  LIFETIMES,
  levelNow,
  type OfficerSigned,
  type RoleHeld,
  SEEN_EVERY,
  type Signed,
} from './signed.ts';
import {
  type AccountRef,
  admitting,
  type Coming,
  endAllSessions,
  endSessions,
  insertEvent,
  insertSession,
  listSessions,
  own,
  rotateSession,
  type SessionListed,
  type SessionRow,
  sessionsOfTokens,
  touchSession,
} from './store.ts';

/** Where a login comes from. `agent` is what the browser calls itself; `device` the token of its long-lived cookie. */
export type Place = { readonly agent: string; readonly device: string | null; readonly shared: boolean };

export type Sessions = ReturnType<typeof createSessions>;

export function createSessions(t: Pick<Tools, 'db' | 'clock' | 'random'>) {
  const rowOf = createAsking((_on: string, hashes: readonly Uint8Array[]) => sessionsOfTokens(t.db, hashes, t.clock()));

  const sessionOf = async (token: string | undefined): Promise<Signed | undefined> =>
    isToken(token) ? seen(await rowOf('', tokenHash(token))) : undefined;

  async function seen(row: SessionRow | undefined): Promise<Signed | undefined> {
    if (!row) return undefined;
    const now = t.clock();
    if (now.getTime() - row.seen_at.getTime() > SEEN_EVERY * 1000) await touchSession(t.db, row.holder, row.id, now);
    return signedOf(row, now);
  }

  async function renew(tx: Queryable, signed: Signed, from: string): Promise<string | undefined> {
    const token = newToken(t.random);
    const won = await rotateSession(tx, {
      id: signed.session,
      from: tokenHash(from),
      to: tokenHash(token),
      level: 2,
      now: t.clock(),
    });
    return won ? token : undefined;
  }

  return {
    sessionOf,
    /** The question whose these tokens are, which lets what follows in its transaction read for them; `taken`: its answers, in their order. */
    admission: (coming: readonly { readonly token: string; readonly record: Coming['record'] }[]) => ({
      asked: admitting(
        coming.map(({ token, record }) => ({ hash: tokenHash(token), record })),
        t.clock(),
      ),
      taken: (rows: readonly unknown[]): Promise<readonly (Signed | undefined)[]> => {
        const byPlace = new Map((rows as readonly (SessionRow & { n: number })[]).map((row) => [row.n, row]));
        return Promise.all(coming.map((_, at) => seen(byPlace.get(at + 1))));
      },
    }),

    /** Within the caller's transaction, whose context names the person. A login always gets a token of its own: none is fixed before. */
    async beginCitizen(tx: Queryable, account: AccountRef, level: Level, pinSet: boolean, place: Place) {
      const now = t.clock();
      const token = newToken(t.random);
      const life = place.shared ? LIFETIMES.shared : LIFETIMES.citizen;
      const id = uuidv7(t.clock, t.random);
      const expiresAt = new Date(now.getTime() + life.whole * 1000);
      const base = { id, shared: place.shared, now, idle: life.idle, expiresAt, device: shortAgent(place.agent) };
      await insertSession(tx, {
        ...base,
        hash: tokenHash(token),
        kind: 'citizen',
        holder: account.person,
        account: account.id,
        officer: null,
        level,
      });
      await insertEvent(tx, eventOf(t, account.person, account.person, 'masuk', { level, shared: place.shared }));
      const { person, region } = account;
      const signed: CitizenSigned = {
        kind: 'citizen',
        session: id,
        account: account.id,
        person,
        region,
        level,
        pinSet,
        shared: place.shared,
        beganAt: now,
        expiresAt,
      };
      return { token, signed };
    },

    async beginOfficer(
      tx: Queryable,
      officer: { readonly id: string; readonly name: string; readonly roles: readonly RoleHeld[] },
      place: Place,
    ) {
      const now = t.clock();
      const token = newToken(t.random);
      const id = uuidv7(t.clock, t.random);
      const expiresAt = new Date(now.getTime() + LIFETIMES.officer.whole * 1000);
      const base = {
        id,
        shared: place.shared,
        now,
        idle: LIFETIMES.officer.idle,
        expiresAt,
        device: shortAgent(place.agent),
      };
      await insertSession(tx, {
        ...base,
        hash: tokenHash(token),
        kind: 'officer',
        holder: officer.id,
        account: null,
        officer: officer.id,
        level: 2,
      });
      await insertEvent(tx, eventOf(t, officer.id, officer.id, 'masuk'));
      const signed: OfficerSigned = {
        kind: 'officer',
        session: id,
        officer: officer.id,
        name: officer.name,
        roles: officer.roles,
        beganAt: now,
        expiresAt,
      };
      return { token, signed };
    },

    /** Lifts a session to level 2 under a new token. Of two at once one wins; the other's cookie is already worthless. */
    async raise(
      tx: Queryable,
      signed: CitizenSigned,
      from: string,
    ): Promise<{ readonly token: string; readonly signed: CitizenSigned } | undefined> {
      const token = await renew(tx, signed, from);
      return token === undefined ? undefined : { token, signed: { ...signed, level: 2, pinSet: true } };
    },

    /** The same for whoever is at level 2 anyway: each proof brings a new token. */
    renew,

    logout: (signed: Signed): Promise<number> =>
      t.db.transaction(own(holderOf(signed)), (tx) =>
        endSessions(tx, holderOf(signed), t.clock(), { only: signed.session }),
      ),

    /** Ends one of one's own other sessions, or all; another's id ends nothing. Who asks has shown again who he is. */
    async endOthers(tx: Queryable, signed: Signed, which: string): Promise<void> {
      const holder = holderOf(signed);
      if (which === ALL_OTHERS) {
        await insertEvent(tx, eventOf(t, holder, holder, 'keluar-semua'));
        await endSessions(tx, holder, t.clock(), { except: signed.session });
      } else if (isUuid(which)) await endSessions(tx, holder, t.clock(), { only: which, except: signed.session });
    },

    async sessions(signed: Signed): Promise<readonly (SessionListed & { readonly here: boolean })[]> {
      const rows = await listSessions(t.db, holderOf(signed), t.clock());
      return rows.map((row) => ({ ...row, here: row.id === signed.session }));
    },
  };
}

/** Everybody out at once, by the owner of the database. @returns how many sessions ended */
export async function endEverybodysSessions(
  owner: Queryable,
  t: { readonly clock: Clock; readonly random: Random },
): Promise<number> {
  const ended = await endAllSessions(owner, t.clock());
  await insertEvent(owner, eventOf(t, 'operator', 'operator', 'keluarkan-semua', { sessions: ended }));
  return ended;
}

/** Instead of one session's id: all but this one. */
export const ALL_OTHERS = 'semua';

/** Whether this can be a token at all. */
export const isToken = (token: string | undefined): token is string => token?.length === 43;

function signedOf(row: SessionRow, now: Date): Signed {
  const base = { session: row.id, beganAt: row.began_at, expiresAt: row.expires_at };
  if (row.kind === 'officer')
    return { kind: 'officer', ...base, officer: row.holder, name: row.name ?? '', roles: row.roles ?? [] };
  const level = levelNow(row.level, row.seen_at, now);
  return {
    kind: 'citizen',
    ...base,
    account: row.account ?? '',
    person: row.holder,
    region: row.region ?? '',
    level,
    pinSet: row.pin_set,
    shared: row.shared,
  };
}

export const eventOf = (
  t: { readonly clock: Clock; readonly random: Random },
  holder: string,
  actor: string,
  action: string,
  body: Readonly<Record<string, string | number | boolean>> = {},
  office: string | null = null,
) => ({ id: uuidv7(t.clock, t.random), at: t.clock(), holder, actor, office, action, body });

const BROWSERS = ['Edg', 'OPR', 'SamsungBrowser', 'UCBrowser', 'Firefox', 'Chrome', 'Safari'] as const;
const SYSTEMS = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS', 'Linux'] as const;

/** Enough for somebody to recognise their own phone, too little to follow it; '' for what is no browser. @example 'Chrome, Android' */
export function shortAgent(agent: string): string {
  const known = [BROWSERS, SYSTEMS].map((names) => names.find((name) => agent.includes(name)));
  return known.filter((name) => name !== undefined).join(', ');
}
