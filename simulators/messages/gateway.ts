import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Inbox } from './inbox.ts';

export type GatewayOptions = { readonly key: string; readonly secret: string; readonly inbox: Inbox };
/** What the next requests meet instead of success. */
export type Trouble = { readonly status: number; readonly times: number; readonly retryAfter?: number };
export type Gateway = { readonly server: Server; trouble(next: Trouble): void };

const MOST = 64 * 1024;

type Send = {
  readonly message_type: 'text';
  readonly channel: 'sms' | 'whatsapp';
  readonly to: string;
  readonly from: string;
  readonly text: string;
  readonly client_ref?: string;
};

/** Speaks POST /v1/messages as the README beside it says; GET /inbox lists what arrived. */
export function createGateway({ key, secret, inbox }: GatewayOptions): Gateway {
  const expected = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
  let waiting: { status: number; times: number; retryAfter?: number } | undefined;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'GET' && url.pathname === '/inbox') {
      const to = url.searchParams.get('to');
      const limit = Number(url.searchParams.get('limit') ?? 50);
      return answer(response, 200, inbox.list({ limit, ...(to === null ? {} : { to }) }));
    }
    if (url.pathname !== '/v1/messages') return problem(response, 404, 'Not found');
    if (request.method !== 'POST') return problem(response, 405, 'Method not allowed');
    if (request.headers.authorization !== expected)
      return problem(response, 401, 'You did not provide correct credentials');
    if (waiting && waiting.times > 0) {
      waiting.times -= 1;
      if (waiting.retryAfter !== undefined) response.setHeader('retry-after', String(waiting.retryAfter));
      return problem(response, waiting.status, 'The gateway is in trouble');
    }
    const send = readSend(await body(request));
    if (!send) return problem(response, 422, 'The request body did not contain valid values');
    // As the real one: numbers that end so don't exist.
    if (send.to.endsWith('0000')) return problem(response, 422, 'Invalid recipient');
    const arrived = inbox.add({
      channel: send.channel,
      to: `+${send.to}`,
      subject: null,
      text: send.text,
      reference: send.client_ref ?? null,
    });
    answer(response, 202, { message_uuid: `00000000-0000-4000-8000-${arrived.id.padStart(12, '0')}` });
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => problem(response, 500, 'Internal error'));
  });
  return {
    server,
    trouble: (next) => {
      waiting = { ...next };
    },
  };
}

function readSend(text: string): Send | undefined {
  try {
    const sent = JSON.parse(text) as Partial<Send>;
    const good =
      sent.message_type === 'text' &&
      (sent.channel === 'sms' || sent.channel === 'whatsapp') &&
      typeof sent.to === 'string' &&
      /^[1-9]\d{6,14}$/.test(sent.to) &&
      typeof sent.from === 'string' &&
      typeof sent.text === 'string' &&
      sent.text.length >= 1 &&
      sent.text.length <= 1000;
    return good ? (sent as Send) : undefined;
  } catch {
    return undefined;
  }
}

async function body(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST) return '';
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function answer(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

function problem(response: ServerResponse, status: number, title: string): void {
  response.writeHead(status, { 'content-type': 'application/problem+json' });
  response.end(JSON.stringify({ type: 'about:blank', title, detail: title, instance: String(status) }));
}
