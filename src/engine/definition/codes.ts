import { z } from 'zod';
import type { Files, Problem } from './model.ts';
import { problem, readSource } from './source.ts';
import { validate } from './validate.ts';
import type { CodeEntry, CodeTable } from './world-model.ts';

const entry = z
  .object({ id: z.string(), en: z.string(), number: z.number().optional(), until: z.string().optional() })
  .catchall(z.string());
const table = z.strictObject({
  table: z.string(),
  title: z.object({ id: z.string(), en: z.string() }),
  from: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  source: z.string(),
  entries: z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9.-]*$/), entry),
});

/** Every table that the standard world needs, in `reference/codes/`. */
export const codeTables = [
  'sex',
  'citizenship',
  'religion',
  'education',
  'maritalStatus',
  'shdk',
  'bloodType',
  'birthPlaceKind',
  'birthKind',
  'birthHelper',
  'cardState',
  'sectors',
  'reasons',
  'roles',
  'offices',
  'queues',
  'steps',
  'actions',
  'documents',
  'identityPapers',
] as const;

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function toTable(raw: z.infer<typeof table>): CodeTable {
  const entries = Object.entries(raw.entries).map(([key, value]): CodeEntry => {
    const { id, en, number, until, ...facts } = value;
    return {
      key,
      text: { id, en },
      facts: facts as Record<string, string>,
      ...(number === undefined ? {} : { number }),
      ...(until === undefined ? {} : { until }),
    };
  });
  return { id: raw.table, title: raw.title, from: raw.from, source: raw.source, entries };
}

/** Reads `reference/codes/*.yaml`. @param files by path from the root of the project */
export function readCodes(files: Files): { codes: Readonly<Record<string, CodeTable>>; problems: readonly Problem[] } {
  const codes: Record<string, CodeTable> = {};
  const problems: Problem[] = [];
  for (const name of codeTables) {
    const path = `reference/codes/${kebab(name)}.yaml`;
    const text = files.read(path);
    if (text === undefined) {
      problems.push(problem(`${path}:1`, 'Tabel kode ini tidak ada. Tambahkan berkasnya.'));
      continue;
    }
    const source = readSource(path, text);
    const { value, problems: wrong } = validate(table, source.data);
    problems.push(...source.problems, ...wrong);
    if (value) codes[name] = toTable(value);
  }
  return { codes, problems };
}

/** @example codeText(world.codes, 'roles', 'lurah') // { id: 'Lurah', en: 'Lurah (head of the kelurahan)' } */
export function codeEntry(
  codes: Readonly<Record<string, CodeTable>>,
  name: string,
  key: string,
): CodeEntry | undefined {
  return codes[name]?.entries.find((candidate) => candidate.key === key);
}
