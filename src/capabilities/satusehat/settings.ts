import type { Random } from '../../kernel/ids.ts';
import type { Envelope, KeyedHash } from '../../platform/crypto/index.ts';
import type { Queryable } from '../../platform/database/index.ts';
import { type Facility, type Level, type Secrets, secretsPlace } from './facility.ts';
import type { FacilitySettings } from './rules.ts';
import { facilityOf, forgetConnection, writeFacility } from './store-facilities.ts';

// What the operator settles of a Puskesmas, as the owner of the database.

/** Why a level can't be set: said by the command in words. */
export type Hindrance = 'no-credentials' | 'no-settings' | 'nobody-said-who-sends' | 'clinic-sends' | 'no-clinic-token';

const fresh = (office: string): Facility => ({
  ...{ region: office.split('/')[0] ?? '', office, level: 'off', since: null, url: null, organization: null },
  ...{ secrets: null, sends: null, settings: {}, clinicToken: null, clinicTokenAt: null },
});

async function change(owner: Queryable, office: string, at: Date, to: Partial<Facility>): Promise<void> {
  await writeFacility(owner, { ...((await facilityOf(owner, office)) ?? fresh(office)), ...to }, at);
}

/** The keys by which SATUSEHAT knows this Puskesmas. Another address or organization is another connection: off until it is switched on again. */
export async function setCredentials(
  owner: Queryable,
  envelope: Envelope,
  office: string,
  of: { readonly url: string; readonly organization: string } & Secrets,
  at: Date,
): Promise<void> {
  const { url, organization, clientId, clientSecret } = of;
  const before = await facilityOf(owner, office);
  const same = before?.url === url && before.organization === organization;
  await change(owner, office, at, {
    ...{ url, organization, secrets: envelope.seal(JSON.stringify({ clientId, clientSecret }), secretsPlace(office)) },
    ...(same ? {} : { level: 'off' as const, settings: {} }),
  });
  if (!same) await forgetConnection(owner, office);
  else
    await owner.query('delete from satusehat.token where region = $1 and office = $2', [office.split('/')[0], office]);
}

export const setSettings = (owner: Queryable, office: string, settings: FacilitySettings, at: Date): Promise<void> =>
  change(owner, office, at, { settings });

/** Who sends Encounters. Where the clinic's own system does, the hub is switched off. */
export const setSends = (owner: Queryable, office: string, sends: 'hub' | 'clinic', at: Date): Promise<void> =>
  change(owner, office, at, { sends, ...(sends === 'clinic' ? { level: 'off' } : {}) });

const tokenText = (token: string): string => `clinic ${token}`;

/** A token for the clinic's own system; told once and kept as a hash. The one before is void. */
export async function makeClinicToken(
  owner: Queryable,
  by: { readonly hash: KeyedHash; readonly random: Random },
  office: string,
  at: Date,
): Promise<string> {
  const token = Buffer.from(by.random(32)).toString('base64url');
  await change(owner, office, at, { clinicToken: by.hash.of('satusehat', tokenText(token)), clinicTokenAt: at });
  return token;
}

export const tokenHashes = (hash: KeyedHash, token: string): readonly Uint8Array[] =>
  hash.candidates('satusehat', tokenText(token));

/** @returns what stands in the way, and then nothing changed */
export async function setLevel(
  owner: Queryable,
  office: string,
  level: Level,
  at: Date,
): Promise<Hindrance | undefined> {
  const facility = (await facilityOf(owner, office)) ?? fresh(office);
  const found = level === 'off' ? undefined : hindrance(facility, level);
  if (found) return found;
  // Switched on again: who arrived meanwhile is not told. From one level to the other nothing begins anew.
  await change(owner, office, at, { level, since: facility.level === 'off' ? at : facility.since });
  return undefined;
}

function hindrance(facility: Facility, level: Level): Hindrance | undefined {
  if (facility.url === null) return 'no-credentials';
  if (Object.keys(facility.settings.polis ?? {}).length === 0) return 'no-settings';
  if (facility.sends === null) return 'nobody-said-who-sends';
  if (facility.sends === 'clinic') return 'clinic-sends';
  return level === 'finished' && facility.clinicToken === null ? 'no-clinic-token' : undefined;
}
