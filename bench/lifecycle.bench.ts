import { randomUUID } from 'node:crypto';
import type { Doer } from '../src/capabilities/cases/index.ts';
import type { House } from '../src/compose.ts';
import { withHouse } from '../src/compose-rooms.ts';
import type { Lab } from '../tests/support/lab.ts';
import { type Bench, type Figure, inTurns, notRun, type Rate, rate } from './figures.ts';
import { BIG, sayMany } from './support/many-cases.ts';
import { labWith, laidIn, SIZES } from './support/sizes.ts';
import { ANSWERS, SERVICE } from './support/twenty.ts';

// A case from its first answer to its end: begun, filled in, sent, claimed, decided, read back. Beside it the same on a database without
// cases, in turns. Through the rooms in one process: what grows with the number of cases is the database's.

const CLIENTS = 8;
const EACH = Number(process.env.BENCH_EACH ?? 40);
const TIMES = 3;

export const bench: Bench = async (tell) => {
  const empty = await labWith(0, tell);
  if (typeof empty === 'string') return [notRun('lifecycle', empty)];
  const figures: Figure[] = [];
  for (const size of SIZES) {
    const name = `lifecycle, ${sayMany(size)}`;
    const full = await labWith(size, tell);
    if (typeof full === 'string') {
      figures.push(notRun(name, full));
      continue;
    }
    const result = await walked(full, (ours) =>
      walked(empty, async (limit) => {
        await ours(10);
        await limit(10);
        return inTurns(
          TIMES,
          () => ours(EACH),
          () => limit(EACH),
        );
      }),
    );
    tell(`${name}: ${result.ours.perSecond.toFixed(0)}/s beside ${result.limit.perSecond.toFixed(0)}/s`);
    figures.push({
      ...{ name, value: result.ours.perSecond, unit: 'cases/s', limit: result.limit.perSecond, ratio: result.ratio },
      ...{ p50: result.ours.p50, p99: result.ours.p99 },
      note: `limit: the same on an empty database; six acts a case, ${CLIENTS} at once, without HTTP; ${laidIn(size)}`,
    });
  }
  return figures;
};

const walked = <R>(lab: Lab, work: (walk: (each: number) => Promise<Rate>) => Promise<R>): Promise<R> =>
  withHouse(lab.config(), async ({ house }) => {
    const people = await lab.sql<{ id: string; name: string; nik: string }>(
      `select id::text as id, name, nik from people.person where region = $1 and status = 'alive' order by nik limit $2`,
      [BIG.region, CLIENTS],
    );
    return work((each) =>
      rate(
        CLIENTS,
        Array.from({ length: each * CLIENTS }, (_, i) => () => lifecycle(house, people[i % CLIENTS] as Citizen)),
      ),
    );
  });

type Citizen = { readonly id: string; readonly name: string; readonly nik: string };
const OFFICER: Doer = { id: randomUUID(), label: 'Petugas', seat: BIG.office, roles: [BIG.desk], nik: null };

async function lifecycle({ cases }: House, { id: person, name, nik }: Citizen): Promise<void> {
  const proven = { level: 2, children: [], mandates: [] } as const;
  const citizen: Doer = { id: person, label: name, seat: null, roles: [], nik: null, citizen: proven };
  const party = { id: person, nik, name };
  const key = (): string => randomUUID();
  const ref = { region: BIG.region, id: randomUUID() };
  await cases.begin(citizen, {
    ...{ ...ref, service: SERVICE, applicant: party, subject: party, authority: 'self', channel: 'warga' },
  });
  const { issues } = await cases.answerMany(citizen, ref, JSON.parse(ANSWERS), { version: 1, key: key() });
  if (issues.length > 0) throw new Error(JSON.stringify(issues[0]));
  await cases.submit(citizen, ref, { version: 2, key: key() });
  await cases.hold(OFFICER, ref, 'verifikasi', { version: 3, key: key() }, true);
  const decision = { action: 'setujui', reasons: [], questions: [], note: null, body: {} };
  await cases.decide(OFFICER, ref, 'verifikasi', decision, { version: 4, key: key() });
  const { found } = await cases.view(citizen, ref);
  if (found.status !== 'closed') throw new Error(`not closed: ${found.status}`);
}
