import { inBoth } from './in-both.ts';

export const shellWords = inBoth(
  {
    inbox: 'Kotak kerja',
    sign: 'Tanda tangan',
    counter: 'Loket',
    papers: 'Surat',
    print: 'Kartu',
    deliveries: 'Kabar gagal',
    queue: 'Antrean',
    seat: 'Ganti kantor',
  },
  {
    inbox: 'Inbox',
    sign: 'Signing',
    counter: 'Counter',
    papers: 'Papers',
    print: 'Cards',
    deliveries: 'Failed messages',
    queue: 'Queue',
    seat: 'Change office',
  },
);
