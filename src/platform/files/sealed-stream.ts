import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import type { Random } from '../../kernel/ids.ts';
import type { Keys } from '../crypto/index.ts';

/**
 * Files at rest: AES-256-GCM under a key of the file's own, which lies in front of it closed with the key of the installation.
 * In pieces of 64 KiB, each with its number and whether it is the last, so that a reader trusts every piece that it hands on and
 * notices pieces changed, exchanged or cut off. The name in the store is bound in: a file moved to another name no longer opens.
 *
 *   magic 'SLF1' · length of key id (1) · key id · iv (12) · tag (16) · closed file key (32) · pieces: ciphertext · tag (16)
 */
const MAGIC = Buffer.from('SLF1');
const ALGORITHM = 'aes-256-gcm';
const KEY = 32;
const IV = 12;
const TAG = 16;
export const PIECE = 64 * 1024;
const NOTHING = Buffer.alloc(0);

type FileKey = Uint8Array | KeyObject;

/** @param name binds the file to its place */
export async function* seal(
  source: AsyncIterable<Uint8Array>,
  { keys, random, context }: { readonly keys: Keys; readonly random: Random; readonly context: string },
): AsyncIterable<Uint8Array> {
  const master = keys.current('file');
  const fileKey = random(KEY);
  const iv = random(IV);
  const id = Buffer.from(master.id);
  const cipher = createCipheriv(ALGORITHM, master.bytes, iv).setAAD(Buffer.from(context));
  const closed = Buffer.concat([cipher.update(fileKey), cipher.final()]);
  yield Buffer.concat([MAGIC, Uint8Array.of(id.length), id, iv, cipher.getAuthTag(), closed]);
  let waiting: Buffer = NOTHING;
  let number = 0;
  for await (const piece of inHandfuls(source)) {
    waiting = Buffer.concat([waiting, piece]);
    // The last piece is known only at the end, so one full piece always waits.
    for (; waiting.length > PIECE; waiting = waiting.subarray(PIECE))
      yield sealPiece(fileKey, number++, false, waiting.subarray(0, PIECE));
  }
  yield sealPiece(fileKey, number, true, waiting);
}

/** @throws when the bytes were changed, moved or cut, or the key is gone */
export async function* open(
  source: AsyncIterable<Uint8Array>,
  { keys, context }: { readonly keys: Keys; readonly context: string },
): AsyncIterable<Uint8Array> {
  let fileKey: FileKey | undefined;
  let waiting: Buffer = NOTHING;
  let number = 0;
  for await (const piece of inHandfuls(source)) {
    waiting = Buffer.concat([waiting, piece]);
    if (fileKey === undefined) {
      const head = openHead(waiting, keys, context);
      if (!head) continue;
      fileKey = head.fileKey;
      waiting = waiting.subarray(head.length);
    }
    for (; waiting.length > PIECE + TAG; waiting = waiting.subarray(PIECE + TAG))
      yield openPiece(fileKey, number++, false, waiting.subarray(0, PIECE + TAG));
  }
  if (fileKey === undefined) throw new Error('a stored file ends before its head');
  yield openPiece(fileKey, number, true, waiting);
}

/** A source that comes byte by byte costs no more than one that comes whole. */
async function* inHandfuls(source: AsyncIterable<Uint8Array>): AsyncIterable<Buffer> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const piece of source) {
    held.push(piece);
    size += piece.length;
    if (size < PIECE) continue;
    yield Buffer.concat(held);
    held = [];
    size = 0;
  }
  yield Buffer.concat(held);
}

function openHead(bytes: Buffer, keys: Keys, context: string): { fileKey: Uint8Array; length: number } | undefined {
  const idEnd = MAGIC.length + 1 + (bytes[MAGIC.length] ?? 0);
  const length = idEnd + IV + TAG + KEY;
  if (bytes.length < MAGIC.length + 1 || bytes.length < length) return undefined;
  const master = keys.named('file', bytes.subarray(MAGIC.length + 1, idEnd).toString());
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC) || !master)
    throw new Error('a stored file of an unknown kind or key');
  const iv = bytes.subarray(idEnd, idEnd + IV);
  const tag = bytes.subarray(idEnd + IV, idEnd + IV + TAG);
  const decipher = createDecipheriv(ALGORITHM, master.bytes, iv, { authTagLength: TAG })
    .setAAD(Buffer.from(context))
    .setAuthTag(tag);
  const fileKey = Buffer.concat([decipher.update(bytes.subarray(idEnd + IV + TAG, length)), decipher.final()]);
  return { fileKey, length };
}

// The key is used for one file only, so a counter never repeats under it.
function pieceIv(number: number, last: boolean): Buffer {
  const iv = Buffer.alloc(IV);
  iv.writeUInt32BE(number, 7);
  iv[IV - 1] = last ? 1 : 0;
  return iv;
}

function sealPiece(key: FileKey, number: number, last: boolean, bytes: Uint8Array): Buffer {
  const cipher = createCipheriv(ALGORITHM, key, pieceIv(number, last));
  return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

function openPiece(key: FileKey, number: number, last: boolean, sealed: Buffer): Buffer {
  if (sealed.length < TAG) throw new Error('a stored file was cut');
  const body = sealed.length - TAG;
  const decipher = createDecipheriv(ALGORITHM, key, pieceIv(number, last), { authTagLength: TAG });
  decipher.setAuthTag(sealed.subarray(body));
  return Buffer.concat([decipher.update(sealed.subarray(0, body)), decipher.final()]);
}
