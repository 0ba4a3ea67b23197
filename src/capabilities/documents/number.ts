import { type IsoDate, localDate, type Zone } from '../../kernel/dates.ts';
import { undotted } from '../../kernel/region-code.ts';

export type Resets = 'year' | 'month' | 'never';

/** What a pattern may read: `{serial:3}/{office.code}/{month:roman}/{year}`. */
export type NumberNames = {
  readonly region: string;
  readonly officeCode: string;
  readonly series: string | null;
  readonly at: Date;
  readonly zone: Zone;
  readonly demo: boolean;
  /** Names that the register gives, e.g. `{ kk: '9976042311260001' }`. */
  readonly given: Readonly<Record<string, string>>;
};

/** Where the serial of a pattern goes, and which series it counts in. */
export type Reservation = {
  readonly series: string;
  readonly period: string;
  readonly before: string;
  readonly width: number;
  readonly after: string;
};

/** `given`: the register gave the whole number, nothing is counted here. */
export type PlannedNumber =
  | ({ readonly kind: 'reserve' } & Reservation)
  | { readonly kind: 'given'; readonly text: string };

const SLOT = /\{([a-z]+(?:\.[a-z]+)?)(?::([a-z0-9]+))?\}/gi;
const ROMAN = 'I II III IV V VI VII VIII IX X XI XII'.split(' ');
/** No province has this code: numbers of the demo can't be anybody's. */
const NO_PROVINCE = '99';
const SPECIMEN = 'SPESIMEN';

/**
 * What is wrong with a pattern: the codes `number/serial-twice`, `number/period-hidden` (the serial starts again, but the number does
 * not show when: it would come twice), `number/series-unknown`.
 * @example patternProblems('{serial:3}/{office.code}', 'year', null) // ['number/period-hidden']
 */
export function patternProblems(pattern: string, resets: Resets, series: string | null): readonly string[] {
  const names = [...pattern.matchAll(SLOT)].map(([, name = '']) => name);
  if (!names.includes('serial')) return [];
  const dated = names.includes('date');
  const problems: string[] = [];
  if (names.filter((name) => name === 'serial').length > 1) problems.push('number/serial-twice');
  if (resets !== 'never' && !dated && !names.includes('year')) problems.push('number/period-hidden');
  else if (resets === 'month' && !dated && !names.includes('month')) problems.push('number/period-hidden');
  if (names.includes('series') && series === null) problems.push('number/series-unknown');
  return problems;
}

/**
 * Fills a pattern but for its serial.
 * @throws when the pattern is none (`patternProblems`) or names what nobody gave: both are mistakes of a definition
 * @example planNumber('460/{serial:3}/{year}', 'year', names) // { kind: 'reserve', series: '460/{serial:3}/{year}', period: '2026', before: '460/', width: 3, after: '/2026' }
 */
export function planNumber(pattern: string, resets: Resets, names: NumberNames): PlannedNumber {
  const [problem] = patternProblems(pattern, resets, names.series);
  if (problem) throw new Error(`${problem}: ${pattern}`);
  const today = localDate(names.at, names.zone);
  const marked = markSpecimen(pattern, names.demo);
  const serial = /\{serial(?::(\d+))?\}/.exec(marked);
  const fill = (text: string): string =>
    text.replace(SLOT, (slot, name: string, form?: string) => value(slot, name, form, names, today));
  if (!serial) return { kind: 'given', text: fill(marked) };
  return {
    kind: 'reserve',
    series: names.series ?? pattern,
    period: { year: today.slice(0, 4), month: today.slice(0, 7), never: 'semua' }[resets],
    before: fill(marked.slice(0, serial.index)),
    width: Number(serial[1] ?? 1),
    after: fill(marked.slice(serial.index + serial[0].length)),
  };
}

// What is counted here must show that it is a specimen; a number that the register gave shows it by itself.
function markSpecimen(pattern: string, demo: boolean): string {
  const shows = /\{(region|office\.code)/.test(pattern);
  return demo && !shows && pattern.includes('{serial') ? `${SPECIMEN}/${pattern}` : pattern;
}

function value(slot: string, name: string, form: string | undefined, names: NumberNames, today: IsoDate): string {
  const [year = '', month = '', day = ''] = today.split('-');
  switch (name) {
    case 'year':
      return form === '2' ? year.slice(2) : year;
    case 'month':
      return form === 'roman' ? (ROMAN[Number(month) - 1] ?? '') : month;
    case 'date':
      return `${day}${month}${year}`;
    case 'series':
      return names.series ?? '';
    case 'region': {
      const digits = undotted(names.region);
      const shown = names.demo ? NO_PROVINCE + digits.slice(2) : digits;
      return form === undefined ? shown : shown.slice(0, Number(form));
    }
    case 'office.code': {
      const code = names.officeCode.toUpperCase();
      return names.demo ? `${SPECIMEN}-${code}` : code;
    }
    default: {
      const given = names.given[name];
      if (given === undefined) throw new Error(`nobody gave ${slot} of a number`);
      return given;
    }
  }
}
