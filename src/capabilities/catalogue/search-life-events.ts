import type { Text } from '../../kernel/text.ts';

/** What happens in life, as services name it in `lifeEvents`, with what people say of it. Those without a service are never shown. */
export const lifeEvents = {
  kelahiran: {
    title: { id: 'Anak lahir', en: 'A child is born' },
    words: ['anak lahir', 'bayi baru lahir', 'punya bayi', 'lahir di bidan', 'lahir di rumah sakit', 'istri lahir'],
  },
  menikah: {
    title: { id: 'Menikah', en: 'Getting married' },
    words: ['menikah', 'pengantin baru', 'habis nikah'],
  },
  bercerai: { title: { id: 'Bercerai', en: 'Getting divorced' }, words: ['bercerai', 'habis cerai'] },
  'rumah-tangga-baru': {
    title: { id: 'Rumah tangga sendiri', en: 'A household of your own' },
    words: ['rumah tangga sendiri', 'rumah tangga baru', 'pisah dari orang tua', 'pisah dari mertua'],
  },
  'surat-hilang': {
    title: { id: 'Surat atau kartu hilang', en: 'Lost papers' },
    words: ['dompet hilang', 'kartu hilang', 'surat hilang'],
  },
  'bantuan-biaya': {
    title: { id: 'Perlu bantuan biaya', en: 'Help with costs' },
    words: ['bantuan biaya', 'tidak punya biaya', 'keringanan biaya'],
  },
  pindah: { title: { id: 'Pindah rumah', en: 'Moving house' }, words: ['pindah rumah'] },
  kematian: { title: { id: 'Keluarga meninggal', en: 'A death in the family' }, words: ['meninggal dunia'] },
} as const satisfies Record<string, { readonly title: Text; readonly words: readonly string[] }>;

export type LifeEvent = { readonly id: string; readonly title: Text; readonly words: readonly string[] };

/** @example lifeEvent('kelahiran')?.title.id // 'Anak lahir' */
export function lifeEvent(id: string): LifeEvent | undefined {
  const found = (lifeEvents as Readonly<Record<string, Omit<LifeEvent, 'id'>>>)[id];
  return found && Object.hasOwn(lifeEvents, id) ? { id, ...found } : undefined;
}
