import { randomUUID } from 'node:crypto';
import type { Lab } from '../tests/support/lab.ts';
import { type Bench, type Figure, notRun, quantile } from './figures.ts';
import { Connection, type Reply } from './support/client.ts';
import { labWith, laidIn, SIZES } from './support/sizes.ts';
import { CLIENTS, citizens, drafts, idOf, type Person, send } from './support/twenty.ts';

// A crowd at the door: people send their cases at half of what can be kept up, then for a while at five times that, then at half again.
// Whoever is turned away comes back when he is told to, with the same key; whatever else he is answered is a failure.

const CALM_SECONDS = Number(process.env.BENCH_CALM_SECONDS ?? 15);
const SPIKE_SECONDS = Number(process.env.BENCH_SPIKE_SECONDS ?? 30);
const AFTER_SECONDS = 2 * CALM_SECONDS;
const WITHIN_SECONDS = 300;
/** Sent by each client in a round of what can be kept up: a process that has just started needs some seconds until it is as fast as it will be. */
const KEPT_EACH = Math.max(40, Number(process.env.BENCH_EACH ?? 120));

type Visit = {
  readonly arrived: number;
  readonly waits: number[];
  /** Told when he was turned away. */
  turn: string;
  /** Of what he sends, the same each time. */
  key: string;
  /** Seconds since the start, and how long the request that was accepted took. */
  done?: number;
  took?: number;
  failure?: string;
};

export const bench: Bench = async (tell) => {
  const [size = 0] = SIZES;
  const lab = await labWith(size, tell);
  if (typeof lab === 'string') return [notRun('spike', lab)];
  const people = await citizens(lab);
  await lab.start('web');
  try {
    const kept = await sustainable(lab, people);
    tell(`${kept.toFixed(0)}/s can be kept up`);
    const plan = arrivals(kept);
    const run = `spike-${Date.now()}`;
    await drafts(lab, people, run, Math.ceil(plan.length / CLIENTS));
    const visits = await crowd(lab, people, run, plan);
    const sent = visits.filter((visit) => visit.done !== undefined).length;
    const [stored] = await lab.sql<{ many: number }>(
      `select count(*)::int as many from cases."case" c join cases.event e on e.region = c.region and e.case_id = c.id and e.kind = 'submitted'
       where c.number is not null and c.id = any ($1::uuid[])`,
      [visits.flatMap((visit, i) => (visit.done === undefined ? [] : [placeOf(run, i)]))],
    );
    return figuresOf(visits, kept, { lost: sent - (stored?.many ?? 0), note: laidIn(size) });
  } finally {
    await lab.kill('web');
  }
};

const HEADERS = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' };
const placeOf = (run: string, i: number): string => idOf(run, i % CLIENTS, Math.floor(i / CLIENTS) + 1);

/** What 32 clients reach who wait for each answer, after a round that warms up. */
async function sustainable(lab: Lab, people: readonly Person[]): Promise<number> {
  const rates: number[] = [];
  for (let round = 0; round < 4; round++) {
    const run = `kept-${Date.now()}`;
    await drafts(lab, people, run, KEPT_EACH);
    rates.push((await send(people, run, { each: KEPT_EACH, ports: [lab.port] })).perSecond);
  }
  return quantile(rates.slice(1), 0.5);
}

/** The moments, in seconds, at which somebody comes. */
function arrivals(kept: number): readonly number[] {
  const phases = [
    { seconds: CALM_SECONDS, rate: kept / 2 },
    { seconds: SPIKE_SECONDS, rate: kept * 5 },
    { seconds: AFTER_SECONDS, rate: kept / 2 },
  ];
  let from = 0;
  return phases.flatMap(({ seconds, rate }) => {
    const begins = from;
    from += seconds;
    return Array.from({ length: Math.round(seconds * rate) }, (_, i) => begins + i / rate);
  });
}

const TICK_MS = 10;

/** Costs the machine little: no timer and no promise for each of those who wait. */
function crowd(lab: Lab, people: readonly Person[], run: string, plan: readonly number[]): Promise<Visit[]> {
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  const visits = plan.map((arrived): Visit => ({ arrived, waits: [], turn: '', key: '' }));
  const due: number[][] = [];
  const wait = (i: number, until: number): void => {
    const tick = Math.ceil((until * 1000) / TICK_MS);
    const already = due[tick];
    if (already) already.push(i);
    else due[tick] = [i];
  };
  plan.forEach((arrived, i) => {
    wait(i, arrived);
  });
  const heads = people.map(({ who }) => `cookie: sesi=${who.cookie}`);
  const idle: Connection[] = [];
  let left = visits.length;

  return new Promise((resolve) => {
    function ask(i: number): void {
      const visit = visits[i] as Visit;
      visit.key ||= randomUUID();
      const at = (i % CLIENTS) % people.length;
      const connection = idle.pop() ?? new Connection(lab.port);
      const start = performance.now();
      const answered = (reply: Reply | Error): void => {
        if (!(reply instanceof Error)) idle.push(connection);
        const now = seconds();
        const until = answer(visit, reply, { took: performance.now() - start, at: now });
        if (until !== undefined) wait(i, until);
        else left -= 1;
        if (left > 0) return;
        clearInterval(timer);
        for (const one of idle) one.close();
        resolve(visits);
      };
      connection
        .send({
          ...{ method: 'POST', path: `/permohonan/32.76/${placeOf(run, i)}/periksa` },
          headers: HEADERS,
          head: `${heads[at]}${visit.turn}\r\nx-bukti: ${people[at]?.who.proof}\r\n`,
          body: `benar=ya&versi=1&kunci=${visit.key}`,
        })
        .then(answered, answered);
    }
    let next = 0;
    const timer = setInterval(() => {
      for (const now = seconds() * 1000; next * TICK_MS <= now; next++) {
        for (const i of due[next] ?? []) ask(i);
        delete due[next];
      }
    }, TICK_MS / 2);
  });
}

/** @returns when to ask again, in seconds since the start; undefined when nothing more is to be asked */
function answer(
  visit: Visit,
  reply: Reply | Error,
  { took, at }: { readonly took: number; readonly at: number },
): number | undefined {
  if (reply instanceof Error) visit.failure = reply.message;
  else if (reply.status === 503 && reply.retryAfter !== null && reply.holds(visit.key)) {
    visit.waits.push(reply.retryAfter);
    // As a browser does it, each keeps the cookie with his turn.
    visit.turn = `; ${reply.cookies.find((cookie) => cookie.startsWith('giliran=')) ?? ''}`;
    if (at - visit.arrived <= WITHIN_SECONDS) return at + reply.retryAfter;
    visit.failure = 'turned away for too long';
  } else if (reply.location.endsWith('/terkirim')) Object.assign(visit, { took, done: at });
  else visit.failure = `${reply.status}`;
  return undefined;
}

function figuresOf(
  visits: readonly Visit[],
  kept: number,
  told: { readonly lost: number; readonly note: string },
): Figure[] {
  const spikeEnds = CALM_SECONDS + SPIKE_SECONDS;
  const done = visits.flatMap((one) =>
    one.done === undefined ? [] : [{ at: one.done, took: one.took ?? 0, waited: one.done - one.arrived }],
  );
  const between = (from: number, to: number) => done.filter(({ at }) => at >= from && at < to);
  // The worst five seconds of the spike.
  const windows = Array.from({ length: Math.floor(SPIKE_SECONDS / 5) }, (_, i) => CALM_SECONDS + i * 5);
  const goodput = Math.min(...windows.map((from) => between(from, from + 5).length / 5));
  const waitsOf = (from: number, to: number): number[] =>
    visits.filter(({ arrived }) => arrived >= from && arrived < to).flatMap(({ waits }) => waits.slice(0, 1));
  const [early, late] = [waitsOf(CALM_SECONDS, CALM_SECONDS + 5), waitsOf(spikeEnds - 5, spikeEnds)];
  const failures = visits.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
  const before = quantile(
    between(5, CALM_SECONDS).map(({ took }) => took),
    0.99,
  );
  const after = quantile(
    between(spikeEnds + 10, spikeEnds + AFTER_SECONDS).map(({ took }) => took),
    0.99,
  );
  const longest = done.reduce((most, { waited }) => Math.max(most, waited), 0);
  const failed = (failures.length / visits.length) * 100;
  return [
    {
      ...{ name: 'spike', value: goodput, unit: 'cases/s', limit: kept, ratio: goodput / kept },
      ...{
        p50: quantile(
          between(CALM_SECONDS, spikeEnds).map(({ took }) => took),
          0.5,
        ),
      },
      ...{
        p99: quantile(
          between(CALM_SECONDS, spikeEnds).map(({ took }) => took),
          0.99,
        ),
      },
      note: `the worst 5 s of ${SPIKE_SECONDS} s at 5 × what can be kept up (limit); ${visits.length} people; aim 0.8; ${told.note}`,
    },
    {
      ...{
        name: 'spike, all served',
        value: longest,
        unit: 's',
        limit: WITHIN_SECONDS,
        ratio: longest / WITHIN_SECONDS,
      },
      note: `the longest from coming to sent; limit: the aim, at most; told to wait: ${saySpread(early)} in the first 5 s, ${saySpread(late)} in the last`,
    },
    {
      ...{ name: 'spike, failures', value: failed, unit: '%', limit: 0.1, ratio: failed / 0.1 },
      note: `other than 503${failures[0] ? `, e.g. ${failures[0]}` : ''}; acknowledged and lost: ${told.lost}`,
    },
    {
      ...{ name: 'spike, p99 after', value: after, unit: 'ms', limit: before, ratio: after / before, p99: after },
      note: 'of accepted requests, from 10 s after the spike; limit: before it',
    },
  ];
}

const saySpread = (waits: readonly number[]): string =>
  waits.length === 0 ? 'nobody' : `${quantile(waits, 0.1)} to ${quantile(waits, 0.9)} s`;
