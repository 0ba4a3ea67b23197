import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { refuseCareless } from '../tests/crash/run.ts';
import { Lab, type Who } from '../tests/support/lab.ts';
import { type Bench, quantile } from './figures.ts';
import { Connection } from './support/client.ts';
import { OFFICE, openSession } from './support/queue-day.ts';

// Pages that stay open: people's boards hear by server-sent events that their queue moved. One process; an officer gives numbers to people
// who stand there, and the time until each open page heard of it is counted.

const PAGES = Number(process.env.BENCH_PAGES ?? 5_000);
const MOVES = 20;
const BETWEEN = 1_500;

export const bench: Bench = async (tell) => {
  const lab = await Lab.open(400);
  try {
    await refuseCareless(lab);
    const { session } = await openSession(lab, { online: 0, desk: 100 });
    const [officer] = await lab.sql<{ id: string }>(
      `select o.id::text as id from accounts.officer o where o.username = 'perawat.beji'`,
    );
    const nurse = await lab.login('officer', officer?.id ?? '');
    await lab.start('all');
    await rest(5_000);
    const before = held(lab);
    const pages: Page[] = [];
    // So many at a time as come within a moment in life.
    while (pages.length < PAGES)
      pages.push(
        ...(await Promise.all(Array.from({ length: Math.min(50, PAGES - pages.length) }, () => listen(lab.port)))),
      );
    const open = held(lab);
    tell(`${PAGES} pages open: ${(open - before).toFixed(0)} MB more`);
    const delays: number[] = [];
    let missed = 0;
    for (let move = 0; move < MOVES; move++) {
      const heard = pages.map((page) => page.next());
      const began = performance.now();
      await walkIn(lab, nurse, session, move);
      await rest(BETWEEN);
      for (const one of heard) {
        if (one.at === undefined) missed++;
        else delays.push(one.at - began);
      }
    }
    const full = held(lab);
    for (const page of pages) page.close();
    const told = `${PAGES} open pages of one process, ${MOVES} moves; ${missed} of ${PAGES * MOVES} not heard within ${BETWEEN / 1000} s`;
    return [
      {
        ...{ name: 'live', value: quantile(delays, 0.99), unit: 'ms until heard' },
        ...{
          limit: 1_000,
          ratio: quantile(delays, 0.99) / 1_000,
          p50: quantile(delays, 0.5),
          p99: quantile(delays, 0.99),
        },
        note: `from the officer's click to the page; limit: the aim, at most; ${told}`,
      },
      {
        ...{ name: 'live, memory', value: ((full - before) * 1024) / PAGES, unit: 'KB a page' },
        note: `${before.toFixed(0)} MB before, ${open.toFixed(0)} MB with all open, ${full.toFixed(0)} MB after the moves`,
      },
    ];
  } finally {
    await lab.close();
  }
};

type Heard = { at?: number };
type Page = { next(): Heard; close(): void };

/** The stream of a board; each word that comes counts for the page's latest question. */
function listen(port: number): Promise<Page> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let waiting: Heard = {};
    let begun = false;
    socket.on('error', reject);
    socket.on('data', (bytes) => {
      if (!begun && !bytes.toString('latin1', 0, 12).endsWith(' 200')) return reject(new Error(bytes.toString()));
      if (!bytes.includes('data: 1')) return;
      if (begun) waiting.at ??= performance.now();
      else
        resolve({
          next: () => {
            waiting = {};
            return waiting;
          },
          close: () => socket.destroy(),
        });
      begun = true;
    });
    const [region, office] = OFFICE.split('/');
    socket.write(
      `GET /papan/${region}/${office}/arus HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\naccept: text/event-stream\r\n\r\n`,
    );
  });
}

async function walkIn(lab: Lab, nurse: Who, session: string, n: number): Promise<void> {
  const connection = new Connection(lab.port);
  const answer = await connection.send({
    ...{ method: 'POST', path: `/kantor/antrean/${session}/langsung` },
    headers: {
      ...{ cookie: `sesi=${nurse.cookie}`, 'x-bukti': nurse.proof, accept: 'text/html' },
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: `ruang=1&nama=Tamu+${n}&bayar=umum&kunci=${randomUUID()}`,
  });
  connection.close();
  if (answer.status !== 303 || !answer.location.includes('nomor='))
    throw new Error(`no number: ${answer.status} ${answer.body}`);
}

const rest = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));

const held = (lab: Lab): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${lab.pidOf('all')}/status`, 'utf8'))?.[1]) / 1024;
