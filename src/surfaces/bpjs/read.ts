import type { NewPatient, OwnNumber, TakeWish } from '../../capabilities/bpjs/index.ts';
import { readHours } from '../../capabilities/bpjs/index.ts';
import { type IsoDate, isIsoDate } from '../../kernel/dates.ts';
import { parsePhone } from '../../kernel/phone.ts';
import { Refusal } from '../../kernel/refusal.ts';

// What comes from Mobile JKN, field by field; the first that is wrong is said, by its name in the contract.

type Sent = Readonly<Record<string, unknown>>;

const wrong = (what: string): Refusal => new Refusal(`bpjs/${what}`, 422);

/** Strings and numbers alike: both were seen in the field. */
function textOf(from: Sent, name: string): string {
  const value = from[name];
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
}

function digits(from: Sent, name: string, length: number, code: string): string {
  const value = textOf(from, name);
  if (value.length !== length || !/^\d+$/.test(value)) throw wrong(code);
  return value;
}

// Earlier days nobody lives from, and PostgreSQL knows no year 0.
const FIRST_DAY = '1850-01-01';

function day(from: Sent, name: string, code: string): IsoDate {
  const value = textOf(from, name);
  if (!isIsoDate(value) || value < FIRST_DAY) throw wrong(code);
  return value;
}

/** The object that was sent. @throws Refusal for anything else */
export function sent(body: unknown): Sent {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw wrong('bad-request');
  return body as Sent;
}

const cardOf = (from: Sent, name = 'nomorkartu'): string => digits(from, name, 13, 'bad-card');

export const readPoliDay = (params: Sent): { readonly poli: string; readonly day: IsoDate } => ({
  poli: textOf(params, 'poli'),
  day: day(params, 'tanggal', 'bad-date'),
});

export const readOwn = (from: Sent): OwnNumber => ({
  card: cardOf(from),
  poli: textOf(from, 'kodepoli'),
  day: day(from, 'tanggalperiksa', 'bad-date'),
});

export const readOwnInPath = (params: Sent): OwnNumber => ({
  card: cardOf(params, 'kartu'),
  ...readPoliDay(params),
});

export function readTake(body: Sent): TakeWish {
  const doctor = textOf(body, 'kodedokter');
  const hours = textOf(body, 'jampraktek');
  const wish = { ...readOwn(body), nik: digits(body, 'nik', 16, 'bad-nik') };
  const read = hours === '' ? null : readHours(hours);
  if (read === undefined || (doctor !== '' && !/^\d{1,9}$/.test(doctor))) throw wrong('no-schedule');
  return { ...wish, doctor: doctor === '' ? null : Number(doctor), hours: read };
}

const LONGEST_NAME = 60;
const SEXES: Readonly<Record<string, NewPatient['sex']>> = { L: 'male', P: 'female' };

/** What we need to know somebody again. His address, in BPJS's own codes, is looked at by nobody here and not kept. */
export function readNewPatient(body: Sent, today: IsoDate): NewPatient {
  const card = cardOf(body);
  const nik = digits(body, 'nik', 16, 'bad-nik');
  digits(body, 'nomorkk', 16, 'bad-kk');
  // Ours are shorter than BPJS's may be; nobody is turned away for a long name.
  const name = textOf(body, 'nama').replaceAll(/\s+/g, ' ').slice(0, LONGEST_NAME);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  if (name === '' || /[\u0000-\u001f\u007f]/.test(name)) throw wrong('bad-name');
  const sex = SEXES[textOf(body, 'jeniskelamin').toUpperCase()];
  if (!sex) throw wrong('bad-sex');
  const birthDate = day(body, 'tanggallahir', 'bad-birth-date');
  if (birthDate > today) throw wrong('bad-birth-date');
  const phone = parsePhone(textOf(body, 'nohp'));
  return { card, nik, name, sex, birthDate, phone: phone.ok ? phone.value : null };
}
