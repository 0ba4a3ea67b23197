/** One text to one phone. `id` names this very delivery: the gateway shows it in its reports, people in theirs. */
export type Message = {
  readonly id: string;
  readonly channel: 'sms' | 'whatsapp';
  readonly to: string;
  readonly text: string;
};

/** The port for SMS and WhatsApp. */
export type Messages = {
  /** @returns the gateway's own id · @throws MessageFailed */
  send(message: Message): Promise<string>;
};

export class MessageFailed extends Error {
  /** False: trying again won't help (no such number, refused text). */
  readonly again: boolean;
  /** Seconds that the gateway asks to wait. */
  readonly after: number | null;

  constructor(message: string, again: boolean, after: number | null = null, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MessageFailed';
    this.again = again;
    this.after = after;
  }
}

export type MessagesOptions = {
  /** Where the gateway answers, e.g. 'https://api.nexmo.com'; `/v1/messages` is added. */
  readonly url: string;
  readonly key: string;
  readonly secret: string;
  /** Who it comes from, per channel: a name of up to eleven letters or a number for SMS, a number for WhatsApp. */
  readonly from: { readonly sms: string; readonly whatsapp: string };
  readonly timeoutMs?: number;
};

/** The Messages API, version 1, that Vonage offers and others copy: one address for SMS and WhatsApp. */
export function openMessages(options: MessagesOptions): Messages {
  const authorization = `Basic ${Buffer.from(`${options.key}:${options.secret}`).toString('base64')}`;
  return {
    async send({ id, channel, to, text }) {
      const response = await fetch(new URL('/v1/messages', options.url), {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({
          message_type: 'text',
          channel,
          to: to.replace(/^\+/, ''),
          from: options.from[channel],
          text,
          client_ref: id,
        }),
        signal: AbortSignal.timeout(options.timeoutMs ?? 10_000),
      }).catch((cause: unknown) => {
        throw new MessageFailed('the message gateway does not answer', true, null, { cause });
      });
      const answer: unknown = await response.json().catch(() => undefined);
      if (response.status === 202) return field(answer, 'message_uuid') ?? '';
      const after = Number(response.headers.get('retry-after'));
      const again = response.status === 429 || response.status >= 500;
      throw new MessageFailed(
        `the message gateway answers ${response.status} ${field(answer, 'title') ?? ''}`.trim(),
        again,
        after || null,
      );
    },
  };
}

const field = (value: unknown, name: string): string | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  const found = (value as Record<string, unknown>)[name];
  return typeof found === 'string' ? found : undefined;
};
