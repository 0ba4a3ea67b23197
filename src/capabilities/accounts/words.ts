import type { Text } from '../../kernel/text.ts';

/** What people read when this room says no, by code; `{name}` is filled from the refusal's or the issue's own numbers. */
export const ACCOUNT_WORDS = {
  'accounts/busy': {
    id: 'Sedang ramai. Coba lagi {seconds} detik lagi.',
    en: 'Very busy just now. Try again in {seconds} seconds.',
  },
  'accounts/phone-shape': {
    id: 'Nomor HP belum benar. Tulis seperti 0812-3456-7890.',
    en: 'Check the mobile number. Write it like 0812-3456-7890.',
  },
  'accounts/no-such-person': {
    id: 'NIK ini tidak ada di data kependudukan. Periksa angkanya di KTP-el.',
    en: 'The register does not hold this NIK. Check the digits on the card.',
  },
  'accounts/no-account': {
    id: 'Orang ini belum punya akun. Ikat akunnya dulu.',
    en: 'This person has no account yet. Bind one first.',
  },
  'accounts/too-young': {
    id: 'Akun untuk umur {age} tahun ke atas. Anak diurus dari akun orang tuanya.',
    en: 'Accounts are for people aged {age} and over. A child is served from a parent’s account.',
  },
  'accounts/other-region': {
    id: 'Orang ini terdaftar di kabupaten atau kota lain. Minta ia datang ke loket di sana.',
    en: 'This person is registered in another kabupaten or kota. Ask them to come to a counter there.',
  },
  'accounts/visit-over': {
    id: 'Waktu di loket sudah habis. Lihat lagi KTP-el orangnya, lalu mulai lagi.',
    en: 'The time at the counter is over. See the person’s card again and begin anew.',
  },
  'accounts/counter-only': {
    id: 'Datang ke loket dengan KTP-el untuk membuat akun.',
    en: 'Come to a counter with your card to open an account.',
  },
  'accounts/needs-pin': { id: 'Masukkan PIN Anda dulu.', en: 'Enter your PIN first.' },
  'accounts/too-often': {
    id: 'Terlalu sering mencoba. Tunggu dulu, lalu coba lagi.',
    en: 'Too many tries. Wait for a while, then try again.',
  },
  'accounts/pin-too-often': {
    id: 'Terlalu banyak PIN yang salah. Coba lagi nanti, atau minta kertas PIN di loket dengan KTP-el.',
    en: 'Too many wrong PINs. Try again later, or ask for a PIN slip at a counter with your KTP-el.',
  },
  'accounts/no-such-mandate': {
    id: 'Surat kuasa ini tidak ada. Lihat yang ada di halaman Akun.',
    en: 'There is no such mandate. The page Account lists those that exist.',
  },
  'accounts/mandate-answered': {
    id: 'Surat kuasa ini sudah dijawab atau sudah berakhir. Bila masih perlu, minta yang baru.',
    en: 'This mandate was answered or has ended. If it is still needed, ask for a new one.',
  },
  'accounts/no-such-officer': {
    id: 'Petugas ini tidak ada. Periksa nama penggunanya.',
    en: 'There is no such officer. Check the user name.',
  },
  'accounts/no-such-role': {
    id: 'Peran ini tidak ada. Pilih salah satu dari daftar peran.',
    en: 'There is no such role. Choose one from the list of roles.',
  },
  'accounts/username-shape': {
    id: 'Nama pengguna 3 sampai 40 huruf kecil, angka, titik atau tanda hubung, diawali huruf.',
    en: 'A user name has 3 to 40 lower-case letters, digits, dots or hyphens and begins with a letter.',
  },
  'accounts/username-taken': {
    id: 'Nama pengguna ini sudah dipakai. Pilih yang lain.',
    en: 'This user name is taken. Choose another.',
  },
  'accounts/acting-needs-end': {
    id: 'Plt dan Plh harus punya tanggal akhir.',
    en: 'An acting role needs an end date.',
  },
  'accounts/role-dates': {
    id: 'Tanggal akhir harus sesudah tanggal mulai.',
    en: 'The end must be after the beginning.',
  },
  'pin/six-digits': { id: 'PIN terdiri dari 6 angka.', en: 'A PIN has 6 digits.' },
  'pin/weak': {
    id: 'PIN ini mudah ditebak. Jangan pakai angka berurutan, berulang, atau tanggal lahir.',
    en: 'This PIN is easy to guess. Avoid runs, repeats and your date of birth.',
  },
  'password/short': {
    id: 'Kata sandi paling sedikit {min} huruf. Beberapa kata lebih mudah diingat.',
    en: 'At least {min} characters. A few words are easy to remember.',
  },
  'password/long': { id: 'Kata sandi paling banyak {max} huruf.', en: 'At most {max} characters.' },
  'password/easy': {
    id: 'Kata sandi ini mudah ditebak. Pilih beberapa kata lain.',
    en: 'This password is easy to guess. Choose other words.',
  },
  'password/leaked': {
    id: 'Kata sandi ini pernah bocor di tempat lain. Pilih beberapa kata lain.',
    en: 'This password was stolen somewhere before. Choose other words.',
  },
  'mandate/until-past': {
    id: 'Pilih tanggal akhir, hari ini atau sesudahnya.',
    en: 'Choose an end date, today or later.',
  },
  'mandate/until-far': { id: 'Kuasa paling lama {days} hari.', en: 'A mandate lasts at most {days} days.' },
  'mandate/services-many': { id: 'Pilih paling banyak 50 layanan.', en: 'Choose at most 50 services.' },
  'mandate/nobody': {
    id: 'Tidak ada orang dewasa dengan NIK dan nama ini. Periksa keduanya di KTP-el.',
    en: 'There is no adult with this NIK and name. Check both on the card.',
  },
  'date/shape': {
    id: 'Tanggal belum benar. Isi tanggal, bulan, dan tahun.',
    en: 'Check the date. Fill in day, month and year.',
  },
} as const satisfies Record<string, Text>;
