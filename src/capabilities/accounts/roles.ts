import { uuidv7 } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Tools } from './deps.ts';
import { type By, nikPlace } from './enrolment.ts';
import {
  type Grant,
  holdersAt,
  insertRole,
  officerById,
  officerNamed,
  officersOfRegion,
  revokeRole,
  roleById,
  rolesAt,
  signsAs,
} from './officer-store.ts';
import { eventOf } from './sessions.ts';
import type { Capacity } from './signed.ts';
import { insertEvent, own } from './store.ts';

/** `office`: the whole name, 'region/office' · acting (plt, plh) always ends. */
export type ToGrant = {
  readonly officer: string;
  readonly office: string;
  readonly role: string;
  readonly capacity?: Capacity;
  readonly from?: Date;
  readonly until?: Date;
  /** The seat as papers name it, e.g. 'Lurah Kemiri Muka'; absent: made of the role and the office. */
  readonly title?: string | undefined;
};
export type Signer = { readonly officer: string; readonly name: string; readonly capacity: Capacity };

export function createRoles(t: Tools) {
  function grantOf({ officer, office, role, capacity = 'tetap', from = t.clock(), until, title }: ToGrant): Grant {
    if (capacity !== 'tetap' && until === undefined) throw new Refusal('accounts/acting-needs-end', 422);
    if (until !== undefined && until <= from) throw new Refusal('accounts/role-dates', 422);
    const [region = ''] = office.split('/');
    return {
      id: uuidv7(t.clock, t.random),
      officer,
      region,
      office,
      role,
      capacity,
      from,
      until: until ?? null,
      title: title ?? null,
    };
  }

  return {
    /** Granted twice it stands once. @returns the id of the role */
    async grantRole(by: By, of: ToGrant): Promise<string> {
      const grant = grantOf(of);
      return t.db.transaction(own(of.officer, by.id), async (tx) => {
        const id = await insertRole(tx, grant, by.id, t.clock());
        if (id === undefined) throw new Refusal('accounts/no-such-officer', 404);
        const { role, office, capacity } = grant;
        if (id === grant.id)
          await insertEvent(tx, eventOf(t, of.officer, by.id, 'beri-peran', { role, office, capacity }));
        return id;
      });
    },

    /** Counts from the next page on: roles are read with every session. */
    async revokeRole(by: By, id: string): Promise<void> {
      const role = await roleById(t.db, id);
      if (!role) throw new Refusal('accounts/no-such-role', 404);
      await t.db.transaction(own(role.officer, by.id), async (tx) => {
        if (await revokeRole(tx, id, by.id, t.clock()))
          await insertEvent(
            tx,
            eventOf(t, role.officer, by.id, 'cabut-peran', { role: role.role, office: role.office }),
          );
      });
    },

    /** The officer's number and the titles of his seats at this office, by role. */
    signsAs: (officer: string, office: string, roles: readonly string[]) =>
      signsAs(t.db, { officer, office, roles, at: t.clock() }),

    /** For whoever names an officer by the name that he logs in with. */
    officerNamed: async (username: string): Promise<{ readonly id: string; readonly name: string } | undefined> => {
      const found = await officerNamed(t.db, username);
      return found && { id: found.id, name: found.name };
    },

    roleById: (id: string) => roleById(t.db, id),
    rolesOf: (officer: string, at: Date) => rolesAt(t.db, officer, at),
    officers: (region: string) => officersOfRegion(t.db, region, t.clock()),

    /** Who signs as this role at this office at this moment: an acting one before the holder of the seat. */
    async signerOf(office: string, role: string, at: Date): Promise<Signer | undefined> {
      const [first] = await holdersAt(t.db, at, office, role);
      return first && { officer: first.officer, name: first.name, capacity: first.capacity };
    },

    /** For `ownFamily`: the officer as a person of the register, when his NIK is known here. */
    async officerNik(id: string): Promise<string | undefined> {
      const officer = await officerById(t.db, id);
      return officer?.nikSealed ? t.envelope.open(officer.nikSealed, nikPlace(id)) : undefined;
    },
  };
}
