import type { Text } from '../../kernel/text.ts';
import type { Span } from './syntax.ts';
import type { Problem } from './types.ts';

/** Habits from other languages, each with what FEEL wants instead. */
const HABITS: readonly { readonly seen: RegExp; readonly message: Text }[] = [
  { seen: /==/, message: { id: 'Tulis satu tanda saja: `=`.', en: 'Write one sign only: `=`.' } },
  { seen: /<>/, message: { id: 'Untuk "tidak sama", tulis `!=`.', en: 'For "not equal", write `!=`.' } },
  { seen: /&&|&/, message: { id: 'Tulis `and`, bukan `&`.', en: 'Write `and`, not `&`.' } },
  { seen: /\|\|?/, message: { id: 'Tulis `or`, bukan `|`.', en: 'Write `or`, not `|`.' } },
  { seen: /!(?! ?=)/, message: { id: 'Tulis `not(…)`, bukan `!`.', en: 'Write `not(…)`, not `!`.' } },
  {
    seen: /'[^']*'|[‘’“”]/,
    message: {
      id: 'Apit teks dengan tanda kutip ganda lurus: "…".',
      en: 'Put text between straight double quotes: "…".',
    },
  },
  {
    seen: /=>|=<|> =|< =|[≥≤]/,
    message: { id: 'Tulis `>=` atau `<=`, tanpa spasi.', en: 'Write `>=` or `<=`, without a space.' },
  },
  { seen: /≠|! =/, message: { id: 'Untuk "tidak sama", tulis `!=`.', en: 'For "not equal", write `!=`.' } },
  {
    seen: /\b(AND|OR|NOT|IF|THEN|ELSE|IN|NULL|TRUE|FALSE)\b/,
    message: { id: 'Tulis kata ini dengan huruf kecil.', en: 'Write this word in small letters.' },
  },
  {
    seen: /\b\d{4}-\d\d-\d\d\b/,
    message: { id: 'Tulis tanggal sebagai `date("2026-01-31")`.', en: 'Write a date as `date("2026-01-31")`.' },
  },
  {
    // To an Indonesian 5.000 is five thousand, to FEEL it is five.
    seen: /(?<![\w.])[1-9]\d{0,2}(\.\d{3})+(?![\w.])/,
    message: {
      id: 'Tulis angka tanpa titik ribuan: `5000`. Untuk pecahan, tulis satu angka lagi: `5.0000`.',
      en: 'Write the number without a thousands separator: `5000`. For a fraction write one more digit: `5.0000`.',
    },
  },
  { seen: /%/, message: { id: 'Tulis `modulo(a, b)`, bukan `%`.', en: 'Write `modulo(a, b)`, not `%`.' } },
];

const WORDS: Readonly<Record<string, string>> = { dan: 'and', atau: 'or', bukan: 'not(…)', jika: 'if', maka: 'then' };

const problem = (span: Span, id: string, en: string): Problem => ({
  from: span.from,
  to: span.to,
  message: { id, en },
});

const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

/** Texts and comments blanked out, so that only the signs between them are looked at. */
const bare = (source: string): string =>
  source.replace(/"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (part) => ' '.repeat(part.length));

/** What is known to be wrong before parsing, because parsers explain it badly. */
export const unreadable = (source: string): Problem | undefined => {
  const code = bare(source);
  if (source.replace(COMMENT, '').trim() === '') {
    return problem({ from: 0, to: source.length }, 'Tulis sebuah ungkapan di sini.', 'Write an expression here.');
  }
  const quote = code.indexOf('"');
  if (quote >= 0) {
    const span = { from: quote, to: source.length };
    return problem(span, 'Tutup teks dengan tanda kutip ganda `"`.', 'Close the text with a double quote `"`.');
  }
  for (const { seen, message } of HABITS) {
    const found = seen.exec(code);
    if (found) return { from: found.index, to: found.index + found[0].length, message };
  }
  const word = /(?<=[\w)\]"]\s+)(dan|atau|maka)(?=\s)|\b(bukan|jika)(?=\s)/.exec(code);
  if (!word) return undefined;
  const instead = WORDS[word[0]] ?? '';
  const span = { from: word.index, to: word.index + word[0].length };
  return problem(span, `Tulis \`${instead}\`, bukan \`${word[0]}\`.`, `Write \`${instead}\`, not \`${word[0]}\`.`);
};

export const tooLong = (length: number, most: number): Problem =>
  problem(
    { from: most, to: length },
    `Ungkapan ini ${length} huruf, paling banyak ${most}. Pecah menjadi beberapa \`compute\`.`,
    `This expression has ${length} characters, at most ${most}. Split it into several \`compute\` entries.`,
  );

/** Parts of FEEL that a service definition does without, by the parser's name for them. */
const REFUSED: Readonly<Record<string, Text>> = {
  range: {
    id: 'Perulangan hanya boleh atas daftar yang ada, bukan atas rentang angka. Tulis nama sebuah daftar.',
    en: 'A loop may only go over a list that exists, not over a range of numbers. Write the name of a list.',
  },
  forMany: {
    id: '`for` memakai satu nama saja. Tulis `for x in daftar return …`.',
    en: 'A `for` takes one name only. Write `for x in list return …`.',
  },
  deep: {
    id: 'Ungkapan ini terlalu bertingkat. Pecah menjadi beberapa `compute`.',
    en: 'This expression is nested too deeply. Split it into several `compute` entries.',
  },
  if: { id: 'Tulis lengkap: `if … then … else …`.', en: 'Write it in full: `if … then … else …`.' },
  escape: {
    id: 'Garis miring terbalik ini tidak dikenal. Di dalam teks tulis `\\"`, `\\\\`, `\\n` atau `\\u0041`.',
    en: 'This backslash is not known. Inside text write `\\"`, `\\\\`, `\\n` or `\\u0041`.',
  },
  AtLiteral: { id: 'Tulis `date("2026-01-31")`, bukan `@"…"`.', en: 'Write `date("2026-01-31")`, not `@"…"`.' },
  NamedParameters: {
    id: 'Tulis isi kurung berurutan, tanpa nama: `f(a, b)`.',
    en: 'Write the arguments in order, without names: `f(a, b)`.',
  },
  FunctionDefinition: {
    id: 'Fungsi baru tidak boleh dibuat di sini. Pakai fungsi yang tersedia.',
    en: 'New functions may not be made here. Use the functions there are.',
  },
  Context: {
    id: 'Isian `{…}` tidak dipakai di sini. Sebut nama jawaban.',
    en: 'A `{…}` is not used here. Name an answer.',
  },
  InstanceOfExpression: {
    id: 'Jenis tiap nama sudah diketahui; `instance of` tidak perlu. Hapus.',
    en: 'The type of every name is known; `instance of` is not needed. Remove it.',
  },
  SimplePositiveUnaryTest: {
    id: 'Tulis apa yang dibandingkan di depan tanda ini, misalnya `x > 5`.',
    en: 'Write what is compared in front of this sign, as in `x > 5`.',
  },
};

/** Where reading stopped and what to do about it. */
export const refused = (source: string, span: Span, what?: string): Problem => {
  const known = what === undefined ? undefined : REFUSED[what];
  if (known) return { ...span, message: known };
  const near = source.slice(span.from, span.to).trim();
  if (near === '') {
    return problem(
      span,
      'Ada yang kurang di sini. Lengkapi ungkapannya.',
      'Something is missing here. Complete the expression.',
    );
  }
  return problem(
    span,
    `\`${near}\` tidak dimengerti di sini. Periksa tanda kurung, koma, dan ejaan.`,
    `\`${near}\` is not understood here. Check brackets, commas and spelling.`,
  );
};
