import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { KINDS, type Kind } from './world.ts';

/** One line of table.yaml. */
export type Row = {
  readonly title: string;
  readonly method: string;
  readonly path: string;
  readonly on: Kind | undefined;
  /** Meant for strangers, so what it shows of another's record is no leak. */
  readonly public: boolean;
  readonly params: Words;
  readonly query: Words;
  readonly headers: Words;
  readonly body: Words | undefined;
  /** Texts are filled; anything else is sent as it stands. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
  readonly bytes: string | undefined;
  readonly answers: Readonly<Record<string, string>>;
};
type Words = Readonly<Record<string, string>>;

const SENT = ['params', 'query', 'headers', 'body', 'json'] as const;
const OWN_KEYS: readonly string[] = [...SENT, 'on', 'public', 'bytes'];

export function readTable(): readonly Row[] {
  const text = readFileSync(new URL('table.yaml', import.meta.url), 'utf8');
  const table = parse(text) as Record<string, Record<string, unknown>>;
  return Object.entries(table).map(([title, row]) => {
    const [, method, path] = /^([A-Z]+) (\S+)(?: \([^)]+\))?$/.exec(title) ?? [];
    if (!method || !path) throw new Error(`table.yaml: “${title}” is not “METHOD /path” or “METHOD /path (note)”`);
    if (row.on !== undefined && !(KINDS as readonly unknown[]).includes(row.on))
      throw new Error(`table.yaml: ${title}: on: ${row.on} is none of ${KINDS.join(', ')}`);
    const sent = Object.fromEntries(SENT.map((name) => [name, words(row[name])])) as Record<
      (typeof SENT)[number],
      Words
    >;
    const answers = Object.entries(row).filter(([name]) => !OWN_KEYS.includes(name));
    return {
      ...{ title, method, path, on: row.on as Kind | undefined, public: row.public === true, ...sent },
      body: row.body === undefined ? undefined : sent.body,
      json: row.json as Row['json'],
      bytes: row.bytes === undefined ? undefined : String(row.bytes),
      answers: Object.fromEntries(answers.map(([who, answer]) => [who, String(answer)])),
    };
  });
}

const words = (of: unknown): Words =>
  Object.fromEntries(Object.entries((of ?? {}) as object).map(([name, value]) => [name, String(value)]));

/** What the table says for somebody and one side of it; undefined when it says nothing. */
export function expected(row: Row, who: string, officer: boolean, side: 'own' | 'other'): string | undefined {
  const said = row.answers[who] ?? (officer ? row.answers.petugas : undefined) ?? row.answers.all;
  const [own, other = own] = said?.split('|') ?? [];
  return side === 'own' ? own : other;
}

/** A line to paste, with everything to be decided left open. */
export const rowFor = (method: string, path: string): string =>
  `${method} ${path}: {${path.includes(':id') ? ' on: case,' : ''}${method === 'GET' ? '' : ' body: { kunci: $key },'} anon: ?, kode: ?, pin: ?, petugas: ? }`;
