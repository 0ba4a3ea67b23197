import { randomUUID } from 'node:crypto';
import { OperatorTrouble } from '../command.ts';

export type Json = { readonly [name: string]: unknown };
export type Answer = { readonly body: Json; readonly bytes: Uint8Array; readonly version: string | undefined };
export type Asking = {
  readonly token?: string;
  readonly version?: string | undefined;
  readonly body?: unknown;
  readonly file?: { readonly name: string; readonly type: string; readonly bytes: Uint8Array };
};
export type Client = ReturnType<typeof openClient>;

/** The hub said no, with its own words. */
export class Refused extends OperatorTrouble {
  readonly status: number;
  readonly type: string;
  constructor(at: string, status: number, problem: Json) {
    const errors = Array.isArray(problem.errors) ? ` ${JSON.stringify(problem.errors)}` : '';
    const said = `${at}: ${status} ${String(problem.title ?? '')}. ${String(problem.detail ?? '')}${errors}`;
    super(said, `the hub refused ${at} with ${status} (${String(problem.type ?? 'no type')})`);
    this.status = status;
    this.type = String(problem.type ?? '');
  }
}

const PATIENCE_MS = 30_000;
/** Seconds. */
const LONGEST_WAIT = 90;

/** Speaks the public HTTP API as any client would. */
export function openClient(url: string) {
  /** Waits as long as the hub asks for, if that is bearable; the same key asks again. */
  async function send(method: string, path: string, given: Asking): Promise<Response> {
    const key = randomUUID();
    for (let waited = 0; ; ) {
      const response = await sendOnce(method, path, given, key);
      const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
      if (response.status !== 429 || !(waited + seconds <= LONGEST_WAIT)) return response;
      waited += seconds;
      await new Promise((wake) => setTimeout(wake, seconds * 1000));
    }
  }

  async function sendOnce(method: string, path: string, given: Asking, key: string): Promise<Response> {
    const { token, version, body, file } = given;
    try {
      return await fetch(`${url}${path}`, {
        method,
        signal: AbortSignal.timeout(PATIENCE_MS),
        headers: {
          accept: 'application/json',
          ...(method === 'GET' ? {} : { 'idempotency-key': key }),
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(version ? { 'if-match': version } : {}),
          ...(file
            ? { 'content-type': file.type, 'content-disposition': `attachment; filename="${file.name}"` }
            : body === undefined
              ? {}
              : { 'content-type': 'application/json' }),
        },
        ...(file ? { body: Buffer.from(file.bytes) } : body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (error) {
      const why = error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : '';
      throw new OperatorTrouble(
        `${url} tidak menjawab (${why}); periksa alamatnya dan apakah programnya berjalan`,
        `${url} does not answer (${why}); check the address and whether the program runs`,
      );
    }
  }

  async function plain(method: string, path: string, given: Asking = {}): Promise<Answer> {
    const response = await send(method, path, given);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const body = /json/.test(response.headers.get('content-type') ?? '') ? jsonOf(bytes) : {};
    if (!response.ok) throw new Refused(`${method} ${path}`, response.status, body);
    return { body, bytes, version: response.headers.get('etag') ?? undefined };
  }

  return {
    url,
    plain,
    /** Below `/api/v1`. */
    call: (method: string, path: string, given: Asking = {}) => plain(method, `/api/v1${path}`, given),
  };
}

function jsonOf(bytes: Uint8Array): Json {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Json) : {};
  } catch {
    return {};
  }
}
