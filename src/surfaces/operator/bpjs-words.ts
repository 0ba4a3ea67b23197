import type { Both } from './command.ts';

/** How BPJS's switch of a Puskesmas stands. */
export const MODE_WORDS = { off: 'mati / off', trial: 'percobaan / trial', on: 'nyala / on' } as const;

type Words = { readonly usage: string; readonly summary: Both; readonly help: Both };

export const BPJS_WORDS = {
  sambung: {
    usage: 'KANTOR --alamat URL --cons-id ID --cons-secret FILE --user-key FILE',
    summary: { id: 'Menyimpan kunci BPJS sebuah Puskesmas', en: 'Keeps the keys of BPJS of one Puskesmas' },
    help: {
      id: 'KANTOR: DAERAH/KODE, misalnya 32.76/pkm-beji. Kunci rahasia dibaca dari berkas dan disimpan bersegel. Alamat atau cons-id lain adalah sambungan lain: mati sampai diuji terima lagi.',
      en: 'KANTOR: REGION/CODE, e.g. 32.76/pkm-beji. Secrets are read from files and kept sealed. Another address or cons-id is another connection: off until it is accepted again.',
    },
  },
  sandi: {
    usage: 'KANTOR',
    summary: {
      id: 'Membuat pemakai dan sandi untuk BPJS, dan menyebut base URL',
      en: 'Makes user and password for BPJS, and tells the base URL',
    },
    help: {
      id: 'Sandi dicetak sekali dan tidak disimpan; sandi baru membatalkan yang lama beserta tokennya.',
      en: 'The password is printed once and not kept; a new one voids the old one and its tokens.',
    },
  },
  atur: {
    usage: 'KANTOR FILE.yaml',
    summary: {
      id: 'Menetapkan yang disepakati lain dengan BPJS bagi satu Puskesmas',
      en: 'Sets what one Puskesmas agreed otherwise with BPJS',
    },
    help: {
      id: 'Isi seperti "agreed" di reference/rules/bpjs.yaml; yang tidak disebut memakai isi berkas itu. Mengganti seluruh ketetapan sebelumnya.',
      en: 'Written like "agreed" in reference/rules/bpjs.yaml; what is not named is as in that file. Replaces all that was set before.',
    },
  },
  terima: {
    usage: 'KANTOR --tanggal YYYY-MM-DD --oleh NAMA [--catatan TEKS]',
    summary: { id: 'Mencatat uji terima (UAT) dengan BPJS', en: 'Records the acceptance test (UAT) with BPJS' },
    help: {
      id: 'Tanpa catatan ini sambungan produksi tidak dapat dinyalakan.',
      en: 'Without this record the connection to production can not be switched on.',
    },
  },
  nyala: {
    usage: 'KANTOR [--uji]',
    summary: { id: 'Menyalakan BPJS bagi satu Puskesmas', en: 'Switches BPJS on for one Puskesmas' },
    help: {
      id: 'Perlu kunci, sandi, dan uji terima yang tercatat. --uji: percobaan terhadap alamat pengembangan BPJS, di hub tanpa pasien sungguhan. Nomor yang diambil sebelum dinyalakan tidak dilaporkan.',
      en: "Needs keys, a password and a recorded acceptance test. --uji: a trial against BPJS's development host, on a hub without real patients. Numbers taken before are not reported.",
    },
  },
  mati: {
    usage: 'KANTOR',
    summary: { id: 'Mematikan BPJS bagi satu Puskesmas', en: 'Switches BPJS off for one Puskesmas' },
    help: {
      id: 'Mobile JKN mendapat 404 dan tidak ada yang dikirim; yang menunggu tetap menunggu.',
      en: 'Mobile JKN gets 404 and nothing is sent; what waits goes on waiting.',
    },
  },
  lihat: {
    usage: '[KANTOR]',
    summary: { id: 'Melihat keadaan sambungan BPJS', en: 'Shows how connections to BPJS stand' },
    help: {
      id: 'Tanpa KANTOR: semua Puskesmas. Dengan KANTOR juga pesan yang ditolak atau belum berhasil, dengan kodenya.',
      en: 'Without KANTOR: all Puskesmas. With KANTOR also the messages that were refused or failed so far, with their codes.',
    },
  },
  'kirim-ulang': {
    usage: 'KANTOR [KODE]',
    summary: { id: 'Mengirim lagi pesan yang ditolak BPJS', en: 'Sends again what BPJS refused' },
    help: {
      id: 'Tanpa KODE: semua yang ditolak. BPJS juga langsung dicoba lagi bila sedang ditunggu.',
      en: 'Without KODE: everything that was refused. Where BPJS is being waited for, it is tried at once.',
    },
  },
  lewati: {
    usage: 'KANTOR KODE',
    summary: { id: 'Melewati satu pesan yang ditolak BPJS', en: 'Leaves out one message that BPJS refused' },
    help: {
      id: 'Pesan berikutnya dari kartu, poli, dan tanggal yang sama lalu dikirim.',
      en: 'What follows for the same card, poli and day is sent then.',
    },
  },
  cek: {
    usage: 'KANTOR [--tanggal YYYY-MM-DD]',
    summary: {
      id: 'Membandingkan jadwal sehari dengan yang ada di BPJS',
      en: 'Compares the timetable of a day with that of BPJS',
    },
    help: {
      id: 'Menanyakan poli dan dokter kepada BPJS. Kode keluar 1 bila ada yang berbeda.',
      en: 'Asks BPJS for its polis and doctors. Exit code 1 when something differs.',
    },
  },
} as const satisfies Readonly<Record<string, Words>>;
