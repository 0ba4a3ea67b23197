import { createDecipheriv, createHash, createHmac } from 'node:crypto';
import LZString from 'lz-string';

// How a facility proves itself to BPJS, and how it reads what comes back.

export type Consumer = { readonly consId: string; readonly consSecret: string };

/**
 * @param timestamp seconds since 1970 in UTC, as text
 * @example signatureOf({ consId: '12345', consSecret: 'rahasia-uji' }, '1735689600') // 'EWZPcUFrdqGAE57qvkpUWiF9k69rPTx5x6CCgrGi+Ko='
 */
export const signatureOf = ({ consId, consSecret }: Consumer, timestamp: string): string =>
  createHmac('sha256', consSecret).update(`${consId}&${timestamp}`).digest('base64');

/** 32 bytes; the timestamp is that of the request. */
export const replyKey = ({ consId, consSecret }: Consumer, timestamp: string): Buffer =>
  createHash('sha256').update(`${consId}${consSecret}${timestamp}`).digest();

/**
 * The text inside an encrypted `response`: AES-256-CBC, then LZ-string.
 * @throws when it was closed for another consumer or another moment
 */
export function openReply(encrypted: string, consumer: Consumer, timestamp: string): string {
  const key = replyKey(consumer, timestamp);
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16));
  const compressed = Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()]).toString('utf8');
  const text = LZString.decompressFromEncodedURIComponent(compressed);
  if (!text) throw new Error('the reply holds nothing that can be read');
  return text;
}
