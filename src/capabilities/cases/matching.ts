import type { Json } from '../../kernel/json.ts';
import { lastFour } from '../../kernel/masking.ts';
import type { Row } from '../../platform/database/index.ts';
import type { Matched, Typed } from '../people/index.ts';
import { actingOn, getCase } from './acting.ts';
import type { CaseRef, Doer } from './case.ts';
import { registerOf, settled } from './drafts.ts';
import { refusals } from './errors.ts';
import type { CasesDeps } from './ports.ts';
import { tasksOf } from './store.ts';
import { barredFrom } from './work.ts';

/** What the national register said of one person of a case: a verdict for each typed value, nothing of its own. */
export type Verdict = {
  readonly name: string;
  readonly lastFour: string;
  /** null: it did not answer. */
  readonly found: boolean | null;
  readonly fields: Readonly<Record<string, string>>;
};
export type Comparison = { readonly at: Date; readonly officer: string; readonly verdicts: readonly Verdict[] };

type Somebody = { readonly nik: string; readonly typed: Typed };
const MOST = 30;

/** Typed values compared with a register that says *sesuai* or *tidak sesuai*; asked by an officer, who is named on each question. */
export function createMatching(deps: CasesDeps) {
  async function compare(doer: Doer, ref: CaseRef, step: string): Promise<void> {
    const found = await getCase(deps, doer, ref);
    const task = (await tasksOf(deps.db, actingOn(found, doer), ref)).find((one) => one.step === step);
    if (!task) throw refusals.lostGuard();
    const barred = barredFrom(found, task, doer, deps.clock());
    if (barred) throw refusals.notYours(barred);
    if ((await registerOf(deps, found)) !== 'match') throw refusals.notOpen();
    const { settled: form, inputs } = await settled(deps, found);
    const people = peopleIn(form.names).slice(0, MOST);
    const asked = { purpose: found.service, actor: doer.id, caseId: found.id, today: inputs.today };
    const verdicts = await Promise.all(
      people.map(async ({ nik, typed }) =>
        said(nik, typed, await deps.register.match(found.region, nik, typed, asked)),
      ),
    );
    await deps.db.query(
      actingOn(found, doer),
      'insert into cases.match (region, case_id, at, officer, verdicts) values ($1, $2, $3, $4, $5) returning at',
      [ref.region, ref.id, deps.clock(), doer.id, JSON.stringify(verdicts)],
    );
  }

  /** The newest comparison, for whoever may see the case. */
  async function compared(doer: Doer, ref: CaseRef): Promise<Comparison | undefined> {
    const found = await getCase(deps, doer, ref);
    const [row] = await deps.db.query<Comparison & Row>(
      actingOn(found, doer),
      'select at, officer, verdicts from cases.match where region = $1 and case_id = $2 order by at desc limit 1',
      [ref.region, ref.id],
    );
    return row;
  }

  return { compare, compared };
}

const said = (nik: string, typed: Typed, { found, fields }: Matched): Verdict => ({
  ...{ name: typed.name ?? '', lastFour: lastFour(nik), found, fields: { ...fields } as Record<string, string> },
});

/** Everybody with a NIK among the names of a case, once, with all that was typed of him. */
function peopleIn(names: { readonly [name: string]: unknown }): readonly Somebody[] {
  const people = new Map<string, Typed>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) visit(one);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    const record = value as Readonly<Record<string, Json>>;
    const nik = textOf(record.nik);
    if (nik !== null && /^\d{16}$/.test(nik)) people.set(nik, { ...people.get(nik), ...typedOf(record) });
    for (const one of Object.values(record)) visit(one);
  };
  visit(names);
  return [...people].map(([nik, typed]) => ({ nik, typed }));
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

function typedOf(record: Readonly<Record<string, Json>>): Typed {
  const date = record.birthDate;
  const birthDate =
    typeof date === 'object' && date !== null && 'date' in date ? textOf(date.date) : textOf(date ?? null);
  const all = { name: textOf(record.name), birthDate, sex: textOf(record.sex), kk: textOf(record.kk) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)) as Typed;
}
