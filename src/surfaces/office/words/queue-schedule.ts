import { inBoth } from './in-both.ts';

type Changed = { readonly what: string; readonly code: string; readonly before: unknown; readonly after: unknown };
const placesIn = (value: unknown): string => {
  const { online, desk } = (value ?? {}) as { readonly online?: number; readonly desk?: number };
  return `${online ?? '–'} + ${desk ?? '–'}`;
};

export const scheduleWords = inBoth(
  {
    title: 'Jadwal dan tempat',
    saved: 'Tersimpan. Berlaku mulai besok.',
    places: 'Tempat per jam kedatangan',
    placesWhy: 'Berlaku mulai besok. Yang sudah memesan tetap mendapat tempatnya.',
    windows: (minutes: number, rooms: string, doctor: string): string =>
      [`tiap ${minutes} menit`, rooms, doctor].filter((part) => part !== '').join(', '),
    online: 'Untuk yang memesan',
    desk: 'Untuk yang datang langsung dan yang dibantu',
    reason: 'Alasan',
    save: 'Simpan',
    countWrong: (most: number): string => `Isi angka 0 sampai ${most}`,
    reasonNeeded: 'Isi alasannya',
    fillIn: 'Isi bagian ini',
    signs: 'Tanda bahaya',
    signsWhy: 'Tampil sebelum orang mengambil nomor. Hanya yang disetujui dokter puskesmas ini.',
    sign: 'Tanda',
    approved: 'Disetujui',
    withdraw: 'Cabut',
    signId: 'Tanda baru',
    signHint: 'Kalimat pendek yang dimengerti semua orang',
    signEn: 'Dalam bahasa Inggris',
    doctor: 'Dokter yang menyetujui',
    addSign: 'Tambah tanda',
    log: 'Siapa mengubah apa',
    noLog: 'Belum ada perubahan.',
    when: 'Waktu',
    who: 'Oleh',
    what: 'Perubahan',
    changed: (one: Changed): string =>
      one.what === 'quota'
        ? `Tempat ${one.code}: ${placesIn(one.before)} menjadi ${placesIn(one.after)}`
        : `${one.what === 'sign' ? 'Tanda ditambah' : 'Tanda dicabut'}: ${one.code}`,
    weekdays: 'Minggu Senin Selasa Rabu Kamis Jumat Sabtu',
  },
  {
    title: 'Timetable and places',
    saved: 'Saved. In force from tomorrow.',
    places: 'Places per window of arrival',
    placesWhy: 'In force from tomorrow. Whoever booked keeps the place.',
    windows: (minutes, rooms, doctor) =>
      [`every ${minutes} minutes`, rooms, doctor].filter((part) => part !== '').join(', '),
    online: 'For people who book',
    desk: 'For people who come or are helped',
    reason: 'Reason',
    save: 'Save',
    countWrong: (most) => `Write a number from 0 to ${most}`,
    reasonNeeded: 'Write the reason',
    fillIn: 'Fill this in',
    signs: 'Signs of danger',
    signsWhy: 'Shown before anybody takes a number. Only those that a doctor of this place approved.',
    sign: 'Sign',
    approved: 'Approved',
    withdraw: 'Withdraw',
    signId: 'New sign, in Indonesian',
    signHint: 'A short sentence that everybody understands',
    signEn: 'In English',
    doctor: 'Doctor who approves it',
    addSign: 'Add the sign',
    log: 'Who changed what',
    noLog: 'Nothing was changed yet.',
    when: 'When',
    who: 'By',
    what: 'Change',
    changed: (one) =>
      one.what === 'quota'
        ? `Places of ${one.code}: ${placesIn(one.before)} became ${placesIn(one.after)}`
        : `${one.what === 'sign' ? 'Sign added' : 'Sign withdrawn'}: ${one.code}`,
    weekdays: 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday',
  },
);
