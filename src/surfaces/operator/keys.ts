import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openKeys, PURPOSES } from '../../platform/crypto/index.ts';
import { createAuthority } from '../../platform/signing/index.ts';
import { type Command, OperatorTrouble, only } from './command.ts';

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

export const makeAuthority: Command = {
  name: 'kunci penandatangan',
  usage: '"NAMA PEMERINTAH"',
  summary: {
    id: 'Membuat penerbit sertifikat tanda tangan milik pemerintah ini sendiri',
    en: 'Makes this government’s own authority for signing certificates',
  },
  help: {
    id: 'Sesudah ini petugas yang menandatangani mendapat sertifikat darinya pada tanda tangan pertama. Menurut PP 71/2019 ini tanda tangan elektronik tidak tersertifikasi; selama belum memakai BSrE, pakai hanya untuk surat yang boleh demikian. Yang sudah ada tidak diubah.',
    en: 'From then on officers who sign get a certificate of it with their first signature. Under PP 71/2019 these are uncertified electronic signatures; until BSrE is connected, use them only for letters that may bear such. What exists stays as it is.',
  },
  run: async (given, { config, terminal }) => {
    const name = only('kunci penandatangan', '"NAMA PEMERINTAH"', given.files).trim();
    if (name === '' || name.length > 64 || name.startsWith('SPESIMEN'))
      throw new OperatorTrouble(
        'kunci penandatangan: nama paling banyak 64 huruf dan bukan SPESIMEN',
        'a name of at most 64 letters, and not SPESIMEN',
      );
    const dir = join(config.keysDir, 'ca');
    const stood = existsSync(join(dir, 'akar.pem'));
    await createAuthority({
      dir,
      clock: () => new Date(),
      subject: { commonName: `Akar ${name}`, organisation: name },
    });
    terminal.out(`${join(dir, 'akar.pem')}  ${stood ? 'sudah ada / stood' : 'dibuat / made'}`);
    return 0;
  },
};
