/**
 * The days on which the estimate of waiting is judged. This list was written before the estimator was tuned and is not fitted to it.
 * Ranges are drawn once per clinic from the seed given at run time; times are minutes.
 */
export type Range = readonly [low: number, high: number];

export type Scenario = {
  readonly name: string;
  /** The aims of accuracy hold in `base` and `moderate`; a `bad` one is reported with its losses. */
  readonly kind: 'base' | 'moderate' | 'bad';
  readonly doctors: Range;
  readonly sessionMinutes: Range;
  /** Length of a visit: mean over doctors and its spread within one doctor's day (coefficient of variation). */
  readonly visitMean: Range;
  readonly visitSpread: Range;
  /** How much one doctor's day differs from another's (standard deviation of the logarithm). */
  readonly doctorSpread: Range;
  readonly lateMean: Range;
  readonly breakMinutes: Range;
  /** Per doctor and session. */
  readonly booked: Range;
  readonly walkIns: Range;
  readonly noShow: Range;
  readonly priority: Range;
  /** How far around the booked window people arrive (standard deviation), and how early on average. */
  readonly arrivalSpread: Range;
  readonly arrivalEarly: Range;
  /** People who walk in come in groups of this size. */
  readonly group: Range;
  /** Emergencies of a session; each takes a doctor for so long, before everybody who waits. */
  readonly emergencies: Range;
  readonly emergencyMinutes: Range;
  /** Share of visits whose end is clicked only when the next one is called, or this much later. */
  readonly forgotten: Range;
  readonly forgottenMinutes: Range;
  /** Share of days on which one doctor of several leaves for good, unannounced, in the second third of the session. */
  readonly leaves: Range;
};

const base: Scenario = {
  name: 'base',
  kind: 'base',
  doctors: [1, 3],
  sessionMinutes: [210, 270],
  visitMean: [6, 12],
  visitSpread: [0.4, 0.8],
  doctorSpread: [0.15, 0.35],
  lateMean: [5, 15],
  breakMinutes: [5, 15],
  booked: [12, 18],
  walkIns: [6, 12],
  noShow: [0.05, 0.2],
  priority: [0.08, 0.16],
  arrivalSpread: [10, 20],
  arrivalEarly: [5, 20],
  group: [1, 1],
  emergencies: [0, 0],
  emergencyMinutes: [0, 0],
  forgotten: [0, 0],
  forgottenMinutes: [0, 0],
  leaves: [0, 0],
};

const late = { lateMean: [25, 45] } as const;
const batches = { group: [3, 8] } as const;
const absent = { noShow: [0.3, 0.4] } as const;
const emergencies = { emergencies: [1, 3], emergencyMinutes: [15, 30] } as const;
const clicks = { forgotten: [0.1, 0.2], forgottenMinutes: [20, 60] } as const;
const leaving = { leaves: [0.4, 0.6], doctors: [2, 3] } as const;

export const SCENARIOS: readonly Scenario[] = [
  base,
  { ...base, name: 'late doctors', kind: 'moderate', ...late },
  { ...base, name: 'arrivals in groups', kind: 'moderate', ...batches },
  { ...base, name: 'many no-shows', kind: 'moderate', ...absent },
  { ...base, name: 'emergencies', kind: 'moderate', ...emergencies },
  { ...base, name: 'forgotten clicks', kind: 'bad', ...clicks },
  { ...base, name: 'a doctor leaves', kind: 'bad', ...leaving },
  { ...base, name: 'all together', kind: 'bad', ...late, ...batches, ...absent, ...emergencies, ...clicks, ...leaving },
];

/** How many days the estimator may learn from, and on how many others it is judged. */
export const DAYS = { history: 60, test: 400 } as const;

/** What must hold in base and in each moderate scenario. */
export const AIMS = {
  ofHistoricMean: 0.7,
  ofBestBaseline: 0.85,
  coverage: [0.76, 0.84],
  aboveMedian: [0.45, 0.55],
  biasMinutes: 2,
} as const;
