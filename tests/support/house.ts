import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import {
  type Inbox,
  type MessageSimulators,
  startMessageSimulators,
  type Trouble,
} from '../../simulators/messages/index.ts';
import { chooseRegister, secretPlace } from '../../src/capabilities/people/index.ts';
import { composeHouse, type House } from '../../src/compose.ts';
import { asOwner, upgrade } from '../../src/compose-database.ts';
import { demoCast, loadDemo, loadHolidays } from '../../src/compose-demo.ts';
import { readConfig } from '../../src/platform/config.ts';
import { createEnvelope, keysInMemory } from '../../src/platform/crypto/index.ts';
import { type Template, type TestDatabase, testDatabase } from './database.ts';

export type TestHouse = {
  readonly house: House;
  /** The pages; composed at the first call. */
  web(): Promise<FastifyInstance>;
  /** Where it listens, once `listen` was called. */
  listen(): Promise<string>;
  /** What the simulated phones got. */
  messages(): Inbox;
  /** The next messages meet this at the gateway. */
  trouble(next: Trouble): void;
  readonly t: TestDatabase;
  readonly errors: string[];
  readonly cast: ReturnType<typeof demoCast>;
  close(): Promise<void>;
};

const PEOPLE = 400;
// The demo's accounts are hashed with keys, so all clones of the template share them.
const KEYS = keysInMemory((n) => new Uint8Array(n).fill(7));

type Parts = {
  readonly url: string;
  readonly dir: string;
  readonly clock: () => Date;
  readonly simulators: MessageSimulators | undefined;
  readonly errors: string[];
  readonly settings?: Readonly<Record<string, string>> | undefined;
};

const compose = ({ url, dir, clock, simulators, errors, settings }: Parts): Promise<House> =>
  composeHouse({
    ...{
      config: readConfig({
        NODE_ENV: 'test',
        DATA_DIR: dir,
        DEMO: '1',
        PUBLIC_URL: 'http://127.0.0.1:8080',
        ...settings,
      }),
      clock,
      databaseUrl: url,
      keys: KEYS,
    },
    onError: (error, where) => errors.push(`${where}: ${error instanceof Error ? error.message : String(error)}`),
    messages: {
      ...{ sms: simulators?.messagesUrl, whatsapp: simulators?.messagesUrl },
      mail: simulators && { url: simulators.smtpUrl, from: 'demo@contoh.id' },
    },
    pdfWorker: new URL('../../src/platform/pdf/worker.ts', import.meta.url),
  });

/** A database with the small demo in it, as a newcomer's first start leaves it. */
async function prepareDemo(url: string): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'satuloket-demo-'));
  const errors: string[] = [];
  await upgrade(url);
  await loadHolidays(url);
  const house = await compose({ url, dir, clock: () => new Date(), simulators: undefined, errors });
  try {
    await loadDemo(house, url, PEOPLE);
  } finally {
    await house.close();
    await rm(dir, { recursive: true, force: true });
  }
  if (errors.length > 0) throw new Error(errors.join('; '));
}

/** The small demo, unless a test brings rows of its own. `load` fills this house's very database, which settings cling to. */
type Filled = Template & { readonly load?: (adminUrl: string) => Promise<unknown> };
const DEMO: Filled = { name: 'satuloket_demo_template', prepare: prepareDemo };

export type HouseWish = {
  readonly database?: Filled;
  readonly clock?: () => Date;
  readonly settings?: Readonly<Record<string, string>>;
  /** Hears every line of the log; `settings` say how much there is. */
  readonly log?: (line: string) => void;
  /** Regions whose register is not the demo's own. */
  readonly registers?: Readonly<Record<string, 'manual' | MatchAt>>;
};
export type MatchAt = { readonly url: string; readonly account: string; readonly password: string };

async function choose(t: TestDatabase, registers: HouseWish['registers'] = {}): Promise<void> {
  const envelope = createEnvelope(KEYS, (n) => randomBytes(n));
  for (const [region, wish] of Object.entries(registers)) {
    const match = wish === 'manual' ? undefined : wish;
    const choice = {
      ...{ region, kind: match ? ('match' as const) : ('manual' as const), chosenAt: new Date() },
      ...{ url: match?.url ?? null, account: match?.account ?? null },
      secret: match ? envelope.seal(match.password, secretPlace(region)) : null,
    };
    await asOwner(t.adminUrl, (owner) => chooseRegister(owner, choice));
  }
}

/** The whole program on a database of its own with a small demo: every room real, messages to simulators. */
export async function testHouse(options: HouseWish = {}): Promise<TestHouse> {
  const clock = options.clock ?? (() => new Date());
  const { load, ...template } = options.database ?? DEMO;
  const t = await testDatabase(template);
  await load?.(t.adminUrl);
  await choose(t, options.registers);
  const dir = await mkdtemp(join(tmpdir(), 'satuloket-house-'));
  const simulators = await startMessageSimulators(clock);
  const errors: string[] = [];
  const house = await compose({ url: t.adminUrl, dir, clock, simulators, errors, settings: options.settings });
  await house.jobs.start();
  let composed: Promise<FastifyInstance> | undefined;
  const web = () => {
    composed ??= import('../../src/compose-web.ts').then(({ composeWeb }) =>
      composeWeb(house, { inbox: simulators.inbox }, options.log && { write: options.log }),
    );
    return composed;
  };
  return {
    ...{ house, web, t, errors, cast: demoCast() },
    listen: async () => (await web()).listen({ host: '127.0.0.1', port: 0 }),
    messages: () => simulators.inbox,
    trouble: simulators.trouble,
    close: async () => {
      await (await composed)?.close();
      await house.close();
      await simulators.stop();
      await t.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
