import type { Statement } from './piped-query.ts';

/**
 * What one statement or transaction may see and write. Each list becomes a transaction-local setting that row-level security reads;
 * an absent list means "none": nothing is visible until it is named.
 */
export type Context = {
  /** kabupaten/kota codes, e.g. '32.76' */
  readonly regions?: readonly string[];
  /** ids of the citizens whose own rows may be read */
  readonly persons?: readonly string[];
  /** 'region/office' whose rows may be read */
  readonly offices?: readonly string[];
  /** 'id actor': each row that may be written, with the one actor who writes it */
  readonly acts?: readonly string[];
  /** 'id region/office': each row that may be written, with the office that its actor sits in */
  readonly holds?: readonly string[];
};

const LISTS = ['regions', 'persons', 'offices', 'acts', 'holds'] as const;

/**
 * How a statement is planned: each time as the server thinks best, or once for the connection's life, for what finds its rows by key. Such
 * a plan may be made while tables are still empty and must serve when they are full: so it never reads a table from end to end.
 */
export type Planning = 'each time' | 'once';

const PLANNING = { 'each time': ['auto', 'on'], once: ['force_generic_plan', 'off'] } as const;

// As conditions, so that no row of what is known already travels back: none is ever null.
const NAMED = LISTS.map((list, i) => `set_config('app.${list}', $${i + 1}, true) is not null`).join(' and ');
const TEXT = `select where ${NAMED}
  and set_config('plan_cache_mode', $${LISTS.length + 1}, true) is not null and set_config('enable_seqscan', $${LISTS.length + 2}, true) is null`;

/** In a statement of its own, never inside the statement that it protects: a plan may read rows before it reads the setting. */
export const contextStatement = (context: Context, planning: Planning = 'each time'): Statement => ({
  name: 'context',
  text: TEXT,
  values: [...contextValues(context), ...PLANNING[planning]],
});

/** A comma would split one entry in two, so it is refused. */
function contextValues(context: Context): string[] {
  return LISTS.map((list) => {
    const entries = context[list] ?? [];
    const broken = entries.find((entry) => entry.includes(','));
    if (broken !== undefined) throw new Error(`context ${list}: an entry holds a comma`);
    return entries.join(',');
  });
}

/** Names anew, inside a transaction, what may be read and written: for what is known only once a row is locked. */
export const rename = (
  tx: { query(text: string, values: readonly unknown[]): Promise<unknown> },
  context: Context,
): Promise<unknown> => tx.query(`select where not (${NAMED})`, contextValues(context));
