import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';
import type { Line, Problem } from './model.ts';

/** What was read from one file, and where each part of it stands. Parts from several files may be put together: they keep their places. */
export type Source = {
  readonly data: unknown;
  readonly problems: readonly Problem[];
};

type Place = {
  readonly file: string;
  readonly line: number;
  readonly keys: ReadonlyMap<string, number>;
  /** Keys that came from another file. */
  readonly elsewhere?: ReadonlyMap<string, Line>;
};
const places = new WeakMap<object, Place>();

/** Where a part stands, or one of its keys. @example lineOf(step, 'by') // 'services/…/service.yaml:61' */
export function lineOf(part: unknown, key?: string | number): Line {
  const place = typeof part === 'object' && part !== null ? places.get(part) : undefined;
  if (!place) return ':0';
  const other = key === undefined ? undefined : place.elsewhere?.get(String(key));
  if (other !== undefined) return other;
  const line = key === undefined ? place.line : (place.keys.get(String(key)) ?? place.line);
  return `${place.file}:${line}`;
}

/** A part with some keys of another laid over it; each key keeps the place it came from. */
export function laidOver<T extends object>(under: T, over: Partial<T>, at: object = over): T {
  const result = { ...under, ...over };
  const place = places.get(under);
  const elsewhere = new Map(Object.keys(over).map((key) => [key, lineOf(at, key)]));
  if (place) places.set(result, { ...place, elsewhere });
  return result;
}

export function problem(line: Line, message: string, level: Problem['level'] = 'error'): Problem {
  const at = line.lastIndexOf(':');
  return { file: line.slice(0, at), line: Number(line.slice(at + 1)), level, message };
}

/**
 * Reads YAML into plain data. Twice the same key, empty values and aliases are errors that name the line: each is a slip that would
 * otherwise pass silently.
 */
export function readSource(file: string, text: string): Source {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, version: '1.2', schema: 'core', uniqueKeys: true });
  const problems: Problem[] = document.errors.map((error) => ({
    file,
    line: counter.linePos(error.pos[0]).line,
    level: 'error',
    message: yamlMessage(error.code, error.message),
  }));
  const lineAt = (node: Node | null | undefined): number => (node?.range ? counter.linePos(node.range[0]).line : 1);
  const note = (node: Node | null | undefined, message: string) =>
    problems.push({ file, line: lineAt(node), level: 'error', message });

  const visitMap = (map: YAMLMap): Record<string, unknown> => {
    const keys = new Map<string, number>();
    const result: Record<string, unknown> = {};
    for (const pair of map.items) {
      if (!isPair(pair) || !isScalar(pair.key)) continue;
      const key = String(pair.key.source ?? pair.key.value);
      keys.set(key, lineAt(pair.key));
      if (pair.value === null || (isScalar(pair.value) && pair.value.value === null)) {
        note(
          pair.key,
          `"${key}" tidak berisi apa-apa. Isi nilainya, atau hapus kuncinya. Kalimat dengan koma di dalam { } harus diberi tanda kutip.`,
        );
        continue;
      }
      result[key] = visit(pair.value as Node);
    }
    places.set(result, { file, line: lineAt(map), keys });
    return result;
  };
  const visit = (node: Node): unknown => {
    if (isMap(node)) return visitMap(node);
    if (isSeq(node)) {
      const keys = new Map<string, number>(node.items.map((item, i) => [String(i), lineAt(item as Node)]));
      const list = node.items.map((item) => visit(item as Node));
      places.set(list, { file, line: lineAt(node), keys });
      return list;
    }
    if (isAlias(node)) {
      note(node, 'Jangan memakai alias YAML (*nama). Tulis isinya, atau pakai include.');
      return undefined;
    }
    if (isScalar(node)) {
      if (node.value === null) note(node, 'Ada butir kosong. Isi nilainya, atau hapus butirnya.');
      return node.value ?? undefined;
    }
    return undefined;
  };
  const data = document.contents ? visit(document.contents as Node) : undefined;
  return { data, problems };
}

function yamlMessage(code: string, message: string): string {
  if (code === 'DUPLICATE_KEY') return 'Kunci ini sudah ada di atas. Hapus salah satu, atau gabungkan isinya.';
  const first = message.split('\n')[0] ?? message;
  return `YAML tidak terbaca (${first.replace(/ at line.*$/, '')}). Periksa tanda kutip, titik dua, dan lekuk baris ini.`;
}
