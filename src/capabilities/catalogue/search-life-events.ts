import type { Text } from '../../kernel/text.ts';

/** What happens in life, as services name it in `lifeEvents`, with what people say of it. Those without a service are never shown. */
export const lifeEvents = {
  kelahiran: {
    title: { id: 'Anak lahir', en: 'A child is born' },
    words: ['anak lahir', 'bayi baru lahir', 'punya bayi', 'lahir di bidan', 'lahir di rumah sakit', 'istri lahir'],
  },
  menikah: {
    title: { id: 'Menikah', en: 'Getting married' },
    elsewhere: {
      id: 'Mencatat pernikahan belum lewat SatuLoket. Yang beragama Islam ke KUA, yang lain ke Disdukcapil.',
      en: 'A marriage cannot be recorded through SatuLoket yet. Muslims go to the KUA (religious affairs office), others to the Disdukcapil (civil registry).',
    },
    words: ['menikah', 'pengantin baru', 'habis nikah'],
  },
  bercerai: {
    title: { id: 'Bercerai', en: 'Getting divorced' },
    elsewhere: {
      id: 'Perceraian diputus pengadilan. Mencatatnya di Disdukcapil belum lewat SatuLoket.',
      en: 'A divorce is decided in court. It cannot be recorded with the Disdukcapil (civil registry) through SatuLoket yet.',
    },
    words: ['bercerai', 'habis cerai'],
  },
  'rumah-tangga-baru': {
    title: { id: 'Rumah tangga sendiri', en: 'A household of your own' },
    words: ['rumah tangga sendiri', 'rumah tangga baru', 'pisah dari orang tua', 'pisah dari mertua'],
  },
  'surat-hilang': {
    title: { id: 'Surat atau kartu hilang', en: 'Lost papers' },
    words: ['dompet hilang', 'kartu hilang', 'surat hilang'],
  },
  'genap-17': {
    title: { id: 'Genap 17 tahun', en: 'Turning 17' },
    words: ['umur 17', 'genap 17', 'tujuh belas tahun'],
  },
  'bantuan-biaya': {
    title: { id: 'Perlu bantuan biaya', en: 'Help with costs' },
    words: ['bantuan biaya', 'tidak punya biaya', 'keringanan biaya'],
  },
  pindah: { title: { id: 'Pindah rumah', en: 'Moving house' }, words: ['pindah rumah'] },
  kematian: { title: { id: 'Keluarga meninggal', en: 'A death in the family' }, words: ['meninggal dunia'] },
} as const satisfies Record<string, Happening>;

type Happening = {
  readonly title: Text;
  /** What belongs to it and is not done here, and where it is done. */
  readonly elsewhere?: Text;
  readonly words: readonly string[];
};
export type LifeEvent = Happening & { readonly id: string };

/** @example lifeEvent('kelahiran')?.title.id // 'Anak lahir' */
export function lifeEvent(id: string): LifeEvent | undefined {
  const found = (lifeEvents as Readonly<Record<string, Happening>>)[id];
  return found && Object.hasOwn(lifeEvents, id) ? { id, ...found } : undefined;
}
