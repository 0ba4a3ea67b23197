/** A sentence in the languages it exists in. Indonesian always exists. */
export type Text = { readonly id: string } & { readonly [language: string]: string };
export type Language = 'id' | 'en';

/** @example say({ id: 'Lanjut', en: 'Continue' }, 'en') // 'Continue' */
export const say = (text: Text, language: string): string => text[language] ?? text.id;

/** Words and, apart, what is added to them in brackets: within those that they end in, so that no two stand in a row. */
export const asideTo = (words: string, aside: string): readonly [words: string, aside: string] =>
  words.endsWith(')') ? [words.slice(0, -1), `, ${aside})`] : [words, ` (${aside})`];

/** @example withAside('Berat lahir (gram)', 'boleh kosong') // 'Berat lahir (gram, boleh kosong)' */
export const withAside = (words: string, aside: string): string => asideTo(words, aside).join('');
