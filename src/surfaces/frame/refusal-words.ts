import { ACCOUNT_WORDS } from '../../capabilities/accounts/index.ts';
import type { Text } from '../../kernel/text.ts';

/** What a refusal says to people: what happened, then what to do. One entry for each code that the program throws. */
export const refusalWords = {
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
  'signing/no-certificate': {
    title: { id: 'Belum ada sertifikat tanda tangan', en: 'No certificate to sign with' },
    say: {
      id: 'Belum ada yang berubah. Operator perlu membuat penerbit sertifikat dengan perintah kunci penandatangan, lalu ulangi.',
      en: 'Nothing has changed. The operator makes an authority with the command kunci penandatangan; then try again.',
    },
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
  'cases/not-found': {
    title: { id: 'Permohonan tidak ditemukan', en: 'Case not found' },
    say: { id: 'Buka lagi dari daftar urusan Anda.', en: 'Open it again from your list.' },
  },
  'cases/lost-guard': {
    title: { id: 'Sudah berubah', en: 'It has changed' },
    say: {
      id: 'Permohonan ini baru saja diubah di tempat lain. Muat ulang untuk melihat keadaan terbaru; tidak ada yang hilang.',
      en: 'This case was just changed elsewhere. Reload to see how it stands now; nothing is lost.',
    },
  },
  'cases/not-open': {
    title: { id: 'Tidak dapat diubah lagi', en: 'No longer open' },
    say: {
      id: 'Bagian ini sudah ditutup. Buka permohonannya untuk melihat keadaan terbaru.',
      en: 'This part is closed. Open the case to see how it stands.',
    },
  },
  'cases/incomplete': {
    title: { id: 'Belum lengkap', en: 'Not complete yet' },
    say: { id: 'Masih ada isian yang perlu dilengkapi.', en: 'Something still needs an answer.' },
  },
  'cases/not-allowed': {
    title: { id: 'Belum bisa diajukan', en: 'Cannot be requested' },
    say: {
      id: 'Syaratnya belum terpenuhi. Lihat halaman layanan untuk jalan lain.',
      en: 'The conditions are not met. See the service page for other ways.',
    },
  },
  'cases/duplicate': {
    title: { id: 'Sudah pernah diajukan', en: 'Already requested' },
    say: {
      id: 'Permohonan yang sama sudah ada. Lihat di daftar urusan Anda.',
      en: 'The same request exists already. See your list.',
    },
  },
  'cases/locked': {
    title: { id: 'Ada permohonan lain untuk data ini', en: 'Another case is changing this record' },
    say: {
      id: 'Tunggu sampai permohonan itu selesai, lalu kirim lagi. Isian Anda tersimpan.',
      en: 'Wait until it is done, then send again. Your answers are kept.',
    },
  },
  'cases/awaiting-consent': {
    title: { id: 'Masih menunggu persetujuan', en: 'Still waiting for agreement' },
    say: {
      id: 'Minta persetujuan mereka di halaman periksa jawaban, lalu kirim setelah semua setuju. Isian Anda tersimpan.',
      en: 'Ask them on the page where you check your answers, and send when all agree. Your answers are kept.',
    },
  },
  'cases/request-over': {
    title: { id: 'Permintaan ini sudah berakhir', en: 'This request is over' },
    say: {
      id: 'Anda sudah menjawab, waktunya habis, atau yang meminta mengubahnya. Lihat yang masih menunggu di Urusan.',
      en: 'You answered it, its time ran out, or whoever asked changed it. See what still waits under Cases.',
    },
  },
  'cases/register-first': {
    title: { id: 'Kerjakan dulu di SIAK', en: 'Do it in SIAK first' },
    say: {
      id: 'Keputusan ini mengubah register. Catat dulu di SIAK, lalu centang bahwa sudah dicatat.',
      en: 'This decision changes the register. Write it into SIAK first, then tick that it is written.',
    },
  },
  'documents/number-taken': {
    title: { id: 'Nomor ini sudah dipakai', en: 'This number is taken' },
    say: {
      id: 'Surat lain yang berlaku memakai nomor yang sama. Periksa lagi nomornya di SIAK.',
      en: 'Another valid paper bears the same number. Check it in SIAK.',
    },
  },
  'cases/no-office': {
    title: { id: 'Kantornya belum diketahui', en: 'No office yet' },
    say: {
      id: 'Belum ada kantor yang melayani ini di tempat Anda. Datang ke kelurahan untuk dibantu.',
      en: 'No office serves this at your place yet. Your kelurahan can help.',
    },
  },
  'cases/not-yours-role': {
    title: { id: 'Bukan tugas Anda', en: 'Not your task' },
    say: { id: 'Langkah ini dikerjakan peran lain di kantor ini.', en: 'Another role does this step.' },
  },
  'cases/not-yours-four-eyes': {
    title: { id: 'Harus orang lain', en: 'It takes another person' },
    say: {
      id: 'Anda sudah mengerjakan langkah sebelumnya. Langkah ini harus dikerjakan orang lain.',
      en: 'You did an earlier step; somebody else must do this one.',
    },
  },
  'cases/not-yours-family': {
    title: { id: 'Ini berkas keluarga Anda', en: 'This is your own family’s case' },
    say: {
      id: 'Petugas tidak boleh mengerjakan berkas keluarganya sendiri.',
      en: 'Nobody works on a case of his own family.',
    },
  },
  'cases/not-yours-claimed': {
    title: { id: 'Sedang dikerjakan petugas lain', en: 'Somebody else is working on it' },
    say: { id: 'Ambil berkas berikutnya.', en: 'Take the next one.' },
  },
  'cases/needs-reason': {
    title: { id: 'Pilih alasannya', en: 'Choose a reason' },
    say: { id: 'Keputusan ini perlu paling sedikit satu alasan.', en: 'This decision needs at least one reason.' },
  },
  'cases/no-such-service': {
    title: { id: 'Layanan ini tidak ada di tempat Anda', en: 'This service is not offered at your place' },
    say: { id: 'Cari layanan lain dari beranda.', en: 'Search again from the front page.' },
  },
  'cases/objection-over': {
    title: { id: 'Waktu mengajukan keberatan sudah lewat', en: 'The time to object is over' },
    say: {
      id: 'Anda boleh mengajukan permohonan baru, atau bertanya ke loket kantor.',
      en: 'You may apply anew, or ask at the office’s counter.',
    },
  },
  'cases/objected-before': {
    title: { id: 'Keberatan Anda sudah kami terima', en: 'We have your objection' },
    say: {
      id: 'Satu keputusan, satu keberatan. Lihat jawabannya di urusan ini.',
      en: 'One decision, one objection. See the answer in this case.',
    },
  },
  'workflow/step-closed': {
    title: { id: 'Langkah ini sudah selesai', en: 'This step is done' },
    say: {
      id: 'Petugas lain lebih dulu mengerjakannya. Tidak ada yang hilang.',
      en: 'Somebody else did it first. Nothing is lost.',
    },
  },
  'workflow/no-such-action': {
    title: { id: 'Keputusan itu tidak ada di langkah ini', en: 'This step has no such decision' },
    say: { id: 'Muat ulang halaman, lalu pilih lagi.', en: 'Reload the page and choose again.' },
  },
  'workflow/four-eyes': {
    title: { id: 'Harus petugas lain', en: 'It must be somebody else' },
    say: {
      id: 'Anda sudah mengerjakan langkah sebelumnya. Langkah ini memerlukan mata yang lain.',
      en: 'You did an earlier step. This one needs other eyes.',
    },
  },
  'workflow/reason-missing': {
    title: { id: 'Pilih alasannya', en: 'Choose a reason' },
    say: { id: 'Keputusan ini perlu paling sedikit satu alasan.', en: 'This decision needs at least one reason.' },
  },
  'workflow/reason-unknown': {
    title: { id: 'Alasan itu bukan untuk keputusan ini', en: 'That reason belongs to another decision' },
    say: { id: 'Pilih alasan dari daftar.', en: 'Choose a reason from the list.' },
  },
  'workflow/question-missing': {
    title: { id: 'Pilih pertanyaannya', en: 'Choose a question' },
    say: {
      id: 'Pilih paling sedikit satu pertanyaan yang dibuka lagi.',
      en: 'Choose at least one question that opens again.',
    },
  },
  'documents/not-found': {
    title: { id: 'Surat tidak ditemukan', en: 'Paper not found' },
    say: { id: 'Cari lagi dengan nomornya.', en: 'Search again by its number.' },
  },
  'documents/not-issued': {
    title: { id: 'Surat ini belum terbit', en: 'This paper is not out yet' },
    say: { id: 'Buka lagi sesudah ditandatangani.', en: 'Open it again when it is signed.' },
  },
  'documents/not-active': {
    title: { id: 'Surat ini sudah tidak berlaku', en: 'This paper is no longer valid' },
    say: {
      id: 'Yang sudah diganti atau dicabut tidak dicabut lagi.',
      en: 'What is replaced or revoked is not revoked again.',
    },
  },
  'documents/other-office': {
    title: { id: 'Surat kantor lain', en: 'Another office’s paper' },
    say: {
      id: 'Hanya kantor yang menerbitkan dapat mencabutnya.',
      en: 'Only the office that issued it can revoke it.',
    },
  },
  'documents/reason-missing': {
    title: { id: 'Tulis alasannya', en: 'Write the reason' },
    say: {
      id: 'Mencabut surat perlu alasan. Yang memeriksa surat tidak melihatnya.',
      en: 'Revoking needs a reason. Whoever checks the paper never sees it.',
    },
  },
  'documents/changed-meanwhile': {
    title: { id: 'Surat ini baru saja berubah', en: 'This paper has just changed' },
    say: {
      id: 'Muat ulang untuk melihat keadaan terbaru; tidak ada yang hilang.',
      en: 'Reload to see how it stands; nothing is lost.',
    },
  },
  'documents/not-prepared': {
    title: { id: 'Surat ini tidak menunggu tanda tangan lagi', en: 'This paper no longer waits for a signature' },
    say: { id: 'Muat ulang untuk melihat keadaan terbaru.', en: 'Reload to see how it stands.' },
  },
  'documents/signature-not-valid': {
    title: { id: 'Tanda tangan elektronik gagal', en: 'The electronic signature failed' },
    say: {
      id: 'Tidak ada surat yang terbit. Coba lagi; bila berulang, hubungi pengelola.',
      en: 'No paper went out. Try again; if it happens again, tell the operator.',
    },
  },
  'signing/consent-wrong': {
    title: { id: 'Kata sandi tanda tangan salah', en: 'The signing passphrase is wrong' },
    say: {
      id: 'Tidak ada surat yang terbit. Tulis lagi kata sandinya.',
      en: 'No paper went out. Write the passphrase again.',
    },
  },
  'catalogue/not-adopted': {
    title: { id: 'Layanan nasionalnya belum terbit', en: 'The national service is not published' },
    say: {
      id: 'Versi yang diadopsi belum terbit, atau berkasnya berbeda. Terbitkan dahulu yang nasional.',
      en: 'The adopted version is not published, or its file differs. Publish the national one first.',
    },
  },
  'queue/not-found': {
    title: { id: 'Nomor tidak ditemukan', en: 'Number not found' },
    say: { id: 'Buka lagi dari Nomor saya.', en: 'Open it again from My numbers.' },
  },
  'queue/closed': {
    title: { id: 'Sudah ditutup', en: 'Closed' },
    say: { id: 'Sesi ini tidak menerima nomor lagi. Pilih waktu lain.', en: 'This session takes no more numbers.' },
  },
  'queue/full': {
    title: { id: 'Sudah penuh', en: 'Full' },
    say: { id: 'Tempat pada jam ini habis. Pilih jam lain.', en: 'No place is left at this time. Choose another.' },
  },
  'queue/held': {
    title: { id: 'Sudah ada nomor', en: 'There is a number already' },
    say: {
      id: 'Orang ini sudah punya nomor aktif pada hari dan layanan yang sama.',
      en: 'This person has an active number for the same day and service.',
    },
  },
  'queue/too-many': {
    title: { id: 'Terlalu banyak nomor', en: 'Too many numbers' },
    say: { id: 'Batalkan nomor yang tidak dipakai dulu.', en: 'Cancel numbers that you do not need first.' },
  },
  'queue/not-for-them': {
    title: { id: 'Layanan ini bukan untuk orang itu', en: 'This service is not for that person' },
    say: { id: 'Pilih keperluan lain.', en: 'Choose another need.' },
  },
  'queue/lost-guard': {
    title: { id: 'Sudah berubah', en: 'It has changed' },
    say: {
      id: 'Antrean ini baru saja digerakkan di tempat lain. Muat ulang untuk melihat keadaan terbaru.',
      en: 'This queue was just moved elsewhere. Reload to see how it stands now.',
    },
  },
  'queue/not-now': {
    title: { id: 'Belum bisa dilakukan', en: 'Not possible now' },
    say: { id: 'Muat ulang untuk melihat keadaan terbaru.', en: 'Reload to see how it stands now.' },
  },
  'queue/too-early': {
    title: { id: 'Terlalu awal', en: 'Too early' },
    say: { id: 'Coba lagi sebentar lagi.', en: 'Try again in a while.' },
  },
  'queue/not-yours': {
    title: { id: 'Bukan antrean Anda', en: 'Not your queue' },
    say: { id: 'Antrean ini dilayani kantor lain.', en: 'Another office serves this queue.' },
  },
  'catalogue/published-meanwhile': {
    title: { id: 'Versi lain baru saja terbit', en: 'Another version was just published' },
    say: { id: 'Bandingkan dulu, lalu terbitkan lagi.', en: 'Compare first, then publish again.' },
  },
  'regions/unknown': {
    title: { id: 'Wilayah tidak ada', en: 'No such region' },
    say: { id: 'Periksa kode wilayahnya.', en: 'Check the code of the region.' },
  },
  'organisations/unknown': {
    title: { id: 'Kantor tidak ada', en: 'No such office' },
    say: { id: 'Periksa kode kantornya.', en: 'Check the code of the office.' },
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
