import type { VNode } from 'preact';
import { Status, SuratSaya } from './gallery/case.tsx';
import { PeriksaHijau, PeriksaKuning, PeriksaMerah } from './gallery/check.tsx';
import { Berkas, KotakKerja, TandaTangan } from './gallery/desk.tsx';
import { Masuk, Periksa, Pertanyaan } from './gallery/forms.tsx';
import { Beranda, Layanan } from './gallery/front.tsx';
import { Komponen } from './gallery/kit.tsx';
import type { PageContext } from './page.ts';

// Sixteen squares are enough to see how a code stands on a paper.
const qr = { size: 21, path: 'M2 2h7v7h-7zM12 2h7v7h-7zM2 12h7v7h-7zM12 12h3v3h-3zM16 16h3v3h-3z' };

/** Each screen of the first counter once, built from the parts with sample data; tests look at them. */
export const gallery = {
  beranda: (page: PageContext): VNode => <Beranda page={page} />,
  layanan: (page: PageContext): VNode => <Layanan page={page} />,
  masuk: (page: PageContext): VNode => <Masuk page={page} />,
  pertanyaan: (page: PageContext): VNode => <Pertanyaan page={page} />,
  periksa: (page: PageContext): VNode => <Periksa page={page} />,
  status: (page: PageContext): VNode => <Status page={page} />,
  'surat-saya': (page: PageContext): VNode => <SuratSaya page={page} qr={qr} />,
  'kotak-kerja': (page: PageContext): VNode => <KotakKerja page={page} />,
  berkas: (page: PageContext): VNode => <Berkas page={page} />,
  'tanda-tangan': (page: PageContext): VNode => <TandaTangan page={page} />,
  'periksa-hijau': (page: PageContext): VNode => <PeriksaHijau page={page} />,
  'periksa-kuning': (page: PageContext): VNode => <PeriksaKuning page={page} />,
  'periksa-merah': (page: PageContext): VNode => <PeriksaMerah page={page} />,
  komponen: (page: PageContext): VNode => <Komponen page={page} />,
} as const;

export type GalleryName = keyof typeof gallery;
