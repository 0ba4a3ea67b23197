import { createCompare } from './compare.ts';
import type { BpjsDeps } from './deps.ts';
import { createIncoming } from './incoming.ts';
import { createOfficeView } from './office.ts';
import { createOutbox } from './outbox.ts';

export type { Compared } from './compare.ts';
export type { BpjsDeps } from './deps.ts';
export { agreedOf, type Facility, isProduction, type Mode, type Secrets } from './facility.ts';
export type { NewPatient, Numbered, Opened, OwnNumber, SessionState, TakeWish } from './incoming.ts';
export type { Standing, Untold } from './office.ts';
export { type Agreed, agreedOtherwise, type BpjsRules, bpjsRules } from './rules.ts';
export { readHours } from './schedule.ts';
export {
  type Hindrance,
  makeLogin,
  setAccepted,
  setAgreed,
  setCredentials,
  switchTo,
} from './settings.ts';
export { allFacilities, facilityOf } from './store-facilities.ts';
export { letters, type Message } from './store-outbox.ts';

export type Bpjs = ReturnType<typeof createBpjs>;

/** BPJS Kesehatan's queue of a first-level facility ("Antrean Online FKTP"): what Mobile JKN asks here, and what BPJS is told. */
export function createBpjs(deps: BpjsDeps) {
  return {
    ...createIncoming(deps),
    ...createCompare(deps),
    ...createOutbox(deps),
    ...createOfficeView(deps),
    rules: deps.rules,
  };
}
