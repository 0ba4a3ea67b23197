import type { Language } from '../../kernel/text.ts';

const id = {
  title: 'Papan antrean',
  voice: 'Nyalakan suara',
  come: 'Silakan masuk',
  last: 'Terakhir dipanggil',
  off: 'hari ini tidak jadi',
  nobody: 'Belum ada yang dipanggil',
  recent: 'Baru dipanggil',
  waits: 'Perkiraan menunggu',
  line: (prefix: string, rooms: string): string => `Nomor ${prefix} ke ${rooms}`,
  others: (room: string): string => `${room} dll.`,
  opens: (people: number, time: string): string =>
    people === 0 ? `buka ${time}` : `${people} orang menunggu, buka ${time}`,
  paused: (people: number): string => (people === 0 ? 'dijeda sebentar' : `dijeda sebentar, ${people} orang menunggu`),
  wait: (people: number, minutes: number): string =>
    people === 0 ? 'tidak ada yang menunggu' : `${people} orang, ±${minutes} menit`,
  heardOnly: (time: string): string => `Terakhir diperbarui ${time}.`,
  heard: (time: string): string => `Terakhir diperbarui ${time}. Gawat darurat: langsung ke UGD.`,
};
const en: typeof id = {
  title: 'Board of the queue',
  voice: 'Turn the voice on',
  come: 'Please come in',
  last: 'Called last',
  off: 'not today',
  nobody: 'Nobody was called yet',
  recent: 'Just called',
  waits: 'Expected wait',
  line: (prefix, rooms) => `Numbers ${prefix} go to ${rooms}`,
  others: (room) => `${room} etc.`,
  opens: (people, time) => (people === 0 ? `opens at ${time}` : `${people} waiting, opens at ${time}`),
  paused: (people) => (people === 0 ? 'paused for a while' : `paused for a while, ${people} waiting`),
  wait: (people, minutes) => (people === 0 ? 'nobody waits' : `${people} people, ±${minutes} minutes`),
  heardOnly: (time) => `Last updated ${time}.`,
  heard: (time) => `Last updated ${time}. An emergency: straight to the emergency room.`,
};

export const boardWords = (lang: Language): typeof id => (lang === 'en' ? en : id);
