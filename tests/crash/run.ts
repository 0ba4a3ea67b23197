import { sealAll, verify } from '../../src/capabilities/audit/index.ts';
import { asOwner } from '../../src/compose-database.ts';
import { withHouse } from '../../src/compose-rooms.ts';
import { dice } from '../support/dice.ts';
import { Lab, type Role } from '../support/lab.ts';
import { type Bpjs, besideBpjs } from './bpjs-load.ts';
import { count } from './count.ts';
import { laidDisks, SLOW_NOTE, slowDisk } from './disks.ts';
import { citizen, clerk, type Ledger } from './load.ts';
import { type Clinic, callers, openClinic, patientOf, room } from './queue-load.ts';
import { KILLS, type Struck, type Trouble, troubles } from './troubles.ts';

export type Run = {
  readonly seed: number;
  readonly kills: Readonly<Record<string, number>>;
  /** What went wrong in between, and what this machine lacks the means for. */
  readonly troubles: Readonly<Record<string, number>>;
  readonly notRun: readonly string[];
  readonly acknowledged: Readonly<Record<string, number>>;
  readonly unanswered: number;
  readonly toldToWait: number;
  readonly papers: number;
  /** Acts that BPJS took, and how often it was told what it had already. */
  readonly told: number;
  readonly toldAgain: number;
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
const PATIENTS = 4;
/** Between two kills, how often something else goes wrong. */
const TROUBLED = 0.35;

export const emptyLedger = (): Ledger => ({ notes: [], strange: [], stopped: false, unanswered: 0, toldToWait: 0 });

export async function crash(wish: Wish): Promise<Run> {
  const { seed, kills, atMost = Number.POSITIVE_INFINITY, tell = () => {} } = wish;
  const { lay, disks } = laidDisks();
  const lab = await Lab.open(400, {
    ...{ lay, door: true, keeps: true, before: new URL('../support/slow-disk.mjs', import.meta.url).href },
    environment: ({ dir }) => ({ SLOW_DISK: `${dir}/${SLOW_NOTE}` }),
  });
  const ledger = emptyLedger();
  const done: Record<string, number> = {};
  const met: Record<string, number> = {};
  let bpjs: Bpjs | undefined;
  try {
    await refuseCareless(lab);
    const clinic = await openClinic(lab);
    const people = await lab.sql<{ person: string }>(PATIENTS_OF);
    bpjs = await besideBpjs(lab, clinic, people);
    await Promise.all([lab.start('web'), lab.start('worker')]);
    const load = [
      ...(await citizens(lab, ledger, seed)),
      ...(await clerks(lab, ledger)),
      ...(await queueing(lab, ledger, clinic, people, seed)),
    ];
    const can = troubles({ lab, disks: disks(), slow: slowDisk(lab) });
    const next = dice(seed);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;
    const end = Date.now() + atMost * 1000;
    for (let made = 0; made < kills && Date.now() < end; made++) {
      await work(ledger, 1 + Math.floor(next() * 20));
      await rest(next() * 400);
      const troubled = next() < TROUBLED ? pick(can.possible) : undefined;
      const kill = pick(KILLS);
      if (troubled) await meet(lab, ledger, can, troubled, met, tell);
      done[kill] = (done[kill] ?? 0) + 1;
      tell(`${made + 1}/${kills} ${kill}; acknowledged so far: ${ledger.notes.length}, told to BPJS: ${bpjs.told()}`);
      bpjs.turn(pick);
      await strike(lab, kill, bpjs);
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
    // Nobody else sends while what is left is told.
    await lab.kill('worker');
    await bpjs.drain();
    wrong.push(...(await bpjs.count()));
    const acknowledged: Record<string, number> = {};
    for (const note of ledger.notes) {
      const name = note.kind === 'queued' ? note.act : note.kind;
      acknowledged[name] = (acknowledged[name] ?? 0) + 1;
    }
    const [papers] = await lab.sql<{ many: number }>(
      `select count(*)::int as many from documents.paper where state = 'active'`,
    );
    const { unanswered, toldToWait } = ledger;
    return {
      ...{ seed, kills: done, troubles: met, notRun: can.notRun, acknowledged, unanswered, toldToWait },
      ...{ papers: papers?.many ?? 0, told: bpjs.told(), toldAgain: bpjs.twice(), wrong },
    };
  } finally {
    ledger.stopped = true;
    await lab.close();
    await bpjs?.stop();
  }
}

/** Something else goes wrong for a while. No process of ours may end of it, and everything must work again by itself. */
async function meet(
  lab: Lab,
  ledger: Ledger,
  can: Struck,
  kind: Trouble,
  met: Record<string, number>,
  tell: (line: string) => void,
): Promise<void> {
  met[kind] = (met[kind] ?? 0) + 1;
  // One that is only starting may end, and says why: whoever watches starts it again.
  await lab.working();
  const pids = (['web', 'worker'] as const).map((role) => lab.pidOf(role));
  const told = ledger.toldToWait;
  await can.strike(kind);
  await lab.ready();
  const alive = (['web', 'worker'] as const).every((role, i) => lab.isUp(role) && lab.pidOf(role) === pids[i]);
  if (!alive) ledger.strange.push(`a process ended of ${kind}: ${lab.lastWords()}`);
  tell(`    ${kind}; told to wait meanwhile: ${ledger.toldToWait - told}`);
}

/** A slow machine gets its time: killed before anything happened, a kill would prove nothing. */
async function work(ledger: Ledger, acts: number): Promise<void> {
  const enough = ledger.notes.length + acts;
  for (let tries = 0; tries < 400 && ledger.notes.length < enough; tries++) await rest(50);
}

const rest = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));

async function strike(lab: Lab, kind: (typeof KILLS)[number], bpjs: Bpjs): Promise<void> {
  if (kind === 'postgres') await lab.killPostgres();
  else await lab.kill(kind);
  if (!lab.isUp('worker')) await bpjs.timePasses();
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

/** Other citizens than those who ask for letters, and the rooms of one clinic. */
const PATIENTS_OF = `select a.person from accounts.account a join people.person p on p.id = a.person::uuid
  where p.region = '32.76' and p.status = 'alive' and p.birth_date < '2000-01-01' order by p.nik desc limit ${PATIENTS}`;

async function queueing(
  lab: Lab,
  ledger: Ledger,
  clinic: Clinic,
  people: readonly { readonly person: string }[],
  seed: number,
): Promise<Promise<void>[]> {
  const patients = await Promise.all(people.map(({ person }) => lab.login('citizen', person)));
  const officers = await callers(lab, clinic);
  const rooms = await Promise.all(officers.map(({ officer }) => lab.login('officer', officer)));
  return [
    ...patients.map((who, i) => patientOf(lab, who, clinic, ledger, dice(seed + 100 + i), 'bpjs')),
    ...rooms.map((who, i) => room(lab, who, clinic, String(i + 1), ledger)),
  ];
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
