import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

const WANTED = ['host', 'connection', 'cookie', 'accept', 'content-type', 'content-length'] as const;
/** Where one of these is named the request may end elsewhere than its length says, or be more than a question. */
const UNUSUAL = new Set(['transfer-encoding', 'expect', 'upgrade', 'te', 'trailer']);
type Headers = Partial<Pick<IncomingHttpHeaders, (typeof WANTED)[number]>>;

/** What is looked at of a request before it is let in. */
export type Asked = Pick<IncomingMessage, 'method' | 'url'> & { readonly headers: Headers };
export type Whole = Asked & { readonly body: Buffer };

const HEAD = /^(GET|POST) (\/[!-~]*) HTTP\/1\.1\r\n((?:[\w-]+:[^\r\n\0]*\r\n)+)\r\n/;
const isWanted = (name: string): name is keyof Headers => (WANTED as readonly string[]).includes(name);

/**
 * The request that these bytes are: one, whole, as browsers send it, with nothing behind it. Whatever could be read in two ways is left to
 * Node's own reader, so that nobody in front of the hub sees a request end elsewhere than it does.
 */
export function wholeRequest(bytes: Buffer): Whole | undefined {
  const [head, method, url, lines = ''] = HEAD.exec(bytes.toString('latin1')) ?? [];
  if (head === undefined) return undefined;
  const headers: Headers = {};
  for (const line of lines.split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    if (UNUSUAL.has(name)) return undefined;
    if (!isWanted(name)) continue;
    if (headers[name] !== undefined) return undefined;
    headers[name] = line.slice(colon + 1).trim();
  }
  const { host, connection = 'keep-alive', 'content-length': length = '0' } = headers;
  if (host === undefined || connection.toLowerCase() !== 'keep-alive' || !/^\d{1,9}$/.test(length)) return undefined;
  if (bytes.length !== head.length + Number(length)) return undefined;
  return { method, url, headers, body: bytes.subarray(head.length) };
}
