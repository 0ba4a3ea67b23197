import type { Language } from '../../kernel/text.ts';

/** How a reader wants to read. `auto` follows the device. */
export type Preferences = {
  readonly theme: 'auto' | 'light' | 'dark';
  readonly text: 'normal' | 'large';
  readonly lang: Language;
};

export const preferencesCookie = 'tampilan';
export const defaultPreferences: Preferences = { theme: 'auto', text: 'normal', lang: 'id' };

const themes = ['auto', 'light', 'dark'] as const;
const texts = ['normal', 'large'] as const;
const languages = ['id', 'en'] as const satisfies readonly Language[];

const pick = <T extends string>(allowed: readonly T[], value: string | undefined, otherwise: T): T =>
  allowed.find((one) => one === value) ?? otherwise;

/**
 * Reads the cookie; anything unknown becomes the default.
 * @example parsePreferences('dark.large.id') // { theme: 'dark', text: 'large', lang: 'id' }
 */
export function parsePreferences(cookie: string | undefined): Preferences {
  const [theme, text, lang] = (cookie ?? '').split('.');
  return {
    theme: pick(themes, theme, defaultPreferences.theme),
    text: pick(texts, text, defaultPreferences.text),
    lang: pick(languages, lang, defaultPreferences.lang),
  };
}

/** @example formatPreferences(defaultPreferences) // 'auto.normal.id' */
export const formatPreferences = (preferences: Preferences): string =>
  `${preferences.theme}.${preferences.text}.${preferences.lang}`;

/**
 * The posted form of the foot: each button carries one choice (`tema`, `teks` or `bahasa`); the rest stays.
 * @example choosePreferences(defaultPreferences, { tema: 'dark' }).theme // 'dark'
 */
export function choosePreferences(now: Preferences, body: Readonly<Record<string, unknown>>): Preferences {
  const text = (name: string): string | undefined => {
    const value = body[name];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    theme: pick(themes, text('tema'), now.theme),
    text: pick(texts, text('teks'), now.text),
    lang: pick(languages, text('bahasa'), now.lang),
  };
}
