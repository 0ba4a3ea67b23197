import { SMTPServer } from 'smtp-server';
import type { Inbox } from './inbox.ts';

const MOST = 256 * 1024;

/** A real SMTP server on loopback, without TLS and without a way out. Addresses at `tidak-ada.id` are refused for good. */
export function createMailServer(inbox: Inbox): SMTPServer {
  return new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    size: MOST,
    logger: false,
    onRcptTo: (address, _session, done) =>
      done(
        address.address.endsWith('@tidak-ada.id')
          ? Object.assign(new Error('No such mailbox'), { responseCode: 550 })
          : null,
      ),
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('error', done);
      stream.on('end', () => {
        const { subject, text, reference } = readLetter(Buffer.concat(parts).toString('utf8'));
        for (const { address } of session.envelope.rcptTo)
          inbox.add({ channel: 'email', to: address, subject, text, reference });
        done(null, 'kept');
      });
    },
  });
}

/** As far as our own plain letters need it: headers, then a body in quoted-printable, base64 or as it is. */
export function readLetter(raw: string): { subject: string | null; text: string; reference: string | null } {
  const [head = '', ...rest] = raw.replaceAll('\r\n', '\n').split('\n\n');
  const unfolded = head.replace(/\n[ \t]+/g, ' ');
  const header = (name: string): string | null =>
    new RegExp(`^${name}: *(.*)$`, 'im').exec(unfolded)?.[1]?.trim() ?? null;
  const subject = header('Subject');
  const coding = header('Content-Transfer-Encoding')?.toLowerCase() ?? '7bit';
  return {
    subject: subject === null ? null : words(subject),
    text: decoded(rest.join('\n\n'), coding).trim(),
    reference: header('Message-ID'),
  };
}

function decoded(body: string, coding: string): string {
  if (coding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  return coding === 'quoted-printable' ? printable(body.replace(/=\n/g, '')) : body;
}

const printable = (text: string): string =>
  Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    'latin1',
  ).toString('utf8');

const words = (text: string): string =>
  text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, body: string) =>
      kind.toLowerCase() === 'b' ? Buffer.from(body, 'base64').toString('utf8') : printable(body.replaceAll('_', ' ')),
    );
