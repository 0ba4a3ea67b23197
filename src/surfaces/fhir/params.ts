import { isIsoDate, momentOf, type Zone } from '../../kernel/dates.ts';
import { Refusal } from '../../kernel/refusal.ts';

// Search parameters as FHIR R4 says: https://hl7.org/fhir/R4/search.html. What is not served is refused, never passed over: a search that looks
// narrower than it is misleads.

export type Params = {
  /** The only value; undefined where none was sent. */
  readonly one: (name: string) => string | undefined;
  readonly all: (name: string) => readonly string[];
  readonly count: number;
  readonly offset: number;
};

const MOST = 100;
const USUAL = 20;
const FURTHEST = 100_000;
/** Of every search. */
const COMMON = ['_count', '_offset', '_format', '_pretty', '_id'];

export const badParameter = (name: string): Refusal => new Refusal('fhir/bad-parameter', 400, { name });

export function paramsOf(query: unknown, known: readonly string[]): Params {
  const sent = Object.entries(query as Record<string, string | string[]>);
  for (const [name, value] of sent) {
    if (![...COMMON, ...known].includes(name)) throw badParameter(name.slice(0, 60));
    for (const text of [value].flat())
      if (text.length > 200 || text.includes('\0') || !text.isWellFormed()) throw badParameter(name);
  }
  const all = (name: string): readonly string[] => sent.flatMap(([key, value]) => (key === name ? [value].flat() : []));
  const one = (name: string): string | undefined => {
    const [value, ...more] = all(name);
    if (more.length > 0) throw badParameter(name);
    return value;
  };
  const whole = (name: string, most: number, usual: number): number => {
    const text = one(name);
    if (text === undefined) return usual;
    if (!/^\d{1,6}$/.test(text)) throw badParameter(name);
    return Math.min(most, Number(text));
  };
  return { one, all, count: whole('_count', MOST, USUAL), offset: whole('_offset', FURTHEST, 0) };
}

/** Codes of a token parameter, any of which fits; systems are those of the answers. Undefined: no such wish. */
export function tokensOf(params: Params, name: string, codes?: readonly string[]): ReadonlySet<string> | undefined {
  const text = params.one(name);
  if (text === undefined) return undefined;
  const found = text.split(',').map((token) => token.slice(token.lastIndexOf('|') + 1));
  if (found.some((code) => code === '' || (codes && !codes.includes(code)))) throw badParameter(name);
  return new Set(found);
}

/** A stretch of time, the end not in it. */
export type Stretch = { readonly from: number; readonly to: number };
type Wish = { readonly prefix: string; readonly at: Stretch };

const DATE =
  /^(eq|ne|gt|lt|ge|le|sa|eb)?(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(:\d{2}(?:\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?$/;
const DAY = 86_400_000;

/** @param zone of a day or a time that names none */
export function datesOf(params: Params, name: string, zone: Zone): readonly Wish[] {
  return params.all(name).map((text) => {
    const [, prefix = 'eq', day = '', time, seconds, offset] = DATE.exec(text) ?? [];
    if (!isIsoDate(day) || day < '1900-01-01') throw badParameter(name);
    if (time === undefined) {
      const from = momentOf(day, '00:00', zone).getTime();
      return { prefix, at: { from, to: from + DAY } };
    }
    const whole = `${day}T${time}${seconds ?? ':00'}`;
    const from = offset === undefined ? momentOf(day, time, zone).getTime() : Date.parse(`${whole}${offset}`);
    if (Number.isNaN(from)) throw badParameter(name);
    return { prefix, at: { from, to: from + (seconds === undefined ? 60_000 : 1000) } };
  });
}

/** Whether a stretch fits every wish, by the rules of FHIR's prefixes for periods. A moment is a stretch of a millisecond. */
export const fits = ({ from, to }: Stretch, wishes: readonly Wish[]): boolean =>
  wishes.every(({ prefix, at }) => {
    const within = at.from <= from && to <= at.to;
    switch (prefix) {
      case 'ne':
        return !within;
      case 'gt':
        return to > at.to;
      case 'lt':
        return from < at.from;
      case 'ge':
        return to > at.to || within;
      case 'le':
        return from < at.from || within;
      case 'sa':
        return from >= at.to;
      case 'eb':
        return to <= at.from;
      default:
        return within;
    }
  });

/** The days between which anything can fit; the widest of each side that a search may ask for. */
export function boundsOf(wishes: readonly Wish[], widest: Stretch): Stretch {
  let { from, to } = widest;
  for (const { prefix, at } of wishes) {
    if (['eq', 'ge', 'gt', 'sa'].includes(prefix)) from = Math.max(from, at.from - DAY);
    if (['eq', 'le', 'lt', 'eb'].includes(prefix)) to = Math.min(to, at.to + DAY);
  }
  return { from, to };
}
