import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openKeys, PURPOSES } from '../../platform/crypto/index.ts';
import type { Command } from './command.ts';

export const makeKeys: Command = {
  name: 'kunci buat',
  usage: '',
  summary: { id: 'Membuat kunci yang belum ada di KEYS_DIR', en: 'Makes the keys that KEYS_DIR lacks' },
  help: {
    id: 'Kunci yang sudah ada tidak diubah. Simpan salinannya di tempat lain: tanpa kunci, berkas warga dan PIN tidak dapat dibuka lagi.',
    en: 'Keys that exist stay as they are. Keep a copy elsewhere: without the keys, files and PINs can never be opened again.',
  },
  run: async (_given, { config, terminal }) => {
    const stood = PURPOSES.filter((purpose) => existsSync(join(config.keysDir, `${purpose}.json`)));
    openKeys(config.keysDir, (n) => randomBytes(n));
    for (const purpose of PURPOSES)
      terminal.out(
        `${join(config.keysDir, `${purpose}.json`)}  ${stood.includes(purpose) ? 'sudah ada / stood' : 'dibuat / made'}`,
      );
    if (stood.length < PURPOSES.length)
      terminal.out('Salin folder ini ke tempat lain yang aman sekarang. / Copy this folder to another safe place now.');
    return 0;
  },
};
