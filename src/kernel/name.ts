import { type Issue, issue, type Parsed, parsed, refused } from './parsed.ts';

/** Longest name that the register takes, with spaces (Permendagri 73/2022). */
export const NAME_LENGTH = 60;

const LETTERS_ONLY = /^[\p{Script=Latin}\p{Mark} ]+$/u;
const AS_RECORDED = /^[\p{Script=Latin}\p{Mark} .,'’`\-/]+$/u;
// Titles stand apart from the name and never on an akta.
const TITLES = new Set(
  'h hj dr drs dra ir prof kh ust ustadz ustadzah sh st sp se mh mm mt msi mpd spd skom sag sos ssos skm amd apt kol letkol mayor'.split(
    ' ',
  ),
);

/** One form for storing: no doubled spaces, one apostrophe, and capitals only if the writer chose them. */
export function tidyName(text: string): string {
  const tidy = text
    .normalize('NFC')
    .replace(/[’`´ʼ]/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
  return tidy === tidy.toUpperCase() || tidy === tidy.toLowerCase() ? capitalised(tidy) : tidy;
}

const capitalised = (text: string): string =>
  text
    .toLowerCase()
    .replace(/(^|[ \-/.])(\p{Letter})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());

function issuesOf(name: string, allowed: RegExp): Issue[] {
  if (name === '') return [issue('name/empty')];
  const issues: Issue[] = [];
  if (name.length > NAME_LENGTH) issues.push(issue('name/too-long', { max: NAME_LENGTH, got: name.length }));
  if (!allowed.test(name)) issues.push(issue(/\d/.test(name) ? 'name/digits' : 'name/letters-only'));
  return issues;
}

/**
 * Reads the name of somebody who is new to the register. Wrong: digits, marks, more than 60 characters. Odd only: a single word
 * (the two words of the rule are advice), an abbreviation, a title.
 * @example parseNewName('budi  SANTOSO') // { ok: true, value: 'budi SANTOSO', warnings: [] }
 */
export function parseNewName(text: string): Parsed<string> {
  const name = tidyName(text);
  const issues = issuesOf(name, LETTERS_ONLY);
  if (issues.length > 0) return refused(...issues);
  const words = name.split(' ');
  const warnings: Issue[] = [];
  if (words.length < 2) warnings.push(issue('name/one-word'));
  const title = words.find((word) => TITLES.has(word.toLowerCase()));
  if (title !== undefined) warnings.push(issue('name/title', { word: title }));
  else if (words.some((word) => word.length === 1)) warnings.push(issue('name/abbreviation'));
  return parsed(name, warnings);
}

/**
 * Reads a name as it stands in the register: names from before 21 April 2022 keep one word, apostrophes and dots.
 * @example parseRecordedName("ma'ruf") // { ok: true, value: "Ma'ruf", warnings: [] }
 */
export function parseRecordedName(text: string): Parsed<string> {
  const name = tidyName(text);
  const issues = issuesOf(name, AS_RECORDED);
  return issues.length > 0 ? refused(...issues) : parsed(name);
}

const bare = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^\p{Letter} ]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();

/** True when only capitals, marks and spaces differ. @example sameName("NUR'AINI", 'Nuraini') // true */
export const sameName = (one: string, other: string): boolean => bare(one) === bare(other);
