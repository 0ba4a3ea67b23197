// Roots shorter than this are more likely a wrong cut than a root.
const SHORTEST = 4;
const ENDINGS = ['nya', 'lah', 'kah', 'pun', 'ku', 'mu'];
const SUFFIXES = ['kan', 'an', 'i', 'in'];
const PREFIXES: readonly (readonly [prefix: string, instead: readonly string[]])[] = [
  ['meng', ['', 'k']],
  ['meny', ['s']],
  ['men', ['', 't']],
  ['mem', ['', 'p']],
  ['me', ['']],
  ['peng', ['', 'k']],
  ['peny', ['s']],
  ['pen', ['', 't']],
  ['pem', ['', 'p']],
  ['per', ['']],
  ['pe', ['']],
  ['ber', ['']],
  ['be', ['']],
  ['ter', ['']],
  ['di', ['']],
  // As people say it: misah, nyari, nutup, ngirim.
  ['ng', ['', 'k']],
  ['ny', ['s']],
  ['n', ['t']],
  ['m', ['p']],
  ['ke', ['']],
  ['se', ['']],
];

const without = (word: string, endings: readonly string[]): readonly string[] =>
  endings.flatMap((ending) =>
    word.endsWith(ending) && word.length - ending.length >= SHORTEST ? [word.slice(0, -ending.length)] : [],
  );

const fronts = (word: string): readonly string[] =>
  PREFIXES.flatMap(([prefix, instead]) =>
    word.startsWith(prefix)
      ? instead.map((letter) => letter + word.slice(prefix.length)).filter((root) => root.length >= SHORTEST)
      : [],
  );

/**
 * Every root that an Indonesian word may stand for, itself first. Which one is meant is decided by what exists.
 * @example rootsOf('memperbaikinya').includes('baik') // true
 */
export function rootsOf(word: string): readonly string[] {
  const seen = new Set<string>([word]);
  const bare = [word, ...without(word, ENDINGS)];
  for (const one of bare) {
    const inner = [one, ...without(one, SUFFIXES)];
    for (const stem of inner) {
      seen.add(stem);
      for (const root of fronts(stem)) {
        seen.add(root);
        for (const deeper of fronts(root)) seen.add(deeper);
      }
    }
  }
  return [...seen];
}

/** How many letters must be changed, added, left out or exchanged with their neighbour; anything over `most` is `most + 1`. */
export function slips(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    if (Math.min(...row, ...last) > most) return most + 1;
    before = last;
    last = row;
  }
  return Math.min(last[b.length] ?? 0, most + 1);
}

/** Slips that a word of this length may hold and still be meant. */
export const forgiven = (word: string): number => (word.length < 4 ? 0 : word.length < 7 ? 1 : 2);
