import type { Text } from '../../kernel/text.ts';
import { visitRefusalWords } from './visit-refusal-words.ts';

/** What the refusals of rooms, the engine and the signing port say to people. */
export const roomRefusalWords = {
  ...visitRefusalWords,
  'signing/no-certificate': {
    title: { id: 'Belum ada sertifikat tanda tangan', en: 'No certificate to sign with' },
    say: {
      id: 'Belum ada yang berubah. Operator perlu membuat penerbit sertifikat dengan perintah kunci penandatangan, lalu ulangi.',
      en: 'Nothing has changed. The operator makes an authority with the command kunci penandatangan; then try again.',
    },
  },
  'cases/not-found': {
    title: { id: 'Permohonan tidak ditemukan', en: 'Case not found' },
    say: {
      id: 'Mungkin alamatnya keliru, atau ini bukan urusan Anda. Buka lagi dari daftar urusan.',
      en: 'The address may be wrong, or it is not yours to see. Open it again from the list of cases.',
    },
  },
  'cases/lost-guard': {
    title: { id: 'Sudah berubah', en: 'It has changed' },
    say: {
      id: 'Permohonan ini baru saja diubah di jendela lain atau oleh orang lain. Buka lagi untuk melihat keadaan terbaru; yang sudah tersimpan tidak hilang.',
      en: 'This case was just changed in another window or by somebody else. Open it again to see how it stands; what was saved is not lost.',
    },
  },
  'cases/not-open': {
    title: { id: 'Tidak dapat diubah lagi', en: 'No longer open' },
    say: {
      id: 'Bagian ini sudah ditutup. Buka permohonannya untuk melihat keadaan terbaru.',
      en: 'This part is closed. Open the case to see how it stands.',
    },
  },
  'cases/appointment': {
    title: { id: 'Waktu itu tidak dapat diambil', en: 'That time cannot be had' },
    say: {
      id: 'Jawaban lain tetap tersimpan. Pilih waktu lain, lalu kirim lagi.',
      en: 'All other answers are kept. Choose another time, then send again.',
    },
  },
  'cases/not-met': {
    title: { id: 'Nomornya belum dipanggil', en: 'The number was not called yet' },
    say: {
      id: 'Panggil dulu nomor orang ini di ruang antrean, lalu catat hasilnya di sini.',
      en: 'Call the number of this person in the queue room first, then note the result here.',
    },
  },
  'cases/incomplete': {
    title: { id: 'Belum lengkap', en: 'Not complete yet' },
    say: {
      id: 'Masih ada yang perlu diisi. Buka halaman “Periksa jawaban Anda”: yang kurang disebut di sana.',
      en: 'Something still needs an answer. Open the page “Check your answers”: it names what is missing.',
    },
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
      id: 'Kantor yang mengerjakan ini belum terdaftar di SatuLoket untuk wilayah itu. Tidak ada yang berubah; hubungi kantor itu langsung.',
      en: 'The office that does this is not in SatuLoket yet for that region. Nothing has changed; turn to that office itself.',
    },
  },
  'cases/not-yours-role': {
    title: { id: 'Bukan tugas Anda', en: 'Not your task' },
    say: {
      id: 'Langkah ini dikerjakan peran lain di kantor ini. Kembali ke kotak kerja untuk berkas Anda sendiri.',
      en: 'Another role does this step. Go back to the inbox for your own cases.',
    },
  },
  'cases/not-yours-four-eyes': {
    title: { id: 'Harus orang lain', en: 'It takes another person' },
    say: {
      id: 'Anda sudah mengerjakan langkah sebelumnya. Rekan Anda mengerjakan langkah ini; ambil berkas lain dari kotak kerja.',
      en: 'You did an earlier step, so a colleague does this one. Take another case from the inbox.',
    },
  },
  'cases/not-yours-family': {
    title: { id: 'Ini berkas keluarga Anda', en: 'This is your own family’s case' },
    say: {
      id: 'Petugas tidak boleh mengerjakan berkas keluarganya sendiri. Rekan Anda yang mengerjakannya; ambil berkas lain.',
      en: 'Nobody works on a case of his own family. A colleague does; take another case.',
    },
  },
  'cases/not-yours-claimed': {
    title: { id: 'Sedang dikerjakan petugas lain', en: 'Somebody else is working on it' },
    say: {
      id: 'Ambil berkas berikutnya dari kotak kerja. Berkas ini bebas lagi bila ia melepasnya atau waktunya habis.',
      en: 'Take the next one from the inbox. This one is free again when it is let go or the time is over.',
    },
  },
  'cases/needs-reason': {
    title: { id: 'Pilih alasannya', en: 'Choose a reason' },
    say: {
      id: 'Keputusan ini perlu paling sedikit satu alasan. Tandai alasannya, lalu putuskan lagi.',
      en: 'This decision needs at least one reason. Tick it, then decide again.',
    },
  },
  'cases/note-missing': {
    title: { id: 'Pesannya belum ada', en: 'The message is missing' },
    say: {
      id: 'Tulis untuk rekan Anda mengapa berkas ini kembali.',
      en: 'Tell your colleague why this case comes back.',
    },
  },
  'cases/not-for-them': {
    title: { id: 'Tidak bisa untuk orang itu', en: 'Not for that person' },
    say: {
      id: 'Anda mengurus diri sendiri, anak di bawah 17 tahun, dan siapa saja yang memberi Anda kuasa.',
      en: 'You act for yourself, your children under 17 and whoever gave you a mandate.',
    },
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
      id: 'Petugas lain lebih dulu mengerjakannya. Buka lagi berkasnya untuk melihat keputusannya.',
      en: 'Somebody else did it first. Open the case again to see what was decided.',
    },
  },
  'workflow/no-such-action': {
    title: { id: 'Keputusan itu tidak ada di langkah ini', en: 'This step has no such decision' },
    say: { id: 'Muat ulang halaman, lalu pilih lagi.', en: 'Reload the page and choose again.' },
  },
  'workflow/four-eyes': {
    title: { id: 'Harus petugas lain', en: 'It must be somebody else' },
    say: {
      id: 'Anda sudah mengerjakan langkah sebelumnya. Rekan Anda mengerjakan langkah ini; ambil berkas lain dari kotak kerja.',
      en: 'You did an earlier step, so a colleague does this one. Take another case from the inbox.',
    },
  },
  'workflow/reason-missing': {
    title: { id: 'Pilih alasannya', en: 'Choose a reason' },
    say: {
      id: 'Keputusan ini perlu paling sedikit satu alasan. Tandai alasannya, lalu putuskan lagi.',
      en: 'This decision needs at least one reason. Tick it, then decide again.',
    },
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
    say: {
      id: 'Surat ini masih menunggu tanda tangan. Lihat sampai kapan di halaman urusannya.',
      en: 'It still waits for a signature. The page of the case says until when.',
    },
  },
  'documents/not-active': {
    title: { id: 'Surat ini sudah tidak berlaku', en: 'This paper is no longer valid' },
    say: {
      id: 'Surat yang sudah diganti atau dicabut tidak perlu dicabut lagi. Buka lagi suratnya untuk melihat riwayatnya.',
      en: 'What is replaced or revoked need not be revoked again. Open the paper to see its history.',
    },
  },
  'documents/other-office': {
    title: { id: 'Surat kantor lain', en: 'Another office’s paper' },
    say: {
      id: 'Hanya kantor yang menerbitkan dapat mencabutnya. Hubungi kantor itu dan sebutkan nomor suratnya.',
      en: 'Only the office that issued it can revoke it. Tell that office the number of the paper.',
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
  'documents/not-typeset': {
    title: { id: 'Surat ini belum bisa dibuat', en: 'This paper could not be made' },
    say: {
      id: 'Data yang harus tertulis di dalamnya belum lengkap. Kembalikan berkasnya, atau hubungi pengelola.',
      en: 'Something that it must say is missing. Send the case back, or tell the operator.',
    },
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
} as const satisfies Record<string, { readonly title: Text; readonly say: Text }>;
