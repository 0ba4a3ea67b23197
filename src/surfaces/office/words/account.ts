import { inBoth } from './in-both.ts';

export const accountWords = inBoth(
  {
    title: 'Akun Anda',
    change: 'Ganti kata sandi',
    changeLead: 'Setelah diganti, semua tempat lain keluar.',
    now: 'Kata sandi sekarang',
    next: 'Kata sandi baru',
    save: 'Simpan kata sandi',
    changed: 'Kata sandi Anda sudah diganti.',
    ended: 'Sudah dikeluarkan.',
    proof: 'Kata sandi Anda',
    wrong: 'Kata sandi itu tidak cocok. Coba lagi.',
    moved: 'Anda sudah masuk di jendela lain. Muat ulang halaman ini.',
  },
  {
    title: 'Your account',
    change: 'Change your password',
    changeLead: 'You will be logged out everywhere else.',
    now: 'Password so far',
    next: 'New password',
    save: 'Save password',
    changed: 'Your password was changed.',
    ended: 'Logged out there.',
    proof: 'Your password',
    wrong: 'That password does not fit. Try again.',
    moved: 'You logged in from another window. Load this page again.',
  },
);
