import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Doer } from '../../src/capabilities/cases/index.ts';
import { keyOf, listHashOf } from '../../src/capabilities/queue/index.ts';
import { withHouse } from '../../src/compose-rooms.ts';
import { Lab } from '../support/lab.ts';
import { stranger } from '../support/queue-room.ts';
import { count } from './count.ts';
import { openClinic } from './queue-load.ts';
import { audited, settle } from './run.ts';

// A draw whose process is killed: among the numbers that it writes, and among those whom it tells that they got none.

const ASKED = 120;
const EACH = 4;
const OPEN_MINUTES = 0.25;

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open(400, { door: true });
}, 120_000);
afterAll(() => lab?.close());

type Ticket = { readonly subject: string; readonly slot: string; readonly flexible: boolean };
type Wished = Ticket & { readonly receipt: string; readonly first: boolean; readonly status: string };

const until = async (what: string, done: () => Promise<boolean>, patience = 90_000): Promise<void> => {
  for (const end = Date.now() + patience; Date.now() < end; await new Promise((wake) => setTimeout(wake, 20)))
    if (await done()) return;
  throw new Error(`never ${what}: ${lab.lastWords()}`);
};

/** Windows still to come, nothing of them given out yet; their places are drawn, and many ask. */
async function asked(): Promise<{ session: string; slots: readonly string[] }> {
  const { session, office, need } = await openClinic(lab);
  await lab.sql('update queue.slot set online = 0 where session = $1', [session]);
  const slots = await lab.sql<{ id: string }>(
    'select id from queue.slot where session = $1 and starts_at > now() order by starts_at limit 5',
    [session],
  );
  const people = await lab.sql<{ id: string; birth: string }>(
    `select id, to_char(birth_date, 'YYYY-MM-DD') as birth from people.person
     where region = '32.76' and status = 'alive' and birth_date < '2000-01-01' order by id limit ${ASKED}`,
  );
  expect([slots.length, people.length]).toEqual([5, ASKED]);
  await withHouse(lab.config(), async ({ house: { queue } }) => {
    const places = Object.fromEntries(slots.map(({ id }) => [id, EACH]));
    await queue.beginDraws([{ region: '32.76', id: session, office, minutes: OPEN_MINUTES, places }]);
    const asking = people.map(({ id, birth }, i) => {
      const doer: Doer = { id, label: 'Orang', seat: null, roles: [], nik: null };
      const whom = { ...stranger(i), person: id, birthDate: birth };
      const wish = { region: '32.76', slot: slots[i % 5]?.id ?? '', need, whom, flexible: i % 4 !== 0 };
      return queue.takePart(doer, { ...wish, authority: 'self', payer: 'umum' }, randomUUID());
    });
    await Promise.all(asking);
  });
  return { session, slots: slots.map(({ id }) => id) };
}

/** Each row of a kind takes its time, and is counted where no transaction takes it back. */
async function slowly(table: string, when: string, seconds: number): Promise<void> {
  await lab.sql(`create sequence queue.test_seen_${table}`);
  await lab.sql(`create function queue.test_slow_${table}() returns trigger language plpgsql security definer as $$ begin
    perform nextval('queue.test_seen_${table}'); perform pg_sleep(${seconds}); return new; end $$`);
  await lab.sql(
    `create trigger test_slow before ${when} on queue.${table} for each row execute function queue.test_slow_${table}()`,
  );
}
async function atOnce(table: string): Promise<void> {
  await lab.sql(`drop trigger test_slow on queue.${table}`);
}

/** Kills the worker once it has written so many more rows of a kind, whatever it holds open; its backends are gone too afterwards. */
async function killedAfter(table: string, rows: number): Promise<void> {
  const seen = async () =>
    Number(
      (
        await lab.sql<{ n: string }>(
          `select case when is_called then last_value else 0 end as n from queue.test_seen_${table}`,
        )
      )[0]?.n,
    );
  const before = await seen();
  await lab.start('worker');
  await lab.working();
  await lab.sql(`select graphile_worker.add_job('queue-draw')`);
  await until(`${rows} rows of ${table}`, async () => (await seen()) >= before + rows);
  await lab.kill('worker');
  await until('let go', async () => {
    const rest = await lab.sql(
      `select from pg_stat_activity where usename <> current_user and state <> 'idle' and pid <> pg_backend_pid() and datname = current_database()`,
    );
    return rest.length === 0;
  });
}

/** Who wins by what is published alone. */
function winnersOf(seed: string, all: readonly Wished[], slots: readonly string[]): readonly string[] {
  const list = listHashOf(all);
  const left = new Map(slots.map((id) => [id, EACH]));
  return all
    .map((one) => ({ ...one, key: keyOf(seed, list, one.receipt) }))
    .sort((a, b) => Number(b.first) - Number(a.first) || (a.key < b.key ? -1 : 1))
    .flatMap((one) => {
      const asked = slots.indexOf(one.slot);
      const near = slots.toSorted((a, b) => Math.abs(slots.indexOf(a) - asked) - Math.abs(slots.indexOf(b) - asked));
      const got = (one.flexible ? near : [one.slot]).find((id) => (left.get(id) ?? 0) > 0);
      if (got === undefined) return [];
      left.set(got, (left.get(got) ?? 0) - 1);
      return [`${one.subject} ${got}`];
    });
}

it('comes to the one result that its seed says, nobody has two numbers, and everybody is told once', {
  timeout: 280_000,
}, async () => {
  const { session, slots } = await asked();
  const pool = async () =>
    (
      await lab.sql<{ state: string; seed: string | null; seed_hash: string; list_hash: string | null; due: boolean }>(
        'select state, seed, seed_hash, list_hash, closes_at <= now() as due from queue.pool where session = $1',
        [session],
      )
    )[0];
  const entries = () =>
    lab.sql<{ subject: string; slot: string; number: number }>(
      'select subject, slot, number from queue.entry where session = $1 order by number',
      [session],
    );
  const wishes = () =>
    lab.sql<Wished>(
      `select w.subject, w.slot, w.flexible, w.receipt, w.first, w.status from queue.wish w join queue.pool p on p.id = w.pool where p.session = $1`,
      [session],
    );
  await until('due', async () => (await pool())?.due === true);
  const [hash, before] = [(await pool())?.seed_hash, await wishes()];
  expect(before).toHaveLength(ASKED);

  // At the first number, in the middle, and at the last but one of twenty: nothing of any is there.
  await slowly('entry', 'insert', 0.1);
  for (const rows of [1, 9, 19]) {
    await killedAfter('entry', rows);
    expect([(await pool())?.state, (await entries()).length]).toEqual(['open', 0]);
    expect(await wishes()).toEqual(before);
  }
  await atOnce('entry');
  // Among those who are told that they got nothing: the first of them are, for what was sent is done; the others not yet.
  await slowly('wish', 'update', 0.02);
  await killedAfter('wish', 5 * EACH + 10);
  await atOnce('wish');
  const lost = (await wishes()).filter(({ status }) => status === 'lost');
  expect([lost.length > 0, lost.length < ASKED - 5 * EACH]).toEqual([true, true]);

  await lab.start('worker');
  await lab.working();
  await lab.sql(`select graphile_worker.add_job('queue-draw')`);
  await until('told', async () => (await wishes()).every(({ status }) => status !== 'pooled'));
  await lab.sql(`select graphile_worker.add_job('queue-draw')`);
  await settle(lab);

  const after = await pool();
  expect([after?.state, after?.seed_hash, after?.list_hash]).toEqual(['drawn', hash, listHashOf(before)]);
  const given = await entries();
  expect(given.map(({ subject, slot }) => `${subject} ${slot}`)).toEqual(winnersOf(after?.seed ?? '', before, slots));
  expect(given).toHaveLength(5 * EACH);
  expect(new Set(given.map(({ subject }) => subject)).size).toBe(given.length);
  expect(given.map(({ number }) => number)).toEqual(given.map((_, i) => (given[0]?.number ?? 0) + i));
  const won = new Set(given.map(({ subject }) => subject));
  expect((await wishes()).filter(({ subject, status }) => (status === 'taken') !== won.has(subject))).toEqual([]);
  const told = await lab.sql<{ person: string; many: number }>(
    `select person, count(*)::int as many from notices.notice where template in ('queue.drawn-out', 'queue.booked') group by person`,
  );
  expect([told.length, told.filter(({ many }) => many !== 1)]).toEqual([ASKED, []]);
  expect([await count(lab, []), await audited(lab)]).toEqual([[], []]);
});
