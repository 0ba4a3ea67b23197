import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestDatabase, testDatabase } from '../../../tests/support/database.ts';
import { localDate } from '../../kernel/dates.ts';
import { createPasswordHash, type Keys, keysInMemory } from '../../platform/crypto/index.ts';
import type { Job } from '../../platform/jobs/index.ts';
import type { Message } from '../../platform/messages/index.ts';
import { ROOT } from '../../root.ts';
import type { Identity, KnownPerson } from './deps.ts';
import { type Accounts, createAccounts } from './index.ts';
import { readLeaked } from './password.ts';

export const LEAKED = readLeaked(readFileSync(join(ROOT, 'reference/passwords/leaked.txt'), 'utf8'));

/** A person of a test's own small register. */
export type Known = KnownPerson & { readonly nik: string; readonly kk: string };

export const SITI: Known = {
  person: '01932b1e-0000-7000-8000-000000000001',
  region: '32.76',
  name: 'Siti Rahmawati',
  birthDate: '1990-11-23',
  phone: '+6281200000001',
  nik: '9976016311900001',
  kk: '9976012311260001',
};
export const BUDI: Known = {
  ...SITI,
  person: '01932b1e-0000-7000-8000-000000000002',
  name: 'Budi Santoso',
  birthDate: '1988-02-01',
  nik: '9976010102880001',
};
export const ANI: Known = {
  ...SITI,
  person: '01932b1e-0000-7000-8000-000000000003',
  name: 'Ani',
  birthDate: '2015-05-05',
  nik: '9976014505150001',
};

/** A page of an officer; a test that sends another page gives it another key. */
export const AT_COUNTER = {
  officer: '01932b1e-0000-7000-8000-00000000000f',
  office: '32.76/dukcapil',
  key: 'halaman-1',
  document: 'ktp-el',
};
export const PLACE = { agent: 'Mozilla/5.0 (Linux; Android 8) Chrome/120', device: null, shared: false };

export type Stage = {
  readonly t: TestDatabase;
  readonly keys: Keys;
  readonly accounts: Accounts;
  /** Moves the clock. */
  pass(seconds: number): void;
  now(): Date;
  /** Runs the waiting codes as the workers would, and gives what was sent. */
  deliver(): Promise<readonly Message[]>;
  /** The code on its way to a number, or undefined. */
  codeFor(phone: string): Promise<string | undefined>;
  close(): Promise<void>;
};

export async function stage(
  people: readonly Known[] = [SITI, BUDI, ANI],
  written: () => void = () => undefined,
): Promise<Stage> {
  const t = await testDatabase();
  const keys = keysInMemory((n) => randomBytes(n));
  let now = new Date('2026-11-23T03:05:00Z');
  const identity: Identity = {
    matches: async (nik, { kk, birthDate }) =>
      people.find((p) => p.nik === nik && p.kk === kk && p.birthDate === birthDate),
    byNik: async (nik) => people.find((p) => p.nik === nik),
    byId: async (region, person) => people.find((p) => p.region === region && p.person === person),
  };
  const accounts = createAccounts({
    db: t.db,
    keys,
    passwords: createPasswordHash(keys),
    leaked: LEAKED,
    identity,
    clock: () => now,
    todayIn: async (region) => localDate(now, region.startsWith('81') ? 'WIT' : 'WIB'),
    random: (n) => randomBytes(n),
    written,
    proofByRegister: true,
  });
  async function deliver(): Promise<readonly Message[]> {
    const sent: Message[] = [];
    const subscribers = accounts.subscribers({ send: async (message) => String(sent.push(message)) });
    const jobs = await t.admin<Job & Record<string, unknown>>('delete from platform.outbox returning *');
    for (const job of jobs) for (const s of subscribers.filter((one) => one.topic === job.topic)) await s.run(job);
    return sent;
  }
  return {
    t,
    keys,
    accounts,
    pass: (seconds) => {
      now = new Date(now.getTime() + seconds * 1000);
    },
    now: () => now,
    deliver,
    codeFor: async (phone) => /\d{6}/.exec((await deliver()).filter((m) => m.to === phone).at(-1)?.text ?? '')?.[0],
    close: t.close,
  };
}

/** What the register says of Siti, as a proof of who she is. */
export const REGISTER = { kind: 'register', nik: SITI.nik, kk: SITI.kk, birthDate: SITI.birthDate } as const;

/** Nobody has an account, nothing was asked, nothing waits to be sent. */
export const emptied = (s: Stage): Promise<unknown> =>
  s.t.admin(
    'truncate accounts.account, accounts.session, accounts.challenge, accounts.pace, accounts.device, platform.outbox cascade',
  );
