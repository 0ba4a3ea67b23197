import { readFileSync } from 'node:fs';
import { refuseCareless } from '../tests/crash/run.ts';
import { Lab } from '../tests/support/lab.ts';
import { type Bench, quantile, rate } from './figures.ts';
import { Connection } from './support/client.ts';
import { CLIENTS, citizens, drafts, idOf, type Person, publish, send } from './support/twenty.ts';

// What one process for everything holds: at rest, and after an hour's worth of a busy city: pages looked at, drafts opened, cases sent,
// their notices written. Looked at twice a second: growth is how much higher the middle lies in the later half than in the half before it, once
// the first rounds have taught the process what it must learn.

const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 60_000);
const ROUNDS = 10;
const LEARNING = 2;
const LOOK_MS = 500;
const PAGES = ['/', '/layanan/32.76/sktm', '/lacak', '/masuk', '/layanan/akta-kelahiran'];
/** Of ten requests one sends a case. */
const SENT = 0.1;

export const bench: Bench = async (tell) => {
  const lab = await Lab.open(400);
  try {
    await refuseCareless(lab);
    await publish(lab);
    const people = await citizens(lab);
    await lab.start('all');
    await rest(15_000);
    const idle = held(lab);
    tell(`${idle.toFixed(0)} MB at rest`);
    const rounds: (readonly number[])[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const marks: number[] = [];
      const looking = setInterval(() => marks.push(held(lab)), LOOK_MS);
      await load(lab, people, `memory-${round}`);
      await rest(3_000);
      clearInterval(looking);
      rounds.push(marks);
      tell(`${quantile(marks, 0.5).toFixed(0)} MB, at most ${Math.max(...marks).toFixed(0)}`);
    }
    const known = rounds.slice(LEARNING);
    const [before = [], after = []] = [known.slice(0, known.length / 2), known.slice(known.length / 2)].map((of) =>
      of.flat(),
    );
    const growth = quantile(after, 0.5) - quantile(before, 0.5);
    const most = Math.max(...rounds.flat());
    const spread = [before, after].map((of) => `${quantile(of, 0.1).toFixed(0)} to ${quantile(of, 0.9).toFixed(0)} MB`);
    const told = `after ${REQUESTS} requests, of which ${Math.round(REQUESTS * SENT)} sent a case`;
    return [
      {
        name: 'memory, idle',
        value: idle,
        unit: 'MB',
        limit: 200,
        ratio: idle / 200,
        note: 'web and worker in one process; limit: the aim',
      },
      { name: 'memory, loaded', value: most, unit: 'MB', note: `at most; ${told}` },
      {
        name: 'memory, growth',
        value: growth,
        unit: 'MB',
        note: `between the middles of two halves, ${spread.join(' and ')} from the 10th to the 90th in a hundred; aim: none; ${told}`,
      },
    ];
  } finally {
    await lab.close();
  }
};

async function load(lab: Lab, people: readonly Person[], run: string): Promise<void> {
  const each = Math.ceil((REQUESTS / ROUNDS) * (SENT / CLIENTS));
  await drafts(lab, people, run, each);
  const idle = people.map((person, client) => ({ person, client, connection: new Connection(lab.port) }));
  const many = Math.round((REQUESTS / ROUNDS) * (1 - SENT));
  await rate(
    idle.length,
    Array.from({ length: many }, (_, i) => async () => {
      const one = idle.pop() as (typeof idle)[number];
      const path =
        i % 2 === 0 ? PAGES[(i / 2) % PAGES.length] : `/permohonan/32.76/${idOf(run, one.client, 1)}/semua.q7`;
      const { status } = await one.connection.send({
        ...{ method: 'GET', path: path ?? '/' },
        headers: { cookie: `sesi=${one.person.who.cookie}`, accept: 'text/html' },
      });
      idle.unshift(one);
      if (status >= 400) throw new Error(`${path}: ${status}`);
    }),
  );
  for (const { connection } of idle) connection.close();
  await send(people, run, { each: each, ports: [lab.port] });
}

/** Resident memory of the process, in MB. */
function held(lab: Lab): number {
  const status = readFileSync(`/proc/${lab.pidOf('all')}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

const rest = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));
