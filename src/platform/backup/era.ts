import type pg from 'pg';

// Seals are cut by transaction numbers, and those begin anew in the cluster that a dump is loaded into (migrations/0030-audit.sql).

export async function eraOf(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ era: number }>('select audit.era() as era');
  return rows[0]?.era ?? 1;
}

/**
 * After rows of `former` were loaded: what its seals cover stays as it is and verifies; what none covered yet goes over into the new era,
 * where the next seal takes it. Needs the triggers of history to be off.
 */
export async function beginEra(client: pg.ClientBase, former: number): Promise<void> {
  const era = former + 1;
  for (const table of ['audit.act', 'audit.access'])
    await client.query(
      `update ${table} t set era = $2, xid = pg_current_xact_id() where era = $1 and xid >= coalesce(
         (select s.below from audit.seal s where s.region = t.region and s.era = $1 order by s.number desc limit 1), '0'::xid8)`,
      [former, era],
    );
  const { rows } = await client.query<{ name: string }>('select quote_ident(current_database()) as name');
  await client.query(`alter database ${rows[0]?.name} set satuloket.era = '${era}'`);
}
