import type pg from 'pg';

export type Table = { readonly name: string; readonly columns: readonly string[] };

// The workers' own tables are kept as jobs, not as rows; the list of migrations is written by migrating.
const OTHERS = "('pg_catalog', 'information_schema', 'graphile_worker', 'migrations')";

/** Every table with the columns that can be written, those first that others point to. */
export async function tablesInOrder(client: pg.ClientBase): Promise<readonly Table[]> {
  const { rows } = await client.query<{ id: string; name: string; columns: string[]; needs: string[] }>(
    `select c.oid::text as id, format('%I.%I', n.nspname, c.relname) as name,
       (select array_agg(format('%I', a.attname) order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
       array(select distinct k.confrelid::text from pg_constraint k
        where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as needs
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname not in ${OTHERS} and n.nspname !~ '^pg_' order by 2`,
  );
  const waiting = new Map(rows.map((row) => [row.id, row]));
  const order: Table[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter(({ needs }) => needs.every((id) => !waiting.has(id)));
    if (ready.length === 0) throw new Error('tables point to each other in a circle');
    for (const { id, name, columns } of ready) {
      order.push({ name, columns });
      waiting.delete(id);
    }
  }
  return order;
}
