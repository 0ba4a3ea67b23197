export { type BackedUp, type BackUpOptions, backUp, type Stock } from './back-up.ts';
export { type Dumped, dumpTables, loadTables } from './copy-dump.ts';
export { type Manifest, readManifest, type TablesDump } from './manifest.ts';
export { type RestoreOptions, restore } from './restore.ts';
export { BackupTrouble } from './trouble.ts';
