import { inBoth } from './in-both.ts';

export const signWords = inBoth(
  {
    title: 'Tanda tangan',
    lead: (count: number): string =>
      count === 0 ? 'Tidak ada surat yang menunggu Anda.' : `${count} berkas sudah diperiksa dan menunggu Anda.`,
    caption: 'Berkas yang menunggu tanda tangan',
    checked: (who: string): string => `Diperiksa: ${who}`,
    see: 'Lihat surat dan berkasnya lewat judulnya.',
    sign: 'Tanda tangani yang ditandai',
    each: 'Setiap surat mendapat tanda tangan elektronik Anda. Yang gagal tetap di daftar ini.',
    choose: 'Tandai paling sedikit satu berkas.',
    signed: (count: number): string => (count === 1 ? '1 berkas ditandatangani' : `${count} berkas ditandatangani`),
    failed: (count: number): string =>
      count === 1 ? '1 berkas belum ditandatangani' : `${count} berkas belum ditandatangani`,
    why: {
      'cases/lost-guard': 'Berkas ini baru saja berubah. Buka dan periksa lagi.',
      'cases/not-yours-claimed': 'Sedang dipegang petugas lain.',
      'cases/not-yours-four-eyes': 'Anda sudah mengerjakan langkah sebelumnya; orang lain yang menandatangani.',
      'cases/not-yours-family': 'Ini berkas keluarga Anda; orang lain yang menandatangani.',
      'cases/not-yours-role': 'Langkah ini dikerjakan peran lain.',
      other: 'Tanda tangan tidak berhasil. Coba lagi; bila tetap gagal, hubungi admin kantor.',
    },
    empty: 'Tidak ada yang menunggu tanda tangan',
    emptyWhy: 'Surat muncul di sini setelah diperiksa.',
  },
  {
    title: 'Signing',
    lead: (count) => (count === 0 ? 'No paper waits for you.' : `${count} checked cases wait for you.`),
    caption: 'Cases that wait for a signature',
    checked: (who) => `Checked: ${who}`,
    see: 'Paper and files are behind the title.',
    sign: 'Sign those ticked',
    each: 'Each paper gets your electronic signature. What fails stays in this list.',
    choose: 'Tick at least one case.',
    signed: (count) => (count === 1 ? '1 case signed' : `${count} cases signed`),
    failed: (count) => (count === 1 ? '1 case not signed' : `${count} cases not signed`),
    why: {
      'cases/lost-guard': 'This case has just changed. Open and check it again.',
      'cases/not-yours-claimed': 'Another officer holds it.',
      'cases/not-yours-four-eyes': 'You did an earlier step; somebody else signs.',
      'cases/not-yours-family': 'This is your own family’s case; somebody else signs.',
      'cases/not-yours-role': 'Another role does this step.',
      other: 'Signing failed. Try again; if it keeps failing, ask your office administrator.',
    },
    empty: 'Nothing waits for a signature',
    emptyWhy: 'Papers appear here once they are checked.',
  },
);
