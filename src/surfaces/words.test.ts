import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Language } from '../kernel/text.ts';

// Every sentence that people read is said in both languages: one that is the same in both was forgotten in one of them.

/** Names, marks and words that are spelt alike. */
const ALIKE =
  /^(|BPJS|BPJS Kesehatan( \(JKN\))?|NIK|KK|KTP|KIA|PIN|QR|PDF|SMS|WhatsApp|CSV|FHIR|SATUSEHAT|SatuLoket|UGD|Mobile JKN|Status|Total|Normal|Kode|Audit|Rp.*|[A-Z]{1,2}|[\d\W]+)$/;
const SAMPLES = [3, 'Contoh', 'Contoh lain', 'Ketiga'];
/** What is written down stays in the language of the office, whoever writes it. */
const KEPT = new Set(['printWords.spoiledNote']);
/** A sentence of nothing but its blanks. */
const bare = (text: string): string =>
  SAMPLES.reduce<string>((rest, sample) => rest.replaceAll(String(sample), ''), text).trim();

type Words = (lang: Language) => Readonly<Record<string, unknown>>;

/** All sentences of a catalogue by the path of their key; those with blanks are filled in alike for both languages. */
function sentences(words: unknown, path: string): readonly (readonly [string, string])[] {
  if (typeof words === 'string') return [[path, words]];
  if (typeof words === 'function') {
    try {
      return sentences((words as (...args: readonly unknown[]) => unknown)(...SAMPLES), path);
    } catch {
      return sentences((words as (...args: readonly unknown[]) => unknown)(...SAMPLES.slice(1)), path);
    }
  }
  if (typeof words !== 'object' || words === null) return [];
  return Object.entries(words).flatMap(([key, value]) => sentences(value, `${path}.${key}`));
}

const folders = ['citizen/words', 'office/words', 'board'];
const files = folders.flatMap((folder) =>
  readdirSync(join(import.meta.dirname, folder))
    .filter((name) => (folder === 'board' ? name === 'words.ts' : name.endsWith('.ts') && name !== 'in-both.ts'))
    .map((name) => `${folder}/${name}`),
);

describe.each(files)('%s', (file) => {
  test('says nothing in English that it says in Indonesian', async () => {
    const catalogues = Object.entries((await import(join(import.meta.dirname, file))) as Record<string, unknown>);
    const same = catalogues.flatMap(([name, words]) => {
      if (typeof words !== 'function' || !name.endsWith('Words')) return [];
      const [id, en] = [(words as Words)('id'), (words as Words)('en')].map((said) => new Map(sentences(said, name)));
      return [...(id ?? [])].filter(
        ([key, text]) => en?.get(key) === text && !ALIKE.test(text.trim()) && !ALIKE.test(bare(text)) && !KEPT.has(key),
      );
    });
    expect(same).toEqual([]);
  });
});
