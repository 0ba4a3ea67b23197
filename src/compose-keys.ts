import { createHmac, randomBytes } from 'node:crypto';
import type { Config } from './platform/config.ts';
import { type Keys, KeysTrouble, openKeys, PURPOSES, requireKeys } from './platform/crypto/index.ts';
import { connectTo } from './platform/database/index.ts';

/** The first key of each purpose stays for ever; what a page carries signed may begin anew. */
const LASTING = PURPOSES.filter((purpose) => purpose !== 'cookie');
const FIRST = 'k1';

/** The demo makes its keys at the first start; in production only `kunci buat` makes any. */
export function keysOf(config: Config): Keys {
  const random = (n: number) => randomBytes(n);
  return config.production ? requireKeys(config.keysDir, random) : openKeys(config.keysDir, random);
}

/**
 * Keys belong to a database: with others every look-up would silently find nothing and nothing stored could be opened.
 * The first start leaves a proof of each key in the database, later ones are compared with it.
 * @param url of the run-time login
 */
export async function refuseOtherKeys(url: string, keys: Keys, keysDir: string): Promise<void> {
  const client = await connectTo(url, 'DATABASE_URL');
  try {
    await client.query('set role satuloket_app');
    for (const purpose of LASTING) {
      const key = keys.named(purpose, FIRST);
      const proof = createHmac('sha256', key?.bytes ?? '')
        .update(`satuloket ${purpose}`)
        .digest();
      await client.query('insert into platform.key_proof (purpose, proof) values ($1, $2) on conflict do nothing', [
        purpose,
        proof,
      ]);
      const { rows } = await client.query<{ proof: Buffer }>(
        'select proof from platform.key_proof where purpose = $1',
        [purpose],
      );
      if (!rows[0]?.proof.equals(proof)) throw others(keysDir, purpose);
    }
  } finally {
    await client.end();
  }
}

const others = (keysDir: string, purpose: string): KeysTrouble =>
  new KeysTrouble(
    `KEYS_DIR: kunci ${purpose} di ${keysDir} bukan milik basis data ini; kembalikan kunci yang benar dari cadangannya`,
    `KEYS_DIR: the key ${purpose} in ${keysDir} does not belong to this database; restore the right keys from their backup`,
  );
