import { inBoth } from './in-both.ts';

export const shellWords = inBoth(
  {
    inbox: 'Kotak kerja',
    sign: 'Tanda tangan',
    counter: 'Loket',
    papers: 'Surat',
    seat: 'Ganti kantor',
  },
  {
    inbox: 'Inbox',
    sign: 'Signing',
    counter: 'Counter',
    papers: 'Papers',
    seat: 'Change office',
  },
);
