import { refuseCareless } from '../../tests/crash/run.ts';
import { Lab } from '../../tests/support/lab.ts';
import type { Tell } from '../figures.ts';
import { layCases, sayMany, tooSmall } from './many-cases.ts';
import { publish } from './twenty.ts';

/** Labs that hold so many cases, each laid once for all benches of a run. */
const labs = new Map<number, Promise<Lab | string>>();
const said = new Map<number, string>();

const most = (): number => {
  const at = process.argv.indexOf('--most');
  return at < 0 ? Number.POSITIVE_INFINITY : Number(process.argv[at + 1]);
};

/** The lab, or why there is none. */
export function labWith(cases: number, tell: Tell): Promise<Lab | string> {
  const known = labs.get(cases) ?? open(cases, tell);
  labs.set(cases, known);
  return known;
}

/** The sizes that figures are wanted for; the environment names others for a sample. */
export const SIZES: readonly number[] = (process.env.BENCH_SIZES ?? '1000000,10000000').split(',').map(Number);

/** What laying them took, for the table. */
export const laidIn = (cases: number): string => said.get(cases) ?? '';

async function open(cases: number, tell: Tell): Promise<Lab | string> {
  if (cases > most()) return `--most ${most()} was asked for`;
  const lab = await Lab.open(400);
  const small = tooSmall(lab, cases);
  if (small) {
    await lab.close();
    return small;
  }
  await refuseCareless(lab);
  await publish(lab);
  if (cases > 0) {
    const { kbACase, gigabytes, minutes } = await layCases(lab, 0, cases, tell);
    const size = `${kbACase.toFixed(2)} KB a case, ${gigabytes.toFixed(1)} GB with indexes`;
    said.set(cases, `${sayMany(cases)} laid in ${minutes.toFixed(1)} min, ${size}`);
    tell(said.get(cases) ?? '');
  }
  return lab;
}

export async function closeLabs(): Promise<void> {
  for (const one of labs.values()) {
    const lab = await one.catch(() => undefined);
    if (lab instanceof Lab) await lab.close();
  }
}
