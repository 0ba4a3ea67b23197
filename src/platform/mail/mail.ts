import type { Transporter } from 'nodemailer';

/** Plain text only: reads everywhere, shows no pictures that call home. */
export type Letter = { readonly id: string; readonly to: string; readonly subject: string; readonly text: string };

export type Mail = {
  /** @returns the server's answer · @throws MailFailed */
  send(letter: Letter): Promise<string>;
  close(): void;
};

export class MailFailed extends Error {
  /** False: the address or the letter was refused for good (5xx). */
  readonly again: boolean;

  constructor(message: string, again: boolean, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MailFailed';
    this.again = again;
  }
}

/** @param url 'smtps://user:secret@mail.example.go.id' or 'smtp://…' (then with STARTTLS where offered) · @param from 'SatuLoket <loket@…>' */
export function openMail({ url, from }: { readonly url: string; readonly from: string }): Mail {
  // Loaded with the first letter: an idle process carries 30 MB less.
  let opening: Promise<Transporter> | undefined;
  const opened = async (): Promise<Transporter> => {
    const { createTransport } = await import('nodemailer');
    const ways = 'pool=true&maxConnections=2&connectionTimeout=10000&greetingTimeout=10000&socketTimeout=20000';
    return createTransport(`${url}${url.includes('?') ? '&' : '?'}${ways}`, { from });
  };
  const host = from.split('@')[1]?.replace(/>.*$/, '') ?? 'satuloket';
  return {
    async send({ id, to, subject, text }) {
      try {
        // The same letter keeps its Message-ID, so that a mail program shows a repeated one once.
        opening ??= opened();
        const sent = await (await opening).sendMail({
          to,
          subject,
          text,
          messageId: `<${id}@${host}>`,
        });
        return sent.response ?? '';
      } catch (error) {
        const code = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0;
        throw new MailFailed(
          code > 0 ? `the mail server answers ${code}` : 'the mail server does not answer',
          code < 500,
          { cause: error },
        );
      }
    },
    close: () => void opening?.then((transport) => transport.close()),
  };
}
