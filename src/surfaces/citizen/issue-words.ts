import { ACCOUNT_WORDS } from '../../capabilities/accounts/index.ts';
import { sayDay } from '../../kernel/dates.ts';
import { type Language, say, type Text } from '../../kernel/text.ts';
import { fileFault } from '../frame/index.ts';

type Params = Readonly<Record<string, string | number>>;
type Words = (params: Params) => Text;

const plain =
  (id: string, en: string): Words =>
  () => ({ id, en });

const limit = (params: Params, lang: Language): string => {
  const value = params.limit ?? params.max ?? '';
  if (typeof value === 'number') return value.toLocaleString('id');
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? sayDay(value, lang) : value;
};
const limited =
  (id: (limit: string) => string, en: (limit: string) => string): Words =>
  (params) => ({ id: id(limit(params, 'id')), en: en(limit(params, 'en')) });

/** What is wrong and what to do, for every code that a field may answer with. */
const words: Readonly<Record<string, Words>> = {
  missing: plain('Isi dulu bagian ini.', 'Please fill this in.'),
  'missing-only': plain('Jawab dulu pertanyaan ini.', 'Please answer this question.'),
  'appointment/missing': plain('Pilih jamnya.', 'Choose a time.'),
  shape: plain('Isi lagi bagian ini.', 'Please fill this in again.'),
  'place/choose': plain(
    'Tekan Cari, lalu pilih satu tempat dari daftar.',
    'Press Search, then choose a place from the list.',
  ),
  'choice/unknown': plain('Pilih salah satu jawaban.', 'Choose one of the answers.'),
  'declaration/needed': plain('Beri tanda centang bila Anda setuju.', 'Tick the box if you agree.'),
  'date/part-missing': plain('Isi tanggal, bulan, dan tahun.', 'Fill in day, month and year.'),
  'date/year': plain('Tulis tahun dengan 4 angka, misalnya 2026.', 'Write the year with 4 digits, such as 2026.'),
  'date/not-real': plain('Tanggal itu tidak ada. Periksa lagi.', 'There is no such date. Check it again.'),
  'date/shape': plain('Isi tanggal, bulan, dan tahun.', 'Fill in day, month and year.'),
  'date/too-early': limited(
    (day) => `Tulis tanggal ${day} atau sesudahnya.`,
    (day) => `Write ${day} or later.`,
  ),
  'date/too-late': limited(
    (day) => `Tulis tanggal ${day} atau sebelumnya.`,
    (day) => `Write ${day} or earlier.`,
  ),
  'time/not-real': plain(
    'Tulis jam 00 sampai 23 dan menit 00 sampai 59.',
    'Write hours 00 to 23 and minutes 00 to 59.',
  ),
  'text/too-long': limited(
    (max) => `Terlalu panjang. Paling banyak ${max} huruf.`,
    (max) => `Too long. At most ${max} characters.`,
  ),
  'number/not-a-number': plain('Tulis dengan angka, misalnya 1500000.', 'Write it in digits, such as 1500000.'),
  'number/too-small': limited(
    (min) => `Tulis ${min} atau lebih.`,
    (min) => `Write ${min} or more.`,
  ),
  'number/too-great': limited(
    (max) => `Tulis ${max} atau kurang.`,
    (max) => `Write ${max} or less.`,
  ),
  'money/whole': plain('Tulis rupiah bulat, misalnya 1500000.', 'Write whole rupiah, such as 1500000.'),
  'name/empty': plain('Tulis nama lengkap.', 'Write the full name.'),
  'name/one-word': plain('Tulis nama paling sedikit dua kata.', 'Write a name of at least two words.'),
  'name/abbreviation': plain('Tulis nama tanpa singkatan.', 'Write the name without abbreviations.'),
  'name/title': plain('Tulis nama tanpa gelar.', 'Write the name without titles.'),
  'name/too-long': plain('Nama paling banyak 60 huruf.', 'A name has at most 60 characters.'),
  'nik/length': plain('NIK terdiri dari 16 angka. Lihat di KTP atau KK.', 'A NIK has 16 digits. See the KTP or KK.'),
  'nik/digits-only': plain('Tulis NIK dengan angka saja.', 'Write the NIK in digits only.'),
  'kk/length': plain('Nomor KK terdiri dari 16 angka.', 'A KK number has 16 digits.'),
  'kk/digits-only': plain('Tulis nomor KK dengan angka saja.', 'Write the KK number in digits only.'),
  'phone/shape': plain('Tulis nomor HP, misalnya 0812-3456-7890.', 'Write a mobile number, such as 0812-3456-7890.'),
  'phone/digits-only': plain('Tulis nomor HP dengan angka saja.', 'Write the number in digits only.'),
  'phone/not-mobile': plain('Tulis nomor HP, bukan telepon rumah.', 'Write a mobile number, not a landline.'),
  'pin/six-digits': plain('PIN terdiri dari 6 angka.', 'A PIN has 6 digits.'),
  'pin/weak': plain('PIN ini mudah ditebak. Pilih angka lain.', 'This PIN is easy to guess. Choose other digits.'),
  'appointment/unknown': plain('Pilih salah satu waktu.', 'Choose one of the times.'),
  'appointment/elsewhere': plain(
    'Kantornya berubah. Pilih waktu lagi di kantor yang baru.',
    'The office has changed. Choose a time at the new one.',
  ),
  'appointment/full': plain(
    'Waktu ini baru saja penuh. Pilih waktu lain.',
    'This time was just taken. Choose another one.',
  ),
  'appointment/closed': plain(
    'Waktu ini sudah lewat atau tidak dibuka lagi. Pilih waktu lain.',
    'This time is over or no longer open. Choose another one.',
  ),
  'appointment/has': plain(
    'Sudah ada nomor untuk layanan ini pada hari itu. Pilih hari lain, atau batalkan nomor yang lama.',
    'There is a number for this service on that day already. Choose another day, or cancel the other number.',
  ),
  'appointment/many': plain(
    'Anda menahan terlalu banyak waktu di permohonan lain. Kirim dulu salah satunya, atau coba lagi 10 menit lagi.',
    'You hold too many times in other applications. Send one of them first, or try again in 10 minutes.',
  ),
  'person/nik-missing': plain('Tulis NIK orang itu.', 'Write that person’s NIK.'),
  'person/two': plain(
    'Anda memilih anggota keluarga dan juga menulis NIK. Hapus NIK ini, atau pilih “Orang lain”.',
    'You chose a family member and also wrote a NIK. Clear this NIK, or choose “Somebody else”.',
  ),
  'person/elsewhere': plain(
    'Orang ini terdaftar di daerah lain, jadi datanya tidak ada pada kami. Isi juga yang di bawah ini.',
    'This person is registered elsewhere, so we do not have the details. Fill in what follows as well.',
  ),
  'person/not-found': plain('Tidak ada orang dengan NIK itu. Periksa lagi.', 'Nobody has that NIK. Check it again.'),
  'person/not-in-family': plain('Pilih salah satu anggota keluarga.', 'Choose a member of the family.'),
  'person/not-allowed': plain(
    'Orang ini tidak dapat dipilih di sini. Pilih orang lain.',
    'This person cannot be chosen here. Choose somebody else.',
  ),
  'people/too-few': limited(
    (min) => `Pilih paling sedikit ${min} orang.`,
    (min) => `Choose at least ${min}.`,
  ),
  'people/too-many': limited(
    (max) => `Pilih paling banyak ${max} orang.`,
    (max) => `Choose at most ${max}.`,
  ),
  'family/not-found': plain(
    'Kartu Keluarga orang itu tidak ditemukan. Pilih yang lain.',
    'That family card was not found. Choose another.',
  ),
  'group/too-few': limited(
    (min) => `Isi paling sedikit ${min} baris.`,
    (min) => `Fill in at least ${min} rows.`,
  ),
  'group/too-many': limited(
    (max) => `Isi paling banyak ${max} baris.`,
    (max) => `Fill in at most ${max} rows.`,
  ),
  'place/unknown': plain(
    'Cari nama tempatnya, lalu pilih dari hasil.',
    'Search for the place, then choose from the results.',
  ),
  'place/village-needed': plain(
    'Pilih desa atau kelurahan dari hasil pencarian.',
    'Choose a village from the results.',
  ),
  'place/regency-needed': plain(
    'Pilih kota atau kabupaten dari hasil pencarian.',
    'Choose a city or regency from the results.',
  ),
  'office/unknown': plain('Pilih salah satu kantor.', 'Choose one of the offices.'),
  'office/outside': plain('Pilih kantor di wilayah Anda.', 'Choose an office of your own region.'),
  'address/street-missing': plain('Tulis jalan dan nomor rumah.', 'Write street and house number.'),
  'address/rt': plain('Tulis RT dan RW dengan angka, misalnya 003.', 'Write RT and RW in digits, such as 003.'),
  'email/shape': plain(
    'Tulis alamat e-mail, misalnya nama@contoh.id.',
    'Write an e-mail address, such as name@example.id.',
  ),
};

/** @example issueText({ code: 'missing', params: {} }, 'id') // 'Isi dulu bagian ini.' */
export function issueText(issue: { readonly code: string; readonly params: Params }, lang: Language): string {
  if (issue.code.startsWith('file/')) return say(fileFault(issue.code.slice(5)), lang);
  const account = (ACCOUNT_WORDS as Readonly<Record<string, Text>>)[issue.code];
  if (account && !(issue.code in words))
    return say(account, lang).replace(/\{(\w+)\}/g, (_, name: string) => String(issue.params[name] ?? ''));
  const prefix = issue.code.split('/')[0];
  const known = words[issue.code] ?? words[`${prefix}/length`] ?? words.shape;
  return known ? say(known(issue.params), lang) : '';
}
