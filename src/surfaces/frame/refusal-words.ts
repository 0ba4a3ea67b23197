import { ACCOUNT_WORDS } from '../../capabilities/accounts/index.ts';
import type { Text } from '../../kernel/text.ts';
import { roomRefusalWords } from './room-refusal-words.ts';

/** What a refusal says to people: what happened, then what to do. One entry for each code that the program throws. */
export const refusalWords = {
  ...roomRefusalWords,
  'frame/not-found': {
    title: { id: 'Halaman tidak ada', en: 'Page not found' },
    say: {
      id: 'Periksa lagi alamatnya, atau mulai dari beranda.',
      en: 'Check the address, or start from the front page.',
    },
  },
  'frame/not-ours': {
    title: { id: 'Formulir ini sudah lama', en: 'This form is out of date' },
    say: {
      id: 'Demi keamanan, formulir hanya berlaku di peramban yang membukanya. Kembali, muat ulang halaman, lalu kirim lagi.',
      en: 'For your safety a form works only in the browser that opened it. Go back, reload the page, and send it again.',
    },
  },
  'frame/too-large': {
    title: { id: 'Kiriman terlalu besar', en: 'Too large' },
    say: {
      id: 'Kembali, lalu pilih berkas yang lebih kecil dari 10 MB.',
      en: 'Go back and choose a file smaller than 10 MB.',
    },
  },
  'frame/bad-request': {
    title: { id: 'Kiriman tidak dapat dibaca', en: 'We could not read that' },
    say: { id: 'Kembali, muat ulang halaman, lalu coba lagi.', en: 'Go back, reload the page, and try again.' },
  },
  'frame/too-many': {
    title: { id: 'Terlalu sering', en: 'Too many tries' },
    say: { id: 'Tunggu sebentar, lalu coba lagi.', en: 'Wait a moment, then try again.' },
  },
  // For a code that has no words of its own: every one is a "no" that somebody meant; a fault of ours has its code below.
  'frame/refused': {
    title: { id: 'Tidak dapat dikerjakan', en: 'This cannot be done' },
    say: {
      id: 'Keadaannya sekarang tidak mengizinkan. Muat ulang untuk melihat keadaan terbaru.',
      en: 'As things stand it is not possible. Reload to see how they stand.',
    },
  },
  'frame/fault': {
    title: { id: 'Maaf, ada yang salah di pihak kami', en: 'Sorry, something went wrong on our side' },
    say: {
      id: 'Isian Anda yang sudah tersimpan tidak hilang. Coba lagi sebentar lagi.',
      en: 'What you saved is not lost. Try again in a moment.',
    },
  },
  'api/invalid': {
    title: { id: 'Isi kiriman belum benar', en: 'The request is not right' },
    say: { id: 'Lihat `errors`: apa yang salah dan di mana.', en: 'See `errors`: what is wrong, and where.' },
  },
  'api/answers': {
    title: { id: 'Ada jawaban yang belum benar', en: 'Some answers are not right' },
    say: { id: 'Lihat `errors`. Tidak ada yang tersimpan.', en: 'See `errors`. Nothing was stored.' },
  },
  'api/too-deep': {
    title: { id: 'Isi kiriman terlalu dalam', en: 'Nested too deeply' },
    say: { id: 'Kirim objek yang lebih datar.', en: 'Send a flatter object.' },
  },
  'api/not-text': {
    title: { id: 'Ada huruf yang tidak dapat disimpan', en: 'Text that cannot be stored' },
    say: {
      id: 'Hapus karakter nol dan separuh pasangan pengganti Unicode.',
      en: 'Remove null characters and lone Unicode surrogates.',
    },
  },
  'api/no-key': {
    title: { id: 'Idempotency-Key belum ada', en: 'Idempotency-Key is missing' },
    say: {
      id: 'Setiap perubahan perlu kunci sendiri, 16 sampai 200 tanda, sebaiknya UUIDv7. Ulangi dengan kunci yang sama bila jawabannya hilang.',
      en: 'Each change needs a key of its own, 16 to 200 characters, best a UUIDv7. Repeat with the same key when the answer was lost.',
    },
  },
  'api/no-version': {
    title: { id: 'If-Match belum ada', en: 'If-Match is missing' },
    say: {
      id: 'Baca dulu keadaannya, lalu kirim ETag-nya sebagai If-Match.',
      en: 'Read how it stands first, then send its ETag as If-Match.',
    },
  },
  'api/login-needed': {
    title: { id: 'Masuk dulu', en: 'Log in first' },
    say: { id: 'Token tidak ada, habis waktunya, atau sudah diganti.', en: 'The token is missing, over, or replaced.' },
  },
  'api/pin-needed': {
    title: { id: 'Perlu PIN', en: 'The PIN is needed' },
    say: {
      id: 'Masukkan PIN dulu; setelah 30 menit diam, masukkan lagi.',
      en: 'Enter the PIN; after 30 idle minutes again.',
    },
  },
  'api/not-for-you': {
    title: { id: 'Bukan untuk Anda', en: 'Not for you' },
    say: { id: 'Masuk sebagai orang yang tepat untuk ini.', en: 'Log in as somebody whom this is for.' },
  },
  'api/choose-office': {
    title: { id: 'Pilih kantornya', en: 'Choose the office' },
    say: {
      id: 'Sebutkan `office` yang Anda duduki; daftarnya ada di `params.offices`.',
      en: 'Name the `office` that you sit in; `params.offices` lists them.',
    },
  },
  'api/for-whom': {
    title: { id: 'Bukan untuk orang ini', en: 'Not for this person' },
    say: { id: 'Pilih salah satu dari `subjects` layanan ini.', en: 'Choose one of this service’s `subjects`.' },
  },
  'api/wrong-code': {
    title: { id: 'Kode salah', en: 'Wrong code' },
    say: { id: 'Periksa kodenya. `params.left` kali lagi.', en: 'Check the code. `params.left` more tries.' },
  },
  'api/code-over': {
    title: { id: 'Kode tidak berlaku lagi', en: 'The code is over' },
    say: { id: 'Minta kode baru.', en: 'Ask for a new one.' },
  },
  'api/wrong-pin': {
    title: { id: 'PIN salah', en: 'Wrong PIN' },
    say: { id: 'Periksa PIN Anda.', en: 'Check your PIN.' },
  },
  'api/wrong-login': {
    title: { id: 'Tidak dapat masuk', en: 'Cannot log in' },
    say: {
      id: 'Nama pengguna, kata sandi, atau kode salah. Satu kode TOTP hanya berlaku sekali.',
      en: 'User name, password or code is wrong. A TOTP code works once.',
    },
  },
  'api/no-request': {
    title: { id: 'Permintaan tidak ada', en: 'No such request' },
    say: { id: 'Tidak ada permintaan seperti itu yang menunggu Anda.', en: 'No such request waits for your word.' },
  },
  'api/no-file': {
    title: { id: 'Berkasnya belum ada', en: 'The file is missing' },
    say: { id: 'Kirim satu berkas PDF, JPG, atau PNG.', en: 'Send one PDF, JPG or PNG.' },
  },
  'api/no-such-file': {
    title: { id: 'Berkas tidak ada', en: 'No such file' },
    say: { id: 'Tidak ada berkas di pertanyaan ini.', en: 'No file stands at this question.' },
  },
} as const satisfies Record<string, { readonly title: Text; readonly say: Text }>;

export type RefusalCode = keyof typeof refusalWords;

/** The words for a code; for one that has none, those of a plain no. */
export function wordsFor(code: string): { readonly title: Text; readonly say: Text } {
  const own = (refusalWords as Record<string, { title: Text; say: Text }>)[code];
  const accounts = (ACCOUNT_WORDS as Record<string, Text>)[code];
  return own ?? (accounts ? { title: accounts, say: accounts } : refusalWords['frame/refused']);
}
