export { type BackedUp, backUp, type Stock } from './back-up.ts';

export type { Manifest } from './manifest.ts';
export { restore } from './restore.ts';
export { BackupTrouble } from './trouble.ts';
