import { makeKk } from '../../kernel/kk.ts';
import { makeNik } from '../../kernel/nik.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Queryable } from '../../platform/database/index.ts';
import type { NumberWanted } from './foresee.ts';
import { insertNumber, nextSerial, reservedFor, settleNumbers } from './store.ts';

/**
 * Reserves numbers for a case. What it holds already is kept, as long as its prefix still fits; what it no longer needs becomes void.
 * @returns the number of each slot
 */
export async function reserve(
  tx: Queryable,
  of: { readonly region: string; readonly basis: string; readonly at: Date },
  wanted: readonly NumberWanted[],
): Promise<ReadonlyMap<string, string>> {
  if (wanted.length === 0) return new Map();
  const held = await reservedFor(tx, of.region, of.basis);
  const fits = (one: NumberWanted) => (row: (typeof held)[number]) =>
    row.kind === one.kind && row.slot === one.slot && row.number.startsWith(one.prefix);
  const stale = held.filter((row) => !wanted.some((one) => fits(one)(row)));
  if (stale.length > 0) await settleNumbers(tx, of.region, stale, 'void', of.at);
  const numbers = new Map<string, string>();
  for (const one of wanted) numbers.set(one.slot, held.find(fits(one))?.number ?? (await fresh(tx, of, one)));
  return numbers;
}

async function fresh(
  tx: Queryable,
  of: { readonly region: string; readonly basis: string; readonly at: Date },
  { kind, slot, prefix }: NumberWanted,
): Promise<string> {
  const make = kind === 'nik' ? makeNik : makeKk;
  for (;;) {
    const serial = await nextSerial(tx, of.region, kind, prefix);
    if (serial === undefined) throw new Refusal('people/prefix-full', 409);
    const number = make(prefix, serial);
    // Numbers that came in by an import did not move the serial on.
    if (await insertNumber(tx, { ...of, kind, number, slot })) return number;
  }
}
