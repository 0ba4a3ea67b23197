import { inBoth } from './in-both.ts';

export const trackWords = inBoth(
  {
    title: 'Sampai di mana permohonan saya?',
    lead: 'Tulis nomor dan kode dari tanda terima. Tidak perlu akun.',
    number: 'Nomor permohonan',
    numberHint: 'Contoh: 3276-0000-123K',
    code: 'Kode',
    codeHint: '8 huruf dan angka, tertulis di bawah nomor',
    look: 'Lihat',
    none: 'Nomor dan kode itu tidak cocok. Periksa keduanya di tanda terima.',
    repair: 'Ada yang perlu diperbaiki. Datang ke loket dengan tanda terima dan KTP-el, atau masuk dengan akun Anda.',
    noNames:
      'Nama dan isi permohonan tidak ditampilkan di sini. Untuk melihatnya, masuk dengan akun atau datang ke loket.',
    login: 'Masuk',
  },
  {
    title: 'How far is my request?',
    lead: 'Enter the number and the code of the receipt. No account is needed.',
    number: 'Number of the request',
    numberHint: 'Example: 3276-0000-123K',
    code: 'Code',
    codeHint: '8 letters and digits, below the number',
    look: 'Look',
    none: 'That number and code do not fit. Check both on the receipt.',
    repair: 'Something needs correction. Come to a counter with the receipt and your card, or log in.',
    noNames: 'Names and content are not shown here. Log in or come to a counter to see them.',
    login: 'Log in',
  },
);
