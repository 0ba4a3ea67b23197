import type { Language, Text } from '../../kernel/text.ts';

/** What a sentence in a person's own list may name. Messages outside get only the number and the link. */
export type Named = {
  readonly number: string;
  readonly name: string;
  /** Of a queue: a number with its day and time. Never a place of care, a service or a person. */
  readonly about?: Text | undefined;
};

type Words = {
  /** In the list, behind the login. */
  readonly list: (named: Named) => Text;
  /** True when the person has to do something: the message outside says that much. */
  readonly asks: boolean;
  /** Only in the list: too small for a message. */
  readonly quiet?: true;
  /** The sentence names a number and a time only, so it is also what goes outside. */
  readonly plain?: true;
};

const queued = (id: (about: string) => string, en: (about: string) => string, asks = false) =>
  ({
    list: ({ about }: Named) => ({ id: id(about?.id ?? ''), en: en(about?.en ?? about?.id ?? '') }),
    asks,
    plain: true,
  }) as const satisfies Words;

/** Every piece of news that this hub knows. */
export const TEMPLATES = {
  'case.submitted': {
    list: ({ number, name }) => ({
      id: `Permohonan ${number} untuk ${name} sudah kami terima.`,
      en: `We received request ${number} for ${name}.`,
    }),
    asks: false,
  },
  'case.moved': {
    list: ({ number, name }) => ({
      id: `Permohonan ${number} untuk ${name} maju ke langkah berikutnya.`,
      en: `Request ${number} for ${name} moved on to the next step.`,
    }),
    asks: false,
  },
  'case.returned': {
    list: ({ number, name }) => ({
      id: `Permohonan ${number} untuk ${name} perlu Anda perbaiki.`,
      en: `Please correct request ${number} for ${name}.`,
    }),
    asks: true,
  },
  'case.repaired': {
    list: ({ number, name }) => ({
      id: `Perbaikan permohonan ${number} untuk ${name} sudah kami terima.`,
      en: `We received your correction of request ${number} for ${name}.`,
    }),
    asks: false,
    quiet: true,
  },
  'case.ended': {
    list: ({ number, name }) => ({
      id: `Permohonan ${number} untuk ${name} sudah ada hasilnya.`,
      en: `Request ${number} for ${name} has its result.`,
    }),
    asks: false,
  },
  'case.withdrawn': {
    list: ({ number, name }) => ({
      id: `Permohonan ${number} untuk ${name} sudah dibatalkan.`,
      en: `Request ${number} for ${name} was withdrawn.`,
    }),
    asks: false,
  },
  'case.overdue': {
    list: ({ number, name }) => ({
      id: `Permohonan ${number} untuk ${name} terlambat. Atasan kantor sudah diberi tahu.`,
      en: `Request ${number} for ${name} is late. The head of the office has been told.`,
    }),
    asks: false,
  },
  'case.reminded': {
    list: ({ number, name }) => ({
      id: `Permohonan ${number} untuk ${name} menunggu Anda.`,
      en: `Request ${number} for ${name} waits for you.`,
    }),
    asks: true,
  },
  'party.asked': {
    list: () => ({
      id: 'Seseorang meminta persetujuan Anda. Setujui atau tolak.',
      en: 'Somebody asks for your agreement. Agree or refuse.',
    }),
    asks: true,
  },
  'party.agreed': {
    list: () => ({
      id: 'Seorang yang Anda mintai persetujuan sudah setuju.',
      en: 'Somebody whose agreement you asked for has agreed.',
    }),
    asks: false,
  },
  'party.refused': {
    list: () => ({
      id: 'Seorang yang Anda mintai persetujuan menolak. Permohonan belum bisa dikirim.',
      en: 'Somebody whose agreement you asked for has refused. The request can’t be sent yet.',
    }),
    asks: true,
  },
  'case.replied': {
    list: ({ number, name }) => ({
      id: `Kantor menjawab Anda tentang permohonan ${number} untuk ${name}.`,
      en: `The office answered you about request ${number} for ${name}.`,
    }),
    asks: true,
  },
  'paper.revoked': {
    list: ({ number }) => ({
      id: `Sebuah surat dari permohonan ${number} dicabut oleh kantor yang menerbitkannya. Jangan dipakai lagi.`,
      en: `A paper of request ${number} was revoked by the office that issued it. Do not use it any more.`,
    }),
    asks: true,
  },
  'account.nomor-diganti': {
    list: () => ({
      id: 'Nomor HP akun Anda diganti. Bukan Anda? Datang ke loket.',
      en: 'The phone number of your account was changed. Not you? Come to a counter.',
    }),
    asks: true,
  },
  'account.pin-dibuat': {
    list: () => ({
      id: 'PIN akun Anda dibuat. Bukan Anda? Datang ke loket.',
      en: 'A PIN was set for your account. Not you? Come to a counter.',
    }),
    asks: true,
  },
  'account.pin-disetel-ulang': {
    list: () => ({
      id: 'PIN akun Anda disetel ulang di loket. Bukan Anda? Datang ke loket.',
      en: 'Your PIN was reset at a counter. Not you? Come to a counter.',
    }),
    asks: true,
  },
  'account.pin-salah': {
    list: () => ({
      id: 'Seseorang berkali-kali salah menulis PIN Anda di HP atau komputer yang belum Anda pakai. Akun Anda tetap terkunci baginya. Bukan Anda? Periksa siapa yang memakai nomor HP Anda, atau ganti nomor di loket.',
      en: 'Somebody typed a wrong PIN of yours many times on a phone or computer you have not used before. Your account stayed closed to them. Not you? See who else uses your number, or change it at a counter.',
    }),
    asks: true,
  },
  'account.kuasa-diberikan': {
    list: () => ({
      id: 'Ada surat kuasa baru atas nama Anda. Lihat di halaman Kuasa.',
      en: 'There is a new mandate in your name. See the page Mandates.',
    }),
    asks: false,
  },
  'account.kuasa-diminta': {
    list: () => ({
      id: 'Seseorang meminta kuasa dari Anda. Setujui atau tolak di halaman Kuasa.',
      en: 'Somebody asks you for a mandate. Accept or refuse it on the page Mandates.',
    }),
    asks: true,
  },
  'account.kuasa-dicabut': {
    list: () => ({ id: 'Sebuah surat kuasa atas nama Anda berakhir.', en: 'A mandate in your name ended.' }),
    asks: false,
  },
  'queue.booked': queued(
    (about) => `Nomor Anda ${about}.`,
    (about) => `Your number: ${about}.`,
  ),
  'queue.reminded': queued(
    (about) => `Besok: ${about}. Tidak jadi? Batalkan.`,
    (about) => `Tomorrow: ${about}. Not coming? Cancel.`,
    true,
  ),
  'queue.soon': queued(
    (about) => `Sebentar lagi giliran ${about}.`,
    (about) => `${about} comes soon.`,
    true,
  ),
  'queue.called': queued(
    (about) => `Giliran Anda: ${about}.`,
    (about) => `Your turn: ${about}.`,
    true,
  ),
  'queue.skipped': queued(
    (about) => `${about} dipanggil, Anda belum ada.`,
    (about) => `${about} was called without you.`,
    true,
  ),
  'queue.moved': queued(
    (about) => `Waktu diganti: ${about}.`,
    (about) => `Time changed: ${about}.`,
  ),
  'queue.called-off': queued(
    (about) => `Maaf, ${about} batal. Pilih waktu lain.`,
    (about) => `Sorry, ${about} is off. Choose again.`,
    true,
  ),
  'queue.offered': queued(
    (about) => `Ada tempat: ${about}. Segera setujui.`,
    (about) => `A place: ${about}. Accept it soon.`,
    true,
  ),
  'queue.drawn-out': queued(
    (about) => `Undian ${about}: belum dapat tempat.`,
    (about) => `Draw for ${about}: no place yet.`,
    true,
  ),
  'queue.doctor': queued(
    (about) => `Dokter berganti, nomor tetap: ${about}.`,
    (about) => `Another doctor, same number: ${about}.`,
  ),
  'queue.unserved': queued(
    (about) => `Maaf, ${about} tidak sempat dipanggil.`,
    (about) => `Sorry, ${about} was not called.`,
  ),
} as const satisfies Record<string, Words>;

export type Template = keyof typeof TEMPLATES;
export const isTemplate = (name: string): name is Template => Object.hasOwn(TEMPLATES, name);
const words = (template: Template): Words => TEMPLATES[template];
export const isQuiet = (template: Template): boolean => words(template).quiet === true;

/** @example listed('case.ended', { number: '3276-0001-4', name: 'Siti' }).id // 'Permohonan 3276-0001-4 untuk Siti sudah ada hasilnya.' */
export const listed = (template: Template, named: Named): Text => words(template).list(named);

export type Outside = { readonly subject: string; readonly text: string };

/** For a screen that others may see: a number and a link, nothing of what it is about. */
export function outside(
  template: Template,
  { number, about: what }: { readonly number: string | null; readonly about?: Text | undefined },
  link: string | null,
  language: Language,
): Outside {
  const { asks, plain, list } = words(template);
  if (plain) {
    const said = list({ number: '', name: '', about: what });
    const see = seeAt(link, language);
    const subject = { id: 'SatuLoket: nomor antrean', en: 'SatuLoket: your number' }[language];
    return { subject, text: `SatuLoket: ${language === 'en' ? said.en : said.id} ${see}` };
  }
  const about = {
    id: number === null ? 'akun Anda' : `permohonan ${number}`,
    en: number === null ? 'your account' : `request ${number}`,
  }[language];
  const said = {
    id: asks ? `Ada yang perlu Anda lihat di ${about}.` : `Ada kabar tentang ${about}.`,
    en: asks ? `Please look at ${about}.` : `There is news about ${about}.`,
  }[language];
  const see = seeAt(link, language);
  const subject = { id: `SatuLoket: ${about}`, en: `SatuLoket: ${about}` }[language];
  return { subject, text: `SatuLoket: ${said} ${see}` };
}

/** Whoever has no page asks where he was helped. */
const seeAt = (link: string | null, language: Language): string =>
  link === null
    ? { id: 'Tanya: loket yang memesankan.', en: 'Ask the counter that booked it.' }[language]
    : { id: `Lihat: ${link}`, en: `See: ${link}` }[language];
