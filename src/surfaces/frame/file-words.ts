import type { Text } from '../../kernel/text.ts';
import type { FileFault } from '../../platform/uploads/index.ts';

/** Why a file is not taken, and what to do instead. */
const faults = {
  empty: { id: 'Berkas itu kosong. Pilih berkas lain.', en: 'That file is empty. Choose another.' },
  'too-large': {
    id: 'Berkas itu lebih dari 10 MB. Foto ulang dengan mutu lebih rendah, atau kirim sebagai PDF yang lebih kecil.',
    en: 'That file is over 10 MB. Take the photo again at a lower quality, or send a smaller PDF.',
  },
  heic: {
    id: 'Foto iPhone ini berjenis HEIC. Di Pengaturan > Kamera > Format pilih “Paling Kompatibel”, lalu foto lagi; atau kirim tangkapan layar foto itu.',
    en: 'This iPhone photo is HEIC. In Settings > Camera > Formats choose “Most Compatible” and take it again, or send a screenshot of it.',
  },
  kind: {
    id: 'Kirim foto (JPG atau PNG) atau PDF. Jenis berkas ini tidak dapat dibaca petugas.',
    en: 'Send a photo (JPG or PNG) or a PDF. Officers cannot read this kind of file.',
  },
  broken: {
    id: 'Berkas itu rusak atau terpotong. Buka dulu di HP Anda, lalu kirim lagi atau foto ulang.',
    en: 'That file is broken or cut off. Open it on your phone first, then send it again or take a new photo.',
  },
  'pdf-encrypted': {
    id: 'PDF itu dikunci kata sandi. Simpan tanpa kata sandi, atau foto tiap halamannya.',
    en: 'That PDF has a password. Save it without one, or take photos of its pages.',
  },
  'pdf-empty': {
    id: 'PDF itu tidak berisi halaman. Simpan ulang sebagai PDF, atau foto suratnya.',
    en: 'That PDF has no pages. Save it again as PDF, or take a photo of the paper.',
  },
  'pdf-active': {
    id: 'PDF itu membawa program atau berkas lain di dalamnya. Cetak lagi sebagai PDF (“Simpan sebagai PDF”), atau foto tiap halamannya.',
    en: 'That PDF carries a program or other files inside. Print it again as PDF (“Save as PDF”), or take photos of its pages.',
  },
} as const satisfies Record<FileFault, Text>;

export const fileFault = (fault: string): Text => (faults as Readonly<Record<string, Text>>)[fault] ?? faults.kind;
