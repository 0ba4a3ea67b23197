import type { Text } from '../../kernel/text.ts';
import { type LifeEvent, lifeEvent } from './search-life-events.ts';
import { forgiven, rootsOf, slips } from './search-stem.ts';
import { DECIDING, EMPTY, EVERYDAY, PAPERS, SPELLINGS, THINGS, TOGETHER, WEIGHTS } from './search-words.ts';
import type { Published, ServiceKey } from './service.ts';

/** What is searched: one service by all that it is called. */
export type Searched = {
  readonly service: ServiceKey;
  readonly phrases: readonly Phrase[];
  /** Every word that its page and its questions use, with the roots it may stand for. */
  readonly known: ReadonlyMap<string, readonly string[]>;
};
type Phrase = { readonly words: readonly string[]; readonly weight: number; readonly loose: boolean };
export type Hit = { readonly service: ServiceKey; readonly score: number };

const MOST_WORDS = 12;
/** What a word weighs that names nothing we know: little beside a phrase that is wholly said, more beside a part of one. */
const UNKNOWN = { beside: 0.15, part: 0.6 } as const;

const plain = (text: string): string =>
  text
    .slice(0, 200)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Everyday words in whatever form they are said. @example everyday('memecah') // 'pisah' */
const everyday = (word: string): string => {
  if (THINGS.has(word) || EMPTY.has(word) || DECIDING.has(word)) return word;
  const root = rootsOf(word).find((each) => Object.hasOwn(EVERYDAY, each));
  return (root && EVERYDAY[root]) ?? word;
};

/** The word that this one slipped from, if it is one of those that say what several words mean together. */
function spelt(word: string): string {
  if (word.length < 4 || SPELLINGS.has(word) || EMPTY.has(word)) return word;
  for (const known of SPELLINGS)
    if (known.length > 3 && known[0] === word[0] && slips(word, known, 1) <= 1) return known;
  return word;
}

/** The words that say something, in everyday spelling. @example wordsOf('KTP saya ilang') // ['ktp', 'hilang'] */
export function wordsOf(text: string): readonly string[] {
  const said = plain(text)
    .split(' ')
    .map((word) => everyday(spelt(word)));
  let line = ` ${said.join(' ')} `;
  for (const [several, one] of TOGETHER) line = line.replaceAll(` ${several} `, ` ${one} `);
  const words = line
    .trim()
    .split(' ')
    .map(everyday)
    .filter((word) => word !== '' && !EMPTY.has(word) && !/^\d+$/.test(word));
  return words.slice(0, MOST_WORDS);
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
    const [product = '', ...alsoMade] = definition.standard.product.id.split(',');
    const products = phrasesOf(product, 0.7, false);
    const said = phrasesOf(definition.summary, 0.5, false);
    const phrases = [...named, ...events, ...products, ...said];
    const made = alsoMade.flatMap((text) => phrasesOf(text, 0, false)).flatMap(({ words }) => words);
    const questions = definition.pages
      .flatMap((page) => page.questions)
      .flatMap(({ label, field }) => [
        ...phrasesOf(label, 0, false),
        ...('options' in field && field.kind !== 'code' ? field.options : []).flatMap(({ text }) =>
          phrasesOf(text, 0, false),
        ),
      ]);
    // A question may name another paper than the one that comes out: that makes the service no counter for it.
    const beside = questions.flatMap(({ words }) => words).filter((word) => !THINGS.has(word));
    const words = [...phrases.flatMap((phrase) => phrase.words), ...made, ...beside];
    return { service, phrases, known: new Map(words.map((word) => [word, rootsOf(word)])) };
  });
}

/** A life event by what people say of it, as if it were a service. */
export function searchableEvent({ id, title, words }: LifeEvent): Searched {
  const phrases = [title, ...words].flatMap((text) => phrasesOf(text, 1, true));
  const known = new Map(phrases.flatMap((phrase) => phrase.words).map((word) => [word, rootsOf(word)]));
  return { service: id, phrases, known };
}

function phrasesOf(text: string | Text, weight: number, loose: boolean): readonly Phrase[] {
  const texts = typeof text === 'string' ? [text] : Object.values(text);
  return texts.flatMap((one) => {
    const words = [...new Set(wordsOf(one))];
    return words.length > 0 ? [{ words, weight, loose }] : [];
  });
}

/** How surely two words mean the same, 0 to 1. */
function likeness(asked: string, roots: readonly string[], word: string, others: readonly string[]): number {
  if (asked === word) return 1;
  if (roots.includes(word) || others.includes(asked)) return 0.97;
  if (roots.some((root) => root.length > 3 && others.includes(root))) return 0.93;
  if (THINGS.has(asked)) return 0;
  const most = Math.min(forgiven(asked), forgiven(word));
  if (most > 0 && asked[0] === word[0] && slips(asked, word, most) <= most) return 0.85;
  if (most > 0 && slips(asked, word, 1) <= 1) return 0.8;
  // A slip in a prefix or suffix: klahiran.
  const close = (root: string): boolean => root.length > 4 && slips(root, word, 1) <= 1;
  return word.length > 4 && roots.some(close) ? 0.75 : 0;
}

type Asked = {
  readonly word: string;
  /** It names a thing or a matter that people go to a counter for, whether or not a service here does. */
  readonly names: boolean;
  readonly decides: boolean;
  /** For each service, the words of its own that this one may be. */
  readonly like: ReadonlyMap<Searched, ReadonlyMap<string, number>>;
};

function askedWords(text: string, among: readonly Searched[]): readonly Asked[] {
  return [...new Set(wordsOf(text))].map((word) => {
    const roots = rootsOf(word);
    const like = new Map<Searched, ReadonlyMap<string, number>>();
    for (const searched of among) {
      const likes = [...searched.known].map(([own, others]) => [own, likeness(word, roots, own, others)] as const);
      const near = likes.filter(([, how]) => how > 0);
      if (near.length > 0) like.set(searched, new Map(near));
    }
    const decides = roots.some((root) => DECIDING.has(root));
    return { word, decides, like, names: decides || like.size > 0 || roots.some((root) => THINGS.has(root)) };
  });
}

type Meeting = { readonly whole: number; readonly found: number };

/** How much of a phrase is said, and by which words. */
function meet(asked: readonly Asked[], searched: Searched, phrase: Phrase): Meeting {
  let found = 0;
  const met = new Map<string, number>();
  for (const { like } of asked) {
    const likes = phrase.words.map((each) => ({ how: like.get(searched)?.get(each) ?? 0, each }));
    const best = likes.reduce((top, one) => (one.how > top.how ? one : top), { how: 0, each: '' });
    if (best.how === 0) continue;
    found += weightOf(best.each) * best.how;
    met.set(best.each, Math.max(met.get(best.each) ?? 0, best.how));
  }
  const said = [...met].reduce((total, [word, how]) => total + weightOf(word) * how, 0);
  return { whole: said / sum(phrase.words), found };
}

/** What the question says that this service never does. */
const strange = (asked: readonly Asked[], searched: Searched, unknown: number): number =>
  asked
    .filter(({ like }) => !like.has(searched))
    .reduce((total, { word, names }) => total + (names ? weightOf(word) : Math.min(unknown, weightOf(word))), 0);

function scoreOf(asked: readonly Asked[], searched: Searched): number {
  const beside = strange(asked, searched, UNKNOWN.beside);
  const part = strange(asked, searched, UNKNOWN.part);
  const own = sum(asked.filter(({ like }) => like.has(searched)).map(({ word }) => word));
  const scores = searched.phrases.map((phrase) => {
    const { whole, found } = meet(asked, searched, phrase);
    if (found === 0) return 0;
    const several = phrase.words.length > 1;
    const entire = phrase.loose && whole >= 0.8 && (several ? sum(phrase.words) >= 1.3 : phrase.weight === 1);
    const said = entire ? found / (found + beside) : Math.max(found, own) / (Math.max(found, own) + part);
    return fits(phrase, entire, whole, said) ? phrase.weight * (0.55 * whole + 0.45 * said) : 0;
  });
  return Math.max(0, ...scores);
}

/** A phrase of several words that is wholly said may stand among many others; a single word or a part of a phrase must be nearly all that is said. */
function fits(phrase: Phrase, entire: boolean, whole: number, said: number): boolean {
  if (entire) return said >= (phrase.words.length > 1 ? 0.6 : 0.45);
  if (phrase.words.length === 1 && phrase.loose) return said >= 0.72;
  return said >= 0.76 && whole >= 0.3;
}

/** A question that names other papers and none of this service's is not about it. */
const ownPaper = (asked: readonly Asked[], searched: Searched): boolean => {
  const papers = asked.filter(({ word }) => PAPERS.has(word));
  return papers.length === 0 || papers.some(({ like }) => like.has(searched));
};

/** What was lost, damaged or died changes the matter: a service that never speaks of it is not meant. */
const decided = (asked: readonly Asked[], searched: Searched): boolean =>
  asked.every(
    ({ decides, like }) =>
      !decides || searched.phrases.some(({ words }) => words.some((each) => like.get(searched)?.has(each))),
  );

/**
 * The services that fit what somebody wrote, the best first; none when nothing fits, so that nobody is led to a wrong counter.
 * @example search('ktp ilang', searchable(services))[0]?.service // 'ktp-hilang'
 */
export function search(text: string, among: readonly Searched[]): readonly Hit[] {
  const asked = askedWords(text, among);
  if (asked.length === 0) return [];
  const hits = among.flatMap((searched): readonly Hit[] => {
    const score = decided(asked, searched) && ownPaper(asked, searched) ? scoreOf(asked, searched) : 0;
    return score > 0 ? [{ service: searched.service, score }] : [];
  });
  const best = Math.max(0, ...hits.map((hit) => hit.score));
  return hits
    .filter((hit) => hit.score >= best * 0.6)
    .toSorted((a, b) => b.score - a.score || a.service.localeCompare(b.service));
}
