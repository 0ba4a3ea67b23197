import type { Json } from '../../kernel/json.ts';
import { phoneSaid } from '../../kernel/phone.ts';

/**
 * What a kind of paper shows, as its `document.yaml` says under `data:`. A leaf that begins with `=` is looked up, any other stands as it is:
 * `=child.order` a value of the case · `=words purpose` the words of a choice · `=person mother` a person of the register in words ·
 * `=born` the person that the effects make · `=family of` a family card in words.
 */
export type Sources = {
  readonly value: (path: string) => Json;
  readonly words: (path: string) => Json;
  readonly person: (path: string) => Promise<Json>;
  readonly family: (path: string) => Promise<Json>;
  readonly born: () => Promise<Json>;
};

export async function paperData(shape: Json, from: Sources): Promise<Json> {
  if (typeof shape === 'string') return shape.startsWith('=') ? look(shape.slice(1).trim(), from) : shape;
  if (Array.isArray(shape)) return Promise.all(shape.map((one) => paperData(one, from)));
  if (typeof shape !== 'object' || shape === null) return shape;
  const entries = Object.entries(shape).map(async ([name, one]) => [name, await paperData(one, from)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

function look(leaf: string, from: Sources): Json | Promise<Json> {
  const [verb = '', path = ''] = leaf.split(/\s+/);
  if (verb === 'born') return from.born();
  if (path === '') return from.value(verb);
  if (verb === 'words' || verb === 'person' || verb === 'family') return from[verb](path);
  throw new Error(`document.yaml: =${leaf}`);
}

/** Follows a dotted path through the names of a case; tagged dates and times become their text, phone numbers what people call. */
export function valueAt(names: { readonly [name: string]: unknown }, path: string): Json {
  let value: unknown = names;
  for (const part of path.split('.')) {
    if (typeof value !== 'object' || value === null || !(part in value)) return null;
    value = (value as Record<string, unknown>)[part];
  }
  return plain(value);
}

function plain(value: unknown): Json {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'string') return phoneSaid(value);
  if (typeof value !== 'object' || value === null) return (value ?? null) as Json;
  const entries = Object.entries(value);
  const [tag, inner] = entries[0] ?? [];
  if (entries.length === 1 && (tag === 'date' || tag === 'time') && typeof inner === 'string') return inner;
  return Object.fromEntries(entries.map(([name, one]) => [name, plain(one)]));
}
