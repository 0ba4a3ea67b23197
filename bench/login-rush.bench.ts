import { randomBytes, randomUUID } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { parseMobile } from '../src/kernel/phone.ts';
import { createKeyedHash, createPasswordHash, keysInMemory, openKeys } from '../src/platform/crypto/index.ts';
import { refuseCareless } from '../tests/crash/run.ts';
import { Lab } from '../tests/support/lab.ts';
import { hidden } from '../tests/support/walker.ts';
import { type Bench, type Figure, inTurns, quantile, type Rate, rate } from './figures.ts';
import { Connection, type Reply } from './support/client.ts';

// The minute after an announcement: 500 people of one address (carrier NAT) ask for a code within one second, read it on their phone and
// enter it. Web and worker are one process. Hashing of PIN and password is measured apart: it waits in a bounded pool.

const PEOPLE = Number(process.env.BENCH_PEOPLE ?? 500);
const LIMIT_SECONDS = 10;
const LOOK_EVERY_MS = 50;

export const bench: Bench = async (tell) => {
  const lab = await Lab.open(PEOPLE * 2);
  try {
    await refuseCareless(lab);
    const numbers = await accounts(lab);
    await lab.start('all');
    // One comes before: what a process that has just started must learn first is not the rush's.
    const phones = new Phones(lab);
    await enter(lab, phones, numbers[0] ?? '');
    const began = performance.now();
    const all = await Promise.allSettled(
      numbers.slice(1).map(async (phone, i) => {
        await rest((i / PEOPLE) * 1000);
        const start = performance.now();
        await enter(lab, phones, phone);
        return { took: performance.now() - start, done: performance.now() - began };
      }),
    );
    await phones.close();
    const inside = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const failed = all.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
    const took = inside.map((one) => one.took / 1000);
    const last = Math.max(...inside.map(({ done }) => done)) / 1000;
    tell(`${inside.length} in, the last after ${last.toFixed(1)} s`);
    return [
      {
        ...{
          name: 'login-rush',
          value: last,
          unit: 's until all are in',
          limit: LIMIT_SECONDS,
          ratio: last / LIMIT_SECONDS,
        },
        ...{ p50: quantile(took, 0.5), p99: quantile(took, 0.99) },
        note: `${inside.length} of ${numbers.length - 1} in, from one address${failed.length > 0 ? `; FAILED, e.g. ${failed[0]}` : ''}; limit: the aim, at most; p50 and p99 in s a person`,
      },
      await hashing(),
    ];
  } finally {
    await lab.close();
  }
};

/** People with an account and a number of their own. */
async function accounts(lab: Lab): Promise<readonly string[]> {
  const keys = createKeyedHash(openKeys(lab.keysDir, (n) => randomBytes(n)));
  const persons = await lab.sql<{ id: string }>(
    `select id::text as id from people.person p where region = '32.76' and status = 'alive'
     and not exists (select from accounts.account a where a.person = p.id::text) order by nik limit $1`,
    [PEOPLE + 1],
  );
  const made = persons.map(({ id }, i) => {
    const phone = `0812 7${String(i).padStart(3, '0')} 5555`;
    const read = parseMobile(phone);
    if (!read.ok) throw new Error(`no number: ${phone}`);
    return { id, phone, lookup: keys.of('phone', read.value) };
  });
  await lab.sql(
    `insert into accounts.account (id, person, region, nik_lookup, phone_lookup, phone_sealed, basis, bound_by, bound_at)
     select a, p, '32.76', sha256(p::bytea), l, 'x', 'counter', 'bench', now() from unnest($1::uuid[], $2::text[], $3::bytea[]) as x(a, p, l)`,
    [made.map(() => randomUUID()), made.map(({ id }) => id), made.map(({ lookup }) => lookup)],
  );
  return made.map(({ phone }) => phone);
}

/** Page, number, code from the phone, in. @throws when anything is answered otherwise */
async function enter(lab: Lab, phones: Phones, phone: string): Promise<void> {
  const browser = new Browser(lab.port);
  try {
    const page = await browser.get('/masuk');
    const asked = await browser.post('/masuk', { ...hidden(page.body, '/masuk'), telepon: phone });
    if (!asked.location.startsWith('/masuk/kode')) throw new Error(`no code asked for: ${asked.status}`);
    const form = hidden((await browser.get(asked.location)).body, '/masuk/kode');
    const entered = await browser.post('/masuk/kode', { ...form, kode: await phones.codeOf(phone) });
    if (entered.status !== 303 || !browser.has('sesi'))
      throw new Error(`not in: ${entered.status} ${entered.location}`);
  } finally {
    browser.close();
  }
}

/** All the phones at once: each code goes to whoever waits for it. */
class Phones {
  readonly #codes = new Map<string, string>();
  readonly #reader: Connection;
  readonly #read: Promise<void>;
  #open = true;

  constructor(lab: Lab) {
    this.#reader = new Connection(lab.port);
    this.#read = this.#keepReading();
  }

  async codeOf(phone: string): Promise<string> {
    const number = bare(phone);
    while (this.#open) {
      const code = this.#codes.get(number);
      if (code) return code;
      await rest(20);
    }
    throw new Error('no code came');
  }

  async close(): Promise<void> {
    this.#open = false;
    await this.#read;
    this.#reader.close();
  }

  async #keepReading(): Promise<void> {
    while (this.#open) {
      const wish = {
        method: 'GET',
        path: '/api/v1/demo/messages?limit=50',
        headers: { accept: 'application/json' },
      } as const;
      const { status, body } = await this.#reader.send(wish);
      const { messages = [] } =
        status === 200 ? (JSON.parse(body) as { messages: { to: string; text: string }[] }) : {};
      for (const { to, text } of messages) {
        const code = /Kode SatuLoket: (\d{6})/.exec(text)?.[1];
        if (code) this.#codes.set(bare(to), code);
      }
      await rest(LOOK_EVERY_MS);
    }
  }
}

const bare = (phone: string): string => phone.replaceAll(/\D/g, '').replace(/^0/, '62');

const rest = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));

class Browser {
  readonly #connection: Connection;
  readonly #jar = new Map<string, string>();
  constructor(port: number) {
    this.#connection = new Connection(port);
  }
  get = (path: string): Promise<Reply> => this.#send('GET', path);
  post = (path: string, form: Readonly<Record<string, string>>): Promise<Reply> =>
    this.#send('POST', path, new URLSearchParams(form).toString());
  has = (name: string): boolean => (this.#jar.get(name) ?? '') !== '';
  close = (): void => this.#connection.close();

  async #send(method: 'GET' | 'POST', path: string, body?: string): Promise<Reply> {
    const cookie = [...this.#jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const reply = await this.#connection.send({
      ...{ method, path, ...(body === undefined ? {} : { body }) },
      headers: { accept: 'text/html', cookie, 'content-type': 'application/x-www-form-urlencoded' },
    });
    for (const one of reply.cookies) this.#jar.set(one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1));
    if (reply.status !== 503 || reply.retryAfter === null) return reply;
    // Whoever is told to come back does so, and sends the same again.
    await rest(reply.retryAfter * 1000);
    return this.#send(method, path, body);
  }
}

/** Checking a PIN or password through the pool, beside the bare library with as many at once. */
async function hashing(): Promise<Figure> {
  const passwords = createPasswordHash(keysInMemory((n) => randomBytes(n)));
  const stored = await passwords.hash('246813');
  const cost = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
  const bare = await hash('246813', cost);
  const many = <T>(work: () => Promise<T>) => Array.from({ length: 60 }, () => work);
  const ours = (): Promise<Rate> =>
    rate(
      32,
      many(() => passwords.verify(stored, '246813')),
    );
  const limit = (): Promise<Rate> =>
    rate(
      2,
      many(() => verify(bare, '246813', cost)),
    );
  await ours();
  const result = await inTurns(3, ours, limit);
  return {
    ...{ name: 'login-rush, argon2id', value: result.ours.perSecond, unit: 'checks/s', limit: result.limit.perSecond },
    ...{ ratio: result.ratio, p50: result.ours.p50, p99: result.ours.p99 },
    note: '32 wait for a pool of 2; limit: the bare library, 2 at once',
  };
}
