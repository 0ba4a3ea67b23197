import type { Text } from '../../kernel/text.ts';

/** What is wrong with a line of a timetable, and what to write instead. */
export const TIMETABLE_WORDS: Readonly<Record<string, Text & { readonly en: string }>> = {
  'timetable/columns': {
    id: 'kolom belum ada: {missing}; tambahkan di baris pertama',
    en: 'missing columns: {missing}; add them to the first line',
  },
  'timetable/office': {
    id: 'office "{office}" belum punya antrean; buka dulu dengan "antrean muat"',
    en: 'office "{office}" has no queue yet; open it first with "antrean muat"',
  },
  'timetable/not-yours': {
    id: 'office "{office}" bukan kantor ini; kosongkan atau tulis kantor ini',
    en: 'office "{office}" is not this one; leave it empty or write this office',
  },
  'timetable/poli': {
    id: 'poli "{poli}" tidak ada di kantor ini; pilih: {polis}',
    en: 'poli "{poli}" is none of this office; choose: {polis}',
  },
  'timetable/code': {
    id: 'code "{text}" harus huruf kecil, angka dan tanda hubung, misalnya umum-pagi',
    en: 'code "{text}" must be lower-case letters, digits and hyphens, e.g. umum-pagi',
  },
  'timetable/weekdays': {
    id: 'weekdays "{text}" tidak terbaca; 0 Minggu sampai 6 Sabtu, misalnya 1;2;3;4;5',
    en: 'weekdays "{text}" can’t be read; 0 Sunday to 6 Saturday, e.g. 1;2;3;4;5',
  },
  'timetable/starts': {
    id: 'starts "{text}" harus jam seperti 08:00',
    en: 'starts "{text}" must be a time like 08:00',
  },
  'timetable/ends': {
    id: 'ends "{text}" harus jam seperti 12:00, sesudah starts',
    en: 'ends "{text}" must be a time like 12:00, after starts',
  },
  'timetable/prefix': {
    id: 'prefix "{text}" harus satu huruf besar',
    en: 'prefix "{text}" must be one capital letter',
  },
  'timetable/rooms': {
    id: 'rooms "{text}" harus 1 sampai 12 nama dipisah titik koma',
    en: 'rooms "{text}" must be 1 to 12 names between semicolons',
  },
  'timetable/doctor': { id: 'doctor paling panjang 80 huruf', en: 'doctor is 80 letters at most' },
  'timetable/doctorCode': {
    id: 'doctorCode "{text}" harus angka, paling banyak 9',
    en: 'doctorCode "{text}" must be digits, 9 at most',
  },
  'timetable/doctor-code': {
    id: 'doctorCode kosong, padahal antrean ini dikirim ke BPJS; isi kode dokter dari BPJS',
    en: 'doctorCode is empty, and BPJS is told of this queue; write the doctor’s code at BPJS',
  },
  'timetable/windowMinutes': {
    id: 'windowMinutes "{text}" harus 5 sampai 720',
    en: 'windowMinutes "{text}" must be 5 to 720',
  },
  'timetable/online': { id: 'online "{text}" harus 0 sampai 20000', en: 'online "{text}" must be 0 to 20000' },
  'timetable/desk': { id: 'desk "{text}" harus 0 sampai 20000', en: 'desk "{text}" must be 0 to 20000' },
  'timetable/cap': { id: 'cap "{text}" harus 1 sampai 20000', en: 'cap "{text}" must be 1 to 20000' },
  'timetable/visitMinutes': {
    id: 'visitMinutes "{text}" harus 0.5 sampai 120',
    en: 'visitMinutes "{text}" must be 0.5 to 120',
  },
  'timetable/letter': {
    id: 'huruf {letter} dipakai sesi lain pada hari yang sama',
    en: 'another session of the same days has the letter {letter}',
  },
  'timetable/twice': {
    id: 'sesi {code} sudah ada di baris sebelumnya; hapus salah satu',
    en: 'session {code} stands in an earlier line; remove one',
  },
};
