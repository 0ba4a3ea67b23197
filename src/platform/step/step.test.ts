import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../tests/support/database.ts';
import { type Act, contextOf, createStep, type Step, type StepKind } from './index.ts';

const head = { kind: 'case', table: 'cases."case"', key: 'case_id' } as const;
const event = { version: 'int', at: 'timestamptz', actor: 'text', actor_label: 'text', kind: 'text' } as const;
const begin: StepKind = {
  head,
  mode: 'begin',
  set: {
    ...{
      service: 'text',
      service_version: 'int',
      status: 'text',
      applicant: 'text',
      subject: 'text',
      authority: 'text',
    },
    ...{
      channel: 'text',
      applicant_name: 'text',
      subject_name: 'text',
      answers: 'jsonb',
      offices: 'text[]',
      begun_at: 'timestamptz',
    },
  },
  insert: { 'cases.event': event },
};
const answer: StepKind = { head, mode: 'move', set: { answers: 'jsonb' }, insert: { 'cases.event': event } };

const region = '32.76';
const office = `${region}/kantor`;
const at = new Date('2026-11-23T03:00:00Z');
const sitting = { actor: 'petugas:rina', subject: 'warga:siti', authority: 'office', office } as const;

const beginning = (id: string, actor = 'warga:siti'): Act => ({
  ...{ region, id, version: 0, head: new Uint8Array(), actor, subject: actor, authority: 'self', office: null },
  ...{ action: 'begin', key: id, at, audit: { fields: [] }, answer: { id } },
  set: {
    ...{ service: 'contoh', service_version: 1, status: 'draft', applicant: actor, subject: actor, authority: 'self' },
    ...{
      channel: 'warga',
      applicant_name: 'Siti, "Nur"',
      subject_name: 'Siti',
      answers: {},
      offices: [office],
      begun_at: at,
    },
  },
  rows: { 'cases.event': [{ version: 1, at, actor, actor_label: 'Siti', kind: 'begun' }] },
  outbox: [{ id: randomUUID(), topic: 'case.begun', payload: { id } }],
});

const answering = (id: string, before: { version: number; head: Uint8Array }, change: Partial<Act> = {}): Act => {
  const act: Act = {
    ...{ region, id, ...before, actor: 'warga:siti', subject: 'warga:siti', authority: 'self', office: null },
    ...{ action: 'answer', key: randomUUID(), at, audit: { fields: ['name'] }, answer: { saved: true } },
    set: { answers: { name: 'Raka' } },
    ...change,
  };
  const rows = [{ version: before.version + 1, at, actor: act.actor, actor_label: 'x', kind: 'answered' }];
  return { rows: { 'cases.event': rows }, ...act };
};

let t: TestDatabase;
let step: Step;
let writes = 0;
beforeAll(async () => {
  t = await testDatabase();
  step = createStep({ db: t.db, written: () => writes++ });
});
afterAll(() => t.close());

async function begun(): Promise<{ id: string; head: Uint8Array; version: number }> {
  const id = randomUUID();
  const stepped = await step.run(begin, beginning(id));
  if (stepped.kind !== 'done') throw new Error(stepped.kind);
  return { id, head: stepped.head, version: 1 };
}
const stored = (id: string) =>
  t.admin<{
    version: number;
    head: Buffer;
    answers: unknown;
    events: number;
    acts: number;
    jobs: number;
    keys: number;
  }>(
    `select version, head, answers, (select count(*)::int from cases.event where case_id = c.id) as events,
      (select count(*)::int from audit.act where id = c.id) as acts, (select count(*)::int from platform.outbox where subject = c.id::text) as jobs,
      (select count(*)::int from platform.idempotency where subject = c.id::text) as keys from cases."case" c where id = $1`,
    [id],
  );

describe('a step', () => {
  it('writes record, event, act, work and answer at once', async () => {
    const { id, head: first } = await begun();
    expect(await stored(id)).toMatchObject([{ version: 1, events: 1, acts: 1, jobs: 1, keys: 1 }]);
    const stepped = await step.run(answer, answering(id, { version: 1, head: first }));
    expect(stepped).toMatchObject({ kind: 'done', answer: { saved: true } });
    const [row] = await stored(id);
    expect(row).toMatchObject({ version: 2, answers: { name: 'Raka' }, events: 2, acts: 2, jobs: 1, keys: 2 });
    const acts = await t.admin<{ prev: Buffer; hash: Buffer; body: Buffer }>(
      'select * from audit.act where id = $1 order by version',
      [id],
    );
    expect(acts[1]?.prev).toEqual(acts[0]?.hash);
    expect(
      createHash('sha256')
        .update(acts[1]?.prev ?? '')
        .update(acts[1]?.body ?? '')
        .digest(),
    ).toEqual(row?.head);
    expect(writes).toBeGreaterThan(1);
  });

  it('answers a repeated key as the first time and does nothing', async () => {
    const { id, ...before } = await begun();
    const act = answering(id, before);
    expect((await step.run(answer, act)).kind).toBe('done');
    expect(await step.run(answer, act)).toEqual({ kind: 'repeated', answer: { saved: true } });
    expect(await step.run(begin, beginning(id))).toMatchObject({ kind: 'repeated', answer: { id } });
    expect(await stored(id)).toMatchObject([{ version: 2, events: 2 }]);
  });

  it('lets one of many win, tenfold the same key or ten different ones', async () => {
    const { id, ...before } = await begun();
    const act = answering(id, before);
    const same = await Promise.all(Array.from({ length: 10 }, () => step.run(answer, act)));
    expect(same.map((s) => s.kind).sort()).toEqual(['done', ...Array(9).fill('repeated')]);
    const now = { version: 2, head: (await stored(id))[0]?.head ?? new Uint8Array() };
    const others = await Promise.all(Array.from({ length: 10 }, () => step.run(answer, answering(id, now))));
    expect(others.map((s) => s.kind).sort()).toEqual(['done', ...Array(9).fill('lost')]);
    expect(await stored(id)).toMatchObject([{ version: 3, events: 3, acts: 3 }]);
    const fresh = randomUUID();
    const begins = await Promise.all(Array.from({ length: 10 }, () => step.run(begin, beginning(fresh))));
    expect(begins.map((s) => s.kind).sort()).toEqual(['done', ...Array(9).fill('repeated')]);
  });

  it('takes other rooms along in one transaction, or nothing at all', async () => {
    const { id, ...before } = await begun();
    const failing = step.runWith(answer, answering(id, before), async () => {
      throw new Error('register refused');
    });
    await expect(failing).rejects.toThrow('register refused');
    expect(await stored(id)).toMatchObject([{ version: 1, events: 1 }]);
    const stepped = await step.runWith(answer, answering(id, before), async (tx) => {
      expect(await tx.query('select version from cases."case" where id = $1', [id])).toEqual([{ version: 2 }]);
    });
    expect(stepped.kind).toBe('done');
  });
});

describe('acts that wait at the same time', () => {
  const shared: StepKind = { ...answer, shared: true };

  it('share commits, and each is done, lost, repeated or refused by itself', async () => {
    const records = await Promise.all(Array.from({ length: 24 }, begun));
    const acts = records.map(({ id, ...before }) => answering(id, before));
    const [first, second, third, fourth] = acts as [Act, Act, Act, Act];
    const stranger = { actor: 'warga:budi', subject: 'warga:budi' };
    const all = await Promise.allSettled([
      ...acts.slice(4).map((act) => step.run(shared, act)),
      // Twice the same key, a version that is gone, another's record while its own citizen acts beside him, an act that lies.
      step.run(shared, first),
      step.run(shared, first),
      step.run(shared, { ...second, version: 7 }),
      step.run(shared, { ...third, ...stranger }),
      step.run(shared, { ...fourth, subject: 'warga:budi' }),
    ]);
    const told = all.map((one) => (one.status === 'fulfilled' ? one.value.kind : 'refused'));
    expect(told.slice(0, 20)).toEqual(Array(20).fill('done'));
    expect(told.slice(20)).toEqual(['done', 'repeated', 'lost', 'lost', 'refused']);
    const [row] = await t.admin<{ acts: number; commits: number; strange: number }>(
      `select count(*)::int as acts, count(distinct xid)::int as commits, count(*) filter (where actor <> 'warga:siti')::int as strange
       from audit.act where version = 2 and id = any ($1)`,
      [records.map(({ id }) => id)],
    );
    expect(row).toMatchObject({ acts: 21, strange: 0 });
    expect(row?.commits).toBeLessThan(21);
    expect(await stored(third.id)).toMatchObject([{ version: 1, events: 1, acts: 1 }]);
  });
});

describe('the wall under it', () => {
  it("keeps another citizen's case out of reach, read and written", async () => {
    const { id, ...before } = await begun();
    const other = { actor: 'warga:budi', subject: 'warga:budi' };
    expect(await step.run(answer, answering(id, before, other))).toEqual({ kind: 'lost' });
    expect(await t.db.query({ regions: [region], persons: ['warga:budi'] }, 'select id from cases."case"')).toEqual([]);
    expect(await t.db.query({ regions: ['81.02'], persons: ['warga:siti'] }, 'select id from cases."case"')).toEqual(
      [],
    );
    expect(await t.db.query({}, 'select id from cases."case"')).toEqual([]);
  });

  it('lets an officer move what his office holds, and no other', async () => {
    const { id, ...before } = await begun();
    expect(await step.run(answer, answering(id, before, { ...sitting, office: `${region}/lain` }))).toEqual({
      kind: 'lost',
    });
    expect((await step.run(answer, answering(id, before, sitting))).kind).toBe('done');
  });

  it('refuses a name that is not the one who acts', async () => {
    const { id, ...before } = await begun();
    const act = answering(id, before);
    const context = contextOf(act);
    const forged = `insert into audit.act (region, kind, id, version, at, actor, subject, authority, action, body, prev, hash)
      select $1, 'case', $2, 2, now(), 'warga:siti', 'warga:siti', 'self', 'x', 'x', $3, sha256($3::bytea || 'x')`;
    await expect(t.db.query(context, forged, [region, id, before.head])).rejects.toThrow(/head of its case/);
    await expect(t.db.query({ ...context, acts: [] }, forged, [region, id, before.head])).rejects.toThrow(
      /row-level security/,
    );
    await expect(
      t.db.query(context, `update cases."case" set version = version + 1, acted_by = 'warga:siti' where id = $1`, [id]),
    ).rejects.toThrow(/without its act/);
    await expect(
      t.db.query(
        context,
        `insert into cases.event (region, case_id, version, at, actor, actor_label, kind) values ($1, $2, 2, now(), 'warga:siti', '', 'x')`,
        [region, id],
      ),
    ).rejects.toThrow(/needs the act/);
  });

  it('never changes history or what a case belongs to', async () => {
    const { id } = await begun();
    const context = { regions: [region], persons: ['warga:siti'], acts: [`${id} warga:siti`] };
    for (const sql of [
      'delete from audit.act',
      'update audit.act set action = $$x$$',
      'delete from cases.event',
      'update cases.event set kind = $$x$$',
      'delete from cases."case"',
      'update cases."case" set applicant = $$x$$',
      'update cases."case" set region = $$x$$',
      'update cases."case" set service_version = 9',
      'truncate cases.event',
      'update platform.idempotency set answer = $${}$$',
    ])
      await expect(t.db.query(context, sql), sql).rejects.toThrow(/permission denied/);
  });

  it('stores what people type, whatever it holds', async () => {
    const id = randomUUID();
    const nasty = `{"a",\\,'); drop table x;--\u00e9\u{1F600}\n`;
    const act = beginning(id);
    await step.run(begin, {
      ...act,
      set: { ...act.set, applicant_name: nasty, offices: [nasty, office], answers: { nasty } },
    });
    const [row] = await t.admin('select applicant_name, offices, answers from cases."case" where id = $1', [id]);
    expect(row).toEqual({ applicant_name: nasty, offices: [nasty, office], answers: { nasty } });
  });
});
