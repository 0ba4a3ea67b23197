import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../../kernel/refusal.ts';

/** A file as it was sent, before anybody looked into it. */
export type SentFile = { readonly name: string; readonly bytes: Uint8Array; readonly sha256: string };

const sent = (name: string, bytes: Uint8Array): SentFile => ({
  ...{ name: name.isWellFormed() ? name.replaceAll('\0', '') : 'berkas', bytes },
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

/** Raw, its name in `Content-Disposition`, or the one file of a form. @throws Refusal `api/no-file` */
export async function sentFile(request: FastifyRequest): Promise<SentFile> {
  if (request.isMultipart()) {
    const part = await request.file();
    if (!part) throw new Refusal('api/no-file', 400);
    return sent(part.filename ?? 'berkas', await part.toBuffer());
  }
  if (!Buffer.isBuffer(request.body)) throw new Refusal('api/no-file', 400);
  return sent(nameIn(request.headers['content-disposition'] ?? ''), request.body);
}

function nameIn(disposition: string): string {
  const encoded = /filename\*=UTF-8''([^;\s]+)/i.exec(disposition)?.[1];
  const plain = /filename="?([^";]+)"?/i.exec(disposition)?.[1];
  try {
    return encoded ? decodeURIComponent(encoded) : (plain ?? 'berkas');
  } catch {
    return 'berkas';
  }
}
