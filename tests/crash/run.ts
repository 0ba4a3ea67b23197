import { sealAll, verify } from '../../src/capabilities/audit/index.ts';
import { asOwner } from '../../src/compose-database.ts';
import { withHouse } from '../../src/compose-rooms.ts';
import { dice } from '../support/dice.ts';
import { Lab, type Role } from '../support/lab.ts';
import { count } from './count.ts';
import { citizen, clerk, type Ledger } from './load.ts';

export type Run = {
  readonly seed: number;
  readonly kills: Readonly<Record<string, number>>;
  readonly acknowledged: Readonly<Record<string, number>>;
  readonly unanswered: number;
  readonly papers: number;
  readonly wrong: readonly string[];
};

export type Wish = {
  readonly seed: number;
  readonly kills: number;
  /** Seconds after which no further kill is done: a sample on a slow machine is a smaller one. */
  readonly atMost?: number;
  readonly tell?: (line: string) => void;
};

const CITIZENS = 6;
const KINDS = ['web', 'worker', 'postgres', 'connections'] as const;

export async function crash({ seed, kills, atMost = Number.POSITIVE_INFINITY, tell = () => {} }: Wish): Promise<Run> {
  const lab = await Lab.open();
  const ledger: Ledger = { notes: [], strange: [], stopped: false, unanswered: 0 };
  const done: Record<string, number> = {};
  try {
    await refuseCareless(lab);
    await Promise.all([lab.start('web'), lab.start('worker')]);
    const load = [...(await citizens(lab, ledger, seed)), ...(await clerks(lab, ledger))];
    const next = dice(seed);
    const end = Date.now() + atMost * 1000;
    let made = 0;
    for (; made < kills && Date.now() < end; made++) {
      await work(ledger, 1 + Math.floor(next() * 20));
      await rest(next() * 400);
      const kind = KINDS[Math.floor(next() * KINDS.length)] ?? 'web';
      done[kind] = (done[kind] ?? 0) + 1;
      tell(`${made + 1}/${kills} ${kind}; acknowledged so far: ${ledger.notes.length}`);
      await strike(lab, kind);
    }
    await rest(500);
    ledger.stopped = true;
    await Promise.all(load);
    await settle(lab);
    const wrong = [
      ...(await count(lab, ledger.notes)),
      ...(await audited(lab)),
      ...[...new Set(ledger.strange)].slice(0, 5),
    ];
    const acknowledged: Record<string, number> = {};
    for (const { kind } of ledger.notes) acknowledged[kind] = (acknowledged[kind] ?? 0) + 1;
    const [papers] = await lab.sql<{ many: number }>(
      `select count(*)::int as many from documents.paper where state = 'active'`,
    );
    return { seed, kills: done, acknowledged, unanswered: ledger.unanswered, papers: papers?.many ?? 0, wrong };
  } finally {
    ledger.stopped = true;
    await lab.close();
  }
}

/** A slow machine gets its time: killed before anything happened, a kill would prove nothing. */
async function work(ledger: Ledger, acts: number): Promise<void> {
  const enough = ledger.notes.length + acts;
  for (let tries = 0; tries < 400 && ledger.notes.length < enough; tries++) await rest(50);
}

const rest = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));

async function strike(lab: Lab, kind: (typeof KINDS)[number]): Promise<void> {
  if (kind === 'connections') return lab.cutConnections();
  if (kind === 'postgres') await lab.killPostgres();
  else await lab.kill(kind);
  // Whatever watches over a city's processes starts again what is gone.
  for (const role of ['web', 'worker'] as Role[]) if (!lab.isUp(role)) await lab.start(role);
  await lab.ready();
}

/** Figures of a database that forgets at a kill would say nothing. */
export async function refuseCareless(lab: Lab): Promise<void> {
  const rows = await lab.sql<{ name: string; setting: string }>(
    `select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting <> 'on'`,
  );
  if (rows.length > 0) throw new Error(`refused: ${rows.map(({ name }) => name).join(', ')} must be on`);
}

/** Citizens of as few kelurahan as may be, so that their cases meet. */
const SOME = `select a.person, f.village from accounts.account a join people.person p on p.id = a.person::uuid
  join people.family f on f.region = p.region and f.kk = p.kk
  where p.region = '32.76' and p.status = 'alive' order by f.village, p.nik limit ${CITIZENS}`;

export async function citizens(lab: Lab, ledger: Ledger, seed: number): Promise<Promise<void>[]> {
  const people = await lab.sql<{ person: string }>(SOME);
  if (people.length < CITIZENS) throw new Error(`only ${people.length} citizens can log in`);
  return Promise.all(
    people.map(async ({ person }, i) => {
      const who = await lab.login('citizen', person);
      return () => citizen(lab, who, ledger, dice(seed + i + 1));
    }),
  ).then((starts) => starts.map((start) => start()));
}

/** Everybody of the kelurahan where these citizens live. */
export async function clerks(lab: Lab, ledger: Ledger): Promise<Promise<void>[]> {
  const officers = await lab.sql<{ officer: string }>(
    `select distinct r.officer from accounts.role r join organisations.office o on r.office = o.region || '/' || o.code
     where r.role in ('petugasKelurahan', 'kasiKesra', 'lurah') and o.areas && (select array_agg(village) from (${SOME}) x)`,
  );
  const starts = await Promise.all(
    officers.map(async ({ officer }) => {
      const who = await lab.login('officer', officer);
      return () => clerk(lab, who, officer, ledger);
    }),
  );
  return starts.map((start) => start());
}

/** Until nothing waits, or for a minute: then the count says what is left. */
export async function settle(lab: Lab): Promise<void> {
  for (let tries = 0; tries < 240; tries++) {
    const [row] = await lab.sql<{ many: number }>(
      `select (select count(*) from platform.outbox) + (select count(*) from graphile_worker.jobs where run_at < now() + interval '5 minutes'
         and task_identifier not in ('accounts-sweep', 'audit-seal')) as many`,
    );
    if (Number(row?.many) === 0) return;
    await rest(250);
  }
}

/** Seals everything and looks it all through, as `audit periksa` does. */
export function audited(lab: Lab): Promise<readonly string[]> {
  return withHouse(lab.config(), async ({ house, adminUrl }) => {
    await sealAll(house.seals);
    const found = await asOwner(adminUrl, (owner) => verify(owner, house.keys, house.seals.copies));
    return found.findings.map(({ region, what }) => `audit ${region}: ${what}`);
  });
}
