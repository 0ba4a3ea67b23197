import { refuseCareless } from '../tests/crash/run.ts';
import { Lab } from '../tests/support/lab.ts';
import { type Bench, type Figure, quantile } from './figures.ts';
import { Connection, type Reply, type Wish } from './support/client.ts';
import { bookingOf, choosing, openSession, type Visitor, visitors } from './support/queue-day.ts';

// Ten thousand people for six hundred places: each opens the page and asks for a number, half of them within three seconds. Whoever is told
// to come back does when he is told to, with the same key. As many as there are places get one, and the numbers follow the order in which they asked.

const PEOPLE = Number(process.env.BENCH_CROWD ?? 10_000);
const LOOKING = 3000;
const PLACES = Math.round(PEOPLE * 0.06);
const HALF_SECONDS = 3;
const ALL_SECONDS = 20;
const READ_MS = 1000;
const BOOK_MS = 2000;
/** So close to each other nobody can say who asked first. */
const TOGETHER_MS = 100;

type Coming = {
  readonly id: string;
  /** Milliseconds since the doors opened. */
  readonly came: number;
  asked: number;
  got: 'number' | 'full' | string;
};
type Told = { readonly read: number[]; readonly booked: number[]; readonly waits: number[] };

export const bench: Bench = async (tell) => {
  const lab = await Lab.open(PEOPLE * 4);
  try {
    await refuseCareless(lab);
    const people = await visitors(lab, PEOPLE);
    if (people.length < PEOPLE) throw new Error(`only ${people.length} grown-ups in the demo`);
    const { session, slot } = await openSession(lab, { online: PLACES, desk: 0 });
    await lab.start('web');
    await lookedAt(lab, people);
    const told: Told = { read: [], booked: [], waits: [] };
    const began = performance.now();
    const coming = await Promise.all(people.map((one, i) => come(lab, one, { i, began, slot, told })));
    const seconds = (performance.now() - began) / 1000;
    const rows = await lab.sql<{ subject: string; number: number }>(
      `select subject, number from queue.entry where region = '32.76' and session = $1`,
      [session],
    );
    const numbers = new Map(rows.map(({ subject, number }) => [subject, number]));
    tell(`${rows.length} of ${PLACES} places given after ${seconds.toFixed(1)} s`);
    return figuresOf(coming, { numbers, told, seconds });
  } finally {
    await lab.close();
  }
};

/** Before the hour some look at the page already: what a process that has just started must learn first is nobody's wait. */
async function lookedAt(lab: Lab, people: readonly Visitor[]): Promise<void> {
  const look = async (_: unknown, from: number): Promise<void> => {
    const connection = new Connection(lab.port);
    for (let i = from; i < LOOKING; i += 8) await connection.send(choosing((people[i % people.length] as Visitor).who));
    connection.close();
  };
  await Promise.all(Array.from({ length: 8 }, look));
}

/** Half of all within the first seconds, the others evenly after them. */
const cameAt = (i: number): number =>
  1000 *
  (i < PEOPLE / 2
    ? (i / (PEOPLE / 2)) * HALF_SECONDS
    : HALF_SECONDS + (i / (PEOPLE / 2) - 1) * (ALL_SECONDS - HALF_SECONDS));

const idle: Connection[] = [];

async function come(
  lab: Lab,
  { id, who }: Visitor,
  at: { readonly i: number; readonly began: number; readonly slot: string; readonly told: Told },
): Promise<Coming> {
  const me: Coming = { id, came: cameAt(at.i), asked: 0, got: '' };
  const now = (): number => performance.now() - at.began;
  await rest(me.came - now());
  // As a browser does it, each keeps the cookie with his turn.
  let turn = '';
  async function patiently(wish: Wish, took: number[]): Promise<Reply> {
    for (;;) {
      const connection = idle.pop() ?? new Connection(lab.port);
      me.asked = now();
      const headers = { ...wish.headers, cookie: `${wish.headers.cookie}${turn}` };
      const reply = await connection.send({ ...wish, headers });
      idle.push(connection);
      const given = reply.cookies.find((cookie) => cookie.startsWith('giliran='));
      if (given) turn = `; ${given}`;
      if (reply.status !== 503 || reply.retryAfter === null) {
        took.push(now() - me.asked);
        return reply;
      }
      at.told.waits.push(reply.retryAfter);
      await rest(reply.retryAfter * 1000);
    }
  }
  const page = await patiently(choosing(who), at.told.read);
  if (page.status !== 200) me.got = `page ${page.status}`;
  else {
    const { status, location } = await patiently(bookingOf(who, at.slot), at.told.booked);
    me.got = location.startsWith('/antrean/') ? 'number' : status === 409 ? 'full' : `booking ${status}`;
  }
  return me;
}

const rest = (millis: number): Promise<void> => new Promise((wake) => setTimeout(wake, Math.max(0, millis)));

function figuresOf(
  coming: readonly Coming[],
  seen: { readonly numbers: ReadonlyMap<string, number>; readonly told: Told; readonly seconds: number },
): Figure[] {
  const { numbers, told } = seen;
  const winners = coming.filter(({ got }) => got === 'number');
  if (winners.some(({ id }) => !numbers.has(id)) || new Set(numbers.values()).size !== numbers.size)
    throw new Error('somebody was told of a number that is not there, or one was given twice');
  const strange = coming.find(({ got }) => got !== 'number' && got !== 'full');
  if (strange) throw new Error(`somebody was answered with ${strange.got}`);
  // Of first arrival, also for those who were told to come back.
  const overtaken = winners.flatMap((one) =>
    winners.filter(
      (other) => other.came > one.came + TOGETHER_MS && (numbers.get(other.id) ?? 0) < (numbers.get(one.id) ?? 0),
    ),
  ).length;
  const without = coming.filter(({ got }) => got === 'full');
  const unfair = winners.flatMap((one) => without.filter((other) => other.came + TOGETHER_MS < one.came)).length;
  const overtakenShare = ((200 * overtaken) / Math.max(1, winners.length * (winners.length - 1))).toFixed(1);
  const share = (100 * unfair) / Math.max(1, winners.length * without.length);
  const limit = (value: number, most: number) => ({ value, limit: most, ratio: value / most, unit: 'ms, p95' });
  const spread = (took: readonly number[]) => ({ p50: quantile(took, 0.5), p99: quantile(took, 0.99) });
  const turned = `${told.waits.length} times somebody was told to come back, after ${quantile(told.waits, 0.5)} s (median)`;
  return [
    {
      ...{ name: 'crowd', value: numbers.size, unit: 'numbers', limit: PLACES, ratio: numbers.size / PLACES },
      note: `${coming.length} people, half within ${HALF_SECONDS} s, all within ${ALL_SECONDS} s, after ${LOOKING} looked at the page; limit: the places; in ${overtakenShare} % of the pairs of two who got one whoever came later got the smaller; in ${share.toFixed(1)} % of the pairs of one who got a number and one who got none the first had come later; all answered after ${seen.seconds.toFixed(1)} s; ${turned}`,
    },
    {
      ...{ name: 'crowd, page', ...limit(quantile(told.read, 0.95), READ_MS), ...spread(told.read) },
      note: 'of requests that were let in; limit: the aim, at most',
    },
    {
      ...{ name: 'crowd, booking', ...limit(quantile(told.booked, 0.95), BOOK_MS), ...spread(told.booked) },
      note: 'of requests that were let in; limit: the aim, at most',
    },
  ];
}
