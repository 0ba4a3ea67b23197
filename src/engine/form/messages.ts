import { sayDate } from '../../kernel/dates.ts';
import type { Text } from '../../kernel/text.ts';
import { sayAmount } from './fields/number.ts';
import type { Issue } from './model.ts';

type Params = Issue['params'];
type Say = (params: Params) => Text;

const dateIn = (params: Params, language: 'id' | 'en'): string => sayDate(String(params.limit ?? ''), language);
const amount = (params: Params): string => sayAmount(Number(params.limit ?? 0));
const fixed =
  (id: string, en: string): Say =>
  () => ({ id, en });

/** What is wrong with an answer and what to do, by code. Short words; the numbers come from the issue. */
const texts: Readonly<Record<string, Say>> = {
  missing: fixed('Isi jawaban ini.', 'Answer this question.'),
  shape: fixed('Jawaban ini tidak terbaca. Isi lagi.', 'This answer cannot be read. Enter it again.'),
  'name/empty': fixed('Tulis nama lengkap.', 'Write the full name.'),
  'name/too-long': ({ max }) => ({
    id: `Nama paling banyak ${max} huruf. Tulis lebih singkat.`,
    en: `A name has at most ${max} letters. Write it shorter.`,
  }),
  'name/digits': fixed('Nama tidak berisi angka. Hapus angkanya.', 'A name has no digits. Remove them.'),
  'name/letters-only': fixed('Tulis nama dengan huruf saja, tanpa tanda lain.', 'Write the name with letters only.'),
  'nik/length': ({ got }) => ({
    id: `NIK terdiri dari 16 angka, Anda menulis ${got}. Lihat KTP atau KK.`,
    en: `A NIK has 16 digits, you wrote ${got}. See the KTP or family card.`,
  }),
  'nik/date': fixed(
    'NIK ini tidak mungkin benar. Periksa angka ke-7 sampai ke-12.',
    'This NIK cannot be right. Check digits 7 to 12.',
  ),
  'nik/serial': fixed(
    'NIK ini tidak mungkin benar. Periksa empat angka terakhir.',
    'This NIK cannot be right. Check the last four digits.',
  ),
  'kk/length': ({ got }) => ({
    id: `Nomor KK terdiri dari 16 angka, Anda menulis ${got}.`,
    en: `A family card number has 16 digits, you wrote ${got}.`,
  }),
  'nik/digits-only': fixed(
    'NIK hanya berisi angka. Hapus huruf dan tanda lain.',
    'A NIK has digits only. Remove letters and marks.',
  ),
  'kk/digits-only': fixed(
    'Nomor KK hanya berisi angka. Hapus huruf dan tanda lain.',
    'A family card number has digits only.',
  ),
  'phone/digits-only': fixed('Nomor HP hanya berisi angka.', 'A mobile number has digits only.'),
  'phone/not-mobile': fixed('Tulis nomor HP, bukan telepon rumah.', 'Write a mobile number, not a landline.'),
  'phone/shape': fixed('Tulis nomor HP seperti 0812-3456-7890.', 'Write the number like 0812-3456-7890.'),
  'date/part-missing': fixed('Isi tanggal, bulan, dan tahun.', 'Fill in day, month and year.'),
  'date/year': fixed('Tulis tahun dengan empat angka, seperti 1990.', 'Write the year with four digits, like 1990.'),
  'date/not-real': fixed(
    'Tanggal ini tidak ada. Periksa tanggal dan bulannya.',
    'This date does not exist. Check day and month.',
  ),
  'date/too-early': (params) => ({
    id: `Paling awal ${dateIn(params, 'id')}.`,
    en: `${dateIn(params, 'en')} at the earliest.`,
  }),
  'date/too-late': (params) => ({
    id: `Paling akhir ${dateIn(params, 'id')}.`,
    en: `${dateIn(params, 'en')} at the latest.`,
  }),
  'time/not-real': fixed('Tulis pukul seperti 08.15.', 'Write the time like 08.15.'),
  'number/not-a-number': fixed('Tulis angka saja, seperti 1500.', 'Write digits only, like 1500.'),
  'number/too-small': (params) => ({ id: `Paling sedikit ${amount(params)}.`, en: `At least ${amount(params)}.` }),
  'number/too-great': (params) => ({ id: `Paling banyak ${amount(params)}.`, en: `At most ${amount(params)}.` }),
  'money/whole': fixed('Tulis rupiah bulat, seperti 1.500.000.', 'Write whole rupiah, like 1.500.000.'),
  'text/too-long': ({ max, got }) => ({
    id: `Paling banyak ${max} huruf, Anda menulis ${got}.`,
    en: `At most ${max} letters, you wrote ${got}.`,
  }),
  'choice/unknown': fixed('Pilih salah satu jawaban.', 'Choose one of the answers.'),
  'declaration/needed': fixed('Beri tanda centang bila Anda setuju.', 'Tick the box if you agree.'),
  'place/unknown': fixed(
    'Tempat ini tidak ditemukan. Pilih dari daftar.',
    'This place was not found. Choose from the list.',
  ),
  'place/village-needed': fixed('Pilih sampai desa atau kelurahan.', 'Choose down to the village.'),
  'place/regency-needed': fixed('Pilih kota atau kabupaten.', 'Choose a city or regency.'),
  'address/street-missing': fixed('Tulis jalan dan nomor rumah.', 'Write street and number.'),
  'address/rt': fixed('Tulis RT dan RW dengan angka, seperti 003.', 'Write RT and RW in digits, like 003.'),
  'office/unknown': fixed(
    'Kantor ini tidak ditemukan. Pilih dari daftar.',
    'This office was not found. Choose from the list.',
  ),
  'office/outside': fixed('Pilih kantor di daerah yang benar.', 'Choose an office within the right region.'),
  'appointment/unknown': fixed('Pilih salah satu waktu.', 'Choose one of the times.'),
  'appointment/elsewhere': fixed(
    'Kantornya berubah. Pilih waktu lagi.',
    'The office has changed. Choose a time again.',
  ),
  'appointment/full': fixed(
    'Waktu ini baru saja penuh. Pilih waktu lain.',
    'This time was just taken. Choose another.',
  ),
  'appointment/closed': fixed(
    'Waktu ini tidak dibuka lagi. Pilih waktu lain.',
    'This time is no longer open. Choose another.',
  ),
  'appointment/has': fixed(
    'Sudah ada nomor untuk layanan ini pada hari itu. Pilih hari lain.',
    'There is a number for this on that day already. Choose another day.',
  ),
  'appointment/many': fixed(
    'Terlalu banyak waktu ditahan sekaligus. Coba lagi sepuluh menit lagi.',
    'Too many times are held at once. Try again in ten minutes.',
  ),
  'person/nik-missing': fixed('Tulis NIK orang ini.', "Write this person's NIK."),
  'person/two': fixed('Hapus NIK ini, atau pilih “Orang lain”.', 'Clear this NIK, or choose “Somebody else”.'),
  'person/elsewhere': fixed(
    'Orang ini terdaftar di daerah lain. Isi juga datanya di bawah ini.',
    'This person is registered elsewhere. Fill in the details below as well.',
  ),
  'person/not-found': fixed('NIK ini tidak ditemukan. Periksa angkanya.', 'This NIK was not found. Check the digits.'),
  'person/not-in-family': fixed(
    'Orang ini tidak ada di KK Anda. Pilih lagi.',
    'This person is not on your family card. Choose again.',
  ),
  'person/not-allowed': fixed(
    'Orang ini tidak bisa dipilih di sini. Pilih orang lain.',
    'This person cannot be chosen here. Choose somebody else.',
  ),
  'people/too-few': (params) => ({
    id: `Pilih paling sedikit ${amount(params)} orang.`,
    en: `Choose at least ${amount(params)}.`,
  }),
  'people/too-many': (params) => ({
    id: `Pilih paling banyak ${amount(params)} orang.`,
    en: `Choose at most ${amount(params)}.`,
  }),
  'family/not-found': fixed(
    'KK orang ini tidak ditemukan. Pilih orang lain.',
    "This person's family card was not found. Choose somebody else.",
  ),
  'group/too-few': (params) => ({
    id: `Isi paling sedikit ${amount(params)} baris.`,
    en: `Fill in at least ${amount(params)} rows.`,
  }),
  'group/too-many': (params) => ({
    id: `Isi paling banyak ${amount(params)} baris.`,
    en: `Fill in at most ${amount(params)} rows.`,
  }),
};

/** Every code that has words. */
export const issueCodes: readonly string[] = Object.keys(texts);

/** @example sayIssue({ code: 'number/too-great', params: { limit: 20 } }).id // 'Paling banyak 20.' */
export const sayIssue = ({ code, params }: Pick<Issue, 'code' | 'params'>): Text =>
  (Object.hasOwn(texts, code) ? texts[code] : texts.shape)?.(params) ?? {
    id: 'Isi lagi jawaban ini.',
    en: 'Enter this answer again.',
  };
