import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { refuseCareless } from '../tests/crash/run.ts';
import { Lab } from '../tests/support/lab.ts';
import { type Bench, inTurns, type Rate, rate } from './figures.ts';
import { Connection } from './support/client.ts';
import { bookingOf, openSession, type Visitor, visitors } from './support/queue-day.ts';

// Everybody wants a number for the same window: bookings over HTTP by 200 people at a time, each logged in, each with a number of his own in
// the end, with event, audit and news. Beside it the bare insert in which 200 people share one lock and one commit, on the same server.

const TIMES = 5;
const EACH = Number(process.env.BENCH_EACH ?? 1_000);
const CLIENTS = 200;
const PLACES = 20_000;
/** Rows of the bare insert in a turn: as short as ours would be too short to see. */
const BARE = 20_000;

export const bench: Bench = async (tell) => {
  const lab = await Lab.open(40_000);
  try {
    await refuseCareless(lab);
    const people = [...(await visitors(lab, EACH * (TIMES + 1)))];
    if (people.length < EACH * (TIMES + 1)) throw new Error(`only ${people.length} grown-ups in the demo`);
    const { session, slot } = await openSession(lab, { online: PLACES, desk: 0 });
    await lab.start('web');
    const limit = await openBare(lab);
    let given = 0;
    const ours = (): Promise<Rate> => {
      given += EACH;
      return book(lab, people.splice(0, EACH), slot);
    };
    // What a process that has just started must learn first is nobody's rate.
    await ours();
    await limit.run();
    const result = await inTurns(TIMES, ours, limit.run);
    await limit.close();
    const [stored] = await lab.sql<{ entries: number; numbers: number; taken: number }>(
      `select count(*)::int as entries, count(distinct number)::int as numbers, (select online_taken from queue.slot where id = $2) as taken
       from queue.entry where region = '32.76' and session = $1`,
      [session, slot],
    );
    if (stored?.entries !== given || stored.numbers !== given || stored.taken !== given)
      throw new Error(`${given} were told that they have a number; stored: ${JSON.stringify(stored)}`);
    tell(`${Math.round(result.ours.perSecond)}/s beside ${Math.round(result.limit.perSecond)}/s`);
    return [
      {
        ...{ name: 'rush', value: result.ours.perSecond, unit: 'bookings/s' },
        ...{ limit: result.limit.perSecond, ratio: result.ratio, p50: result.ours.p50, p99: result.ours.p99 },
        note: `${CLIENTS} at a time for one window of ${PLACES} places, every number once; limit: the bare insert, 200 sharing a commit, owner; medians of ${TIMES} turns of ${EACH}; aim 0.5`,
      },
    ];
  } finally {
    await lab.close();
  }
};

async function book(lab: Lab, people: readonly Visitor[], slot: string): Promise<Rate> {
  const idle = Array.from({ length: CLIENTS }, () => new Connection(lab.port));
  const measured = await rate(
    CLIENTS,
    people.map(({ who }) => async () => {
      const connection = idle.pop() as Connection;
      const wish = bookingOf(who, slot);
      let answer = await connection.send(wish);
      // Whoever is told to come back later does, with the same key.
      while (answer.status === 503) {
        await new Promise((wake) => setTimeout(wake, (answer.retryAfter ?? 1) * 1000));
        answer = await connection.send(wish);
      }
      idle.push(connection);
      if (!answer.location.startsWith('/antrean/')) throw new Error(`no number: ${answer.status} ${answer.body}`);
    }),
  );
  for (const connection of idle) connection.close();
  return measured;
}

/** Two bare tables: a window with its count, and who has a place in it. */
async function openBare(lab: Lab) {
  const client = new pg.Client({ connectionString: lab.adminUrl });
  // The server ends before this when something else failed, which is what should be told.
  client.on('error', () => undefined);
  await client.connect();
  await client.query(`create schema bare;
    create table bare.slot (id int primary key, places int not null, taken int not null);
    create table bare.entry (slot int not null, person uuid not null, number int not null, primary key (slot, person), unique (slot, number));
    insert into bare.slot values (1, 10000000, 0)`);
  const text = `with s as materialized (select id, taken, places - taken as free from bare.slot where id = 1 for update),
    w as (insert into bare.entry select s.id, u.person, s.taken + u.n from s, unnest($1::uuid[]) with ordinality u(person, n) where u.n <= s.free returning 1)
    update bare.slot set taken = taken + (select count(*) from w) where id = 1`;
  return {
    run: async (): Promise<Rate> => {
      const batches = Array.from({ length: BARE / CLIENTS }, () => Array.from({ length: CLIENTS }, () => randomUUID()));
      const one = await rate(
        1,
        batches.map((people) => () => client.query({ name: 'bare', text, values: [people] })),
      );
      return { ...one, perSecond: one.perSecond * CLIENTS };
    },
    close: () => client.end(),
  };
}
