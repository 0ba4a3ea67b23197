import { inBoth } from './in-both.ts';

/** Words of the page on which a place sets its own rules. */
export const rulesWords = inBoth(
  {
    title: 'Aturan tempat',
    row: 'Hadir, keterlambatan, urutan, gelombang tempat, nomor per akun',
    why: 'Berlaku segera, juga untuk yang sudah punya nomor. Hari yang sudah dibuka tetap memakai gelombang tempatnya sendiri sampai habis dibagi.',
    labels: {
      opensDays: 'Dibuka berapa hari di muka',
      checkinMinutes: 'Boleh menyatakan hadir, menit sebelum jamnya',
      graceMinutes: 'Terlambat tanpa kehilangan giliran, menit',
      priorityRow: 'Paling banyak yang didahulukan berturut-turut',
      boundMinutes: 'Dipanggil lebih dulu setelah menunggu, menit',
      mostNumbers: 'Nomor aktif paling banyak per akun',
      teenFromMonths: 'Remaja sejak umur, bulan',
      teenBelowMonths: 'Remaja sampai sebelum umur, bulan',
      waves: 'Gelombang tempat',
    },
    hints: {
      opensDays: '',
      checkinMinutes: '',
      graceMinutes: '',
      priorityRow: 'Sesudah itu satu orang lain dipanggil.',
      boundMinutes: '',
      mostNumbers: '',
      teenFromMonths: '120 bulan = 10 tahun. Keperluan peka bagi remaja tidak dipesankan keluarga.',
      teenBelowMonths: '204 bulan = 17 tahun.',
      waves:
        'Hari sebelumnya: persen, dipisah titik koma, jumlahnya 100. Misalnya 7: 40; 1: 30; 0: 30. Kosong: semua dibuka sekaligus.',
    },
    screen: 'Layar ambil nomor',
    screenYes: 'Ada layar tempat orang mengambil nomor sendiri',
    wrongTeens: 'Umur akhir tidak boleh lebih kecil dari umur awal',
    wrongWaves:
      'Tulis seperti 7: 40; 1: 30; 0: 30; jumlah persennya 100, harinya berbeda dan tidak lebih dari hari dibuka',
  },
  {
    title: 'Rules of the place',
    row: 'Check-in, lateness, order, waves of places, numbers per account',
    why: 'They hold at once, also for whoever has a number. Days that are open keep their own waves until all is given out.',
    labels: {
      opensDays: 'Opened how many days ahead',
      checkinMinutes: 'One may say one is here, minutes before the window',
      graceMinutes: 'Late without losing one’s turn, minutes',
      priorityRow: 'At most so many with priority in a row',
      boundMinutes: 'Called first after waiting, minutes',
      mostNumbers: 'Most active numbers of one account',
      teenFromMonths: 'Adolescent from age, months',
      teenBelowMonths: 'Adolescent below age, months',
      waves: 'Waves of places',
    },
    hints: {
      opensDays: '',
      checkinMinutes: '',
      graceMinutes: '',
      priorityRow: 'Then one of the others is called.',
      boundMinutes: '',
      mostNumbers: '',
      teenFromMonths: '120 months are 10 years. What an adolescent may want to keep to himself is booked by no family.',
      teenBelowMonths: '204 months are 17 years.',
      waves:
        'Days before: per cent, between semicolons, 100 in all. For example 7: 40; 1: 30; 0: 30. Empty: all at once.',
    },
    screen: 'Screen for numbers',
    screenYes: 'A screen stands where people take a number themselves',
    wrongTeens: 'The age at the end may not be below the one at the beginning',
    wrongWaves:
      'Write it like 7: 40; 1: 30; 0: 30; 100 per cent in all, days that differ and are no more than those opened',
  },
);
