import * as z from 'zod';
import type { IsoDate } from '../../kernel/dates.ts';
import type { Clock } from '../../kernel/ids.ts';
import type { Secrets } from './facility.ts';
import type { Agreed } from './rules.ts';
import { openReply, signatureOf } from './signature.ts';

export type ClientOptions = {
  /** Base address, e.g. 'https://apijkn.bpjs-kesehatan.go.id/antreanfktp'. */
  readonly url: string;
  readonly consId: string;
  readonly secrets: Secrets;
  readonly agreed: Agreed;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
};

/**
 * What BPJS said. away: it can't be reached, or means the whole connection; the same may be asked again. `untaken`: it certainly did not take what it was
 * told; else nobody knows.
 */
export type Said =
  | { readonly kind: 'done'; readonly code: string; readonly text: string; readonly response: unknown }
  | { readonly kind: 'refused'; readonly code: string; readonly text: string }
  | { readonly kind: 'away'; readonly text: string; readonly untaken?: boolean };

const number = z.coerce.number();
const polis = z.looseObject({ list: z.array(z.looseObject({ namapoli: z.string(), kodepoli: z.string() })) });
const doctors = z.looseObject({
  list: z.array(
    z.looseObject({ namadokter: z.string(), kodedokter: number, jampraktek: z.string(), kapasitas: number }),
  ),
});
export type BpjsPoli = { readonly code: string; readonly name: string };
export type BpjsDoctor = {
  readonly code: number;
  readonly name: string;
  readonly hours: string;
  readonly capacity: number;
};

export type Client = ReturnType<typeof createClient>;

// Antrean writes it small, its sister service with a capital.
const metadata = z.looseObject({
  code: z.union([z.number(), z.string()]).transform(String),
  message: z.union([z.string(), z.null()]).optional(),
});
const envelope = z.looseObject({
  metadata: metadata.optional(),
  metaData: metadata.optional(),
  response: z.unknown().optional(),
});

/** Reading succeeds with 1, writing with 200; anything else is a no, whatever the HTTP status. */
const DONE = ['1', '200'];
/** Codes with which it turns somebody away before it reads what he brings. */
const AT_THE_DOOR = ['401', '403', '429'];
/** Of a connection that never came about: nothing was sent. */
const NEVER_LEFT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'];
const MOST_TEXT = 200;

/** What is kept of BPJS's words: no number of a person. */
const plain = (text: string): string => text.replaceAll(/\d{8,}/g, '…').slice(0, MOST_TEXT);

/** A facility's side of "Antrean Online FKTP", as it calls BPJS. */
export function createClient({ url, consId, secrets, agreed, clock, fetch }: ClientOptions) {
  const consumer = { consId, consSecret: secrets.consSecret };

  async function ask(path: string, body?: object): Promise<Said> {
    const timestamp = String(Math.floor(clock().getTime() / 1000));
    const headers = {
      ...{ 'X-cons-id': consId, 'X-timestamp': timestamp, 'X-signature': signatureOf(consumer, timestamp) },
      ...{ user_key: secrets.userKey, accept: 'application/json' },
      ...(body === undefined ? {} : { 'content-type': agreed.contentType }),
    };
    let status: number;
    let text: string;
    try {
      const answer = await fetch(`${url}${path}`, {
        ...{ method: body === undefined ? 'GET' : 'POST', headers, redirect: 'error' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(agreed.timeoutSeconds * 1000),
      });
      status = answer.status;
      text = await answer.text();
    } catch (error) {
      const late = error instanceof Error && error.name === 'TimeoutError';
      return { kind: 'away', text: late ? 'timeout' : 'unreachable', untaken: neverLeft(error) };
    }
    return read(status, text, timestamp);
  }

  /** Errors may come as a page or as nothing at all. */
  function read(status: number, text: string, timestamp: string): Said {
    const parsed = envelope.safeParse(jsonOf(text));
    const said = parsed.success ? (parsed.data.metadata ?? parsed.data.metaData) : undefined;
    if (!parsed.success || !said) return { kind: 'away', text: `HTTP ${status}` };
    const { code } = said;
    const words = plain(said.message ?? '');
    if (!DONE.includes(code)) {
      const whole = status >= 500 || agreed.troubleCodes.includes(code);
      const untaken = AT_THE_DOOR.includes(code);
      return whole
        ? { kind: 'away', text: `${code} ${words}`.trim(), untaken }
        : { kind: 'refused', code, text: words };
    }
    if (status >= 500) return { kind: 'away', text: `HTTP ${status}` };
    const { response } = parsed.data;
    if (typeof response !== 'string' || response === '') return { kind: 'done', code, text: words, response };
    try {
      return { kind: 'done', code, text: words, response: jsonOf(openReply(response, consumer, timestamp)) };
    } catch {
      return { kind: 'away', text: 'unreadable' };
    }
  }

  async function list<T>(path: string, schema: z.ZodType<{ list: readonly T[] }>): Promise<readonly T[] | Said> {
    const said = await ask(path);
    if (said.kind !== 'done') return said;
    const read = schema.safeParse(said.response);
    return read.success ? read.data.list : { kind: 'away', text: 'unreadable' };
  }

  return {
    /** Polis that are open on a day. */
    async polis(day: IsoDate): Promise<readonly BpjsPoli[] | Said> {
      const all = await list(`/ref/poli/tanggal/${day}`, polis);
      return 'kind' in all ? all : all.map((one) => ({ code: one.kodepoli, name: one.namapoli }));
    },
    async doctors(poli: string, day: IsoDate): Promise<readonly BpjsDoctor[] | Said> {
      const all = await list(`/ref/dokter/kodepoli/${encodeURIComponent(poli)}/tanggal/${day}`, doctors);
      if ('kind' in all) return all;
      return all.map((one) => ({
        ...{ code: one.kodedokter, name: one.namadokter, hours: one.jampraktek, capacity: one.kapasitas },
      }));
    },
    /** Writes: a number was given, somebody came or did not, a number is cancelled. */
    tell: (action: 'add' | 'panggil' | 'batal', body: object): Promise<Said> => ask(`/antrean/${action}`, body),
  };
}

function neverLeft(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return NEVER_LEFT.some((known) => known === code);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
