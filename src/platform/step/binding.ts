import { type Act, bytesOf } from './act.ts';
import { type Columns, ITEM, OUTBOX, parts, type SqlType, type StepKind } from './statement.ts';

/** A value as it stands in an array that travels in PostgreSQL's binary form: text of any type, or the bytes themselves. */
type Element = string | Uint8Array | null;

/** An act as the statement takes it: made ready at once, so that a batch is only joined. */
export type Bound = {
  readonly act: Act;
  /** What the record's head will be. */
  readonly hash: Uint8Array;
  /** Of its own columns, those that every act brings first. */
  readonly own: readonly Element[];
  /** Of each table's rows, column by column. */
  readonly tables: readonly { readonly rows: number; readonly columns: readonly (readonly Element[])[] }[];
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

const elements = (row: Row, columns: Columns): readonly Element[] =>
  Object.entries(columns).map(([name, type]) => elementOf(row[name], type));

const table = (rows: readonly Row[], columns: Columns): Bound['tables'][number] => ({
  rows: rows.length,
  columns: Object.entries(columns).map(([name, type]) => rows.map((row) => elementOf(row[name], type))),
});

/** The statement's parameters: arrays with one entry per act, then, table by table, rows that name their act by its place. */
export function bind(kind: StepKind, batch: readonly Bound[]): Buffer[] {
  const own = [...Object.values(ITEM), ...Object.values(kind.set)].map((type, column) =>
    arrayOf(
      batch.map((one) => one.own[column] ?? null),
      type,
    ),
  );
  const tables = [OUTBOX, ...parts(kind).map(({ columns }) => columns)].flatMap((columns, at) => [
    arrayOf(
      batch.flatMap((one, n) => Array<string>(one.tables[at]?.rows ?? 0).fill(String(n + 1))),
      'int',
    ),
    ...Object.values(columns).map((type, column) =>
      arrayOf(
        batch.flatMap((one) => one.tables[at]?.columns[column] ?? []),
        type,
      ),
    ),
  ]);
  return [...own, ...tables];
}

// Of `pg_type`: what the elements of the two kinds of arrays are.
const [BYTEA, TEXT] = [17, 25];
const HEADER = 20;
let scratch = Buffer.allocUnsafe(1 << 16);

/** https://github.com/postgres/postgres/blob/REL_17_STABLE/src/backend/utils/adt/arrayfuncs.c, `array_recv` */
function arrayOf(elements: readonly Element[], type: SqlType): Buffer {
  let at = HEADER;
  let nulls = 0;
  for (const element of elements) {
    const most = element === null ? 4 : 4 + (typeof element === 'string' ? element.length * 3 : element.length);
    if (at + most > scratch.length) scratch = Buffer.concat([scratch, Buffer.allocUnsafe(scratch.length + most)]);
    let length = -1;
    if (element === null) nulls = 1;
    else if (typeof element === 'string') length = scratch.write(element, at + 4);
    else {
      scratch.set(element, at + 4);
      length = element.length;
    }
    scratch.writeInt32BE(length, at);
    at += 4 + Math.max(0, length);
  }
  scratch.writeInt32BE(elements.length > 0 ? 1 : 0, 0);
  scratch.writeInt32BE(nulls, 4);
  scratch.writeInt32BE(type === 'bytea' ? BYTEA : TEXT, 8);
  scratch.writeInt32BE(elements.length, 12);
  scratch.writeInt32BE(1, 16);
  return Buffer.from(scratch.subarray(0, elements.length > 0 ? at : HEADER - 8));
}

function elementOf(value: unknown, type: SqlType): Element {
  if (value === null || value === undefined) return null;
  if (value instanceof Uint8Array) return value;
  if (type === 'jsonb') return JSON.stringify(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return `{${value.map((one) => quoted(String(one))).join(',')}}`;
  return String(value);
}

const quoted = (text: string): string => `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`;
