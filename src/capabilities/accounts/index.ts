import { createEnvelope, createKeyedHash } from '../../platform/crypto/index.ts';
import type { Messages } from '../../platform/messages/index.ts';
import { createBinding } from './binding.ts';
import { codeJob } from './code-job.ts';
import { createDemo } from './demo.ts';
import type { AccountsDeps, Tools } from './deps.ts';
import { createLogin } from './login.ts';
import { createMandates } from './mandates.ts';
import { createOfficers } from './officers.ts';
import { createPins } from './pins.ts';
import { createSessions } from './sessions.ts';
import { sweep } from './store.ts';

export {
  type ActingFor,
  ADULT_AGE,
  isAdult,
  type MandateFacts,
  type MayAct,
  mayActFor,
  ownFamily,
  type PersonFacts,
  type Relative,
  type WhyNot,
} from './authority.ts';
export type { AtCounter, BindAnswer, BindAsked, Bound } from './binding.ts';
export {
  ACTIONS,
  type Action,
  type Actor,
  ADMIN_ROLE,
  AUDITOR_ROLE,
  type CaseSubject,
  type CitizenActor,
  COUNTER_ROLES,
  can,
  HEAD_ROLES,
  type StepSubject,
  type Subjects,
} from './can.ts';
export { type DemoPerson, type DemoSeeded, demoLogins } from './demo.ts';
export type { AccountsDeps, Identity, KnownPerson } from './deps.ts';
export type { AskAnswer, Choice, CodeAnswer, CodeAsked } from './login.ts';
export type { MandateRow } from './mandate-store.ts';
export type { MandateAnswer, Terms } from './mandates.ts';
export { type By, type Enrolling, type Invited, type OfficerLogin, OPERATOR } from './officers.ts';
export { CHANGED_TOPIC, type Changed, type PinAnswer, type Proof } from './pins.ts';
export type { Place } from './sessions.ts';
export {
  type Capacity,
  type CitizenSigned,
  holderOf,
  type Level,
  type OfficerSigned,
  type RoleHeld,
  type Signed,
  type SignedIn,
} from './signed.ts';

export type Accounts = ReturnType<typeof createAccounts>;

/** Who is at the door: citizens by number, code and PIN, officers by password and TOTP, and for whom they may act. */
export function createAccounts(deps: AccountsDeps) {
  const t: Tools = { ...deps, hash: createKeyedHash(deps.keys), envelope: createEnvelope(deps.keys, deps.random) };
  const sessions = createSessions(t);
  const login = createLogin(t, sessions);
  const pins = createPins(t, sessions);
  const binding = createBinding(t, sessions, login);
  const officers = createOfficers(t, sessions);
  return {
    ...officers,
    ...createMandates(t),
    ...createDemo(t),
    sessionOf: sessions.sessionOf,
    sessions: sessions.sessions,
    logout: sessions.logout,
    logoutEverywhere: sessions.logoutEverywhere,
    revokeSession: sessions.revokeSession,
    askCode: login.askCode,
    enterCode: login.enterCode,
    choices: login.choices,
    chooseAccount: login.chooseAccount,
    enterPin: pins.enterPin,
    setPin: pins.setPin,
    bindAtCounter: binding.bindAtCounter,
    resetPinAtCounter: binding.resetPinAtCounter,
    askBindByRegister: binding.askBindByRegister,
    bindByRegister: binding.bindByRegister,
    phoneOf: binding.phoneOf,
    hasAccount: binding.hasAccount,
    sweep: () => sweep(t.db, t.clock()),
    /** What runs after a page was answered. */
    subscribers: (messages: Messages) => [codeJob(t, messages)],
  };
}
