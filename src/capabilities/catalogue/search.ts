import type { Text } from '../../kernel/text.ts';
import { lifeEvent } from './search-life-events.ts';
import { forgiven, rootsOf, slips } from './search-stem.ts';
import { EMPTY, EVERYDAY, TOGETHER, WEIGHTS } from './search-words.ts';
import type { Published, ServiceKey } from './service.ts';

/** What is searched: one service by all that it is called. */
export type Searched = {
  readonly service: ServiceKey;
  readonly phrases: readonly Phrase[];
};
type Phrase = { readonly words: readonly string[]; readonly weight: number; readonly loose: boolean };
export type Hit = { readonly service: ServiceKey; readonly score: number };

const MOST_WORDS = 12;

const plain = (text: string): string =>
  text
    .slice(0, 200)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** The words that say something, in everyday spelling. @example wordsOf('KTP saya ilang') // ['ktp', 'hilang'] */
export function wordsOf(text: string): readonly string[] {
  let line = ` ${plain(text)} `;
  for (const [several, one] of TOGETHER) line = line.replaceAll(` ${several} `, ` ${one} `);
  const words = line
    .trim()
    .split(' ')
    .filter((word) => word !== '' && !EMPTY.has(word));
  return words.slice(0, MOST_WORDS).map((word) => (Object.hasOwn(EVERYDAY, word) ? (EVERYDAY[word] ?? word) : word));
}

const weightOf = (word: string): number => (Object.hasOwn(WEIGHTS, word) ? (WEIGHTS[word] ?? 1) : 1);
const sum = (words: readonly string[]): number => words.reduce((total, word) => total + weightOf(word), 0);

/** Prepares services for searching; done once per published version, not per question. */
export function searchable(services: readonly Published[]): readonly Searched[] {
  return services.map(({ service, definition }) => {
    const own = [definition.id.replaceAll('-', ' '), definition.title, ...definition.words];
    const named = own.flatMap((text) => phrasesOf(text, 1, true));
    const events = definition.lifeEvents.flatMap((id) => {
      const event = lifeEvent(id);
      return event ? [event.title, ...event.words].flatMap((text) => phrasesOf(text, 0.9, true)) : [];
    });
    const products = definition.standard.product.id.split(',').flatMap((text) => phrasesOf(text, 0.7, false));
    const said = phrasesOf(definition.summary, 0.5, false);
    return { service, phrases: [...named, ...events, ...products, ...said] };
  });
}

function phrasesOf(text: string | Text, weight: number, loose: boolean): readonly Phrase[] {
  const texts = typeof text === 'string' ? [text] : Object.values(text);
  return texts.flatMap((one) => {
    const words = [...new Set(wordsOf(one))];
    return words.length > 0 ? [{ words, weight, loose }] : [];
  });
}

/** How surely two words mean the same, 0 to 1. */
function likeness(asked: string, roots: readonly string[], word: string): number {
  if (asked === word) return 1;
  const others = rootsOf(word);
  if (roots.includes(word) || others.includes(asked)) return 0.97;
  if (roots.some((root) => root.length > 3 && others.includes(root))) return 0.93;
  const most = Math.min(forgiven(asked), forgiven(word));
  if (most > 0 && asked[0] === word[0] && slips(asked, word, most) <= most) return 0.85;
  if (most > 0 && slips(asked, word, 1) <= 1) return 0.8;
  // A slip in a prefix or suffix: klahiran.
  return roots.some((root) => root.length > 4 && word.length > 4 && slips(root, word, 1) <= 1) ? 0.75 : 0;
}

type Asked = { readonly word: string; readonly roots: readonly string[] };

function scoreOf(asked: readonly Asked[], phrase: Phrase): number {
  let found = 0;
  const met = new Map<string, number>();
  for (const { word, roots } of asked) {
    const best = phrase.words.reduce(
      (top, each) => {
        const like = likeness(word, roots, each);
        return like > top.like ? { like, each } : top;
      },
      { like: 0, each: '' },
    );
    if (best.like === 0) continue;
    found += weightOf(best.each) * best.like;
    met.set(best.each, Math.max(met.get(best.each) ?? 0, best.like));
  }
  if (met.size === 0) return 0;
  const whole = [...met].reduce((total, [word, like]) => total + weightOf(word) * like, 0) / sum(phrase.words);
  const unmet = sum(asked.map(({ word }) => word)) - found;
  const said = found / (found + Math.max(0, unmet));
  return fits(phrase, whole, said) ? phrase.weight * (0.55 * whole + 0.45 * said) : 0;
}

/** A phrase of several words that is wholly said may stand among many others; a single word or a part of a phrase must be nearly all that is said. */
function fits(phrase: Phrase, whole: number, said: number): boolean {
  if (phrase.loose && phrase.words.length > 1 && sum(phrase.words) >= 1.3 && whole >= 0.8) return said >= 0.34;
  if (phrase.words.length === 1 && phrase.loose) return said >= 0.72;
  return said >= 0.76 && whole >= 0.3;
}

/**
 * The services that fit what somebody wrote, the best first; none when nothing fits, so that nobody is led to a wrong counter.
 * @example search('ktp ilang', searchable(services))[0]?.service // 'ktp-hilang'
 */
export function search(text: string, among: readonly Searched[]): readonly Hit[] {
  const asked = [...new Set(wordsOf(text))].map((word) => ({ word, roots: rootsOf(word) }));
  if (asked.length === 0) return [];
  const hits = among.flatMap(({ service, phrases }): readonly Hit[] => {
    const score = Math.max(0, ...phrases.map((phrase) => scoreOf(asked, phrase)));
    return score > 0 ? [{ service, score }] : [];
  });
  const best = Math.max(0, ...hits.map((hit) => hit.score));
  return hits
    .filter((hit) => hit.score >= best * 0.6)
    .toSorted((a, b) => b.score - a.score || a.service.localeCompare(b.service));
}
