import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calling, dinas, kelurahan, paperWorld, region, sitting, type World, wanting } from './fixture.ts';

let w: World;
beforeAll(async () => {
  w = await paperWorld();
});
afterAll(() => w.close());

type Row = {
  office: string;
  series: string;
  period: string;
  serial: number;
  text: string;
  state: string;
  paper_id: string;
};
const rows = (where = 'true', values: unknown[] = []) =>
  w.t.admin<Row>(`select * from documents.number where ${where} order by office, series, period, serial`, values);
const akta = (series: string) => [
  wanting(calling('register-akta-kelahiran', { issuer: 'register', series, for: 'office' })),
  wanting(calling('kutipan-akta-kelahiran', { issuer: 'register', numberOf: 'register-akta-kelahiran' })),
];

describe('numbers', () => {
  it('are reserved with their papers, one row each; two papers may bear one', async () => {
    const [register, extract] = await w.prepare(akta('LU'), { office: dinas });
    expect(register?.number).toBe('9976-LU-23112026-0001');
    expect(extract?.number).toBe(register?.number);
    expect(extract?.data.recordNumber).toBe(register?.number);
    expect(await rows("series = 'LU'")).toMatchObject([
      { serial: 1, period: '2026', state: 'reserved', paper_id: register?.id },
    ]);
    const [card] = await w.prepare([wanting(calling('kartu-keluarga'), { names: { kk: '9976042311260001' } })]);
    expect(card).toMatchObject({ number: '9976042311260001', numberKey: null });
  });

  it('go back with the transaction that reserved them: no gap', async () => {
    const failing = w.inCase(sitting(kelurahan), randomUUID(), async (tx) => {
      const papers = [wanting(calling('surat-penolakan'))];
      const given = {
        region,
        office: kelurahan,
        case: { id: randomUUID(), number: null },
        by: sitting(kelurahan),
        papers,
      };
      await w.documents.prepare(tx, given);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    const [paper] = await w.prepare([wanting(calling('surat-penolakan'))]);
    expect(paper?.numberKey?.serial).toBe(1);
  });

  it('are kept by a return, exchanged when the series changes, void when the case ends without its paper', async () => {
    const caseId = randomUUID();
    const by = sitting(dinas);
    const first = await w.prepare(akta('LU'), { caseId, office: dinas });
    const again = await w.prepare(akta('LU'), { caseId, office: dinas });
    expect(again.map((paper) => [paper.id, paper.number])).toEqual(first.map((paper) => [paper.id, paper.number]));
    expect(again[0]?.version).toBe(2);
    const late = await w.prepare(akta('LT'), { caseId, office: dinas });
    expect(late[0]?.number).toBe('9976-LT-23112026-0001');
    expect(late[1]?.number).toBe(late[0]?.number);
    const states = () => rows('case_id = $1', [caseId]).then((all) => all.map((row) => [row.series, row.state]));
    expect(await states()).toEqual([
      ['LT', 'reserved'],
      ['LU', 'void'],
    ]);
    await w.inCase(by, caseId, (tx) => w.documents.voidFor(tx, { region, caseId, by }));
    expect(await states()).toEqual([
      ['LT', 'void'],
      ['LU', 'void'],
    ]);
    const [next] = await w.prepare(akta('LT'), { office: dinas });
    expect(next?.number).toBe('9976-LT-23112026-0002');
  });

  it('of papers that wait in another step of the case are left alone', async () => {
    const caseId = randomUUID();
    const [decision] = await w.prepare([wanting(calling('sktm'))], { caseId, scope: 'keputusan' });
    await w.prepare([wanting(calling('sktm'))], { caseId, scope: 'pencatatan' });
    await w.prepare([], { caseId, scope: 'pencatatan' });
    const states = await rows('case_id = $1', [caseId]);
    expect(states.map((row) => [row.state, row.paper_id === decision?.id])).toEqual([
      ['reserved', true],
      ['void', false],
    ]);
  });

  it('stay without gap or double whatever runs in parallel, is rolled back or given up', {
    timeout: 60_000,
  }, async () => {
    const plan = fc.record({
      fails: fc.boolean(),
      gives: fc.boolean(),
      letters: fc.integer({ min: 0, max: 2 }),
      series: fc.constantFrom('P1', 'P2'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(plan, { minLength: 6, maxLength: 14 }), fc.uuid(), async (plans, tag) => {
        const number = `${tag}/{serial:3}/{year}`;
        const results = await Promise.all(
          plans.map(async ({ fails, gives, letters, series }) => {
            const caseId = randomUUID();
            const by = sitting(dinas);
            const papers = [
              ...akta(`${series}-${tag}`),
              ...Array.from({ length: letters }, () => wanting(calling('sktm', { number }))),
            ];
            const given = { region, office: dinas, case: { id: caseId, number: null }, by, papers };
            const made = await w
              .inCase(by, caseId, async (tx) => {
                const prepared = await w.documents.prepare(tx, given);
                if (fails) throw new Error('rolled back');
                return prepared;
              })
              .catch(() => []);
            if (gives) await w.inCase(by, caseId, (tx) => w.documents.voidFor(tx, { region, caseId, by }));
            return made;
          }),
        );
        const texts = results.flatMap((papers) =>
          papers.filter((paper) => paper.kind !== 'kutipan-akta-kelahiran').map((paper) => paper.number),
        );
        expect(new Set(texts).size).toBe(texts.length);
        const stored = await rows(`series like '%' || $1 || '%'`, [tag]);
        expect(stored.map((row) => row.text).sort()).toEqual([...texts].sort());
        for (const series of new Set(stored.map((row) => row.series))) {
          const serials = stored.filter((row) => row.series === series).map((row) => row.serial);
          expect(serials).toEqual(serials.map((_, index) => index + 1));
        }
      }),
      { numRuns: 6 },
    );
  });
});

describe('the wall under numbers', () => {
  it('lets the program neither invent, change back nor delete one', async () => {
    const [paper] = await w.prepare([wanting(calling('sktm'))]);
    if (!paper) throw new Error('no paper');
    const context = {
      ...{ regions: [region], offices: [kelurahan.ref], acts: [`${paper.id} petugas:rina`] },
      holds: [`${paper.id} ${kelurahan.ref}`],
    };
    const attack = (sql: string) => w.t.db.query(context, sql);
    for (const sql of [
      'delete from documents.number',
      `insert into documents.number select region, office, series, period, serial + 100, text || 'x', state, case_id, paper_id, reserved_at, null from documents.number`,
      'update documents.number set serial = serial + 1',
      `update documents.number set text = 'x'`,
      'update documents.counter set last = 0',
      'select * from documents.counter',
      'truncate documents.number',
    ])
      await expect(attack(sql), sql).rejects.toThrow(/permission denied/);
    await expect(attack(`update documents.number set state = 'issued', settled_at = now()`)).rejects.toThrow(
      /with its paper/,
    );
    await expect(attack(`update documents.number set state = 'void', settled_at = now()`)).rejects.toThrow(
      /whose paper stands/,
    );
    const reserve = `select documents.reserve($1, 'x', 's', 'p', '', 1, '', null, $2, now())`;
    await expect(w.t.db.query({ regions: ['81.02'] }, reserve, [region, paper.id])).rejects.toThrow(/somebody acts on/);
    await expect(w.t.db.query({ regions: [region] }, reserve, [region, paper.id])).rejects.toThrow(/somebody acts on/);
  });

  it('never takes back what was issued or void', async () => {
    const caseId = randomUUID();
    const by = sitting(kelurahan);
    const [given] = await w.prepare([wanting(calling('sktm'))], { caseId });
    await w.inCase(by, caseId, (tx) => w.documents.voidFor(tx, { region, caseId, by }));
    const [out] = await w.issue([wanting(calling('sktm'))]);
    for (const id of [given?.id, out?.id]) {
      const context = { regions: [region], offices: [kelurahan.ref], acts: [`${id} petugas:rina`] };
      const back = `update documents.number set state = 'reserved', settled_at = null where paper_id = $1 returning 1`;
      expect(await w.t.db.query(context, back, [id])).toEqual([]);
      const other = `update documents.number set state = 'void' where paper_id = $1 returning 1`;
      expect(await w.t.db.query(context, other, [id])).toEqual([]);
    }
    expect((await rows('paper_id = $1', [out?.id]))[0]?.state).toBe('issued');
  });
});
