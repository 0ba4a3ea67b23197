import { ACCOUNT_WORDS } from '../../capabilities/accounts/index.ts';
import type { Text } from '../../kernel/text.ts';
import { roomRefusalWords } from './room-refusal-words.ts';

/** What a refusal says to people: what happened, then what to do. One entry for each code that the program throws. */
export const refusalWords = {
  ...roomRefusalWords,
  'frame/not-a-stream': {
    title: { id: 'Hanya untuk aliran kabar', en: 'Only for a stream of events' },
    say: {
      id: 'Alamat ini dipakai halaman yang memperbarui diri.',
      en: 'Pages that update themselves use this address.',
    },
  },
  'frame/not-found': {
    title: { id: 'Halaman tidak ada', en: 'Page not found' },
    say: {
      id: 'Mungkin alamatnya salah ketik, atau halamannya sudah pindah. Periksa lagi, atau mulai dari beranda.',
      en: 'The address may be mistyped, or the page has moved. Check it, or start from the front page.',
    },
  },
  'frame/not-ours': {
    title: { id: 'Formulir ini sudah lama', en: 'This form is out of date' },
    say: {
      id: 'Tidak ada yang berubah. Demi keamanan, formulir hanya berlaku selama Anda masuk di peramban yang membukanya. Buka lagi halaman tadi, lalu kirim lagi; yang sudah tersimpan masih ada.',
      en: 'Nothing has changed. For your safety a form works only while you are logged in, in the browser that opened it. Open that page again and send it again; what was saved is still there.',
    },
  },
  'frame/too-large': {
    title: { id: 'Kiriman terlalu besar', en: 'Too large' },
    say: {
      id: 'Berkas paling besar 10 MB. Jawaban yang sudah tersimpan tidak hilang. Kembali, lalu pilih foto atau PDF yang lebih kecil.',
      en: 'A file may have 10 MB at most. Answers that were saved are not lost. Go back and choose a smaller photo or PDF.',
    },
  },
  'frame/bad-request': {
    title: { id: 'Kiriman tidak dapat dibaca', en: 'We could not read that' },
    say: {
      id: 'Mungkin sinyal terputus di tengah jalan. Tidak ada yang berubah. Kembali ke halaman tadi, lalu kirim lagi.',
      en: 'The line may have broken on the way. Nothing has changed. Go back to that page and send it again.',
    },
  },
  'frame/too-many': {
    title: { id: 'Terlalu sering mencoba', en: 'Too many tries' },
    say: {
      id: 'Untuk melindungi semua orang, kami menunda percobaan berikutnya. Yang sudah tersimpan tidak hilang.',
      en: 'To protect everybody we put off the next try. What was saved is not lost.',
    },
  },
  'frame/busy': {
    title: { id: 'Sedang ramai', en: 'Very busy now' },
    say: {
      id: 'Banyak orang membuka layanan ini. Tunggu selama yang disebutkan, lalu coba lagi.',
      en: 'Many people are using this service. Wait as long as named, then try again.',
    },
  },
  'frame/database-away': {
    title: { id: 'Ada gangguan di pihak kami', en: 'Something on our side does not work just now' },
    say: {
      id: 'Yang sudah tersimpan tidak hilang. Tunggu selama yang disebutkan, lalu kirim lagi dengan kunci yang sama.',
      en: 'What was saved is not lost. Wait as long as named, then send it again with the same key.',
    },
  },
  'frame/files-away': {
    title: { id: 'Berkas belum dapat disimpan', en: 'Files can’t be kept just now' },
    say: {
      id: 'Tempat berkas sedang terganggu. Yang sudah tersimpan tidak hilang. Tunggu selama yang disebutkan, lalu kirim lagi.',
      en: 'The place of files does not work just now. What was saved is not lost. Wait as long as named, then send it again.',
    },
  },
  // For a code that has no words of its own: every one is a "no" that somebody meant; a fault of ours has its code below.
  'frame/refused': {
    title: { id: 'Tidak dapat dikerjakan', en: 'This cannot be done' },
    say: {
      id: 'Tidak ada yang berubah. Buka lagi halaman tadi untuk melihat keadaan terbaru, atau tanyakan ke loket.',
      en: 'Nothing has changed. Open that page again to see how things stand, or ask at a counter.',
    },
  },
  'frame/fault': {
    title: { id: 'Maaf, ada yang salah di pihak kami', en: 'Sorry, something went wrong on our side' },
    say: {
      id: 'Yang sudah tersimpan tidak hilang. Tunggu satu menit, lalu coba lagi. Bila terulang, hubungi kami dengan kode di bawah ini.',
      en: 'What was saved is not lost. Wait a minute, then try again. If it happens again, tell us the code below.',
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
  'fhir/not-found': {
    title: { id: 'Tidak ditemukan', en: 'Not found' },
    say: { id: 'Yang dilayani tertulis di /fhir/metadata.', en: 'What is served stands at /fhir/metadata.' },
  },
  'fhir/read-only': {
    title: { id: 'Hanya untuk dibaca', en: 'Read-only' },
    say: { id: 'Nomor diambil di halaman hub.', en: 'Numbers are taken on the hub’s pages.' },
  },
  'fhir/bad-parameter': {
    title: { id: 'Parameter tidak dikenal atau isinya keliru', en: 'Unknown parameter, or a wrong value' },
    say: { id: 'Lihat searchParam di /fhir/metadata.', en: 'See searchParam at /fhir/metadata.' },
  },
  'fhir/needs-parameter': {
    title: { id: 'Parameter ini diperlukan', en: 'This parameter is needed' },
    say: { id: 'Pencarian dibatasi tempat dan waktu.', en: 'A search is bounded by place and time.' },
  },
  'fhir/only-json': {
    title: { id: 'Hanya JSON', en: 'JSON only' },
    say: { id: 'Minta application/fhir+json.', en: 'Ask for application/fhir+json.' },
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
