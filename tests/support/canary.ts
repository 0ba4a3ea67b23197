import { constants, inflateSync } from 'node:zlib';

/** Words that must never be found where everybody looks, and where they were looked for. */
export type Canary = { readonly what: string; readonly word: string };
export type Place = { readonly where: string; readonly text: string | Uint8Array };
export type Leak = { readonly where: string; readonly what: string; readonly as: string };

const base64s = (word: string): string[] =>
  // Wherever in a longer text it stands: what its neighbours change is cut off at both ends.
  [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), Buffer.from(word)])
      .toString('base64')
      .replaceAll('=', '')
      .slice(shift === 0 ? 0 : shift + 1, -2),
  );

/** How a word may be hidden: as the text in which it is looked for must look, and as what. */
function disguises(word: string): { as: string; needle: string; of: (text: string) => string }[] {
  const same = (text: string): string => text;
  const bare = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  const reversed = [...word].reverse().join('');
  return [
    { as: 'bare', needle: bare(word), of: bare },
    { as: 'reversed', needle: bare(reversed), of: bare },
    { as: 'words in another order', needle: bare(word.split(' ').reverse().join(' ')), of: bare },
    { as: 'url', needle: bare(word), of: (text) => bare(unquoted(text)) },
    { as: 'json', needle: bare(word), of: (text) => bare(unescaped(text)) },
    {
      as: 'html',
      needle: bare(word),
      of: (text) => bare(text.replaceAll(/&#(\d+);/g, (_, n) => String.fromCharCode(Number(n)))),
    },
    { as: 'wide', needle: bare(word), of: (text) => bare(text.replaceAll('\0', '')) },
    ...[word, word.toLowerCase(), word.toUpperCase()].flatMap((one) => [
      { as: 'hex', needle: Buffer.from(one).toString('hex'), of: (text: string) => text.toLowerCase() },
      ...base64s(one).flatMap((needle) => [
        { as: 'base64', needle, of: same },
        { as: 'base64url', needle: needle.replaceAll('+', '-').replaceAll('/', '_'), of: same },
      ]),
    ]),
  ];
}

const unquoted = (text: string): string =>
  text
    .replaceAll('+', ' ')
    .replaceAll(/(%[0-9a-f]{2})+/gi, (part) => Buffer.from(part.replaceAll('%', ''), 'hex').toString());
const unescaped = (text: string): string =>
  text.replaceAll(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

/** Every canary that is found in any place, in whatever dress. */
export function leaks(canaries: readonly Canary[], places: readonly Place[]): readonly Leak[] {
  return places.flatMap(({ where, text }) => {
    const all = typeof text === 'string' ? text : Buffer.from(text).toString('latin1');
    const drawn = new Map<(text: string) => string, string>();
    return canaries.flatMap(({ what, word }) =>
      disguises(word)
        .filter(({ needle, of }) => {
          const seen = drawn.get(of) ?? of(all);
          drawn.set(of, seen);
          return seen.includes(needle);
        })
        .map(({ as }) => ({ where, what, as })),
    );
  });
}

/** What a PDF holds in its compressed streams: objects, metadata and drawings, as they are read. */
export function unpackedPdf(bytes: Uint8Array): readonly string[] {
  const whole = Buffer.from(bytes);
  const text = whole.toString('latin1');
  const starts = [...text.matchAll(/stream\r?\n/g)].filter(({ index }) => text.slice(index - 3, index) !== 'end');
  return starts.flatMap(({ index, 0: word }) => {
    const from = index + word.length;
    const until = text.indexOf('endstream', from);
    if (until < 0) return [];
    try {
      return [inflateSync(whole.subarray(from, until), { finishFlush: constants.Z_SYNC_FLUSH }).toString('latin1')];
    } catch {
      // Drawn as it stands, or packed otherwise: it is searched as part of the file.
      return [];
    }
  });
}
