import { type IsoDate, isIsoDate } from '../../kernel/dates.ts';
import { parseRecordedName } from '../../kernel/name.ts';
import type { Sex } from '../../kernel/nik.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { isShdk, type Shdk } from './person.ts';
import type { EffectCall } from './register.ts';

export type Child = {
  readonly name: string;
  readonly sex: Sex;
  readonly birthDate: IsoDate;
  readonly birthPlace: string | null;
};
/** The report of the loss, which is the basis of the change. */
export type PoliceLetter = { readonly number: string | null; readonly date: IsoDate | null };
/** `name` is what was typed, for a parent whom no register of ours keeps. */
export type Parent = { readonly nik: string; readonly name: string | null };
export type Roles = Readonly<Record<string, Shdk>>;

/** The verbs of the register. People and families are named by NIK and KK. */
export type Effect =
  | {
      readonly kind: 'birth';
      readonly child: Child;
      readonly mother: Parent | null;
      readonly father: Parent | null;
      readonly home: string;
      readonly relationship: Shdk;
    }
  | {
      readonly kind: 'splitFamily';
      readonly family: string;
      readonly movers: readonly string[];
      readonly newHead: string;
      readonly newRoles: Roles;
      readonly oldHead: string | null;
      readonly oldRoles: Roles;
    }
  | { readonly kind: 'cardLost'; readonly subject: string; readonly letter: PoliceLetter }
  | { readonly kind: 'cardIssued'; readonly subject: string; readonly cardNumber: string };

/** @throws Refusal `people/effect-incomplete` naming the argument: the definition let something through that the register needs */
export function readEffect({ verb, args }: EffectCall): Effect {
  switch (verb) {
    case 'register.birth':
      return {
        kind: 'birth',
        child: childOf(args.child),
        mother: parentOf(args.mother),
        father: parentOf(args.father),
        home: needed(keyOf(args.home, 'kk'), 'home'),
        relationship: shdkOf(args.relationship),
      };
    case 'register.splitFamily':
      return {
        kind: 'splitFamily',
        family: needed(keyOf(args.family, 'kk'), 'family'),
        movers: listOf(args.movers).map((mover) => needed(keyOf(mover, 'nik'), 'movers')),
        newHead: needed(keyOf(args.newHead, 'nik'), 'newHead'),
        newRoles: rolesOf(args.newRoles),
        oldHead: keyOf(args.oldHead, 'nik'),
        oldRoles: rolesOf(args.oldRoles),
      };
    case 'register.cardLost':
      return {
        kind: 'cardLost',
        subject: needed(keyOf(args.subject, 'nik'), 'subject'),
        letter: { number: textOf(args.policeNumber), date: dateOf(args.policeDate) },
      };
    case 'register.cardIssued':
      return {
        kind: 'cardIssued',
        subject: needed(keyOf(args.subject, 'nik'), 'subject'),
        cardNumber: needed(textOf(args.cardNumber), 'cardNumber'),
      };
    default:
      throw new Error(`the register knows no effect ${verb}`);
  }
}

function needed<T>(value: T | null, argument: string): T {
  if (value === null) throw new Refusal('people/effect-incomplete', 409, { argument });
  return value;
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && name in value ? (value as Record<string, unknown>)[name] : undefined;

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
/** A record's own number, or the number itself. */
const keyOf = (value: unknown, name: 'nik' | 'kk'): string | null => {
  const key = textOf(value) ?? textOf(field(value, name));
  return key !== null && /^\d{16}$/.test(key) ? key : null;
};

/** A date as text, or as expressions carry it. */
function dateOf(value: unknown): IsoDate | null {
  const date = textOf(value) ?? textOf(field(value, 'date'));
  return date !== null && isIsoDate(date) ? date : null;
}

function parentOf(value: unknown): Parent | null {
  const nik = keyOf(value, 'nik');
  return nik === null ? null : { nik, name: textOf(field(value, 'name')) };
}

function childOf(value: unknown): Child {
  // How strict a new name must be is the form's matter; the register takes what it can hold.
  const name = parseRecordedName(textOf(field(value, 'name')) ?? '');
  const sex = field(value, 'sex');
  const place = field(value, 'birthPlace');
  return {
    name: needed(name.ok ? name.value : null, 'child.name'),
    sex: needed(sex === 'male' || sex === 'female' ? sex : null, 'child.sex'),
    birthDate: needed(dateOf(field(value, 'birthDate')), 'child.birthDate'),
    birthPlace: textOf(place) ?? textOf(field(place, 'name')),
  };
}

function shdkOf(value: unknown): Shdk {
  const text = textOf(value);
  return needed(text !== null && isShdk(text) && text !== 'head' ? text : null, 'relationship');
}

/** Rows of a group: `{ item: person, shdk }`. */
function rolesOf(value: unknown): Roles {
  const rows = listOf(value).map((row) => {
    const nik = keyOf(field(row, 'item'), 'nik') ?? keyOf(row, 'nik');
    return [needed(nik, 'roles'), shdkOf(field(row, 'shdk'))] as const;
  });
  return Object.fromEntries(rows);
}
