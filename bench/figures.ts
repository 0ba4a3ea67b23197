import { cpus, loadavg, release, totalmem } from 'node:os';

/** One line of the table. `value` is null where this machine lacks the means: it was not run, which is never a pass. */
export type Figure = {
  readonly name: string;
  readonly value: number | null;
  readonly unit: string;
  /** What was measured beside it in the same run, in the same unit. */
  readonly limit?: number;
  /** value / limit */
  readonly ratio?: number;
  readonly p50?: number;
  readonly p99?: number;
  readonly note?: string;
};
export type Tell = (line: string) => void;
export type Bench = (tell: Tell) => Promise<readonly Figure[]>;

export const notRun = (name: string, why: string): Figure => ({ name, value: null, unit: '', note: `not run: ${why}` });

export const failed = (name: string, error: unknown): Figure => ({
  ...{ name, value: null, unit: '' },
  note: `failed: ${error instanceof Error ? error.message : String(error)}`,
});

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;
}

export type Rate = { readonly perSecond: number; readonly p50: number; readonly p99: number };

/** So many at once, each as soon as the one before it is done, until all work is done. */
export async function rate(clients: number, work: readonly (() => Promise<unknown>)[]): Promise<Rate> {
  const took: number[] = [];
  let next = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let one = work[next++]; one; one = work[next++]) {
        const start = performance.now();
        await one();
        took.push(performance.now() - start);
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  return { perSecond: took.length / seconds, p50: quantile(took, 0.5), p99: quantile(took, 0.99) };
}

/** Both in turns, so that the machine's mood strikes both alike. @returns the medians */
export async function inTurns(
  times: number,
  ours: () => Promise<Rate>,
  limit: () => Promise<Rate>,
): Promise<{ readonly ours: Rate; readonly limit: Rate; readonly ratio: number }> {
  const pairs: { ours: Rate; limit: Rate }[] = [];
  for (let i = 0; i < times; i++)
    pairs.push(
      i % 2 === 0 ? { ours: await ours(), limit: await limit() } : { limit: await limit(), ours: await ours() },
    );
  return {
    ours: middle(pairs.map((pair) => pair.ours)),
    limit: middle(pairs.map((pair) => pair.limit)),
    ratio: median(pairs.map((pair) => pair.ours.perSecond / pair.limit.perSecond)),
  };
}

const middle = (rates: readonly Rate[]): Rate => ({
  perSecond: median(rates.map((one) => one.perSecond)),
  p50: median(rates.map((one) => one.p50)),
  p99: median(rates.map((one) => one.p99)),
});

const COLUMNS = ['name', 'value', 'unit', 'limit', 'ratio', 'p50', 'p99', 'note'] as const;

const rowOf = (figure: Figure): string => `| ${COLUMNS.map((column) => shown(figure[column])).join(' | ')} |`;
const HEAD = `| ${COLUMNS.join(' | ')} |\n| ${COLUMNS.map(() => '---').join(' | ')} |`;
const today = (): string => new Date().toISOString().slice(0, 10);

const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model ?? '?'}, ${Math.round(totalmem() / 2 ** 30)} GB, Linux ${release()}, Node ${process.version}`;

export const printTable = (figures: readonly Figure[]): string =>
  `${HEAD}\n${figures.map(rowOf).join('\n')}\n\n${machine()}, ${today()}\n`;

/** How many others wanted the processor just then, per core: well above one, what stands beside its limit is what counts. */
export const crowd = (): number => (loadavg()[1] ?? 0) / cpus().length;

/**
 * The page of the last figures, with these in the place of those of the same name. Rows that were not measured now stay as they were,
 * with their own day.
 */
export function figuresPage(before: string, figures: readonly Figure[]): string {
  const rows = new Map(
    before
      .split('\n')
      .filter((line) => line.startsWith('| ') && line !== HEAD.split('\n')[0] && !line.startsWith('| ---'))
      .map((line) => [line.split(' | ')[0]?.slice(2) ?? '', line]),
  );
  const busy = crowd() > 3 ? `; busy machine, ${crowd().toFixed(1)} wanted each core: only ratios count` : '';
  for (const figure of figures)
    rows.set(figure.name, rowOf({ ...figure, note: `${figure.note ? `${figure.note}; ` : ''}${today()}${busy}` }));
  const text = [
    '# Figures',
    'Written by `npm run bench -- --figures`, never by hand: run it to measure on your own machine. `limit` is what stands beside the value, in the same unit: measured in turns with it on the same PostgreSQL where the note names what it is, else the aim. `ratio` is value / limit. `p50` and `p99` are milliseconds a request unless the note says otherwise. A value of – was not run, or failed, for the reason in its note.',
    `${HEAD}\n${[...rows.values()].join('\n')}`,
    `The last run: ${machine()}, ${today()}.`,
  ];
  return `${text.join('\n\n')}\n`;
}

function shown(value: string | number | null | undefined): string {
  if (value === undefined) return '';
  if (value === null) return '–';
  if (typeof value === 'string') return value.replaceAll('|', '/').replaceAll('\n', ' ');
  return value >= 100 ? String(Math.round(value)) : value.toPrecision(3);
}
