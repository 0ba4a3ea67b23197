import type { z } from 'zod';
import type { Problem } from './model.ts';
import { lineOf, problem } from './source.ts';

type Issue = z.core.$ZodIssue;

const kinds: Readonly<Record<string, string>> = {
  string: 'teks (beri tanda kutip bila berupa angka)',
  number: 'angka',
  boolean: 'true atau false',
  array: 'daftar: [a, b]',
  object: 'isian berkunci',
  record: 'isian berkunci',
};

function at(data: unknown, path: readonly PropertyKey[]): unknown {
  let here = data;
  for (const key of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = (here as Record<PropertyKey, unknown>)[key];
  }
  return here;
}

/** Of the ways a value could have been meant, the one that got furthest. */
function sharpest(issue: Issue, path: readonly PropertyKey[]): { issue: Issue; path: readonly PropertyKey[] }[] {
  const whole = [...path, ...issue.path];
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [{ issue, path: whole }];
  const depth = (ways: readonly Issue[]) =>
    Math.max(...ways.map((way) => way.path.length + (way.code === 'unrecognized_keys' ? 1 : 0)));
  const best = [...issue.errors].sort((a, b) => depth(b) - depth(a))[0];
  if (!best || depth(best) === 0) return [{ issue, path: whole }];
  return best.flatMap((inner) => sharpest(inner, whole));
}

function message(issue: Issue, value: unknown, name: string): string {
  if (value === undefined && issue.code !== 'unrecognized_keys') return `Belum ada "${name}". Tambahkan.`;
  if (issue.code === 'invalid_value') return `"${name}" harus salah satu dari: ${issue.values.map(String).join(', ')}.`;
  const english = /^(Invalid|Too|Unrecognized)/.test(issue.message);
  if (!english) return issue.message;
  if (issue.code === 'unrecognized_keys')
    return `Kunci ${issue.keys.map((key) => `"${key}"`).join(', ')} tidak dikenal. Perbaiki ejaannya, atau hapus.`;
  if (issue.code === 'invalid_type') return `"${name}" harus ${kinds[issue.expected] ?? issue.expected}.`;
  return `"${name}" tidak boleh kosong. Isi, atau hapus kuncinya.`;
}

/** Holds data read from YAML against a shape. Each problem stands at the line of the key that is wrong. */
export function validate<T>(schema: z.ZodType<T>, data: unknown): { value?: T; problems: Problem[] } {
  const result = schema.safeParse(data);
  // The data itself and not zod's copy: its parts know their lines.
  if (result.success) return { value: data as T, problems: [] };
  const problems = result.error.issues
    .flatMap((issue) => sharpest(issue, []))
    .map(({ issue, path }) => {
      const parent = at(data, path.slice(0, -1));
      const last = path.at(-1);
      const value = at(data, path);
      const key = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
      const line =
        key !== undefined ? lineOf(value, key) : path.length === 0 ? lineOf(data) : lineOf(parent, String(last));
      return problem(line, message(issue, value, String(last ?? '')));
    });
  return { problems };
}
