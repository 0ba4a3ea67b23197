import { createHash, createHmac } from 'node:crypto';

export type S3Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** The store's own name of where it is, e.g. `auto` or `ap-southeast-3`. */
  readonly region: string;
};

export type S3Request = {
  readonly method: 'GET' | 'PUT' | 'DELETE' | 'HEAD';
  readonly url: URL;
  /** Further headers; all of them are signed. Names in small letters. */
  readonly headers?: Readonly<Record<string, string>>;
  /** SHA-256 of the body, hexadecimal. */
  readonly payload: string;
};

export const NO_BODY = createHash('sha256').digest('hex');

/**
 * The headers that make a request to an S3-compatible store an authorised one (AWS Signature Version 4).
 * @example await fetch(url, { method: 'GET', headers: signedHeaders({ method: 'GET', url, payload: NO_BODY }, credentials, new Date()) })
 */
export function signedHeaders(request: S3Request, credentials: S3Credentials, at: Date): Record<string, string> {
  const time = `${at.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  const scope = `${time.slice(0, 8)}/${credentials.region}/s3/aws4_request`;
  const headers: Record<string, string> = {
    ...request.headers,
    host: request.url.host,
    'x-amz-content-sha256': request.payload,
    'x-amz-date': time,
  };
  const names = Object.keys(headers).sort();
  const canonical = [
    request.method,
    canonicalPath(request.url),
    canonicalQuery(request.url),
    ...names.map((name) => `${name}:${headers[name]?.trim().replace(/ +/g, ' ')}`),
    '',
    names.join(';'),
    request.payload,
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const key = [time.slice(0, 8), credentials.region, 's3', 'aws4_request'].reduce<Uint8Array | string>(
    hmac,
    `AWS4${credentials.secretAccessKey}`,
  );
  const signature = Buffer.from(hmac(key, toSign)).toString('hex');
  const { host: _, ...sent } = headers;
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  };
}

const hmac = (key: Uint8Array | string, text: string): Uint8Array => createHmac('sha256', key).update(text).digest();
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

// Each part is decoded and encoded again: what a URL leaves as it is and what the signature wants encoded differ.
const encode = (part: string): string =>
  encodeURIComponent(part).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

const canonicalPath = (url: URL): string =>
  url.pathname
    .split('/')
    .map((part) => encode(decodeURIComponent(part)))
    .join('/');

const canonicalQuery = (url: URL): string =>
  [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
