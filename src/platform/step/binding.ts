import { type Act, bytesOf } from './act.ts';
import { type Columns, ITEM, OUTBOX, parts, type StepKind } from './statement.ts';

/** An act as the statement takes it: each value an element of an array's text already, so that a batch is only joined. */
export type Bound = {
  readonly act: Act;
  /** What the record's head will be. */
  readonly hash: Uint8Array;
  /** Of its own columns, those that every act brings first. */
  readonly own: readonly string[];
  /** Of each table's rows, column by column. */
  readonly tables: readonly { readonly rows: number; readonly columns: readonly (readonly string[])[] }[];
};
type Row = Readonly<Record<string, unknown>>;

export function boundOf(kind: StepKind, act: Act): Bound {
  const { hash, body } = bytesOf(kind.head.kind, act);
  const outgoing = (act.outbox ?? []).map(({ id, topic, payload, runAt }) => ({
    ...{ id, topic, payload, run_at: runAt ?? act.at },
  }));
  return {
    act,
    hash,
    own: [...elements({ ...act, prev: act.head, hash, body }, ITEM), ...elements(act.set, kind.set)],
    tables: [
      table(outgoing, OUTBOX),
      ...parts(kind).map(({ verb, table: name, columns }) =>
        table((verb === 'insert' ? act.rows : act.gone)?.[name] ?? [], columns),
      ),
    ],
  };
}

const elements = (row: Row, columns: Columns): readonly string[] =>
  Object.entries(columns).map(([name, type]) => elementOf(row[name], type === 'jsonb'));

const table = (rows: readonly Row[], columns: Columns): Bound['tables'][number] => ({
  rows: rows.length,
  columns: Object.entries(columns).map(([name, type]) => rows.map((row) => elementOf(row[name], type === 'jsonb'))),
});

/** The statement's parameters: arrays with one entry per act, then, table by table, rows that name their act by its place. */
export function bind(batch: readonly Bound[]): string[] {
  const [first] = batch;
  if (!first) return [];
  const own = first.own.map((_, column) => arrayOf(batch.map((one) => one.own[column] ?? 'NULL')));
  const tables = first.tables.flatMap(({ columns }, at) => [
    arrayOf(batch.flatMap((one, n) => Array.from({ length: one.tables[at]?.rows ?? 0 }, () => String(n + 1)))),
    ...columns.map((_, column) => arrayOf(batch.flatMap((one) => one.tables[at]?.columns[column] ?? []))),
  ]);
  return [...own, ...tables];
}

const arrayOf = (elements: readonly string[]): string => `{${elements.join(',')}}`;

/** A value as it stands in the text of an array. */
function elementOf(value: unknown, json: boolean): string {
  if (value === null || value === undefined) return 'NULL';
  return quoted(json ? JSON.stringify(value) : textOf(value));
}

const quoted = (text: string): string => `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`;

/** PostgreSQL's text form of a value. */
function textOf(value: unknown): string {
  if (value instanceof Uint8Array)
    return `\\x${Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex')}`;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return arrayOf(value.map((one) => quoted(String(one))));
  return String(value);
}
