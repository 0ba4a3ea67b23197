import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { withHouse } from '../src/compose-rooms.ts';
import { doerOf } from '../src/surfaces/frame/index.ts';
import { refuseCareless } from '../tests/crash/run.ts';
import { Lab } from '../tests/support/lab.ts';
import { type Bench, inTurns, quantile, type Rate, rate, type Tell } from './figures.ts';
import { Connection, type Wish } from './support/client.ts';
import { CLIENTS, citizens, drafts, idOf, type Person, publish } from './support/twenty.ts';

// A page of a draft, for somebody logged in: session, person and draft are read from the database each time, nothing
// is kept that a log-out must end. Beside it the same bytes, sent from memory by a bare server of the same framework.

const EACH = Number(process.env.BENCH_EACH ?? 60);
const TIMES = 5;
const WARMING = 8000;

export const bench: Bench = async (tell) => {
  const lab = await Lab.open(400);
  let bare: Bare | undefined;
  try {
    await refuseCareless(lab);
    await publish(lab);
    const people = await citizens(lab);
    await lab.start('web');
    await drafts(lab, people, 'page', 1);
    const wishes = people.map((person, client) => wishOf(person, client));
    const first = await new Connection(lab.port).send(wishes[0] as Wish);
    if (first.status !== 200 || !first.body.includes('q7')) throw new Error(`no form: ${first.status}`);
    bare = await startBare(first.body);
    const { port } = bare;
    const pages = (at: number) => visit(at, wishes, EACH);
    await pages(lab.port);
    await pages(port);
    const result = await inTurns(
      TIMES,
      () => pages(lab.port),
      () => pages(port),
    );
    const added = await reading(lab, people, tell);
    const more = 1000 / result.ours.perSecond - 1000 / result.limit.perSecond;
    return [
      {
        ...{ name: 'form-page', value: result.ours.perSecond, unit: 'pages/s', limit: result.limit.perSecond },
        ...{ ratio: result.ratio, p50: result.ours.p50, p99: result.ours.p99 },
        note: `${Math.round(first.body.length / 1024)} KB, ${CLIENTS} clients, one process; limit: the same bytes from memory; aim 1,200/s`,
      },
      {
        ...{ name: 'form-page, added', value: quantile(added, 0.5), unit: 'ms a page', limit: 0.4 },
        ...{ ratio: quantile(added, 0.5) / 0.4, p50: quantile(added, 0.5), p99: quantile(added, 0.99) },
        note: 'until session, person and draft are read, one page at a time on an idle machine; limit: the aim, at most',
      },
      {
        ...{ name: 'form-page, added, busy', value: more, unit: 'ms a page', limit: 0.4, ratio: more / 0.4 },
        note: `what a page costs by the clock beyond its bytes, ${CLIENTS} at once: reading, and drawing too; limit: the aim, at most`,
      },
    ];
  } finally {
    bare?.stop();
    await lab.close();
  }
};

const wishOf = ({ who }: Person, client: number): Wish => ({
  ...{ method: 'GET', path: `/permohonan/32.76/${idOf('page', client, 1)}/semua.q7` },
  headers: { cookie: `sesi=${who.cookie}`, accept: 'text/html' },
});

async function visit(port: number, wishes: readonly Wish[], each: number): Promise<Rate> {
  const idle = Array.from({ length: CLIENTS }, (_, client) => ({
    ...{ wish: wishes[client % wishes.length] as Wish, connection: new Connection(port) },
  }));
  const work = Array.from({ length: each * CLIENTS }, () => async () => {
    const one = idle.pop() as (typeof idle)[number];
    const { status } = await one.connection.send(one.wish);
    idle.unshift(one);
    if (status !== 200) throw new Error(`page: ${status}`);
  });
  const measured = await rate(CLIENTS, work);
  for (const { connection } of idle) connection.close();
  return measured;
}

type Bare = { readonly port: number; stop(): void };

async function startBare(page: string): Promise<Bare> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'support/bare-server.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(page);
  const port = await new Promise<number>((told) => child.stdout.once('data', (text) => told(Number(text))));
  return { port, stop: () => void child.kill() };
}

/** What a page waits for before it can be drawn, in the rooms themselves. */
const reading = (lab: Lab, people: readonly Person[], tell: Tell): Promise<readonly number[]> =>
  withHouse(lab.config(), async ({ house }) => {
    const took: number[] = [];
    // What a process that has just started must learn first is nobody's wait.
    for (let i = 0; i < WARMING + 2000; i++) {
      const client = i % people.length;
      const { who } = people[client] as Person;
      const ref = { region: '32.76', id: idOf('page', client, 1) };
      const began = performance.now();
      const { signed, person, found } = await house.arrive(who.cookie, ref);
      if (signed?.kind !== 'citizen' || !person || !found) throw new Error('not logged in');
      await house.cases.draft(doerOf(signed, person.name), ref, found);
      took.push(performance.now() - began);
    }
    tell(`reading takes ${quantile(took.slice(WARMING), 0.5).toFixed(2)} ms`);
    return took.slice(WARMING);
  });
