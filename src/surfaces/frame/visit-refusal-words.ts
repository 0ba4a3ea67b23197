import type { Text } from '../../kernel/text.ts';

/** What is refused on the way to a number, in its room, and when a visit is told on. */
export const visitRefusalWords = {
  'queue/not-found': {
    title: { id: 'Nomor tidak ditemukan', en: 'Number not found' },
    say: { id: 'Buka lagi dari Nomor saya.', en: 'Open it again from My numbers.' },
  },
  'queue/closed': {
    title: { id: 'Sudah ditutup', en: 'Closed' },
    say: {
      id: 'Sesi ini tidak menerima nomor lagi. Pilih waktu lain.',
      en: 'This session takes no more numbers. Choose another time.',
    },
  },
  'satusehat/no-visit': {
    title: { id: 'Kunjungan tidak ditemukan', en: 'Visit not found' },
    say: {
      id: 'Tidak ada kunjungan dengan kode itu yang dilaporkan ke SATUSEHAT dari Puskesmas ini.',
      en: 'No visit of that code is told to SATUSEHAT by this Puskesmas.',
    },
  },
  'satusehat/not-wanted': {
    title: { id: 'Akhir kunjungan tidak dikirim dari sini', en: 'Ends are not sent from here' },
    say: {
      id: 'Untuk Puskesmas ini akhir kunjungan dikirim oleh sistem klinik sendiri.',
      en: 'For this Puskesmas the clinic’s own system ends the Encounter itself.',
    },
  },
  'satusehat/not-seen': {
    title: { id: 'Belum dipanggil', en: 'Not called yet' },
    say: {
      id: 'Nomor ini belum dipanggil, atau kunjungannya batal. Coba lagi sesudah ia dipanggil.',
      en: 'This number was not called yet, or the visit was cancelled. Try again once it was called.',
    },
  },
  'satusehat/closed': {
    title: { id: 'Sudah diakhiri', en: 'Ended already' },
    say: {
      id: 'SATUSEHAT sudah menerima akhir kunjungan ini. Perbaiki di sistem klinik.',
      en: 'SATUSEHAT has the end of this visit already. Correct it in the clinic’s own system.',
    },
  },
  'satusehat/bad-moment': {
    title: { id: 'Waktunya tidak mungkin', en: 'Impossible moment' },
    say: {
      id: 'Akhir kunjungan tidak sebelum dipanggil dan tidak di depan.',
      en: 'A visit ends after the call and not in the future.',
    },
  },
  'satusehat/bad-disposition': {
    title: { id: 'Cara pulang tidak dikenal', en: 'Unknown discharge' },
    say: {
      id: 'Pakai kode dari discharge-disposition FHIR, misalnya home.',
      en: 'Use a code of FHIR’s discharge-disposition, for example home.',
    },
  },
  'queue/in-draw': {
    title: { id: 'Sedang diundi', en: 'A draw is running' },
    say: {
      id: 'Tempat ini dibagi dengan undian. Buka lagi halaman pilih waktu untuk ikut; lewat API: `enterDraw`, sampai `params.until`.',
      en: 'These places are given by a draw. Open the page of times again to take part; by the API: `enterDraw`, until `params.until`.',
    },
  },
  'queue/no-draw': {
    title: { id: 'Tidak sedang diundi', en: 'No draw is running' },
    say: {
      id: 'Undian untuk jam ini sudah ditutup atau tidak ada. Lihat lagi jamnya: yang tersisa bisa dipesan langsung.',
      en: 'The draw for this time takes nobody more, or there is none. Look at the times again: what is left can be booked.',
    },
  },
  'queue/shut': {
    title: { id: 'Pendaftaran ditutup', en: 'Intake is closed' },
    say: {
      id: 'Petugas menutup pendaftaran sesi ini: nomor baru tidak diberikan, yang sudah punya nomor tetap dipanggil. Pilih hari atau jam lain.',
      en: 'The office has closed the intake of this session: no new numbers are given, whoever has one is still called. Choose another day or time.',
    },
  },
  'queue/full': {
    title: { id: 'Sudah penuh', en: 'Full' },
    say: { id: 'Tempat pada jam ini habis. Pilih jam lain.', en: 'No place is left at this time. Choose another.' },
  },
  'queue/held': {
    title: { id: 'Sudah ada nomor', en: 'There is a number already' },
    say: {
      id: 'Orang ini sudah punya nomor pada hari dan layanan yang sama. Pakai nomor itu, atau batalkan dulu.',
      en: 'This person has a number for the same day and service. Use it, or cancel it first.',
    },
  },
  'queue/too-many': {
    title: { id: 'Terlalu banyak nomor', en: 'Too many numbers' },
    say: { id: 'Batalkan nomor yang tidak dipakai dulu.', en: 'Cancel numbers that you do not need first.' },
  },
  'queue/not-for-them': {
    title: { id: 'Layanan ini bukan untuk orang itu', en: 'This service is not for that person' },
    say: { id: 'Pilih keperluan lain.', en: 'Choose another need.' },
  },
  'queue/lost-guard': {
    title: { id: 'Sudah berubah', en: 'It has changed' },
    say: {
      id: 'Antrean ini baru saja digerakkan di tempat lain. Muat ulang untuk melihat keadaan terbaru.',
      en: 'This queue was just moved elsewhere. Reload to see how it stands now.',
    },
  },
  'queue/not-now': {
    title: { id: 'Belum bisa dilakukan', en: 'Not possible now' },
    say: {
      id: 'Antreannya sudah bergerak. Muat ulang halaman, lalu pilih lagi.',
      en: 'The queue has moved on. Reload the page, then choose again.',
    },
  },
  'queue/too-early': {
    title: { id: 'Terlalu awal', en: 'Too early' },
    say: {
      id: 'Kehadiran dicatat paling cepat satu jam sebelum jam pada nomor itu.',
      en: 'One can say that one is here an hour before the time on the number.',
    },
  },
  'queue/called-enough': {
    title: { id: 'Baru saja dipanggil', en: 'Just called' },
    say: {
      id: 'Panggil lagi sesudah satu menit, paling banyak tiga kali.',
      en: 'Call again after a minute, three times at most.',
    },
  },
  'queue/paused': {
    title: { id: 'Sesi sedang dijeda', en: 'The session is paused' },
    say: { id: 'Lanjutkan sesi ini dulu, lalu panggil.', en: 'Let the session go on first, then call.' },
  },
  'queue/places-left': {
    title: { id: 'Masih ada tempat', en: 'There are places' },
    say: { id: 'Pilih jam yang masih ada tempatnya.', en: 'Choose a time that has places left.' },
  },
  'queue/stale-code': {
    title: { id: 'Kode hadir sudah berganti', en: 'The code has changed' },
    say: {
      id: 'Kode pada poster berganti setiap hari. Pindai poster hari ini di puskesmas, atau tunjukkan nomor di loket.',
      en: 'The code on the poster changes every day. Scan today’s poster at the Puskesmas, or show your number at the counter.',
    },
  },
  'queue/no-match': {
    title: { id: 'Nomor dan tanggal lahir tidak cocok', en: 'Number and date of birth do not match' },
    say: { id: 'Periksa lagi, atau datang ke loket.', en: 'Check them, or come to the counter.' },
  },
  'queue/too-early-day': {
    title: { id: 'Paling cepat mulai besok', en: 'Tomorrow at the earliest' },
    say: {
      id: 'Hari ini berjalan menurut jadwal yang ada. Pilih besok atau sesudahnya.',
      en: 'Today runs by the timetable that stands. Choose tomorrow or later.',
    },
  },
  'queue/later-change': {
    title: { id: 'Sudah ada perubahan mulai {day}', en: 'A change from {day} on stands already' },
    say: { id: 'Pilih {day} atau sesudahnya.', en: 'Choose {day} or later.' },
  },
  'queue/day-booked': {
    title: { id: 'Sudah ada {people} orang yang punya nomor', en: '{people} people have a number already' },
    say: {
      id: 'Yang pertama untuk {day}. Pilih tanggal sesudah hari-hari itu, atau nyatakan sesinya tidak jadi supaya semua diberi tahu.',
      en: 'The first of them for {day}. Choose a date after those days, or call the sessions off so that everybody is told.',
    },
  },
  'queue/cap-booked': {
    title: { id: '{people} orang sudah punya nomor pada {day}', en: '{people} people have a number on {day} already' },
    say: {
      id: 'Batas sesi tidak bisa lebih kecil dari itu. Naikkan batasnya atau pilih tanggal sesudahnya.',
      en: 'A session’s cap can’t be lower than that. Raise it or choose a later date.',
    },
  },
  'queue/doctor-code': {
    title: { id: 'Kode dokter BPJS belum diisi', en: 'The doctor’s code at BPJS is missing' },
    say: {
      id: 'Antrean layanan ini dikirim ke BPJS, yang menolak nomor tanpa kode dokter.',
      en: 'BPJS is told of this queue, and refuses numbers without the doctor’s code.',
    },
  },
  'queue/letter-taken': {
    title: { id: 'Huruf ini dipakai sesi lain', en: 'Another session has this letter' },
    say: {
      id: 'Pada hari yang sama setiap sesi punya huruf sendiri, supaya tidak ada dua orang dengan nomor yang sama. Pilih huruf lain.',
      en: 'On one day each session has a letter of its own, so that no two people have the same number. Choose another letter.',
    },
  },
  'queue/too-late': {
    title: { id: 'Sudah lewat 30 detik', en: 'More than 30 seconds ago' },
    say: { id: 'Tindakan itu tidak bisa diurungkan lagi.', en: 'It can no longer be taken back.' },
  },
  'queue/held-elsewhere': {
    title: { id: 'Dipegang loket lain', en: 'Held by another counter' },
    say: {
      id: 'Loket lain, yang mungkin tanpa jaringan, sedang memanggil dari daftarnya. Coba lagi sebentar lagi.',
      en: 'Another counter, which may have no network, is calling from its list. Try again in a moment.',
    },
  },
  'queue/not-yours': {
    title: { id: 'Bukan antrean Anda', en: 'Not your queue' },
    say: {
      id: 'Antrean ini dilayani kantor lain. Kembali ke antrean kantor Anda sendiri.',
      en: 'Another office serves this queue. Go back to the queue of your own office.',
    },
  },
} as const satisfies Record<string, { readonly title: Text; readonly say: Text }>;
