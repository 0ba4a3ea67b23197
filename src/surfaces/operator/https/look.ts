import { get } from 'node:http';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';

/** What a proxy in front is asked; each that is found is told in words. */
export type Found = 'certificate' | 'old-tls' | 'no-tls-1.3' | 'no-forward-secrecy' | 'no-hsts' | 'plain';
export type At = {
  readonly host: string;
  readonly port: number;
  /** Where browsers go that were told no protocol. */
  readonly plainPort: number;
  /** Roots beside those that everybody trusts, for tests. */
  readonly ca?: string | undefined;
};

const PATIENCE_MS = 5000;

/** @throws when nobody answers at all */
export async function lookAt(at: At): Promise<readonly Found[]> {
  const found: Found[] = [];
  const today = await shake(at, { minVersion: 'TLSv1.2' });
  if (
    today.fault !== undefined &&
    (await shake(at, { minVersion: 'TLSv1.2', rejectUnauthorized: false })).fault !== undefined
  )
    throw new Error(today.fault);
  if (today.fault !== undefined) found.push('certificate');
  if (today.fault === undefined && today.protocol !== 'TLSv1.3') found.push('no-tls-1.3');
  // Also what OpenSSL itself would no longer speak is asked for: only then is a refusal the server's.
  const weak = { rejectUnauthorized: false, minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
  if ((await shake(at, { ...weak, maxVersion: 'TLSv1.1' })).fault === undefined) found.push('old-tls');
  const lasting = { ...weak, maxVersion: 'TLSv1.2', ciphers: 'kRSA:@SECLEVEL=0' } as const;
  if ((await shake(at, { ...lasting, minVersion: 'TLSv1.2' })).fault === undefined) found.push('no-forward-secrecy');
  if (today.fault === undefined && !today.hsts) found.push('no-hsts');
  if (await answersInPlain(at)) found.push('plain');
  return found;
}

type Shaken = { readonly protocol: string | null; readonly hsts: boolean; readonly fault: string | undefined };

/** One handshake, and the head of one answer. */
function shake({ host, port, ca }: At, options: ConnectionOptions): Promise<Shaken> {
  return new Promise((resolve) => {
    const socket: TLSSocket = connect({ host, port, servername: host, ...(ca ? { ca } : {}), ...options });
    let answer = '';
    let protocol: string | null = null;
    const end = (fault?: string) => {
      const hsts = /^strict-transport-security: *max-age=[1-9]\d{6,}/im.test(answer);
      // A server that shook hands and then hung up has spoken.
      resolve({ protocol, hsts, fault: protocol === null ? (fault ?? 'closed') : undefined });
      socket.destroy();
    };
    socket.setTimeout(PATIENCE_MS, () => end('timeout'));
    socket.once('secureConnect', () => {
      protocol = socket.getProtocol();
      socket.write(`GET /healthz HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    });
    socket.on('data', (part) => {
      answer += part.toString('latin1');
      if (answer.includes('\r\n\r\n')) end();
    });
    socket.on('error', (error) => end(error.message));
    socket.once('close', () => end());
  });
}

/** Anything but a way on to HTTPS, or nobody there, is an answer in plain. */
function answersInPlain({ host, plainPort }: At): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = get({ host, port: plainPort, path: '/masuk', timeout: PATIENCE_MS }, (reply) => {
      reply.resume();
      const on = [301, 302, 307, 308].includes(reply.statusCode ?? 0) && /^https:/.test(reply.headers.location ?? '');
      resolve(!on);
    });
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => resolve(false));
  });
}
