import { createEnvelope, createKeyedHash } from '../../platform/crypto/index.ts';
import type { Database } from '../../platform/database/index.ts';
import type { Regular, Subscriber } from '../../platform/jobs/index.ts';
import type { Messages } from '../../platform/messages/index.ts';
import { codeJob } from './code-job.ts';
import { createContact } from './contact.ts';
import { createCounter } from './counter.ts';
import { createDemo } from './demo.ts';
import { type AccountsDeps, nudging, type Tools } from './deps.ts';
import { createEnrolment } from './enrolment.ts';
import { createLogin } from './login.ts';
import { createMandateAnswers } from './mandate-answers.ts';
import { createMandates } from './mandates.ts';
import { createOfficerLogin } from './officer-login.ts';
import { createPins } from './pins.ts';
import { createRegisterBinding } from './register-binding.ts';
import { createRoles } from './roles.ts';
import { createSessions } from './sessions.ts';
import { sweep, sweepSessions } from './store.ts';
import { createVisits } from './visits.ts';

export { type AddressLimit, createAddressLimit } from './address-limit.ts';
export {
  type ActingFor,
  ADULT_AGE,
  covers,
  isAdult,
  type MandateFacts,
  type MayAct,
  mayActFor,
  ownFamily,
  type PersonFacts,
  type Relative,
  type WhyNot,
} from './authority.ts';
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
  QUEUE_ROLES,
  type StepSubject,
  type Subjects,
} from './can.ts';
export type { AtCounter, Bound } from './counter.ts';
export { type DemoPerson, type DemoSeeded, demoLogins, holdsOthersOfficers } from './demo.ts';
export type { AccountsDeps, Identity, KnownPerson } from './deps.ts';
export { type By, type Enrolling, type Invited, type NewOfficer, OPERATOR } from './enrolment.ts';
export type { AskAnswer, Choice, CodeAnswer, CodeAsked } from './login.ts';
export type { Mandate } from './mandate-answers.ts';
export type { Terms } from './mandate-making.ts';
export type { MandateAnswer, Named } from './mandates.ts';
export type { AgainAnswer, OfficerGiven, OfficerLogin } from './officer-login.ts';
export { type Leaked, readLeaked } from './password.ts';
export { CHANGED_TOPIC, type Changed, type PinAnswer, type Proof } from './pins.ts';
export type { BindAnswer, BindAsked, BindGiven } from './register-binding.ts';
export type { Signer, ToGrant } from './roles.ts';
export { ALL_OTHERS, endEverybodysSessions, isToken, type Place } from './sessions.ts';
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

export type { Visit } from './visit-store.ts';
export { actorOf, type Whom, whomFor } from './whom.ts';
export { ACCOUNT_WORDS } from './words.ts';

export type Accounts = ReturnType<typeof createAccounts>;

/** Who is at the door: citizens by number, code and PIN, officers by password and TOTP, and for whom they may act. */
export function createAccounts(deps: AccountsDeps) {
  const made = { hash: createKeyedHash(deps.keys), envelope: createEnvelope(deps.keys, deps.random) };
  const t: Tools = { ...deps, ...made, db: nudging(deps.db, deps.written) };
  const sessions = createSessions(t);
  const login = createLogin(t, sessions);
  const pins = createPins(t, sessions);
  return {
    ...createOfficerLogin(t, sessions),
    ...createEnrolment(t),
    ...createRoles(t),
    ...createMandates(t),
    ...createMandateAnswers(t),
    ...createDemo(t),
    sessionOf: sessions.sessionOf,
    admission: sessions.admission,
    sessions: sessions.sessions,
    logout: sessions.logout,
    askCode: login.askCode,
    enterCode: login.enterCode,
    choices: login.choices,
    chooseAccount: login.chooseAccount,
    enterPin: pins.enterPin,
    setPin: pins.setPin,
    endOtherSessions: pins.endOtherSessions,
    ...createCounter(t),
    ...createVisits(t),
    ...createRegisterBinding(t, sessions, login),
    ...createContact(t),
    /** What runs after a page was answered. */
    subscribers: (messages: Messages): readonly Subscriber[] => [codeJob(t, messages)],
    /** @param relay the background's own connection */
    regular: (relay: Database): readonly Regular[] => [
      {
        name: 'accounts.sweep',
        cron: '*/10 * * * *',
        run: async () => {
          await sweep(t.db, t.clock());
          await sweepSessions(relay, t.clock());
        },
      },
    ],
  };
}
