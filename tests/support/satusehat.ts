import type { Partner } from '../../simulators/satusehat/index.ts';
import {
  type Hindrance,
  type Level,
  makeClinicToken,
  setCredentials,
  setLevel,
  setSends,
  setSettings,
} from '../../src/capabilities/satusehat/index.ts';
import { asOwner } from '../../src/compose-database.ts';
import { createKeyedHash } from '../../src/platform/crypto/index.ts';
import type { TestHouse } from './house.ts';

export const PARTNER: Partner = {
  ...{ organization: '100000001', clientId: 'klien-uji', clientSecret: 'rahasia-uji' },
  locations: ['00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000002'],
  practitioners: ['N10000001', 'N10000002', 'N10000003'],
};
const [UMUM = '', GIGI = ''] = PARTNER.locations;
const [FIRST = '', SECOND = '', THIRD = ''] = PARTNER.practitioners;

const tokens = new WeakMap<TestHouse, Promise<string>>();
/** The token of a clinic's own system, at a Puskesmas of the demo. */
export function clinicTokenOf(h: TestHouse): Promise<string> {
  const token =
    tokens.get(h) ??
    connectSatusehat(h, '32.76/pkm-beji', 'http://127.0.0.1:9', 'finished').then((one) => one.clinicToken);
  tokens.set(h, token);
  return token;
}

/** A Puskesmas that SATUSEHAT knows; its clinic's own system gets a token. @param url where SATUSEHAT answers */
export async function connectSatusehat(
  h: TestHouse,
  office: string,
  url: string,
  level: Level,
): Promise<{ readonly clinicToken: string; readonly hindrance: Hindrance | undefined }> {
  const { keys, random, envelope, clock } = h.house;
  const { organization, clientId, clientSecret } = PARTNER;
  return asOwner(h.t.adminUrl, async (owner) => {
    await setCredentials(owner, envelope, office, { url, organization, clientId, clientSecret }, clock());
    const settings = {
      polis: { umum: { location: UMUM, practitioner: THIRD }, gigi: { location: GIGI, practitioner: SECOND } },
      doctors: { '700': FIRST },
    };
    await setSettings(owner, office, settings, clock());
    await setSends(owner, office, 'hub', clock());
    const clinicToken = await makeClinicToken(owner, { hash: createKeyedHash(keys), random }, office, clock());
    const hindrance = await setLevel(owner, office, level, clock());
    return { clinicToken, hindrance };
  });
}
