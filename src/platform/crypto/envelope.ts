import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Random } from '../../kernel/ids.ts';
import type { Keys } from './keys.ts';

export type Envelope = {
  /** @param context where it lies, e.g. 'accounts.account.phone:<id>': moved to another row it no longer opens */
  seal(text: string, context: string): Buffer;
  /** @throws when it was changed, moved, or closed with a key that is gone */
  open(sealed: Uint8Array, context: string): string;
};

const VERSION = 1;
const IV = 12;
const TAG = 16;

/** AES-256-GCM: version · length of key id · key id · iv · tag · ciphertext. A key closes fewer than 2^32 envelopes in its life. */
export function createEnvelope(keys: Keys, random: Random): Envelope {
  return {
    seal(text, context) {
      const key = keys.current('envelope');
      const iv = random(IV);
      const cipher = createCipheriv('aes-256-gcm', key.bytes, iv).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      const id = Buffer.from(key.id);
      return Buffer.concat([Uint8Array.of(VERSION, id.length), id, iv, cipher.getAuthTag(), body]);
    },
    open(sealed, context) {
      const bytes = Buffer.from(sealed);
      const idEnd = 2 + (bytes[1] ?? 0);
      const key = keys.named('envelope', bytes.subarray(2, idEnd).toString());
      if (bytes[0] !== VERSION || !key) throw new Error('an envelope of an unknown kind or key');
      const iv = bytes.subarray(idEnd, idEnd + IV);
      const tag = bytes.subarray(idEnd + IV, idEnd + IV + TAG);
      const decipher = createDecipheriv('aes-256-gcm', key.bytes, iv, { authTagLength: TAG })
        .setAAD(Buffer.from(context))
        .setAuthTag(tag);
      return Buffer.concat([decipher.update(bytes.subarray(idEnd + IV + TAG)), decipher.final()]).toString('utf8');
    },
  };
}
