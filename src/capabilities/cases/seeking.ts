import { caseRegion, parseCaseNumber } from '../../kernel/case-number.ts';
import { digitsTyped } from '../../kernel/nik.ts';
import { can } from '../accounts/index.ts';
import { reading } from './acting.ts';
import type { Case, Doer } from './case.ts';
import { actorIn, mayOn } from './may.ts';
import type { CasesDeps } from './ports.ts';
import { type FoundCase, findByNumber, seek } from './store.ts';

/** What an officer looked for, as he typed it: a case number, a NIK, or a part of a name. */
export type Sought = {
  readonly by: 'number' | 'nik' | 'name';
  readonly items: readonly FoundCase[];
  /** There are more than anybody reads; the newest of them may be missing. */
  readonly more: boolean;
  /** Too few letters to look for. */
  readonly short: boolean;
};

const SHOWN = 50;
const MOST = 500;
const WORDS = 6;
/** An index of three letters finds nothing by two. */
const SHORTEST = 3;

/** Over all that the office ever received, open or closed; never past the office. */
export function createSeeking(deps: CasesDeps) {
  async function find(doer: Doer, typed: string): Promise<Sought> {
    const text = typed.trim();
    const { seat } = doer;
    const none = { items: [], more: false, short: false };
    const region = seat?.slice(0, seat.indexOf('/')) ?? '';
    const digits = digitsTyped(text);
    const by = parseCaseNumber(text).ok ? 'number' : /^\d{12,}$/.test(digits) ? 'nik' : 'name';
    if (seat === null || !can(actorIn(doer), 'case.search', { region, office: seat })) return { by, ...none };
    if (by === 'number') {
      const found = await byNumber(doer, text);
      return { by, ...none, items: found?.number ? [{ ...found, number: found.number }] : [] };
    }
    if (by === 'nik') {
      const person = await deps.personOf(digits);
      const items = person ? await seek(deps.db, reading(region, doer), { seat, people: [person], most: SHOWN }) : [];
      return { by, ...none, items };
    }
    const words = wordsOf(text);
    if (!words.some((word) => word.length >= SHORTEST)) return { by, ...none, short: true };
    const items = await seek(deps.db, reading(region, doer), { seat, words, most: MOST });
    return { by, items: items.slice(0, SHOWN), more: items.length > SHOWN, short: false };
  }

  /** A case by the number that somebody says or types, if he may see it. */
  async function byNumber(doer: Doer, typed: string): Promise<Case | undefined> {
    const number = parseCaseNumber(typed);
    if (!number.ok) return undefined;
    const region = caseRegion(number.value);
    const found = await findByNumber(deps.db, reading(region, doer), region, number.value);
    return found && mayOn(doer, 'case.view', found) ? found : undefined;
  }

  return { seek: find, byNumber };
}

/** @example wordsOf('Siti  RAHMA') // ['rahma', 'siti'] */
const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, WORDS)
    .toSorted((one, other) => other.length - one.length);
