import type { Language } from '../../kernel/text.ts';
import type { Database, Queryable, Row } from '../../platform/database/index.ts';
import type { QueueDeps } from './deps.ts';
import type { Entry, QueueRef } from './queue.ts';

// Whoever has no account and was helped by an officer: where he is told of this one number.

export type ToldAt = { readonly phone: string; readonly language: Language };

/** Who reads what is told of a number, where no account does. */
export const holderOf = ({ region, id }: QueueRef): string => `nomor:${region}/${id}`;
const HOLDER = /^nomor:([^/]+)\/(.+)$/;
const placeOf = ({ region, id }: QueueRef): string => `queue.phone:${region}/${id}`;

export type NotedPhone = QueueRef & Pick<Entry, 'office' | 'day'> & { readonly told: ToldAt };

/** Within the transaction that gives the numbers. */
export async function notePhones(
  deps: Pick<QueueDeps, 'envelope'>,
  tx: Queryable,
  noted: readonly NotedPhone[],
): Promise<void> {
  for (const { region, id, office, day, told } of noted)
    await tx.query(
      'insert into queue.phone (region, entry, office, day, sealed, language) values ($1, $2, $3, $4, $5, $6)',
      [region, id, office, day, deps.envelope.seal(told.phone, placeOf({ region, id })), told.language],
    );
}

/** Of these numbers those that have a phone of their own. */
export async function phonedAmong(
  db: Database,
  entries: readonly (QueueRef & Pick<Entry, 'office'>)[],
): Promise<ReadonlySet<string>> {
  const all = <K extends 'region' | 'office'>(key: K) => [...new Set(entries.map((entry) => entry[key]))];
  const rows = await db.query<{ entry: string } & Row>(
    { regions: all('region'), offices: all('office') },
    'select entry from queue.phone where region = any ($1) and entry = any ($2::uuid[])',
    [all('region'), entries.map(({ id }) => id)],
  );
  return new Set(rows.map(({ entry }) => entry));
}

export const createPhones = (deps: Pick<QueueDeps, 'db' | 'envelope'>) => ({
  /** The phone behind a holder; undefined for everybody else, and once it was erased. */
  async phoneOfHolder(person: string): Promise<string | undefined> {
    const [, region, id] = HOLDER.exec(person) ?? [];
    if (region === undefined || id === undefined) return undefined;
    const [row] = await deps.db.query<{ sealed: Uint8Array } & Row>(
      { regions: [region], persons: [person] },
      'select sealed from queue.phone where region = $1 and entry = $2',
      [region, id],
    );
    return row && deps.envelope.open(row.sealed, placeOf({ region, id }));
  },
});
