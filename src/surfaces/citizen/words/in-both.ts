import type { Language } from '../../../kernel/text.ts';

/** The same words in another language: texts are texts, sentences with blanks keep their blanks. */
export type Like<T> = { readonly [K in keyof T]: T[K] extends string ? string : T[K] };

export const inBoth =
  <T extends object>(id: T, en: Like<T>) =>
  (lang: Language): Like<T> =>
    lang === 'en' ? en : (id as Like<T>);
