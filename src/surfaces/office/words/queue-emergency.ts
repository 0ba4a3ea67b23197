import { inBoth } from './in-both.ts';

/** Words of the page on which a place says where its emergency room is. */
export const emergencyWords = inBoth(
  {
    title: 'UGD',
    why: 'Tampil di halaman “Langsung ke UGD” sebelum orang mengambil nomor, di samping tanda bahaya.',
    none: 'Belum diisi: warga diarahkan ke UGD rumah sakit terdekat.',
    address: 'Alamat UGD',
    phone: 'Telepon yang dijawab UGD',
    phoneHint: 'Misalnya 021-5550001 atau 119',
    say: 'Kalimat untuk warga',
    sayHint: 'Ke mana, jam berapa buka. Dibaca orang yang panik: pendek saja.',
    wrongPhone: 'Isi nomor telepon yang benar',
  },
  {
    title: 'Emergency room',
    why: 'Shown on the page “Go to the emergency room”, before anybody takes a number, beside the signs of danger.',
    none: 'Not filled in: people are sent to the emergency room of the nearest hospital.',
    address: 'Address of the emergency room',
    phone: 'Phone that the emergency room answers',
    phoneHint: 'For example 021-5550001 or 119',
    say: 'The sentence for people, in Indonesian',
    sayHint: 'Where to go, when it is open. Read in panic: keep it short.',
    wrongPhone: 'Write a phone number that exists',
  },
);
