import { inBoth } from './in-both.ts';

export const satusehatWords = inBoth(
  {
    title: 'SATUSEHAT',
    why: 'Kunjungan yang belum sampai ke SATUSEHAT, dan sebabnya',
    off: 'Puskesmas ini tidak melapor ke SATUSEHAT',
    offWhy: 'Pengelola sistem menyambungkannya bila sistem klinik tidak mengirim kunjungan sendiri.',
    waiting: 'menunggu dikirim',
    refusedCount: 'ditolak',
    nikless: 'tanpa NIK, 4 minggu ini',
    niklessWhy:
      'Kunjungan tanpa NIK tidak dilaporkan, juga bayi yang NIK-nya belum ada: SATUSEHAT mengenal orang dari NIK, dan cara melaporkan bayi lewat NIK ibu belum dipastikan.',
    away: 'SATUSEHAT sedang tidak menjawab',
    awayWhy: (time: string): string =>
      `Layani seperti biasa: tidak ada kunjungan yang hilang. Dicoba lagi pukul ${time}, lalu semua dikirim berurutan.`,
    refused: 'Ditolak',
    refusedWhy: 'Pengelola sistem mengirim ulang sesudah sebabnya diperbaiki.',
    fine: 'Tidak ada yang ditolak.',
    number: 'Nomor',
    day: 'Tanggal',
    what: 'Laporan',
    said: 'Sebab',
    actions: { arrived: 'tiba', 'in-progress': 'dilayani', finished: 'selesai', cancelled: 'batal' },
    lacks: {
      'no-patient': 'NIK-nya tidak dikenal SATUSEHAT: periksa NIK di kartunya',
      'many-patients': 'SATUSEHAT mengenal beberapa orang dengan NIK ini',
      'no-location': 'ruang untuk layanan ini belum diatur pengelola sistem',
      'no-practitioner': 'dokternya belum diatur pengelola sistem',
    },
    saidIt: (text: string): string => `kata SATUSEHAT: ${text}`,
  },
  {
    title: 'SATUSEHAT',
    why: 'Visits that did not reach SATUSEHAT, and why',
    off: 'This Puskesmas does not report to SATUSEHAT',
    offWhy: "The operator connects it where the clinic's own system sends no visits itself.",
    waiting: 'wait to be sent',
    refusedCount: 'refused',
    nikless: 'without a NIK, these 4 weeks',
    niklessWhy:
      "Visits without a NIK are not reported, nor newborns who have none yet: SATUSEHAT knows people by their NIK, and how a newborn is reported by the mother's is not settled.",
    away: 'SATUSEHAT does not answer',
    awayWhy: (time) =>
      `Serve as always: no visit is lost. It is tried again at ${time}, and then everything is sent in order.`,
    refused: 'Refused',
    refusedWhy: 'The operator sends it again once the cause is mended.',
    fine: 'Nothing was refused.',
    number: 'Number',
    day: 'Date',
    what: 'Report',
    said: 'Cause',
    actions: { arrived: 'arrived', 'in-progress': 'seen', finished: 'finished', cancelled: 'cancelled' },
    lacks: {
      'no-patient': 'SATUSEHAT does not know the NIK: compare it with the card',
      'many-patients': 'SATUSEHAT knows several people with this NIK',
      'no-location': 'the operator has not set a room for this service',
      'no-practitioner': 'the operator has not set the doctor',
    },
    saidIt: (text) => `SATUSEHAT says: ${text}`,
  },
);
