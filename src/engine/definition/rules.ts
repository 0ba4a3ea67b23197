import type { Scope, Type } from '../feel/index.ts';
import { type Desk, placeholders } from './desk.ts';
import { listOf, type Merged } from './merge.ts';
import type {
  Allow,
  Check,
  Compute,
  Keep,
  Line,
  Option,
  Party,
  Period,
  Question,
  Reason,
  Require,
  Unique,
} from './model.ts';
import { familyType } from './scope.ts';
import { lineOf } from './source.ts';
import { personType } from './world.ts';
import type { World } from './world-model.ts';

const truth: Type = { kind: 'boolean' };
const period = /^P(\d+[YMWD])+$/;

/** Checks a period of calendar time, e.g. P30D. */
export function periodOf(desk: Desk, text: string, line: Line): Period {
  if (!period.test(text))
    desk.error(line, `"${text}" bukan jangka waktu. Tulis P30D (30 hari), P1M (1 bulan), atau P1Y (1 tahun).`);
  return text;
}

/** Names between the braces of a text must exist. */
export function checkNames(desk: Desk, text: string, line: Line, scope: Scope): void {
  for (const name of placeholders(text)) desk.feel(name, line, scope);
}

const declared: Readonly<Record<string, Type>> = {
  boolean: truth,
  number: { kind: 'number' },
  money: { kind: 'number' },
  text: { kind: 'text' },
  date: { kind: 'date' },
  time: { kind: 'time' },
  duration: { kind: 'daysDuration' },
};

function computedType(desk: Desk, type: string, options: readonly Option[], line: Line, world: World): Type {
  const inner = /^list\((.+)\)$/.exec(type)?.[1];
  if (inner !== undefined) return { kind: 'list', of: computedType(desk, inner, options, line, world) };
  if (type === 'choice') return { kind: 'choice', codes: options.map((option) => option.code) };
  if (type === 'person') return personType(world.person);
  if (type === 'family') return familyType(world);
  const known = declared[type];
  if (!known)
    desk.error(
      line,
      `Jenis "${type}" tidak dikenal. Yang ada: ${Object.keys(declared).join(', ')}, choice, person, family, list(…).`,
    );
  return known ?? { kind: 'text' };
}

export type ComputeOutline = { readonly type: Type; readonly options: readonly Option[] };

/** The types of what is computed, before any expression is compiled. */
export function outlineCompute(desk: Desk, raws: Merged['compute']): ReadonlyMap<string, ComputeOutline> {
  return new Map(
    raws.map(({ id, raw, line }) => {
      const options = Object.entries(raw.options ?? {}).map(([code, text]) => ({
        code,
        text: desk.text(text, lineOf(raw.options, code)),
      }));
      return [id, { type: computedType(desk, raw.type, options, line, desk.world), options }] as const;
    }),
  );
}

/** Computed values in an order in which each reads only those before it. */
export function finishCompute(
  desk: Desk,
  raws: Merged['compute'],
  outlines: ReadonlyMap<string, ComputeOutline>,
  scope: Scope,
): readonly Compute[] {
  const compiled = raws.map(({ id, raw, line }): Compute => {
    const outline = outlines.get(id);
    const at = lineOf(raw, 'is');
    const plain = raw.default === undefined;
    const is = (plain ? desk.sure : desk.feel)(raw.is, at, scope, outline?.type);
    const literal = typeof raw.default === 'string' ? JSON.stringify(raw.default) : raw.default;
    return {
      id,
      is,
      line,
      ...(literal === undefined ? {} : { default: desk.sure(literal, lineOf(raw, 'default'), scope, outline?.type) }),
      ...(outline && outline.options.length > 0 ? { options: outline.options } : {}),
    };
  });
  return inOrder(desk, compiled);
}

function inOrder(desk: Desk, all: readonly Compute[]): readonly Compute[] {
  const byId = new Map(all.map((each) => [each.id, each]));
  const done = new Set<string>();
  const result: Compute[] = [];
  const visit = (each: Compute, above: readonly string[]): void => {
    if (done.has(each.id)) return;
    if (above.includes(each.id)) {
      desk.error(each.line, `Hitungan berputar: ${[...above, each.id].join(' → ')}. Putuskan salah satunya.`);
      return;
    }
    for (const name of each.is.reads) {
      const other = byId.get(name.split('.')[0] ?? '');
      if (other) visit(other, [...above, each.id]);
    }
    if (done.has(each.id)) return;
    done.add(each.id);
    result.push(each);
  };
  for (const each of all) visit(each, []);
  return result;
}

export function compileAllow(desk: Desk, merged: Merged, scope: Scope): readonly Allow[] {
  return listOf(merged.service.allow).map((raw) => ({
    that: desk.sure(raw.that, lineOf(raw, 'that'), scope, truth),
    say: desk.text(raw.say, lineOf(raw, 'say')),
    line: lineOf(raw),
    ...(raw.go === undefined ? {} : { go: raw.go }),
  }));
}

export function compileRequire(
  desk: Desk,
  merged: Merged,
  scope: Scope,
  questions: ReadonlySet<string>,
): readonly Require[] {
  return merged.require.map((raw) => {
    if (!questions.has(raw.at))
      desk.error(
        lineOf(raw, 'at'),
        `Pertanyaan "${raw.at}" tidak ada. Tulis id pertanyaan yang salah satunya harus diubah.`,
      );
    return {
      that: desk.sure(raw.that, lineOf(raw, 'that'), scope, truth),
      at: raw.at,
      say: desk.text(raw.say, lineOf(raw, 'say')),
      line: lineOf(raw),
      ...(raw.reason === undefined ? {} : { reason: raw.reason }),
      ...(raw.go === undefined ? {} : { go: raw.go }),
    };
  });
}

export function compileChecks(desk: Desk, merged: Merged, scope: Scope): readonly Check[] {
  return merged.checks.map((raw) => ({
    when: desk.feel(raw.when, lineOf(raw, 'when'), scope, truth),
    level: raw.level,
    say: desk.text(raw.say, lineOf(raw, 'say')),
    line: lineOf(raw),
  }));
}

export function compileUnique(desk: Desk, merged: Merged, scope: Scope): Unique | undefined {
  const raw = merged.service.unique;
  if (!raw) return undefined;
  return {
    // A part that is absent is a part of the key too: two cases without an institution are the same.
    key: raw.key.map((each, i) => desk.feel(each, lineOf(raw.key, i), scope)),
    while: raw.while ?? (raw.within === undefined ? 'open' : 'ever'),
    ...(raw.within === undefined ? {} : { within: periodOf(desk, raw.within, lineOf(raw, 'within')) }),
  };
}

export function compileParties(desk: Desk, merged: Merged, scope: Scope, steps: ReadonlySet<string>): readonly Party[] {
  const people: Type = { kind: 'list', of: personType(desk.world.person) };
  return (merged.service.parties ?? []).map((raw) => {
    if (raw.before !== 'submit' && !steps.has(raw.before))
      desk.error(lineOf(raw, 'before'), `Langkah "${raw.before}" tidak ada. Tulis submit atau nama langkah.`);
    return {
      id: raw.id,
      must: raw.must,
      before: raw.before,
      who: desk.feel(raw.who, lineOf(raw, 'who'), scope, people),
      say: desk.text(raw.say, lineOf(raw, 'say')),
      line: lineOf(raw),
      ...(raw.remind === undefined ? {} : { remind: periodOf(desk, raw.remind, lineOf(raw, 'remind')) }),
      ...(raw.within === undefined ? {} : { within: periodOf(desk, raw.within, lineOf(raw, 'within')) }),
    };
  });
}

const kindsIn = (opens = 'all'): readonly string[] => (opens === 'all' ? [] : opens.split(' '));

/** The reasons that something names: of the service itself, else of the national table. */
export function usedReasons(desk: Desk, merged: Merged, named: ReadonlyMap<string, Line>): readonly Reason[] {
  const own = new Map(merged.reasons.map((each) => [each.id, each]));
  return [...named].flatMap(([code, line]): Reason[] => {
    const mine = own.get(code);
    if (mine) return [{ code, text: desk.text(mine.raw, mine.line), opens: [] }];
    const entry = desk.world.codes.reasons?.entries.find((each) => each.key === code);
    if (entry) return [{ code, text: entry.text, opens: kindsIn(entry.facts.opens) }];
    desk.error(
      line,
      `Alasan "${code}" tidak ada. Tambahkan di reasons: { ${code}: … }, atau pakai kode dari tabel alasan.`,
    );
    return [];
  });
}

const keepTime = /^(\d+) (hari|bulan|tahun)$/;
const letters: Readonly<Record<string, string>> = { hari: 'D', bulan: 'M', tahun: 'Y' };

export function compileKeep(desk: Desk, merged: Merged): Keep {
  const raw = merged.service.keep;
  const read = (text: string, line: Line): string => {
    const [, amount, unit = ''] = keepTime.exec(text) ?? [];
    if (amount === undefined)
      desk.error(line, `"${text}" bukan jangka simpan. Tulis 90 hari, 5 tahun, atau permanen (hanya untuk done).`);
    return `P${amount ?? 0}${letters[unit] ?? 'D'}`;
  };
  const done = raw.done === 'permanen' ? 'permanen' : read(raw.done, lineOf(raw, 'done'));
  return { drafts: read(raw.drafts, lineOf(raw, 'drafts')), done };
}

/** Texts of questions may name earlier answers. */
export function checkLabels(desk: Desk, questions: readonly Question[], scope: Scope): void {
  for (const { label, hint, line, field } of questions) {
    checkNames(desk, label.id, line, scope);
    if (hint) checkNames(desk, hint.id, line, scope);
    if (field.kind !== 'group') continue;
    const item = { type: personType(desk.world.person), nullable: false };
    checkLabels(desk, field.questions, field.over ? { ...scope, item } : scope);
  }
}
