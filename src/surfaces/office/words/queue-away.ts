import { inBoth } from './in-both.ts';

export const awayWords = inBoth(
  {
    elsewhere: (number: string, room: string, time: string): string =>
      `${number} yang Anda panggil ternyata sudah dipanggil ${room} pukul ${time} tanpa jaringan, dan dilayani di sana. Catatannya sudah dibetulkan; keduanya terbaca di riwayat nomor itu.`,
    title: 'Memanggil tanpa jaringan',
    lost: 'Jaringan terputus. Loket ini tetap bisa memanggil dari daftar yang dipegangnya.',
    goAway: 'Panggil tanpa jaringan',
    other: 'Peramban lain memegang daftar ruang ini. Bila jaringan putus, panggil dari peramban itu.',
    told: 'Dari waktu tanpa jaringan',
    none: 'Perangkat ini tidak memegang daftar',
    noneWhy:
      'Buka ruang Anda saat ada jaringan; sejak itu loket ini memegang lima nomor berikutnya. Sementara ini beri nomor kertas dengan tangan.',
    noJaringan:
      'Tanpa jaringan. Yang Anda lakukan di sini disimpan di perangkat ini dan dicatat dengan jamnya begitu jaringan kembali.',
    back: 'Jaringan sudah kembali dan semuanya sudah dicatat.',
    goBack: 'Kembali ke ruang',
    call: 'Panggil berikutnya',
    done: 'Selesai',
    skip: 'Lewati',
    paperGive: 'Beri nomor kertas',
    paperWhy: 'Untuk yang baru datang. Tulis nomornya di kertas; namanya dicatat nanti.',
    next: 'Berikutnya',
    keys: { call: 'panggil berikutnya', skip: 'lewati', finish: 'selesai' },
  },
  {
    elsewhere: (number, room, time) =>
      `${number}, whom you called, had been called by ${room} at ${time} without a network, and was served there. The record is put right; both stand in the history of that number.`,
    title: 'Calling without a network',
    lost: 'The network is gone. This counter can go on calling from the list that it holds.',
    goAway: 'Call without a network',
    other: 'Another browser holds the list of this room. If the network goes, call from that one.',
    told: 'From the time without a network',
    none: 'This device holds no list',
    noneWhy:
      'Open your room while there is a network; from then on this counter holds the next five numbers. Until then give paper numbers by hand.',
    noJaringan:
      'No network. What you do here is kept on this device and written down with its time as soon as the network is back.',
    back: 'The network is back and everything is written down.',
    goBack: 'Back to the room',
    call: 'Call the next one',
    done: 'Done',
    skip: 'Pass over',
    paperGive: 'Give a paper number',
    paperWhy: 'For whoever comes now. Write the number on paper; the name is noted later.',
    next: 'Next',
    keys: { call: 'call the next one', skip: 'pass over', finish: 'done' },
  },
);

/** What the script says; `{n}`: a number or a time, `{m}`: what a paper number is called from now on. */
export const spokenWords = inBoth(
  {
    served:
      '{n} dipanggil ruang lain, padahal ada di ruang Anda saat tanpa jaringan. Yang tercatat sekarang: dilayani di ruang Anda. Ruang itu diberi tahu.',
    cancelled: '{n} Anda panggil tanpa jaringan, tetapi nomor itu sudah dibatalkan.',
    elsewhere: '{n} Anda panggil tanpa jaringan, tetapi nomor itu sudah ditangani di ruang lain.',
    'not-lent': '{n} tidak dipegang loket ini pada jam itu. Panggilannya tidak dicatat; periksa antrean.',
    closed: '{n}: harinya sudah ditutup. Catat sendiri bila orangnya sudah dilayani.',
    paper: 'Nomor kertas {n} sekarang {m}. Tulis di kertasnya dan catat namanya.',
    empty: 'Ruang kosong.',
    inside: 'Di ruang sekarang.',
    until: 'Daftar ini berlaku sampai {n}.',
    over: 'Daftar habis atau waktunya lewat. Lanjutkan dengan nomor kertas.',
    heard: 'Terakhir mendengar server {n}.',
    unsent: 'Belum terkirim: {n}',
    given: 'Tulis di kertas: {n}',
  },
  {
    served:
      '{n} was called by another room while in yours without a network. Written down now: served in your room. That room is told.',
    cancelled: 'You called {n} without a network, but that number was cancelled.',
    elsewhere: 'You called {n} without a network, but it was seen to in another room.',
    'not-lent': 'This counter did not hold {n} at that time. The call is not written down; look at the queue.',
    closed: '{n}: its day is closed. Note it yourself if the person was served.',
    paper: 'Paper number {n} is {m} now. Write it on the paper and note the name.',
    empty: 'Nobody in the room.',
    inside: 'In the room now.',
    until: 'This list is good until {n}.',
    over: 'The list is used up or its time is over. Go on with paper numbers.',
    heard: 'Last heard from the server at {n}.',
    unsent: 'Not sent yet: {n}',
    given: 'Write on paper: {n}',
  },
);
