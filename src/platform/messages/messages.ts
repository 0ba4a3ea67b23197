export type Channel = 'sms' | 'whatsapp';
/** One text to one phone. `id` names this very delivery: the gateway shows it in its reports, we in ours. */
export type Message = { readonly id: string; readonly channel: Channel; readonly to: string; readonly text: string };

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
  /**
   * One address per channel, with key, secret and sender: 'https://KEY:SECRET@api.nexmo.com/?from=SatuLoket'.
   * A channel without one can't be used.
   */
  readonly sms: string | undefined;
  readonly whatsapp: string | undefined;
  readonly timeoutMs?: number;
};

/** The Messages API, version 1, that Vonage offers and others speak: one call for SMS and WhatsApp. */
export function openMessages(options: MessagesOptions): Messages {
  const gates = { sms: gateOf(options.sms), whatsapp: gateOf(options.whatsapp) };
  return {
    async send({ id, channel, to, text }) {
      const gate = gates[channel];
      if (!gate) throw new MessageFailed(`no gateway for ${channel}`, false);
      const response = await fetch(gate.url, {
        ...{ method: 'POST', redirect: 'error' },
        headers: { authorization: gate.authorization, 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({
          message_type: 'text',
          channel,
          to: to.replace(/^\+/, ''),
          from: gate.from,
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
      throw new MessageFailed(`the message gateway answers ${response.status}`, again, after > 0 ? after : null);
    },
  };
}

type Gate = { readonly url: URL; readonly authorization: string; readonly from: string };

function gateOf(address: string | undefined): Gate | undefined {
  if (address === undefined) return undefined;
  const { username, password, searchParams, origin } = new URL(address);
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
  return { url: new URL('/v1/messages', origin), authorization, from: searchParams.get('from') ?? 'SatuLoket' };
}

const field = (value: unknown, name: string): string | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  const found = (value as Record<string, unknown>)[name];
  return typeof found === 'string' ? found : undefined;
};
