import type { Accounts, OfficerSigned, RoleHeld } from '../../capabilities/accounts/index.ts';
import type { Doer } from '../../capabilities/cases/index.ts';
import type { Office, Organisations } from '../../capabilities/organisations/index.ts';
import type { World } from '../../engine/index.ts';
import { type Language, say, type Text } from '../../kernel/text.ts';
import type { WorkCalendar } from '../../kernel/working-time.ts';

type Rooms = { readonly accounts: Accounts; readonly organisations: Organisations };
type Words = { readonly world: World };

/** An officer at the office he sits in now. */
export type Desk = {
  readonly signed: OfficerSigned;
  readonly office: Office;
  /** Roles at this office only. */
  readonly roles: readonly RoleHeld[];
  readonly doer: Doer;
  /** At how many offices he could sit. */
  readonly seats: number;
  readonly calendar: WorkCalendar;
  /** His office has a queue. */
  readonly hasQueue?: boolean;
  /** He works with the queue of a place of care and with nothing else. */
  readonly onlyQueue?: boolean;
};

/** The offices at which somebody holds a role now. */
export const seatsOf = (signed: OfficerSigned): readonly string[] => [
  ...new Set(signed.roles.map((role) => role.office)),
];

export async function deskAt(t: Rooms, signed: OfficerSigned, seat: string): Promise<Desk> {
  const office = await t.organisations.getOffice(seat);
  const roles = signed.roles.filter((role) => role.office === seat);
  const acting = Object.fromEntries(
    roles.flatMap(({ role, capacity }) => (capacity === 'tetap' ? [] : [[role, capacity] as const])),
  );
  const doer: Doer = {
    // The bare name: it is printed under what he signs, where the office's title follows it.
    ...{ id: signed.officer, label: signed.name, seat, roles: roles.map(({ role }) => role), acting },
    nik: (await t.accounts.officerNik(signed.officer)) ?? null,
  };
  const calendar = await t.organisations.clockOf(office);
  return { signed, office, roles, doer, seats: seatsOf(signed).length, calendar };
}

const ACTING = { plt: 'Plt. ', plh: 'Plh. ', tetap: '' } as const;

/** @example roleWords(t, desk, 'id') // 'Plt. Kepala Dinas, Disdukcapil Maluku Tenggara' */
export function roleWords(t: Words, { roles, office }: Desk, lang: Language): string {
  const held = roles.map(({ role, capacity }) => `${ACTING[capacity]}${roleText(t, role, lang)}`);
  return `${held.join(', ')}, ${office.name}`;
}

/** The text of a code, e.g. of a role or a step; the key itself where the table has none. */
export const codeText = (t: Words, table: string, key: string): Text =>
  t.world.codes[table]?.entries.find((entry) => entry.key === key)?.text ?? { id: key };

export const roleText = (t: Words, role: string, lang: Language): string =>
  say(role === 'adminKota' ? { id: 'Admin kota', en: 'City administrator' } : codeText(t, 'roles', role), lang);

export const holdsOneOf = (desk: Desk, roles: readonly string[]): boolean =>
  desk.roles.some(({ role }) => roles.includes(role));
