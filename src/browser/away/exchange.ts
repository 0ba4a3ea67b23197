import { type Act, type Counter, change, deviceOf, nameOf, read } from './vault.ts';

/** How the server answers; see `src/surfaces/office/queue-away.tsx`. */
type Held = {
  readonly lease: string | null;
  readonly seconds: number;
  readonly numbers: readonly string[];
  readonly inside: string | null;
  readonly other: boolean;
};
export type Settled = {
  readonly key: string;
  readonly outcome: 'recorded' | 'served' | 'cancelled' | 'elsewhere' | 'not-lent' | 'closed';
  readonly number: string;
};
export type Told = Settled & { readonly act: Act };

const PATIENCE = 6000;
/** How much sooner than the server a list is given up: its clock began when it answered. */
const MARGIN = 5000;

const token = (): string => {
  const field = document.querySelector('[data-token]');
  return field instanceof HTMLInputElement ? field.value : '';
};

async function post<T>(session: string, path: string, body: unknown): Promise<T> {
  const stop = new AbortController();
  const timer = window.setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(`/kantor/antrean/${session}/${path}`, {
      ...{ method: 'POST', credentials: 'same-origin', signal: stop.signal, body: JSON.stringify(body) },
      headers: { 'Content-Type': 'application/json', 'X-Bukti': token(), Accept: 'application/json' },
    });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    return (await answer.json()) as T;
  } finally {
    clearTimeout(timer);
  }
}

/** Asks what this counter holds from now on. */
export async function look(session: string, ruang: string, room: string): Promise<Held> {
  const name = nameOf(session, ruang);
  const before = await read(name);
  const asked = Date.now();
  const held = await post<Held>(session, 'sewa', { ruang, alat: await deviceOf(), punya: before?.lease ?? null });
  await change(name, (now) => ({
    ...{ session, ruang, room, lease: held.lease, numbers: held.numbers, heard: asked },
    until: held.lease === null ? 0 : asked + held.seconds * 1000 - MARGIN,
    // What was done here and not sent yet is newer than what the server knows.
    inside:
      now !== null && now.acts.length > 0
        ? now.inside
        : held.inside === null
          ? null
          : { number: held.inside, paper: null },
    ...{ acts: now?.acts ?? [], papers: now?.papers ?? [], given: now?.given ?? 0 },
  }));
  return held;
}

/** Sends what was done without a network. Whatever the server has an answer for is done with; what got none is sent again. */
export async function send(name: string): Promise<readonly Told[]> {
  const counter = await read(name);
  if (counter === null || counter.acts.length === 0) return [];
  const { session, ruang, acts } = counter;
  const body = { ruang, alat: await deviceOf(), dikirim: Date.now(), kejadian: acts };
  const { settled } = await post<{ settled: readonly Settled[] }>(session, 'susulan', body);
  const byKey = new Map(settled.map((one) => [one.key, one] as const));
  const gone = (now: Counter): Counter => ({
    ...now,
    acts: now.acts.filter(({ key }) => !byKey.has(key)),
    papers: now.papers.filter(({ key }) => !byKey.has(key)),
  });
  await change(name, (now) => gone(now ?? counter));
  return acts.reduce<Told[]>((told, act) => {
    const one = byKey.get(act.key);
    return one === undefined ? told : told.concat({ ...one, act });
  }, []);
}

/** Forgets the list first, then tells the server: never the other way round. */
export async function release(name: string): Promise<void> {
  const counter = await change(name, (now) => {
    if (now === null) throw new Error('nothing is kept');
    return { ...now, lease: null, until: 0, numbers: [] };
  });
  await post(counter.session, 'lepas', { ruang: counter.ruang, alat: await deviceOf() });
}
