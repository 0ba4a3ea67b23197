import type { Accounts, OfficerSigned, Visit } from '../../capabilities/accounts/index.ts';
import type { Audit } from '../../capabilities/audit/index.ts';
import type { Organisations } from '../../capabilities/organisations/index.ts';
import type { World } from '../../engine/index.ts';
import { type Desk, deskAt } from './desk.ts';
import { looked } from './looking.ts';

type Rooms = { readonly accounts: Accounts; readonly organisations: Organisations };

/** An officer's desk with somebody in front of it: what both the counter's pages and the forms stand on. */
export type AtCounter = { readonly visit: Visit; readonly desk: Desk };

export async function atCounter(t: Rooms, signed: OfficerSigned, visit: Visit): Promise<AtCounter> {
  const desk = await deskAt(t, signed, visit.office);
  return { visit, desk: { ...desk, doer: { ...desk.doer, present: visit.person } } };
}

/** As `can` asks for it. */
export const presence = ({ officer, office, person }: Visit) => ({ officer, office, person });

/** Written before the page is shown; the person reads it under "Siapa membuka data saya". */
export const lookedAtCounter = (
  t: { readonly audit: Audit; readonly world: World },
  { visit, desk }: AtCounter,
  about: { readonly seen: readonly string[]; readonly persons?: readonly string[] },
): Promise<void> => looked(t, desk, 'loket', { seen: about.seen, persons: [visit.person, ...(about.persons ?? [])] });
