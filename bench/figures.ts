import { cpus, release, totalmem } from 'node:os';

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

export function printTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => COLUMNS.map((column) => shown(figure[column])));
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? '?'}, ${Math.round(totalmem() / 2 ** 30)} GB, Linux ${release()}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`;
  const lines = [COLUMNS as readonly string[], COLUMNS.map(() => '---'), ...rows].map(
    (row) => `| ${row.join(' | ')} |`,
  );
  return `${lines.join('\n')}\n\n${machine}\n`;
}

function shown(value: string | number | null | undefined): string {
  if (value === undefined) return '';
  if (value === null) return '–';
  if (typeof value === 'string') return value;
  return value >= 100 ? String(Math.round(value)) : value.toPrecision(3);
}
