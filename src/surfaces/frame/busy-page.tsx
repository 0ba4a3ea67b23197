import type { Language } from '../../kernel/text.ts';
import {
  Actions,
  Button,
  EmergencyLine,
  Muted,
  type PageContext,
  PageTitle,
  PublicFrame,
  renderPage,
} from '../design/index.ts';

const words = {
  busy: {
    id: {
      title: 'Sedang ramai',
      look: (seconds: string) =>
        `Banyak orang membuka layanan ini. Halaman ini mencoba lagi sendiri dalam ${seconds} detik. Anda tidak perlu menekan apa pun.`,
      send: (seconds: string) =>
        `Banyak orang membuka layanan ini. Isian Anda belum terkirim, tetapi masih ada di halaman ini. Tunggu ${seconds} detik, lalu tekan tombol ini.`,
      lost: (seconds: string) => `Banyak orang membuka layanan ini. Tunggu ${seconds} detik, kembali, lalu coba lagi.`,
    },
    en: {
      title: 'Very busy now',
      look: (seconds: string) =>
        `Many people are using this service. This page tries again by itself in ${seconds} seconds. You need not do anything.`,
      send: (seconds: string) =>
        `Many people are using this service. Your answers were not sent yet, but they are kept in this page. Wait ${seconds} seconds, then press this button.`,
      lost: (seconds: string) => `Many people are using this service. Wait ${seconds} seconds, go back, and try again.`,
    },
  },
  away: {
    id: {
      title: 'Ada gangguan di pihak kami',
      look: (seconds: string) =>
        `Yang sudah tersimpan tidak hilang. Halaman ini mencoba lagi sendiri dalam ${seconds} detik. Anda tidak perlu menekan apa pun.`,
      send: (seconds: string) =>
        `Kami belum tahu apakah isian Anda sudah tersimpan, tetapi semuanya masih ada di halaman ini. Tunggu ${seconds} detik, lalu tekan tombol ini. Yang ternyata sudah terkirim tidak terkirim dua kali.`,
      lost: (seconds: string) => `Yang sudah tersimpan tidak hilang. Tunggu ${seconds} detik, kembali, lalu coba lagi.`,
    },
    en: {
      title: 'Something on our side does not work just now',
      look: (seconds: string) =>
        `What was saved is not lost. This page tries again by itself in ${seconds} seconds. You need not do anything.`,
      send: (seconds: string) =>
        `We do not know yet whether your answers were saved, but they are all kept in this page. Wait ${seconds} seconds, then press this button. What was sent already is not sent twice.`,
      lost: (seconds: string) => `What was saved is not lost. Wait ${seconds} seconds, go back, and try again.`,
    },
  },
} as const;
const around = {
  id: {
    emergency: 'Gawat darurat? Jangan antre: langsung ke UGD',
    files: 'Berkas tidak ikut tersimpan. Setelah halaman berikutnya terbuka, pilih lagi berkasnya.',
    again: 'Kirim lagi',
  },
  en: {
    emergency: 'An emergency? Do not queue: go straight to the emergency room',
    files: 'Files are not kept. When the next page opens, choose them again.',
    again: 'Send again',
  },
};

/** Why somebody is asked to come back: too many came, or what the program stands on does not answer. */
export type Why = keyof typeof words;

// Drawn once; what differs is put in by text. A page that turns people away must cost next to nothing.
const SECONDS = '@seconds@';
const ACTION = '@action@';
const FIELDS = '@fields@';
/** What stands between these is for whoever was on his way to care. */
const [CARE, SO_FAR] = ['@care@', '@so-far@'];
/** Where one books care: who must not queue reads so here too. */
const BOOKS_CARE = /^\/berobat(?:[/?]|$)/;

/** Their HTML is ASCII. */
export type BusyPages = {
  /** For somebody who only looks: the browser asks again by itself. @param path where he was going */
  look(lang: Language, seconds: number, path: string, why?: Why): string;
  /** For somebody who sends: what was typed stays in the page, to be sent again as it was. */
  send(lang: Language, seconds: number, form: Kept, why?: Why): string;
  /** For what can't be kept, such as a password. */
  lost(lang: Language, seconds: number, path: string, why?: Why): string;
};
export type Kept = {
  readonly action: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** Files were sent too: a page can't hold them. */
  readonly files: boolean;
};

export function drawBusyPages(pageOf: (lang: Language) => PageContext): BusyPages {
  const drawn = (why: Why, kind: Kind) => ({
    id: cutUp(renderPage(<BusyPage page={pageOf('id')} why={why} kind={kind} />)),
    en: cutUp(renderPage(<BusyPage page={pageOf('en')} why={why} kind={kind} />)),
  });
  const all = (why: Why) => ({
    ...{ look: drawn(why, 'look'), send: drawn(why, 'send'), files: drawn(why, 'files'), lost: drawn(why, 'lost') },
  });
  const pages = { busy: all('busy'), away: all('away') };
  return {
    look: (lang, seconds, path, why = 'busy') => filled(pages[why].look[lang], path, { [SECONDS]: String(seconds) }),
    lost: (lang, seconds, path, why = 'busy') => filled(pages[why].lost[lang], path, { [SECONDS]: String(seconds) }),
    send: (lang, seconds, { action, fields, files }, why = 'busy') =>
      filled(pages[why][files ? 'files' : 'send'][lang], action, {
        [SECONDS]: String(seconds),
        [ACTION]: escaped(action),
        [FIELDS]: fields
          .map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}"/>`)
          .join(''),
      }),
  };
}

/** Text, and between it the marks for what differs. */
function cutUp(page: string) {
  const [before = '', line = '', after = ''] = page.split(new RegExp(`<i>(?:${CARE}|${SO_FAR})</i>`));
  const parts = (text: string) => text.replace(`<i>${FIELDS}</i>`, FIELDS).split(/(@(?:seconds|action|fields)@)/);
  return { plain: parts(before + after), care: parts(before + line + after) };
}
const filled = (
  { plain, care }: ReturnType<typeof cutUp>,
  path: string,
  by: Readonly<Record<string, string>>,
): string =>
  (BOOKS_CARE.test(path) ? care : plain).map((part, at) => (at % 2 === 1 ? (by[part] ?? part) : part)).join('');

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const ascii = (text: string): string => text.replaceAll(/[^\0-\x7f]/gu, (letter) => `&#${letter.codePointAt(0)};`);
const NOTHING_TO_ESCAPE = /^[\w ./?=%:,-]*$/;
const escaped = (text: string): string =>
  NOTHING_TO_ESCAPE.test(text) ? text : ascii(text.replaceAll(/[&<>"']/g, (mark) => ESCAPES[mark] ?? mark));

type Kind = 'look' | 'send' | 'files' | 'lost';

function BusyPage({ page, why, kind }: { readonly page: PageContext; readonly why: Why; readonly kind: Kind }) {
  const say = words[why][page.lang];
  const sends = kind === 'send' || kind === 'files';
  return (
    <PublicFrame page={page} title={say.title}>
      <i>{CARE}</i>
      <EmergencyLine href="/berobat/ugd">{around[page.lang].emergency}</EmergencyLine>
      <i>{SO_FAR}</i>
      <PageTitle>{say.title}</PageTitle>
      <p>{say[sends ? 'send' : kind](SECONDS)}</p>
      {kind === 'files' && <Muted>{around[page.lang].files}</Muted>}
      {sends && (
        <form action={ACTION} method="post" data-once>
          <i>{FIELDS}</i>
          <Actions>
            <Button>{around[page.lang].again}</Button>
          </Actions>
        </form>
      )}
    </PublicFrame>
  );
}
