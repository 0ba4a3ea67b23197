/**
 * The text of a step: one statement that takes arrays, one entry per act. It moves the guarded record and, only for those that moved,
 * writes audit, outgoing work, the answer for a repeated key, and whatever rows the kind of step brings.
 */

export type SqlType = 'text' | 'uuid' | 'int' | 'boolean' | 'timestamptz' | 'jsonb' | 'bytea' | 'text[]' | 'date';
export type Columns = Readonly<Record<string, SqlType>>;

export type StepKind = {
  /** The record with a history; `key` names it in the rows that go with it, e.g. { kind: 'case', table: 'cases."case"', key: 'case_id' }. */
  readonly head: { readonly kind: string; readonly table: string; readonly key: string };
  readonly mode: 'begin' | 'move';
  /** Columns of the record that this kind of step sets. */
  readonly set: Columns;
  /** Rows that are written with it, by table. */
  readonly insert?: Readonly<Record<string, Columns>>;
  /** Rows of the record that go with it, found by these columns. */
  readonly remove?: Readonly<Record<string, Columns>>;
  /** Acts of this kind that wait share a commit: for what many do at once. */
  readonly shared?: boolean;
};

const NAMES: Columns = { actor: 'text', subject: 'text', authority: 'text', office: 'text', action: 'text' };
/** Every act brings these, in this order; then the columns that its kind sets. */
export const ITEM: Columns = {
  ...{ region: 'text', id: 'uuid', version: 'int', prev: 'bytea', hash: 'bytea', body: 'bytea' },
  ...NAMES,
  ...{ key: 'text', at: 'timestamptz', answer: 'jsonb' },
};
export const OUTBOX: Columns = { id: 'uuid', topic: 'text', payload: 'jsonb', run_at: 'timestamptz' };

/** Tables whose rows a kind writes or removes, in the order of the statement's parameters. */
export function parts(
  kind: StepKind,
): { readonly verb: 'insert' | 'remove'; readonly table: string; readonly columns: Columns }[] {
  return [
    ...Object.entries(kind.insert ?? {}).map(([table, columns]) => ({ verb: 'insert' as const, table, columns })),
    ...Object.entries(kind.remove ?? {}).map(([table, columns]) => ({ verb: 'remove' as const, table, columns })),
  ];
}

// All but bytes travels as arrays of text and is cast where it is used: one rule for all types, arrays and JSON among them.
function source(alias: string, columns: readonly (readonly [name: string, type: SqlType])[], first: number): string {
  const arrays = columns.map(([, type], i) => `$${first + i}::${type === 'bytea' ? 'bytea' : 'text'}[]`).join(', ');
  const names = columns.map(([name]) => name).join(', ');
  return `unnest(${arrays}) with ordinality as ${alias}(${names}, ${alias === 'i' ? 'n' : 'ord'})`;
}

const rowsOf = (columns: Columns): readonly (readonly [name: string, type: SqlType])[] => [
  ['n', 'int'],
  ...Object.entries(columns),
];

const cast = (prefix: string, columns: Columns): string =>
  Object.entries(columns)
    .map(([name, type]) => `${prefix}${name}::${type}`)
    .join(', ');

export function statementOf(kind: StepKind): string {
  const { table, key } = kind.head;
  // The record's own columns may bear the names of an act's, so they travel under a prefix.
  const item = [
    ...Object.entries(ITEM),
    ...Object.entries(kind.set).map(([name, type]) => [`s_${name}`, type] as const),
  ];
  let next = item.length + 1;
  const take = (count: number): number => {
    next += count;
    return next - count;
  };
  const ctes = [
    // Cast here and not where it is compared: behind row-level security a cast in the condition would forbid the index.
    `i as materialized (select i.*, i.id::uuid as uid from ${source('i', item, 1)})`,
    // Each by its own key: as one search for all of them it would try every actor with every key. The fence keeps it so, whatever is guessed.
    `f as materialized (select i.n, k.answer from i cross join lateral (select k.answer from platform.idempotency k
      where k.region = i.region and k.actor = i.actor and k.key = i.key offset 0) k)`,
    kind.mode === 'begin' ? beginning(table, kind.set) : moving(table, kind.set),
    `a as (insert into audit.act (region, kind, id, version, at, ${Object.keys(NAMES).join(', ')}, body, prev, hash)
      select i.region, '${kind.head.kind}', i.uid, i.version::int + 1, i.at::timestamptz, ${cast('i.', NAMES)}, i.body::bytea, i.prev::bytea, i.hash::bytea
      from i join u using (n))`,
    `k as (insert into platform.idempotency (region, actor, key, subject, answer, at)
      select i.region, i.actor, i.key, i.id, i.answer::jsonb, i.at::timestamptz from i join u using (n))`,
    `o as (insert into platform.outbox (region, subject, actor, ${Object.keys(OUTBOX).join(', ')})
      select i.region, i.id, i.actor, ${cast('x.', OUTBOX)}
      from ${source('x', rowsOf(OUTBOX), take(1 + Object.keys(OUTBOX).length))} join i on i.n = x.n::bigint join u on u.n = i.n)`,
  ];
  parts(kind).forEach(({ verb, table: other, columns }, index) => {
    const names = Object.keys(columns);
    const rows = `${source('x', rowsOf(columns), take(1 + names.length))} join i on i.n = x.n::bigint join u on u.n = i.n`;
    ctes.push(
      verb === 'insert'
        ? `p${index} as (insert into ${other} (region, ${key}, ${names.join(', ')}) select i.region, i.uid, ${cast('x.', columns)} from ${rows})`
        : `p${index} as (delete from ${other} t using ${rows} where t.region = i.region and t.${key} = i.uid
            and ${names.map((name) => `t.${name} = x.${name}::${columns[name]}`).join(' and ')})`,
    );
  });
  return `with ${ctes.join(',\n')}
select i.n::int as n, u.n is not null as won, f.answer as before from i left join u using (n) left join f using (n) order by i.n`;
}

const NEW = 'not exists (select from f where f.n = i.n)';

function beginning(table: string, set: Columns): string {
  const names = Object.keys(set);
  return `b as (insert into ${table} (region, id, version, head, acted_by, acted_at${names.map((name) => `, ${name}`).join('')})
      select i.region, i.uid, 1, i.hash::bytea, i.actor, i.at::timestamptz${names.length > 0 ? `, ${cast('i.s_', set)}` : ''}
      from i where ${NEW} returning id),
    u as (select i.n from i join b on b.id = i.uid)`;
}

/** All values of one column of the items. */
const at = (column: string): string => `$${Object.keys(ITEM).indexOf(column) + 1}::text[]`;

// What is looked for stands there twice: under the policies the join alone finds no index, and the whole region would be read.
function moving(table: string, set: Columns): string {
  const sets = Object.entries(set).map(([name, type]) => `, ${name} = i.s_${name}::${type}`);
  return `u as (update ${table} c set version = c.version + 1, head = i.hash::bytea, acted_by = i.actor, acted_at = i.at::timestamptz${sets.join('')}
      from i where c.id = any (${at('id')}::uuid[]) and c.region = i.region and c.id = i.uid and c.version = i.version::int and c.head = i.prev::bytea and ${NEW} returning i.n)`;
}
