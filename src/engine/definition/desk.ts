import type { Text } from '../../kernel/text.ts';
import { type Compiled, compileExpression, type Scope, type Type, type Typed } from '../feel/index.ts';
import type { Files, Line, Problem } from './model.ts';
import { lineOf, problem, readSource } from './source.ts';
import type { World } from './world-model.ts';

type Words = {
  readonly file: string;
  readonly entries: ReadonlyMap<string, { text: string; line: Line }>;
  readonly used: Set<string>;
};

/** What every part of the compiler shares: the world, the problems found so far, texts and expressions. */
export type Desk = {
  readonly world: World;
  readonly problems: Problem[];
  /** Dotted names read by anything: expressions, texts, papers, effects. */
  readonly read: Set<string>;
  readonly error: (line: Line, message: string) => void;
  readonly warn: (line: Line, message: string) => void;
  /** A text with its translation from `en.yaml` beside the file it stands in. */
  readonly text: (raw: string | Readonly<Record<string, string>>, line: Line) => Text;
  readonly feel: (source: string | number | boolean, line: Line, scope: Scope, expected?: Type) => Compiled;
  /** Demands a proof that it is never null. */
  readonly sure: (source: string | number | boolean, line: Line, scope: Scope, expected?: Type) => Compiled;
};

const placeholder = /\{([a-zA-Z][\w.]*)\}/g;
/** The names between braces. @example placeholders('Diambil di {pickup.name}') // ['pickup.name'] */
export const placeholders = (text: string): readonly string[] =>
  [...text.matchAll(placeholder)].map((match) => match[1] ?? '');

const nothing: Compiled = { source: 'null', tree: null, type: { kind: 'null' }, nullable: true, reads: [] };

function readWords(files: Files, file: string, problems: Problem[]): Words {
  const text = files.read(file);
  const entries = new Map<string, { text: string; line: Line }>();
  if (text !== undefined) {
    const source = readSource(file, text);
    problems.push(...source.problems);
    for (const [key, value] of Object.entries((source.data ?? {}) as Record<string, unknown>)) {
      const line = lineOf(source.data, key);
      if (typeof value === 'string') entries.set(key, { text: value, line });
      else problems.push(problem(line, 'Terjemahan harus berupa teks: "kalimat Indonesia": "English sentence".'));
    }
  }
  return { file, entries, used: new Set() };
}

export function createDesk(files: Files, world: World): Desk & { readonly close: () => void } {
  const problems: Problem[] = [];
  const read = new Set<string>();
  const folders = new Map<string, Words>();
  const error = (line: Line, message: string) => void problems.push(problem(line, message));
  const warn = (line: Line, message: string) => void problems.push(problem(line, message, 'warn'));

  const wordsOf = (line: Line): Words => {
    const folder = line.slice(0, line.lastIndexOf('/'));
    const words = folders.get(folder) ?? readWords(files, `${folder}/en.yaml`, problems);
    folders.set(folder, words);
    return words;
  };
  const text: Desk['text'] = (raw, line) => {
    if (typeof raw !== 'string') {
      if (!raw.en) warn(line, `Terjemahan Inggris belum ada: tambahkan en: … di sini.`);
      return raw as Text;
    }
    const words = wordsOf(line);
    const found = words.entries.get(raw);
    words.used.add(raw);
    if (found) return { id: raw, en: found.text };
    warn(line, `Terjemahan Inggris belum ada: tambahkan "${raw}": … ke ${words.file}.`);
    return { id: raw };
  };
  const compile = (source: string, line: Line, scope: Scope, expected: Type | Typed | undefined): Compiled => {
    const result = compileExpression(source, scope, expected);
    if (!result.ok) {
      for (const { message } of result.problems) error(line, `${message.id} (di: ${source.trim()})`);
      return nothing;
    }
    for (const name of result.value.reads) read.add(name);
    return result.value;
  };
  const feel: Desk['feel'] = (source, line, scope, expected) => compile(String(source), line, scope, expected);
  const sure: Desk['sure'] = (source, line, scope, expected) =>
    compile(String(source), line, scope, { type: expected ?? { kind: 'any' }, nullable: false });
  const close = () => {
    for (const { entries, used } of folders.values()) {
      for (const [key, { line }] of entries)
        if (!used.has(key)) warn(line, `Terjemahan "${key}" tidak dipakai. Hapus, atau samakan kalimatnya.`);
    }
  };
  return { world, problems, read, error, warn, text, feel, sure, close };
}
