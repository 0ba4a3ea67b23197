import type { House } from '../../src/compose.ts';
import { withHouse } from '../../src/compose-rooms.ts';
import type { Lab } from '../../tests/support/lab.ts';
import { type Figure, inTurns, notRun, type Rate, rate, type Tell } from '../figures.ts';
import { sayMany } from './many-cases.ts';
import { labWith, laidIn, SIZES } from './sizes.ts';

// A question that must not grow with the number of cases: its p99 beside the p99 of the same question at ten thousand, in turns.

const SMALL = 10_000;
const ASKED = Number(process.env.BENCH_ASKED ?? 400);
const TIMES = 5;
const MOST = 1.5;

export type Question = {
  readonly name: string;
  /** Finds what to ask for, then asks. */
  readonly prepare: (house: House, lab: Lab) => Promise<() => Promise<unknown>>;
  /** An aim in milliseconds, in the place of the comparison. */
  readonly within?: number;
};

export async function growing(tell: Tell, questions: readonly Question[]): Promise<readonly Figure[]> {
  const small = await labWith(SMALL, tell);
  if (typeof small === 'string') return [notRun(questions[0]?.name ?? '', small)];
  const figures: Figure[] = [];
  for (const size of SIZES) {
    const large = await labWith(size, tell);
    for (const question of questions)
      figures.push(
        typeof large === 'string'
          ? notRun(`${question.name}, ${sayMany(size)}`, large)
          : await compare(question, { small, large, size, tell }),
      );
  }
  return figures;
}

type Sizes = { readonly small: Lab; readonly large: Lab; readonly size: number; readonly tell: Tell };

async function compare(question: Question, { small, large, size, tell }: Sizes): Promise<Figure> {
  const result = await asking(question, large, (ours) =>
    asking(question, small, async (limit) => {
      await Promise.all([ours(), limit()]);
      return inTurns(TIMES, ours, limit);
    }),
  );
  const { within } = question;
  const limit = within ?? result.limit.p99 * MOST;
  const name = `${question.name}, ${sayMany(size)}`;
  tell(`${name}: p99 ${result.ours.p99.toFixed(2)} ms beside ${result.limit.p99.toFixed(2)} ms`);
  return {
    ...{ name, value: result.ours.p99, unit: 'ms, p99', limit, ratio: result.ours.p99 / limit },
    ...{ p50: result.ours.p50, p99: result.ours.p99 },
    note: `limit: ${within ? 'the aim' : `${MOST} × the same at ${sayMany(SMALL)}`}, at most; there p50 ${result.limit.p50.toFixed(2)}, p99 ${result.limit.p99.toFixed(2)}; ${laidIn(size)}`,
  };
}

/** One at a time: what is wanted is how long it takes. */
const asking = <R>(question: Question, lab: Lab, work: (ask: () => Promise<Rate>) => Promise<R>): Promise<R> =>
  withHouse(lab.config(), async ({ house }) => {
    const ask = await question.prepare(house, lab);
    return work(() =>
      rate(
        1,
        Array.from({ length: ASKED }, () => ask),
      ),
    );
  });
