import type { IsoDate } from '../../kernel/dates.ts';
import type { Context, Database, Queryable, Row } from '../../platform/database/index.ts';
import type { Columns, StepKind } from '../../platform/step/index.ts';
import type { Kind } from './rules.ts';

export type Place = { readonly region: string; readonly office: string };
export type Chain = { readonly id: string; readonly version: number; readonly head: Uint8Array };
/** What was erased of one kind, the last time and in all. */
export type Erased = { readonly kind: Kind; readonly last: Date; readonly gone: number };

const ERASURE: Columns = {
  ...{ version: 'int', office: 'text', what: 'text', at: 'timestamptz', before: 'date', gone: 'int' },
};
const head = { kind: 'keeping', table: 'keeping.office', key: 'office_id' } as const;
export const FIRST: StepKind = {
  ...{ head, mode: 'begin', set: { office: 'text' }, insert: { 'keeping.erasure': ERASURE } },
};
export const NEXT: StepKind = { head, mode: 'move', set: {}, insert: { 'keeping.erasure': ERASURE } };
/** A number's last act: its trigger takes out whose it was. */
export const FORGET: StepKind = {
  ...{ head: { kind: 'entry', table: 'queue.entry', key: 'entry_id' }, mode: 'move', shared: true },
  set: { erased_at: 'timestamptz' },
};

export const placesOf = (relay: Database): Promise<(Place & Row)[]> =>
  relay.query({}, 'select region, office from queue.place order by region, office');

export async function dueOf(
  relay: Database,
  { office }: Place,
  of: { readonly kind: Kind; readonly before: IsoDate; readonly most: number },
): Promise<readonly string[]> {
  const rows = await relay.query<{ key: string }>({}, 'select key from keeping.due($1, $2, $3, $4) key', [
    ...[office, of.kind, of.before, of.most],
  ]);
  return rows.map(({ key }) => key);
}

export async function chainOf(db: Database, context: Context, { region, office }: Place): Promise<Chain | undefined> {
  const [row] = await db.query<Chain & Row>(
    context,
    'select id, version, head from keeping.office where region = $1 and office = $2',
    [region, office],
  );
  return row;
}

export async function erase(
  tx: Queryable,
  { office }: Place,
  of: { readonly kind: Kind; readonly before: IsoDate; readonly keys: readonly string[] },
): Promise<number> {
  const [row] = await tx.query<{ gone: number }>('select keeping.erase($1, $2, $3, $4::text[]) as gone', [
    ...[office, of.kind, of.before, of.keys],
  ]);
  return row?.gone ?? 0;
}

export type Over = { readonly id: string; readonly version: number; readonly head: Uint8Array };
export const entriesOver = (
  db: Database,
  context: Context,
  region: string,
  ids: readonly string[],
): Promise<(Over & Row)[]> =>
  db.query<Over & Row>(
    context,
    'select id, version, head from queue.entry where region = $1 and id = any ($2::uuid[]) and erased_at is null order by id',
    [region, ids],
  );

export const erasedOf = (db: Database, context: Context, { office }: Place): Promise<(Erased & Row)[]> =>
  db.query<Erased & Row>(
    context,
    'select what as kind, max(at) as last, sum(gone)::int as gone from keeping.erasure where office = $1 group by what order by what',
    [office],
  );
