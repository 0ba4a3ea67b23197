import type { NavItem } from '../frames.tsx';
import type { PageContext } from '../page.ts';
import type { Preferences } from '../preferences.ts';

export const sampleAssets = {
  citizen: '/assets/citizen.css',
  office: '/assets/office.css',
  board: '/assets/board.css',
  script: '/assets/app.js',
  room: '/room.js',
  voice: '/voice.js',
  worker: '/worker.js',
  mark: '/assets/mark.svg',
} as const;

export const samplePage = (preferences: Preferences): PageContext => ({
  lang: preferences.lang,
  here: '/contoh',
  assets: sampleAssets,
  preferences,
  preferencesAction: '/tampilan',
  token: { name: '_bukti', value: 'contoh' },
  government: 'Pemerintah Kota Depok',
  demo: true,
  footLinks: [
    { href: '/siapa-membuka', label: 'Siapa membuka data saya' },
    { href: '/aksesibilitas', label: 'Aksesibilitas' },
  ],
});

export const sampleBar = (current: string): readonly NavItem[] =>
  (
    [
      { href: '/', label: 'Beranda', icon: 'house' },
      { href: '/urusan', label: 'Urusan', icon: 'clock' },
      { href: '/surat', label: 'Surat', icon: 'doccheck' },
      { href: '/bantuan', label: 'Bantuan', icon: 'talk' },
    ] as const
  ).map((item) => ({ ...item, current: item.label === current }));

export const deskNav = (current: string): readonly Omit<NavItem, 'icon'>[] =>
  ['Kotak kerja', 'Loket', 'Tanda tangan'].map((label) => ({
    href: `/kantor/${label.toLowerCase().replace(' ', '-')}`,
    label,
    current: label === current,
  }));
