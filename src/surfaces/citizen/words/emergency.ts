import { inBoth } from './in-both.ts';

/** Words of the page for whoever must not queue. */
export const emergencyWords = inBoth(
  {
    cannotGo: 'Tidak bisa berangkat sendiri?',
    ambulance: (phone: string): string => `Telepon ${phone}, gawat darurat medis`,
    room: (place: string): string => `UGD ${place}`,
    home: 'Puskesmas di tempat tinggal Anda.',
    address: 'Alamat',
    phone: 'Telepon UGD',
    noAddress: 'Belum dicatat. Tanyakan lewat telepon.',
    noRoom: 'Puskesmas ini belum mencatat UGD-nya di sini. Pergi ke UGD rumah sakit terdekat.',
    signs: 'Tanda bahaya',
    noSigns: (place: string): string =>
      `${place} belum menyetujui daftar tanda bahaya, jadi di sini tidak ada daftarnya. Ragu? Jangan menunggu nomor: datang atau telepon.`,
    approved: (day: string): string => `Disetujui dokter puskesmas ini, ${day}.`,
    demo: 'Daftar contoh untuk peragaan. Puskesmas yang memakainya memastikan dan menyetujui daftarnya sendiri.',
    village: 'Kelurahan atau desa Anda',
    otherVillage: 'Sedang di tempat lain? Kelurahan atau desa',
    villageHint: 'Untuk melihat UGD dan tanda bahaya puskesmas di sana.',
    noneThere: 'Puskesmas di tempat itu belum terdaftar di sini. Pergi ke UGD rumah sakit atau puskesmas terdekat.',
  },
  {
    cannotGo: 'Cannot get there?',
    ambulance: (phone) => `Call ${phone} for medical emergencies`,
    room: (place) => `Emergency room of ${place}`,
    home: 'The Puskesmas where you live.',
    address: 'Address',
    phone: 'Phone of the emergency room',
    noAddress: 'Not noted yet. Ask by phone.',
    noRoom: 'This Puskesmas has not noted its emergency room here yet. Go to that of the nearest hospital.',
    signs: 'Signs of danger',
    noSigns: (place) =>
      `${place} has approved no list of signs of danger yet, so none is shown here. Not sure? Do not wait for a number: go there or call.`,
    approved: (day) => `Approved by a doctor of this Puskesmas, ${day}.`,
    demo: 'An example for the demonstration. A Puskesmas that uses it confirms and approves a list of its own.',
    village: 'Your kelurahan or village',
    otherVillage: 'Somewhere else now? Kelurahan or village',
    villageHint: 'To see the emergency room and the signs of danger of the Puskesmas there.',
    noneThere: 'The Puskesmas there is not listed here yet. Go to the nearest emergency room.',
  },
);
