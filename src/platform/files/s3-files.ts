import { createHash } from 'node:crypto';
import type { Clock, Random } from '../../kernel/ids.ts';
import { Unavailable } from '../../kernel/unavailable.ts';
import type { Keys } from '../crypto/index.ts';
import {
  checkedName,
  collect,
  DEFAULT_LIMIT,
  type Files,
  fileName,
  measure,
  missing,
  ownerPart,
  verified,
} from './files.ts';
import { open, seal } from './sealed-stream.ts';
import { NO_BODY, type S3Credentials, type S3Request, signedHeaders } from './sigv4.ts';

export type S3FilesDeps = {
  readonly settings: S3Credentials & { readonly endpoint: string; readonly bucket: string };
  readonly keys: Keys;
  readonly random: Random;
  readonly clock: Clock;
  readonly fetch?: typeof fetch;
  /** Milliseconds until one request counts as lost. */
  readonly patience?: number;
  /** Milliseconds between two tries. */
  readonly pause?: number;
};

const TRIES = 3;

/** Files in an S3-compatible store, sealed before they leave this process. A put waits whole in memory: its name is its digest. */
export function createS3Files(deps: S3FilesDeps): Files {
  const { settings, keys, random, clock } = deps;
  const { fetch: send = fetch, patience = 30_000, pause = 200 } = deps;
  const base = settings.endpoint.replace(/\/$/, '');
  const place = (name: string): URL => new URL(`${base}/${settings.bucket}/${checkedName(name)}`);

  async function once(method: S3Request['method'], url: URL, body: Uint8Array | undefined): Promise<Response> {
    const payload = body ? createHash('sha256').update(body).digest('hex') : NO_BODY;
    const headers = signedHeaders({ method, url, payload }, settings, clock());
    const signal = AbortSignal.timeout(patience);
    return send(url, { method, headers, signal, redirect: 'error', ...(body ? { body: Buffer.from(body) } : {}) });
  }

  // All three requests may be repeated: the same name always holds the same bytes.
  async function request(method: S3Request['method'], name: string, body?: Uint8Array): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      const answer = await once(method, place(name), body).catch((error: unknown) => {
        if (attempt >= TRIES) throw new Unavailable('files', error);
        return undefined;
      });
      const again = answer === undefined || answer.status >= 500 || answer.status === 429;
      if (answer && (!again || attempt >= TRIES)) return answer;
      await answer?.body?.cancel();
      await new Promise((resolve) => setTimeout(resolve, pause * attempt));
    }
  }

  async function fail(what: string, answer: Response): Promise<never> {
    const code = /<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1] ?? '';
    const error = new Error(`the file store answered ${answer.status} ${code} to ${what}`);
    throw answer.status >= 500 || answer.status === 429 ? new Unavailable('files', error) : error;
  }

  async function* openStored(name: string): AsyncIterable<Uint8Array> {
    const answer = await request('GET', name);
    if (answer.status === 404) throw missing();
    if (answer.status !== 200 || !answer.body) return fail('a read', answer);
    yield* verified(name, open(answer.body, { keys, context: ownerPart(name) }));
  }

  return {
    put: async (owner, source, { limit = DEFAULT_LIMIT } = {}) => {
      const measured = measure(source, limit);
      const context = ownerPart(fileName(owner, '0'.repeat(64)));
      const sealed = await collect(seal(measured.through, { keys, random, context }));
      const { sha256, size } = measured.result();
      const name = fileName(owner, sha256);
      const answer = await request('PUT', name, sealed);
      if (!answer.ok) await fail('a write', answer);
      await answer.body?.cancel();
      return { name, sha256, size };
    },
    open: openStored,
    read: (name) => collect(openStored(name)),
    remove: async (name) => {
      const answer = await request('DELETE', name);
      if (!answer.ok && answer.status !== 404) await fail('a removal', answer);
      await answer.body?.cancel();
    },
  };
}
