import type { Database, Queryable, Row } from '../database/index.ts';

// Messages to an outside system, kept until it took them: one table `message` and one `sender` in the schema of the room that tells it.

export type LetterState = 'waiting' | 'sent' | 'refused' | 'withdrawn' | 'skipped';
/** What every such message has, whatever it says. */
export type Letter = {
  readonly region: string;
  readonly id: string;
  readonly office: string;
  readonly at: Date;
  readonly state: LetterState;
  readonly tries: number;
  readonly code: string | null;
  readonly trouble: string | null;
};
/** What became of a try. */
export type Told = {
  readonly state: LetterState;
  readonly code: string | null;
  readonly trouble: string | null;
  readonly at: Date;
  /** Not to be tried again before. */
  readonly dueAt?: Date;
};
export type Tally = {
  readonly office: string;
  readonly state: LetterState;
  readonly count: number;
  readonly oldest: Date;
};
/** How often the other side did not answer in a row, and when it is asked again. */
export type Patience = { readonly failures: number; readonly retryAt: Date | null; readonly trouble: string | null };

/** Longer than one message may take. */
const LEASE = '90 seconds';

export type Letters<M extends Letter> = ReturnType<typeof lettersIn<M>>;

/**
 * @param schema of the room
 * @param columns of a message, as the room reads it
 * @param sameLine when `b`, an earlier message, has to be out of the way before `m` goes
 */
export function lettersIn<M extends Letter>(schema: string, columns: string, sameLine: string) {
  if (!/^[a-z]+$/.test(schema)) throw new Error(schema);
  const regionOf = (office: string): string => office.split('/')[0] ?? '';

  return {
    /** The oldest that is due and before which nothing of the same line waits or was refused. `not`: those that were tried just now. */
    async next(
      relay: Database,
      of: { readonly region: string; readonly office: string; readonly now: Date; readonly not: readonly string[] },
    ): Promise<M | undefined> {
      const [row] = await relay.query<M & Row>(
        {},
        `select ${columns} from ${schema}.message m where region = $1 and office = $2 and state = 'waiting' and due_at <= $3 and id <> all ($4::uuid[])
           and not exists (select from ${schema}.message b where b.region = m.region and ${sameLine}
             and b.nth < m.nth and b.state in ('waiting', 'refused'))
         order by at, nth, id limit 1`,
        [of.region, of.office, of.now, of.not],
      );
      return row;
    },

    settle: (relay: Database, of: Pick<Letter, 'region' | 'id'>, to: Told): Promise<unknown> =>
      relay.query(
        {},
        `update ${schema}.message set state = $3::text, code = $4, trouble = $5, tries = tries + 1, due_at = coalesce($7::timestamptz, due_at),
           settled_at = case when $3::text = 'waiting' then null else $6::timestamptz end where region = $1 and id = $2 and state = 'waiting'`,
        [of.region, of.id, to.state, to.code, to.trouble, to.at, to.dueAt ?? null],
      ),

    /**
     * Takes the one place of whoever sends for an office; undefined when it is taken, or the other side is not to be asked yet. How long a place is
     * held goes by the database's own clock: it is about a process that died, not about the day of the office.
     */
    async takePlace(
      relay: Database,
      of: { readonly region: string; readonly office: string; readonly lease: string; readonly now: Date },
    ): Promise<Patience | undefined> {
      await relay.query({}, `insert into ${schema}.sender (region, office) values ($1, $2) on conflict do nothing`, [
        of.region,
        of.office,
      ]);
      const [row] = await relay.query<Patience & Row>(
        {},
        `update ${schema}.sender set lease = $3, lease_until = clock_timestamp() + interval '${LEASE}' where region = $1 and office = $2
           and (lease is null or lease = $3 or lease_until <= clock_timestamp()) and (retry_at is null or retry_at <= $4)
         returning failures, retry_at as "retryAt", trouble`,
        [of.region, of.office, of.lease, of.now],
      );
      return row;
    },

    leavePlace: (
      relay: Database,
      of: { readonly region: string; readonly office: string; readonly lease: string },
      how: Patience,
    ): Promise<unknown> =>
      relay.query(
        {},
        `update ${schema}.sender set lease = null, lease_until = null, failures = $4, retry_at = $5, trouble = $6
         where region = $1 and office = $2 and lease = $3`,
        [of.region, of.office, of.lease, how.failures, how.retryAt, how.trouble],
      ),

    /** How many messages of an office wait or were refused. As the owner or the relay. */
    tally: (db: Queryable, office?: string): Promise<(Tally & Row)[]> =>
      db.query<Tally & Row>(
        `select office, state, count(*)::int as count, min(at) as oldest from ${schema}.message
         where state in ('waiting', 'refused') and ($1::text is null or office = $1) group by office, state order by office, state`,
        [office ?? null],
      ),

    /** Those that were refused, or failed so far. */
    open: (db: Queryable, office: string): Promise<(M & Row)[]> =>
      db.query<M & Row>(
        `select ${columns} from ${schema}.message where region = $1 and office = $2 and (state = 'refused' or state = 'waiting' and tries > 0)
         order by at, nth limit 50`,
        [regionOf(office), office],
      ),

    /** As the owner: refused messages are tried again, or left out. @returns how many */
    async reopen(
      owner: Queryable,
      office: string,
      to: { readonly state: 'waiting' | 'skipped'; readonly id: string | null; readonly at: Date },
    ): Promise<number> {
      const rows = await owner.query(
        `update ${schema}.message set state = $3::text, due_at = $5, settled_at = case when $3::text = 'skipped' then $5::timestamptz end
         where region = $1 and office = $2 and state = 'refused' and ($4::uuid is null or id = $4) returning 1`,
        [regionOf(office), office, to.state, to.id, to.at],
      );
      return rows.length;
    },

    /** As the owner: the other side is asked at once again. */
    askNow: (owner: Queryable, office: string): Promise<unknown> =>
      owner.query(`update ${schema}.sender set retry_at = null where region = $1 and office = $2`, [
        regionOf(office),
        office,
      ]),
  };
}
