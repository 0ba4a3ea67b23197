import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { appendFileSync, chmodSync, createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { ensureBuilt } from '../../bootstrap/build.mjs';
import { loadDemo } from '../../src/compose-demo.ts';
import { withHouse } from '../../src/compose-rooms.ts';
import { readConfig } from '../../src/platform/config.ts';
import { openKeys, tokenHash } from '../../src/platform/crypto/index.ts';
import { type EmbeddedPostgres, startEmbedded } from '../../src/platform/embedded-postgres/index.ts';
import { proofOf } from '../../src/surfaces/frame/proof.ts';
import { type Door, startDoor } from './door.ts';

// The program as a city runs it: its own processes, a real PostgreSQL with everything on disk. For kills and for measuring.

const ROOT = join(import.meta.dirname, '../..');
/** `all`: one process for both, as on a small machine. */
export type Role = 'web' | 'worker' | 'all';
export type Ways = {
  /** Between the processes and the database stands a door that can be shut. */
  readonly door?: boolean;
  /** Called before anything stands in the folders, e.g. to give them small disks; what it answers undoes that. */
  readonly lay?: (lab: Lab) => () => void;
  /** The database server is started again where it ends, as a small place's own one is. */
  readonly keeps?: boolean;
  /** Loaded before the program in its processes. */
  readonly before?: string;
  readonly environment?: (lab: Lab) => Readonly<Record<string, string>>;
};
export type Who = { readonly cookie: string; readonly proof: string };

export class Lab {
  readonly dir: string;
  readonly keysDir: string;
  /** Files, unfinished uploads and copies of the seals. */
  readonly dataDir: string;
  readonly postgresDir: string;
  readonly log: string;
  url = '';
  port = 0;
  #postgres: EmbeddedPostgres | undefined;
  #door: Door | undefined;
  #owner: pg.Pool | undefined;
  #followed: string | undefined;
  #unlay: (() => void) | undefined;
  #ways: Ways = {};
  readonly #running = new Map<Role | 'another', ChildProcess>();
  #proofKey: Uint8Array = new Uint8Array();

  private constructor() {
    this.dir = mkdtempSync(join(tmpdir(), 'satuloket-lab-'));
    chmodSync(this.dir, 0o755); // As root the database runs as another user.
    this.keysDir = join(this.dir, 'keys');
    this.dataDir = join(this.dir, 'hub');
    this.postgresDir = join(this.dir, 'pg');
    for (const folder of [this.dataDir, this.postgresDir]) mkdirSync(folder, { mode: 0o755 });
    this.log = join(this.dir, 'lab.log');
  }

  /** A database with the demo's cast and this many people; nothing serves yet. */
  static async open(people = 400, ways: Ways = {}): Promise<Lab> {
    // What cities run.
    await ensureBuilt();
    const lab = new Lab();
    lab.#ways = ways;
    lab.#unlay = ways.lay?.(lab);
    // Broken off, it takes its processes with it.
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => void lab.close().finally(() => process.exit(1)));
    const postgres = await lab.#startPostgres();
    lab.#postgres = postgres;
    if (ways.door) lab.#door = await startDoor(portOf(postgres));
    const config = lab.#config({ DATABASE_URL: lab.#appUrl(), DATABASE_ADMIN_URL: postgres.adminUrl });
    await lab.#makeLogin();
    await withHouse(config, ({ house, adminUrl }) => loadDemo(house, adminUrl, people));
    lab.url = lab.#appUrl();
    lab.#proofKey = openKeys(lab.keysDir, (n) => randomBytes(n)).current('cookie').bytes;
    lab.port = await freePort();
    return lab;
  }

  get adminUrl(): string {
    return this.#followed ?? this.#postgres?.adminUrl ?? '';
  }
  get cluster(): string {
    return this.#postgres?.cluster ?? '';
  }
  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }
  pidOf(role: Role | 'another'): number | undefined {
    return this.#running.get(role)?.pid;
  }

  /** One more process of the web at the same database, as a city's balancer has them side by side. @returns its port */
  async another(): Promise<number> {
    const port = await freePort();
    this.#spawn('another', 'web', { PORT: String(port) });
    await ready(port, this.log);
    return port;
  }

  /** Starts a role of the program as a process of its own; ready when it says so. */
  async start(role: Role): Promise<void> {
    this.#spawn(role, role, {});
    if (role !== 'worker') await this.ready();
  }

  #spawn(name: Role | 'another', role: Role, more: Readonly<Record<string, string>>): void {
    const before = this.#ways.before ? ['--import', this.#ways.before] : [];
    const child = spawn(process.execPath, [...before, join(ROOT, 'dist/main.js'), ...(role === 'all' ? [] : [role])], {
      cwd: ROOT,
      env: { PATH: process.env.PATH, TZ: 'UTC', ...this.#environment(), ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#running.set(name, child);
    const log = createWriteStream(this.log, { flags: 'a' });
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
  }

  ready(patience = 60_000): Promise<void> {
    return ready(this.port, this.log, patience);
  }

  /** Until the worker has begun to take jobs. */
  async working(patience = 60_000): Promise<void> {
    const listening = `select count(*)::int as many from pg_stat_activity where application_name = 'satuloket-worker'`;
    for (const end = Date.now() + patience; Date.now() < end; await new Promise((wake) => setTimeout(wake, 50)))
      if (((await this.sql<{ many: number }>(listening))[0]?.many ?? 0) > 0) return;
    throw new Error(`the worker does not work: ${this.lastWords()}`);
  }

  /** SIGKILL: nothing of it can say good-bye. */
  async kill(role: Role | 'another'): Promise<void> {
    const child = this.#running.get(role);
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await gone;
  }

  /** The end of what the processes said. */
  lastWords(): string {
    return readFileSync(this.log, 'utf8').slice(-1500);
  }

  isUp(role: Role): boolean {
    const child = this.#running.get(role);
    return child !== undefined && child.exitCode === null && child.signalCode === null;
  }

  /** SIGKILL of the database server. */
  async dropPostgres(): Promise<void> {
    const note = readFileSync(join(this.cluster, 'postmaster.pid'), 'utf8');
    process.kill(Number(note.split('\n')[0]), 'SIGKILL');
    this.#door?.cut();
    await this.#owner?.end().catch(() => undefined);
    this.#owner = undefined;
  }

  /** A server that was dropped is there again, on its old data and at its old port. */
  async returnPostgres(): Promise<void> {
    this.#postgres = await this.#startPostgres();
    this.#door?.to(portOf(this.#postgres));
  }

  /** SIGKILL of the database server, then another one on the same data. */
  async killPostgres(): Promise<void> {
    await this.dropPostgres();
    if (this.#ways.keeps) return this.#postgresBack();
    await this.returnPostgres();
  }

  async #postgresBack(): Promise<void> {
    for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((wake) => setTimeout(wake, 100)))
      if (
        await this.sql('select').then(
          () => true,
          () => false,
        )
      )
        return;
    throw new Error(`the database does not come back; see ${this.log}`);
  }

  /** Every connection to the database breaks; the server lives. */
  cutConnections(): void {
    this.#door?.cut();
  }

  /** The database can't be reached until it is opened again. */
  shutDatabase(): void {
    this.#door?.shut();
  }
  openDatabase(): void {
    this.#door?.open();
  }

  /** A second server that may become the first: the processes started from now on know both. */
  alsoAt(port: number): void {
    this.url = this.#appUrl().replace(/@([^/]+)\//, `@$1,127.0.0.1:${port}/`);
  }

  /** Another server holds the data now. */
  async follow(adminUrl: string): Promise<void> {
    await this.#owner?.end().catch(() => undefined);
    this.#owner = undefined;
    this.#followed = adminUrl;
  }

  async sql<R extends Record<string, unknown>>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    if (!this.#owner) {
      this.#owner = new pg.Pool({ connectionString: this.adminUrl, max: 2 });
      this.#owner.on('error', () => undefined);
    }
    return (await this.#owner.query(text, [...values])).rows as R[];
  }

  /** Somebody who is logged in: a citizen with PIN, or an officer. */
  async login(kind: 'citizen' | 'officer', holder: string): Promise<Who> {
    const cookie = randomBytes(32).toString('base64url');
    await this.sql(
      `insert into accounts.session (id, token_hash, kind, holder, account, officer, level, device, began_at, seen_at, idle_seconds, expires_at)
       values ($1, $2, $3, $4, (select id from accounts.account where person::text = $4 and $3 = 'citizen' limit 1),
         case when $3 = 'officer' then $4::uuid end, 2, 'uji', now(), now(), 36000, now() + interval '10 hours')`,
      [randomUUID(), tokenHash(cookie), kind, holder],
    );
    return { cookie, proof: proofOf(this.#proofKey, cookie, (n) => randomBytes(n)) };
  }

  /** Many citizens with PIN at once, each with an account where there was none. */
  async loginAll(people: readonly { readonly id: string; readonly region: string }[]): Promise<readonly Who[]> {
    const cookies = people.map(() => randomBytes(32).toString('base64url'));
    await this.sql(
      `insert into accounts.account (id, person, region, nik_lookup, phone_lookup, phone_sealed, basis, bound_by, bound_at)
       select gen_random_uuid(), id, region, sha256(('nik ' || id)::bytea), sha256(('hp ' || id)::bytea), '', 'counter', 'lab', now()
       from unnest($1::text[], $2::text[]) x(id, region) on conflict do nothing`,
      [people.map(({ id }) => id), people.map(({ region }) => region)],
    );
    await this.sql(
      `insert into accounts.session (id, token_hash, kind, holder, account, level, device, began_at, seen_at, idle_seconds, expires_at)
       select gen_random_uuid(), x.hash, 'citizen', x.id, a.id, 2, 'uji', now(), now(), 36000, now() + interval '10 hours'
       from unnest($1::text[], $2::bytea[]) x(id, hash) join accounts.account a on a.person = x.id`,
      [people.map(({ id }) => id), cookies.map(tokenHash)],
    );
    return cookies.map((cookie) => ({ cookie, proof: proofOf(this.#proofKey, cookie, (n) => randomBytes(n)) }));
  }

  /** The audit's own check, over everything. */
  readonly config = (): ReturnType<typeof readConfig> =>
    this.#config({ DATABASE_URL: this.#appUrl(), DATABASE_ADMIN_URL: this.adminUrl });

  async close(): Promise<void> {
    for (const role of this.#running.keys()) await this.kill(role);
    await this.#owner?.end();
    await this.#door?.close();
    await this.#postgres?.stop();
    this.#unlay?.();
    rmSync(this.dir, { recursive: true, force: true });
  }

  #startPostgres(): Promise<EmbeddedPostgres> {
    return startEmbedded({
      dataDir: this.postgresDir,
      ...(this.#ways.keeps ? { onGone: (error: Error) => appendFileSync(this.log, `${error.message}\n`) } : {}),
    });
  }

  #environment(): Record<string, string> {
    return {
      ...this.#ways.environment?.(this),
      ...{ NODE_ENV: 'development', DEMO: '1', HOST: '127.0.0.1', PORT: String(this.port), LOG_LEVEL: 'error' },
      ...{
        DATA_DIR: this.dataDir,
        KEYS_DIR: this.keysDir,
        PUBLIC_URL: 'http://127.0.0.1:8080',
        DATABASE_URL: this.url,
      },
    };
  }

  #config(more: Record<string, string>): ReturnType<typeof readConfig> {
    return readConfig({ ...this.#environment(), PORT: '8080', LOG_LEVEL: 'silent', ...more });
  }

  #appUrl(): string {
    const url = new URL(this.adminUrl);
    url.username = 'satuloket_app';
    url.password = this.#password();
    if (this.#door && !this.#followed) url.port = String(this.#door.port);
    return url.href;
  }

  #password(): string {
    return createHmac('sha256', this.dir).update('satuloket_app').digest('hex');
  }

  async #makeLogin(): Promise<void> {
    await this.sql(`do $$ begin create role satuloket_app; exception when duplicate_object then null; end $$`);
    await this.sql(`alter role satuloket_app with login password '${this.#password()}'`);
  }
}

const portOf = ({ adminUrl }: EmbeddedPostgres): number => Number(new URL(adminUrl).port);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address ? address.port : 0;
}

async function ready(port: number, log: string, patience = 60_000): Promise<void> {
  for (const end = Date.now() + patience; Date.now() < end; await new Promise((wake) => setTimeout(wake, 50))) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
  }
  throw new Error(`the web does not answer; see ${log}`);
}
