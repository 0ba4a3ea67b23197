import type { Language } from '../../kernel/text.ts';

const id = {
  title: 'Papan antrean',
  voice: 'Nyalakan suara',
  come: 'Silakan masuk',
  nobody: 'Belum ada yang dipanggil',
  recent: 'Baru dipanggil',
  room: 'Ruang',
  waits: 'Perkiraan menunggu',
  line: (prefix: string): string => `Nomor ${prefix}`,
  wait: (people: number, minutes: number): string =>
    people === 0 ? 'tidak ada yang menunggu' : `${people} orang, ±${minutes} menit`,
  heardOnly: (time: string): string => `Terakhir diperbarui ${time}.`,
  heard: (time: string): string => `Terakhir diperbarui ${time}. Gawat darurat: langsung ke UGD.`,
};
const en: typeof id = {
  title: 'Board of the queue',
  voice: 'Turn the voice on',
  come: 'Please come in',
  nobody: 'Nobody was called yet',
  recent: 'Just called',
  room: 'Room',
  waits: 'Expected wait',
  line: (prefix) => `Numbers ${prefix}`,
  wait: (people, minutes) => (people === 0 ? 'nobody waits' : `${people} people, ±${minutes} minutes`),
  heardOnly: (time) => `Last updated ${time}.`,
  heard: (time) => `Last updated ${time}. An emergency: straight to the emergency room.`,
};

export const boardWords = (lang: Language): typeof id => (lang === 'en' ? en : id);
