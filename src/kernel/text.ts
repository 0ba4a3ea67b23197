/** A sentence in the languages it exists in. Indonesian always exists. */
export type Text = { readonly id: string } & { readonly [language: string]: string };
export type Language = 'id' | 'en';

/** @example say({ id: 'Lanjut', en: 'Continue' }, 'en') // 'Continue' */
export const say = (text: Text, language: string): string => text[language] ?? text.id;
