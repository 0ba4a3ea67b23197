import { inBoth } from './in-both.ts';

export const keepingWords = inBoth(
  {
    title: 'Masa simpan data',
    why: 'Berapa lama tiap data orang disimpan, dan kapan terakhir dihapus',
    lead: 'Tiap malam data yang sudah habis masanya dihapus. Jam, ruang dan jumlah tetap ada, tanpa orangnya.',
    proposal: 'usulan',
    proposed: 'Masa bertanda “usulan” belum ada dasarnya: tetapkan bersama Dinas dan bagian hukumnya.',
    days: (days: number): string => `${days} hari`,
    holds: (what: string): string => `Isinya: ${what}.`,
    reason: (what: string): string => `Gunanya: ${what}.`,
    erased: (when: string): string => `Terakhir dihapus ${when}.`,
    never: 'Belum ada yang dihapus.',
    apart: 'Rekam medis tidak disimpan di sini, dan keluhan dari Mobile JKN tidak dicatat.',
  },
  {
    title: 'How long data are kept',
    why: 'How long each kind of data on people is kept, and when it was erased last',
    lead: 'Each night whatever has served its time is erased. Hours, rooms and counts stay, without the people.',
    proposal: 'proposal',
    proposed: 'Periods marked “proposal” have no ground yet: set them with the Dinas and its legal office.',
    days: (days) => `${days} days`,
    holds: (what) => `It holds: ${what}.`,
    reason: (what) => `What for: ${what}.`,
    erased: (when) => `Erased last ${when}.`,
    never: 'Nothing was erased yet.',
    apart: 'Medical records are not kept here, and complaints from Mobile JKN are not written down.',
  },
);
