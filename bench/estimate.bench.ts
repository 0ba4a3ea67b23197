import { type Chance, chanceOf } from '../src/capabilities/queue/chance.ts';
import { foresee, type Habits } from '../src/capabilities/queue/estimate.ts';
import { type Answered, calibrated, firstHabits, habitsOf, judge } from '../src/capabilities/queue/habits.ts';
import { type OrderRule, orderOf } from '../src/capabilities/queue/order.ts';
import { answersOf } from '../src/capabilities/queue/past.ts';
import { clinicOf, dayOf } from './estimate/clinic.ts';
import { AIMS, DAYS, SCENARIOS, type Scenario } from './estimate/scenarios.ts';
import { type Bench, type Figure, quantile } from './figures.ts';

// How good the estimate of waiting is, frozen at check-in, on days that it has not seen, beside three naive ones:
// npm run bench -- estimate. Another seed with ESTIMATE_SEED=7, one scenario with ESTIMATE_ONLY='late doctors'.

const SEED = Number(process.env.ESTIMATE_SEED ?? 20261126);
const ONLY = process.env.ESTIMATE_ONLY;
const CLINICS = 8;
const RUNS = 60;
/** Every so many check-ins of the days that are learned from are played again; of the days that are judged, every so many are. */
const [LEARN_EVERY, JUDGE_EVERY] = [4, 2];
const rule: OrderRule = { priorityRow: 2, bound: 90 };
/** Minutes of the constant that BPJS's formula multiplies by, as the example in its documents has it. */
const SPM = 6;
/** What a clinic types in as the length of a visit before it has any days. */
const TYPED = 9;

type Waited = {
  readonly wait: number;
  readonly low: number;
  readonly mid: number;
  readonly high: number;
  readonly mean: number;
  readonly bpjs: number;
  readonly historic: number;
  readonly moving: number;
};

function daysOf(scenario: Scenario, nth: number): readonly Waited[] {
  return Array.from({ length: CLINICS }, (_, c) => {
    const chance = chanceOf(SEED + nth * 1009 + c * 97);
    const clinic = clinicOf(scenario, chance);
    const history = Array.from({ length: DAYS.history }, () => dayOf(clinic, rule, chance));
    const plain = habitsOf(history, firstHabits(TYPED));
    const asked = history.flatMap(answersOf).filter((_, i) => i % LEARN_EVERY === 0);
    const habits = calibrated(
      plain,
      asked.map((one) => judge(plain, one, rule, chance, RUNS)),
    );
    const others = Array.from({ length: DAYS.test / CLINICS }, () => dayOf(clinic, rule, chance));
    return others
      .flatMap(answersOf)
      .filter((_, i) => i % JUDGE_EVERY === 0)
      .map((one) => ({ ...ours(one, habits, chance), ...naive(one, plain.visitMean) }));
  }).flat();
}

function ours({ situation, key, wait }: Answered, habits: Habits, chance: Chance) {
  const foreseen = foresee(situation, habits, rule, key, chance, RUNS);
  if (!foreseen) throw new Error('somebody who checks in waits');
  const { now } = situation;
  const { low, mid, high, mean } = foreseen;
  return { wait, low: low - now, mid: mid - now, high: high - now, mean: mean - now };
}

function naive({ situation, key }: Answered, historicMean: number) {
  const order = orderOf(situation.waiting, situation.streak, rule, situation.now);
  const ahead = order.findIndex(({ next }) => next.key === key);
  const doctors = situation.servers.length;
  const last = situation.done.slice(-5);
  const recent = last.length < 3 ? historicMean : average(last);
  return {
    bpjs: SPM * Math.max(0, ahead - 1),
    historic: (historicMean * ahead) / doctors,
    moving: (recent * ahead) / doctors,
  };
}

const average = (list: readonly number[]): number =>
  list.reduce((total, one) => total + one, 0) / Math.max(1, list.length);

export const bench: Bench = (tell) => {
  tell(`seed ${SEED}: ${CLINICS} clinics, ${DAYS.history} days each to learn from, ${DAYS.test} others judged`);
  const figures = SCENARIOS.flatMap((scenario, nth): Figure[] => {
    if (ONLY !== undefined && scenario.name !== ONLY) return [];
    const figure = report(scenario, daysOf(scenario, nth));
    tell(`${figure.name}: ${figure.note}`);
    return [figure];
  });
  return Promise.resolve(figures);
};

/** value: mean absolute error; limit: that of the best naive one. */
function report(scenario: Scenario, waits: readonly Waited[]): Figure {
  const wrong = (of: (one: Waited) => number): number => average(waits.map((one) => Math.abs(of(one) - one.wait)));
  const share = (test: (one: Waited) => boolean): number => waits.filter(test).length / waits.length;
  const error = wrong((one) => one.mid);
  const [bpjs, historic, moving] = [wrong((w) => w.bpjs), wrong((w) => w.historic), wrong((w) => w.moving)];
  const best = Math.min(bpjs, historic, moving);
  const coverage = share((one) => one.wait >= one.low && one.wait <= one.high);
  const longer = share((one) => one.wait > one.mid);
  const bias = average(waits.map((one) => one.mean - one.wait));
  const [from, to] = AIMS.coverage;
  const losses = [
    ...(error / historic <= AIMS.ofHistoricMean ? [] : [`of the historic mean ${(error / historic).toFixed(2)}`]),
    ...(error / best <= AIMS.ofBestBaseline ? [] : [`of the best naive one ${(error / best).toFixed(2)}`]),
    ...(coverage >= from && coverage <= to ? [] : ['interval']),
    ...(longer >= AIMS.aboveMedian[0] && longer <= AIMS.aboveMedian[1] ? [] : ['median']),
    ...(Math.abs(bias) <= AIMS.biasMinutes ? [] : ['bias']),
  ];
  if (losses.length > 0 && scenario.kind !== 'bad') process.exitCode = 1;
  const far = average(waits.map((one) => one.high - one.low));
  const late = share((one) => one.wait > one.mid + 15);
  return {
    ...{ name: `estimate: ${scenario.name}`, value: error, unit: 'min', limit: best, ratio: error / best },
    p50: quantile(
      waits.map((one) => Math.abs(one.mid - one.wait)),
      0.5,
    ),
    p99: quantile(
      waits.map((one) => Math.abs(one.mid - one.wait)),
      0.99,
    ),
    note: [
      `${scenario.kind}, ${waits.length} waits of ${average(waits.map((one) => one.wait)).toFixed(0)} min`,
      `BPJS ${bpjs.toFixed(1)}, historic ${historic.toFixed(1)} (${(error / historic).toFixed(2)}), last five ${moving.toFixed(1)}`,
      `80 % held ${(coverage * 100).toFixed(1)} %, width ${far.toFixed(0)}`,
      `longer than the middle ${(longer * 100).toFixed(1)} %, by 15 min ${(late * 100).toFixed(1)} %`,
      `bias ${bias.toFixed(1)}`,
      losses.length === 0 ? 'all aims hold' : `${scenario.kind === 'bad' ? 'LOSES' : 'MISSES'}: ${losses.join(', ')}`,
    ].join('; '),
  };
}
