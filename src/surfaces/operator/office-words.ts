import type { Both } from './command.ts';

/** What is wrong with a line of offices, and what to write instead. */
export const OFFICE_WORDS: Readonly<Record<string, Both>> = {
  'offices/columns': {
    id: 'kolom belum ada: {missing}; tambahkan di baris pertama',
    en: 'missing columns: {missing}; add them to the first line',
  },
  'offices/region': {
    id: 'region "{region}" bukan kode kabupaten/kota yang berlaku; tulis seperti 32.76',
    en: 'region "{region}" is no regency or city in force; write like 32.76',
  },
  'offices/code': {
    id: 'code "{code}" harus huruf kecil, angka dan tanda hubung, misalnya dukcapil',
    en: 'code "{code}" must be lower-case letters, digits and hyphens, e.g. dukcapil',
  },
  'offices/kind': {
    id: 'kind "{kind}" tidak dikenal; pilih: {kinds}',
    en: 'kind "{kind}" is unknown; choose: {kinds}',
  },
  'offices/name': { id: 'name kosong; tulis nama kantor', en: 'name is empty; write the office’s name' },
  'offices/address': { id: 'address kosong; tulis alamat kantor', en: 'address is empty; write the office’s address' },
  'offices/phone': {
    id: 'phone "{phone}" bukan nomor telepon; kosongkan atau tulis seperti 021-5550043',
    en: 'phone "{phone}" is no phone number; leave it empty or write like 021-5550043',
  },
  'offices/zone': { id: 'zone "{zone}" harus WIB, WITA atau WIT', en: 'zone "{zone}" must be WIB, WITA or WIT' },
  'offices/hours': {
    id: 'hours "{hours}" tidak terbaca; tulis seperti Sen-Kam 08:00-16:00; Jum 08:00-11:30 13:00-16:30',
    en: 'hours "{hours}" can’t be read; write like Sen-Kam 08:00-16:00; Jum 08:00-11:30 13:00-16:30',
  },
  'offices/area': {
    id: 'areas: "{area}" bukan wilayah di dalam region kantor ini',
    en: 'areas: "{area}" is no region inside this office’s region',
  },
  'offices/twice': {
    id: 'kantor {office} sudah ada di baris sebelumnya; hapus salah satu',
    en: 'office {office} stands in an earlier line; remove one',
  },
};
