import { inBoth } from './in-both.ts';

export const arriveWords = inBoth(
  {
    title: 'Saya sudah di sini',
    none: 'Tidak ada nomor atas nama Anda di sini hari ini. Datang ke loket untuk mendapat nomor.',
    here: (label: string): string => `${label} sudah di sini`,
    waits: 'Sudah tercatat hadir',
    afterwards: 'Tunggu nomor Anda di papan. Bila tidak ada saat dipanggil, nomor dilewati dan dipanggil sekali lagi.',
    early: (time: string): string => `Belum waktunya. Anda bisa mencatat hadir mulai ${time}.`,
    noted: (label: string): string => `${label} tercatat hadir`,
    number: 'Nomor antrean',
    numberHint: 'Misalnya A-012',
    birth: 'Tanggal lahir pasien',
    say: 'Catat hadir',
    walkIn: 'Belum punya nomor? Datang ke loket.',
    incomplete: 'Isi nomor dan tanggal lahir',
    refused: {
      'queue/no-match': 'Nomor dan tanggal lahir tidak cocok. Periksa lagi, atau datang ke loket.',
      'queue/too-early': 'Belum waktunya. Kehadiran bisa dicatat mulai satu jam sebelum jam Anda.',
      'queue/not-now': 'Nomor ini sudah tercatat hadir atau sudah selesai.',
      'queue/closed': 'Pelayanan untuk nomor ini sudah ditutup. Datang ke loket.',
      'queue/lost-guard': 'Nomor ini baru saja berubah. Coba sekali lagi.',
    },
  },
  {
    title: 'I am here',
    none: 'There is no number in your name here today. Come to the counter to get one.',
    here: (label) => `${label} is here`,
    waits: 'Noted as here',
    afterwards:
      'Watch the board for your number. If you are not there when called, it is passed over and called once more.',
    early: (time) => `Too early. You can say that you are here from ${time}.`,
    noted: (label) => `${label} is noted as here`,
    number: 'Queue number',
    numberHint: 'For example A-012',
    birth: 'Date of birth of the patient',
    say: 'Say that I am here',
    walkIn: 'No number yet? Come to the counter.',
    incomplete: 'Write the number and the date of birth',
    refused: {
      'queue/no-match': 'Number and date of birth do not match. Check them, or come to the counter.',
      'queue/too-early': 'Too early. One can say it from an hour before the time.',
      'queue/not-now': 'This number is noted as here already, or it is done.',
      'queue/closed': 'This session is closed. Come to the counter.',
      'queue/lost-guard': 'This number was just changed. Try once more.',
    },
  },
);
