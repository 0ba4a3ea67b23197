import { inBoth } from './in-both.ts';

/** Words of the sessions of later days. */
export const aheadWords = inBoth(
  {
    title: 'Hari berikutnya',
    why: 'Siapa yang sudah punya nomor, dan sesi yang tidak jadi karena dokter berhalangan',
    none: 'Belum ada sesi yang dibuka untuk hari berikutnya.',
    numbers: (count: number): string => (count === 0 ? 'belum ada nomor' : `${count} nomor`),
    off: (why: string): string => `tidak jadi: ${why}`,
    who: 'Yang punya nomor',
    nobody: 'Belum ada yang punya nomor.',
    number: 'Nomor',
    name: 'Nama',
    hour: 'Jam',
  },
  {
    title: 'Later days',
    why: 'Who has a number already, and sessions that do not take place because a doctor is absent',
    none: 'No session of a later day is open yet.',
    numbers: (count) => (count === 0 ? 'no numbers yet' : count === 1 ? '1 number' : `${count} numbers`),
    off: (why) => `does not take place: ${why}`,
    who: 'Who has a number',
    nobody: 'Nobody has a number yet.',
    number: 'Number',
    name: 'Name',
    hour: 'Time',
  },
);
