import { hash, verify } from '@node-rs/argon2';
import { Refusal } from '../../kernel/refusal.ts';
import type { Keys } from './keys.ts';

export type PasswordHash = {
  /** @param kind keeps a PIN's hash from ever being accepted as a password's */
  hash(secret: string): Promise<string>;
  /** Without a stored hash the same work is done and the answer is false: who has none can't be told by the time it takes. */
  verify(stored: string | undefined, secret: string): Promise<boolean>;
  /** Waiting and running now, for the operator's figures. */
  load(): { readonly running: number; readonly waiting: number };
};

export type PasswordHashOptions = {
  /** How many at once. Each takes 19 MiB and one of libuv's four threads, which files and look-ups of names need too. */
  readonly parallel?: number;
  /** How many may wait; beyond it people are asked to come back. */
  readonly waiting?: number;
};

// argon2id, 19 MiB, 2 passes: OWASP's first choice of parameters; about 25 ms of one core.
const COST = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export function createPasswordHash(keys: Keys, options: PasswordHashOptions = {}): PasswordHash {
  const turn = createTurnstile(options.parallel ?? 2, options.waiting ?? 1_000);
  const cost = (key: Uint8Array) => ({ ...COST, secret: key });
  let dummy: Promise<string> | undefined;
  const hashNow = async (secret: string): Promise<string> => {
    const key = keys.current('pepper');
    return `${key.id}:${await hash(secret, cost(key.bytes))}`;
  };
  const verifyNow = async (stored: string, secret: string): Promise<boolean> => {
    const split = stored.indexOf(':');
    const key = keys.named('pepper', stored.slice(0, split));
    return key !== undefined && (await verify(stored.slice(split + 1), secret, cost(key.bytes)));
  };
  return {
    hash: (secret) => turn.take(() => hashNow(secret)),
    verify: (stored, secret) =>
      turn.take(async () => {
        if (stored !== undefined) return verifyNow(stored, secret);
        dummy ??= hashNow('a secret that nobody has');
        await verifyNow(await dummy, secret);
        return false;
      }),
    load: turn.load,
  };
}

type Turnstile = {
  take<R>(work: () => Promise<R>): Promise<R>;
  load(): { readonly running: number; readonly waiting: number };
};

function createTurnstile(parallel: number, limit: number): Turnstile {
  const queue: (() => void)[] = [];
  let running = 0;
  return {
    async take(work) {
      if (running >= parallel) {
        if (queue.length >= limit) throw new Refusal('accounts/busy', 503, { seconds: 10 });
        await new Promise<void>((resolve) => queue.push(resolve));
      } else running += 1;
      try {
        return await work();
      } finally {
        const next = queue.shift();
        if (next) next();
        else running -= 1;
      }
    },
    load: () => ({ running, waiting: queue.length }),
  };
}
