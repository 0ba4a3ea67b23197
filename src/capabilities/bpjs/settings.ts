import type { IsoDate } from '../../kernel/dates.ts';
import type { Random } from '../../kernel/ids.ts';
import type { Envelope, KeyedHash } from '../../platform/crypto/index.ts';
import type { Queryable } from '../../platform/database/index.ts';
import { type Facility, isProduction, type Mode, type Secrets, secretsPlace } from './facility.ts';
import { passwordHash } from './login.ts';
import type { Agreed, BpjsRules } from './rules.ts';
import { facilityOf, writeFacility } from './store-facilities.ts';

// What the operator settles of a Puskesmas, as the owner of the database.

/** Why a switch can't be turned: said by the command in words. */
export type Hindrance = 'no-credentials' | 'no-login' | 'not-accepted' | 'trial-on-production';

const fresh = (office: string): Facility => ({
  ...{ region: office.split('/')[0] ?? '', office, mode: 'off', since: null, url: null, consId: null, secrets: null },
  ...{ username: null, password: null, passwordAt: null, agreed: {} },
  ...{ acceptedOn: null, acceptedBy: null, acceptedNote: null },
});

async function change(owner: Queryable, office: string, at: Date, to: Partial<Facility>): Promise<void> {
  await writeFacility(owner, { ...((await facilityOf(owner, office)) ?? fresh(office)), ...to }, at);
}

/**
 * The keys by which BPJS knows this Puskesmas when it is told something. Another host or consumer is another connection: it is accepted anew.
 */
export async function setCredentials(
  owner: Queryable,
  envelope: Envelope,
  office: string,
  of: { readonly url: string; readonly consId: string } & Secrets,
  at: Date,
): Promise<void> {
  const { url, consId, consSecret, userKey } = of;
  const before = await facilityOf(owner, office);
  const same = before?.url === url && before.consId === consId;
  await change(owner, office, at, {
    ...{ url, consId, secrets: envelope.seal(JSON.stringify({ consSecret, userKey }), secretsPlace(office)) },
    ...(same ? {} : { mode: 'off' as const, acceptedOn: null, acceptedBy: null, acceptedNote: null }),
  });
}

/** A user and a new password for BPJS to log in with; the password is told once and kept as a hash. Tokens given before are void. */
export async function makeLogin(
  owner: Queryable,
  by: { readonly hash: KeyedHash; readonly random: Random },
  office: string,
  at: Date,
): Promise<{ readonly username: string; readonly password: string }> {
  const username = office.replace(/[^a-z0-9]+/g, '-');
  const password = Buffer.from(by.random(18)).toString('base64url');
  await change(owner, office, at, { username, password: passwordHash(by.hash, office, password), passwordAt: at });
  return { username, password };
}

export const setAgreed = (owner: Queryable, office: string, agreed: Partial<Agreed>, at: Date): Promise<void> =>
  change(owner, office, at, { agreed });

/** The acceptance test: when, signed by whom, where its record lies. */
export const setAccepted = (
  owner: Queryable,
  office: string,
  of: { readonly on: IsoDate; readonly by: string; readonly note: string },
  at: Date,
): Promise<void> => change(owner, office, at, { acceptedOn: of.on, acceptedBy: of.by, acceptedNote: of.note });

/** @returns what stands in the way, and then nothing changed */
export async function switchTo(
  owner: Queryable,
  rules: BpjsRules,
  office: string,
  mode: Mode,
  at: Date,
): Promise<Hindrance | undefined> {
  const facility = (await facilityOf(owner, office)) ?? fresh(office);
  const found = mode === 'off' ? undefined : hindrance(facility, mode, rules);
  if (found) return found;
  // Switched on again: what was booked meanwhile BPJS does not know, and won't be told.
  await change(owner, office, at, { mode, since: facility.mode === mode ? facility.since : at });
  return undefined;
}

function hindrance(facility: Facility, mode: 'trial' | 'on', rules: BpjsRules): Hindrance | undefined {
  if (facility.url === null) return 'no-credentials';
  if (facility.username === null) return 'no-login';
  if (mode === 'on') return facility.acceptedOn === null ? 'not-accepted' : undefined;
  return isProduction(facility.url, rules) ? 'trial-on-production' : undefined;
}
