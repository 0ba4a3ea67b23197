import { createCheck } from './check.ts';
import { createClinic } from './clinic.ts';
import type { SatusehatDeps } from './deps.ts';
import { createOfficeView } from './office.ts';
import { createOutbox } from './outbox.ts';
import { createTokens } from './tokens.ts';

export type { Checked } from './check.ts';
export type { ClinicSystem, ClinicVisit, ClosingWish } from './clinic.ts';
export type { SatusehatDeps } from './deps.ts';
export { type Facility, isProduction, type Level } from './facility.ts';
export type { Standing } from './office.ts';
export { facilitySettings, type SatusehatRules, satusehatRules } from './rules.ts';
export type { Lack } from './sending.ts';
export {
  type Hindrance,
  makeClinicToken,
  setCredentials,
  setLevel,
  setSends,
  setSettings,
} from './settings.ts';
export { allFacilities, facilityOf } from './store-facilities.ts';
export { letters, type Message } from './store-outbox.ts';

export type Satusehat = ReturnType<typeof createSatusehat>;

/** SATUSEHAT of the Ministry of Health (FHIR R4): visits of a Puskesmas as Encounters, as far as each Puskesmas wants it. */
export function createSatusehat(given: SatusehatDeps) {
  const tokens = createTokens(given);
  const deps = { ...given, tokens };
  return {
    ...createClinic(deps),
    ...createOutbox(deps),
    ...createCheck(deps),
    ...createOfficeView(deps),
    tokens,
    rules: deps.rules,
  };
}
