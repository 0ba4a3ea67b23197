import type { Language } from '../../kernel/text.ts';
import type { Preferences } from './preferences.ts';

/** Where the built files are served. */
export type AssetUrls = {
  readonly citizen: string;
  readonly office: string;
  readonly board: string;
  readonly script: string;
  /** Of a counter's room: what it needs to go on without a network. */
  readonly room: string;
  /** The board's voice. */
  readonly voice: string;
  /** The service worker of the pages of the queue. */
  readonly worker: string;
  readonly mark: string;
};

export type FootLink = { readonly href: string; readonly label: string };

/** What every frame needs to know about the request it answers. */
export type PageContext = {
  readonly lang: Language;
  /** Path and query of this page: where the display choices come back to. */
  readonly here: string;
  readonly assets: AssetUrls;
  readonly preferences: Preferences;
  /** Where the display choices are posted; null where choosing would lose what the page holds. */
  readonly preferencesAction: string | null;
  /** The hidden field that proves a form comes from this session. */
  readonly token?: { readonly name: string; readonly value: string } | undefined;
  /** Whose counter this is, e.g. "Pemerintah Kota Depok". */
  readonly government: string;
  readonly demo: boolean;
  readonly footLinks: readonly FootLink[];
};
