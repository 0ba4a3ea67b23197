import type { Language } from '../../kernel/text.ts';
import { Actions, Button, Muted, type PageContext, PageTitle, PublicFrame, renderPage } from '../design/index.ts';

const words = {
  id: {
    title: 'Sedang ramai',
    look: (seconds: string) =>
      `Banyak orang membuka layanan ini. Halaman ini mencoba lagi sendiri dalam ${seconds} detik. Anda tidak perlu menekan apa pun.`,
    send: (seconds: string) =>
      `Banyak orang membuka layanan ini. Isian Anda belum terkirim, tetapi masih ada di halaman ini. Tunggu ${seconds} detik, lalu tekan tombol ini.`,
    files: 'Berkas tidak ikut tersimpan. Setelah halaman berikutnya terbuka, pilih lagi berkasnya.',
    lost: (seconds: string) => `Banyak orang membuka layanan ini. Tunggu ${seconds} detik, kembali, lalu coba lagi.`,
    again: 'Kirim lagi',
  },
  en: {
    title: 'Very busy now',
    look: (seconds: string) =>
      `Many people are using this service. This page tries again by itself in ${seconds} seconds. You need not do anything.`,
    send: (seconds: string) =>
      `Many people are using this service. Your answers were not sent yet, but they are kept in this page. Wait ${seconds} seconds, then press this button.`,
    files: 'Files are not kept. When the next page opens, choose them again.',
    lost: (seconds: string) => `Many people are using this service. Wait ${seconds} seconds, go back, and try again.`,
    again: 'Send again',
  },
};

// Drawn once; what differs is put in by text. A page that turns people away must cost next to nothing.
const SECONDS = '@seconds@';
const ACTION = '@action@';
const FIELDS = '@fields@';

export type BusyPages = {
  /** For somebody who only looks: the browser asks again by itself. */
  look(lang: Language, seconds: number): string;
  /** For somebody who sends: what was typed stays in the page, to be sent again as it was. */
  send(lang: Language, seconds: number, form: Kept): string;
  /** For what can't be kept, such as a password. */
  lost(lang: Language, seconds: number): string;
};
export type Kept = {
  readonly action: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** Files were sent too: a page can't hold them. */
  readonly files: boolean;
};

export function drawBusyPages(pageOf: (lang: Language) => PageContext): BusyPages {
  const drawn = (kind: 'look' | 'send' | 'files' | 'lost') => ({
    id: renderPage(<BusyPage page={pageOf('id')} kind={kind} />),
    en: renderPage(<BusyPage page={pageOf('en')} kind={kind} />),
  });
  const pages = { look: drawn('look'), send: drawn('send'), files: drawn('files'), lost: drawn('lost') };
  return {
    look: (lang, seconds) => pages.look[lang].replaceAll(SECONDS, String(seconds)),
    lost: (lang, seconds) => pages.lost[lang].replaceAll(SECONDS, String(seconds)),
    send: (lang, seconds, { action, fields, files }) =>
      // Functions, for a `$` in what was typed means nothing here.
      pages[files ? 'files' : 'send'][lang]
        .replaceAll(SECONDS, String(seconds))
        .replace(ACTION, () => escaped(action))
        .replace(`<i>${FIELDS}</i>`, () =>
          fields
            .map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}"/>`)
            .join(''),
        ),
  };
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (mark) => ESCAPES[mark] ?? mark);

function BusyPage({ page, kind }: { readonly page: PageContext; readonly kind: 'look' | 'send' | 'files' | 'lost' }) {
  const say = words[page.lang];
  const sends = kind === 'send' || kind === 'files';
  return (
    <PublicFrame page={page} title={say.title}>
      <PageTitle>{say.title}</PageTitle>
      <p>{say[sends ? 'send' : kind](SECONDS)}</p>
      {kind === 'files' && <Muted>{say.files}</Muted>}
      {sends && (
        <form action={ACTION} method="post" data-once>
          <i>{FIELDS}</i>
          <Actions>
            <Button>{say.again}</Button>
          </Actions>
        </form>
      )}
    </PublicFrame>
  );
}
