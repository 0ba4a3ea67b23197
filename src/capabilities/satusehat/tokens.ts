import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { uuidv7 } from '../../kernel/ids.ts';
import type { Queryable, Row } from '../../platform/database/index.ts';
import type { SatusehatDeps } from './deps.ts';
import { type Connected, type Secrets, secretsPlace, tokenPlace } from './facility.ts';

// One access token for many calls. It lies in the database, so that processes share it: SATUSEHAT counts logins.

/** SATUSEHAT gives no token. */
export class NoToken extends Error {}

type Kept = { readonly sealed: Uint8Array | null; readonly expiresAt: Date | null; readonly refusedUntil: Date | null };

const answer = z.looseObject({
  access_token: z.string().min(1),
  /** Seconds, as text. */
  expires_in: z.coerce.number().min(1),
});
const LEASE = '45 seconds';
const LOOK_AGAIN = 100;

export type Tokens = ReturnType<typeof createTokens>;

export function createTokens(deps: Pick<SatusehatDeps, 'clock' | 'random' | 'envelope' | 'rules' | 'fetch'>) {
  const { clock, envelope, rules } = deps;
  /** Whoever asks while this process is fetching waits for the same answer. */
  const fetching = new Map<string, Promise<string>>();

  async function keptOf(db: Queryable, { region, office }: Connected): Promise<Kept | undefined> {
    const [row] = await db.query<Kept & Row>(
      `select sealed, expires_at as "expiresAt", refused_until as "refusedUntil" from satusehat.token where region = $1 and office = $2`,
      [region, office],
    );
    return row;
  }

  function fresh(kept: Kept | undefined, facility: Connected): string | undefined {
    if (!kept?.sealed || !kept.expiresAt) return undefined;
    const ends = kept.expiresAt.getTime() - rules.renewSeconds * 1000;
    return ends > clock().getTime() ? envelope.open(kept.sealed, tokenPlace(facility.office)) : undefined;
  }

  async function takeLease(db: Queryable, { region, office }: Connected, lease: string): Promise<boolean> {
    await db.query('insert into satusehat.token (region, office) values ($1, $2) on conflict do nothing', [
      region,
      office,
    ]);
    const rows = await db.query(
      `update satusehat.token set lease = $3, lease_until = clock_timestamp() + interval '${LEASE}' where region = $1 and office = $2
         and (lease is null or lease_until <= clock_timestamp()) returning 1`,
      [region, office, lease],
    );
    return rows.length > 0;
  }

  async function fetched(db: Queryable, facility: Connected): Promise<string> {
    const lease = uuidv7(clock, deps.random);
    for (;;) {
      const kept = await keptOf(db, facility);
      const known = fresh(kept, facility);
      if (known !== undefined) return known;
      if (kept?.refusedUntil && kept.refusedUntil > clock()) throw new NoToken('login refused a moment ago');
      if (await takeLease(db, facility, lease)) break;
      await sleep(LOOK_AGAIN);
    }
    // Somebody else may have fetched one between the look and the lease.
    const known = fresh(await keptOf(db, facility), facility);
    const got = known === undefined ? await login(facility) : undefined;
    const { region, office } = facility;
    const seal = got && 'token' in got ? envelope.seal(got.token, tokenPlace(office)) : undefined;
    await db.query(
      `update satusehat.token set lease = null, lease_until = null, sealed = coalesce($4, sealed), expires_at = coalesce($5, expires_at), refused_until = $6
       where region = $1 and office = $2 and lease = $3`,
      [
        ...[region, office, lease, seal ?? null, got && 'token' in got ? got.expiresAt : null],
        got && 'refused' in got ? new Date(clock().getTime() + rules.loginPauseSeconds * 1000) : null,
      ],
    );
    if (known !== undefined) return known;
    if (got && 'token' in got) return got.token;
    throw new NoToken(got && 'refused' in got ? got.refused : (got?.away ?? 'no token'));
  }

  async function login(
    facility: Connected,
  ): Promise<{ token: string; expiresAt: Date } | { refused: string } | { away: string }> {
    const { clientId, clientSecret } = JSON.parse(
      envelope.open(facility.secrets, secretsPlace(facility.office)),
    ) as Secrets;
    const began = clock().getTime();
    let status: number;
    let text: string;
    try {
      const reply = await deps.fetch(`${facility.url}${rules.paths.token}`, {
        ...{ method: 'POST', redirect: 'error', headers: { accept: 'application/json' } },
        body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret }),
        signal: AbortSignal.timeout(rules.timeoutSeconds * 1000),
      });
      status = reply.status;
      text = await reply.text();
    } catch {
      return { away: 'login: no answer' };
    }
    if (status >= 500) return { away: `login: HTTP ${status}` };
    const read = status === 200 ? answer.safeParse(jsonOf(text)) : undefined;
    if (!read?.success) return { refused: `login: HTTP ${status}` };
    return { token: read.data.access_token, expiresAt: new Date(began + read.data.expires_in * 1000) };
  }

  return {
    /** @throws NoToken */
    of(db: Queryable, facility: Connected): Promise<string> {
      const running = fetching.get(facility.office);
      if (running) return running;
      const promise = fetched(db, facility).finally(() => fetching.delete(facility.office));
      fetching.set(facility.office, promise);
      return promise;
    },
    /** SATUSEHAT no longer takes this one. */
    async drop(db: Queryable, { region, office }: Connected): Promise<void> {
      await db.query('update satusehat.token set sealed = null, expires_at = null where region = $1 and office = $2', [
        region,
        office,
      ]);
    },
  };
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
