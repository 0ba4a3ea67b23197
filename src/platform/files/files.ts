import { createHash } from 'node:crypto';
import { Refusal } from '../../kernel/refusal.ts';
import { Unavailable } from '../../kernel/unavailable.ts';

/** Whose bytes these are. The same bytes of two owners lie twice, so that erasing one never takes the other's. */
export type FileOwner = {
  /** kabupaten/kota code, e.g. '32.76' */
  readonly region: string;
  /** id of the case or paper they belong to */
  readonly id: string;
};

export type StoredFile = {
  /** Where it lies in any store: `32.76/9f/<owner>/<sha256>`. Kept with the record that owns it. */
  readonly name: string;
  /** Of the bytes as they came in, hexadecimal. */
  readonly sha256: string;
  readonly size: number;
};

export type FileSource = Uint8Array | AsyncIterable<Uint8Array>;

export type Files = {
  /**
   * Keeps bytes for good: when it answers, they survive a crash. Named by their content, so that putting them again changes nothing.
   * @throws Unavailable when disk or store have no room or do not answer · Refusal `files/too-large` when the source holds more than `limit` bytes
   */
  put(owner: FileOwner, source: FileSource, options?: { readonly limit?: number }): Promise<StoredFile>;
  /**
   * The bytes, piece by piece, each one authenticated before it is handed out.
   * @throws Refusal `files/missing` before the first piece; `Error` when the stored bytes were changed, moved or cut
   */
  open(name: string): AsyncIterable<Uint8Array>;
  /** All of `open`, for what is small. */
  read(name: string): Promise<Uint8Array>;
  /** Gone for good; nothing happens when it is gone already. */
  remove(name: string): Promise<void>;
};

export const DEFAULT_LIMIT = 32 * 1024 * 1024;

const NAME = /^\d{2}\.\d{2}\/[0-9a-f]{2}\/[0-9a-f-]{36}\/[0-9a-f]{64}$/;
const OWNER = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @throws when owner or digest could lead elsewhere than into the store */
export function fileName(owner: FileOwner, sha256: string): string {
  // Ids made in one second share their beginning; their last two digits spread them.
  const name = `${owner.region}/${owner.id.slice(-2)}/${owner.id}/${sha256}`;
  if (!OWNER.test(owner.id)) throw new Error('a file belongs to a record named by its uuid');
  return checkedName(name);
}

/** The only names a store opens: a damaged record never reads another place of the disk. */
export function checkedName(name: string): string {
  if (!NAME.test(name)) throw new Error('not the name of a stored file');
  return name;
}

export async function* pieces(source: FileSource): AsyncIterable<Uint8Array> {
  if (source instanceof Uint8Array) yield source;
  else yield* source;
}

/** Passes a source through and knows its digest and size when it has ended. */
export function measure(source: FileSource, limit: number) {
  const hash = createHash('sha256');
  let size = 0;
  async function* through(): AsyncIterable<Uint8Array> {
    for await (const piece of pieces(source)) {
      size += piece.length;
      if (size > limit) throw new Refusal('files/too-large', 413, { limit });
      hash.update(piece);
      yield piece;
    }
  }
  return { through: through(), result: () => ({ sha256: hash.digest('hex'), size }) };
}

export async function collect(source: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const piece of source) parts.push(piece);
  return Buffer.concat(parts);
}

/** Which owner a file is sealed to. The digest is no part of it, because a stream's digest is known only after it was written. */
export const ownerPart = (name: string): string => name.slice(0, name.lastIndexOf('/'));

/** Hands on what is named by its digest; the last piece only when the whole fits the name. */
export async function* verified(name: string, source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const hash = createHash('sha256');
  let held: Uint8Array | undefined;
  for await (const piece of source) {
    hash.update(piece);
    if (held) yield held;
    held = piece;
  }
  if (!name.endsWith(`/${hash.digest('hex')}`)) throw new Error('a stored file lies under another name');
  if (held) yield held;
}

export const missing = (): Refusal => new Refusal('files/missing', 404);

const DISK: ReadonlySet<unknown> = new Set([
  ...['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'ENFILE', 'EMFILE', 'ETIMEDOUT', 'ESTALE', 'ENOTCONN'],
]);

/** What to throw on: that files can't be kept for now (the disk is full or fails), or the error as it came. */
export const toldDisk = (error: unknown): unknown =>
  error instanceof Error && 'code' in error && DISK.has(error.code) ? new Unavailable('files', error) : error;
