import type { Both } from './command.ts';

/** How far the visits of a Puskesmas are told. */
export const LEVEL_WORDS = {
  off: 'mati / off',
  'in-progress': 'sampai dilayani / up to in-progress',
  finished: 'sampai selesai / to the end',
} as const;

type Words = { readonly usage: string; readonly summary: Both; readonly help: Both };

export const SATUSEHAT_WORDS = {
  sambung: {
    usage: 'KANTOR --alamat URL --organisasi ID --client-id FILE --client-secret FILE',
    summary: { id: 'Menyimpan kunci SATUSEHAT sebuah Puskesmas', en: 'Keeps the keys of SATUSEHAT of one Puskesmas' },
    help: {
      id: 'KANTOR: DAERAH/KODE, misalnya 32.76/pkm-beji. URL tanpa jalur, misalnya https://api-satusehat-stg.dto.kemkes.go.id. Kunci dibaca dari berkas dan disimpan bersegel. Alamat atau Organization ID lain adalah sambungan lain: mati, dan diatur lagi.',
      en: 'KANTOR: REGION/CODE, e.g. 32.76/pkm-beji. The URL without a path, e.g. https://api-satusehat-stg.dto.kemkes.go.id. Keys are read from files and kept sealed. Another address or Organization ID is another connection: off, and set anew.',
    },
  },
  atur: {
    usage: 'KANTOR FILE.yaml',
    summary: {
      id: 'Menetapkan Location dan Practitioner bagi poli dan dokter',
      en: 'Sets the Locations and Practitioners of polis and doctors',
    },
    help: {
      id: 'polis: kode poli kami → { location, practitioner }; doctors: nomor dokter di jadwal → Practitioner. Poli yang tidak disebut tidak dilaporkan. Mengganti seluruh ketetapan sebelumnya.',
      en: 'polis: our code of a poli → { location, practitioner }; doctors: number of the doctor in the timetable → Practitioner. What is not named is not told. Replaces all that was set before.',
    },
  },
  cek: {
    usage: 'KANTOR',
    summary: {
      id: 'Masuk ke SATUSEHAT dan memeriksa semua yang diatur',
      en: 'Logs in to SATUSEHAT and looks for all that was set',
    },
    help: {
      id: 'Menanyakan Organization, tiap Location, dan tiap Practitioner. Kode keluar 1 bila ada yang tidak ada.',
      en: 'Asks for the Organization, each Location and each Practitioner. Exit code 1 when one is not there.',
    },
  },
  token: {
    usage: 'KANTOR',
    summary: {
      id: 'Membuat token untuk sistem klinik milik Puskesmas',
      en: 'Makes a token for the clinic’s own system',
    },
    help: {
      id: 'Dicetak sekali dan tidak disimpan; token baru membatalkan yang lama. Dipakai di /api/v1/clinic.',
      en: 'Printed once and not kept; a new one voids the old one. For /api/v1/clinic.',
    },
  },
  nyala: {
    usage: 'KANTOR --sampai dilayani|selesai',
    summary: { id: 'Melaporkan kunjungan ke SATUSEHAT', en: 'Tells SATUSEHAT of visits' },
    help: {
      id: 'Hanya bila sistem klinik tidak mengirim Encounter sendiri: itulah yang dinyatakan dengan perintah ini. dilayani: tiba dan dilayani; selesai: sampai akhir, dengan diagnosis dari sistem klinik. Yang tiba sebelum dinyalakan tidak dilaporkan.',
      en: "Only where the clinic's own system sends no Encounters: that is what this command states. dilayani: arrived and in-progress; selesai: to the end, with the diagnosis of the clinic's system. Who arrived before is not told.",
    },
  },
  mati: {
    usage: 'KANTOR [--klinik]',
    summary: { id: 'Berhenti melapor ke SATUSEHAT', en: 'Stops telling SATUSEHAT' },
    help: {
      id: 'Yang menunggu tetap menunggu. --klinik: sistem klinik mengirim Encounter sendiri; menyalakan lagi perlu --ganti.',
      en: "What waits goes on waiting. --klinik: the clinic's own system sends Encounters; switching on again needs --ganti.",
    },
  },
  lihat: {
    usage: '[KANTOR]',
    summary: { id: 'Melihat keadaan sambungan SATUSEHAT', en: 'Shows how connections to SATUSEHAT stand' },
    help: {
      id: 'Tanpa KANTOR: semua Puskesmas. Dengan KANTOR juga pesan yang ditolak atau belum berhasil, dengan kodenya, dan poli yang tidak dilaporkan.',
      en: 'Without KANTOR: all Puskesmas. With KANTOR also the messages that were refused or failed so far, with their codes, and the polis that are not told.',
    },
  },
  'kirim-ulang': {
    usage: 'KANTOR [KODE]',
    summary: { id: 'Mengirim lagi pesan yang ditolak SATUSEHAT', en: 'Sends again what SATUSEHAT refused' },
    help: {
      id: 'Tanpa KODE: semua yang ditolak. SATUSEHAT juga langsung dicoba lagi bila sedang ditunggu.',
      en: 'Without KODE: everything that was refused. Where SATUSEHAT is being waited for, it is tried at once.',
    },
  },
  lewati: {
    usage: 'KANTOR KODE',
    summary: { id: 'Melewati satu pesan yang ditolak SATUSEHAT', en: 'Leaves out one message that SATUSEHAT refused' },
    help: {
      id: 'Pesan berikutnya dari kunjungan yang sama lalu dikirim; tanpa kedatangan tidak ada yang dapat menyusul.',
      en: 'What follows for the same visit is sent then; without its arrival nothing can follow.',
    },
  },
} as const satisfies Readonly<Record<string, Words>>;
