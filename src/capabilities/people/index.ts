export { allChoices, choiceOf, chooseRegister, type StoredChoice, secretPlace } from './choices.ts';
export { type Cast, type CastFamily, type CastMember, readCast } from './demo/cast.ts';
export { holdsRealPeople, type Seeded, type SeedOptions, seedDemo } from './demo/seed.ts';
export { DEMO_PROVINCE } from './demo/settle.ts';
export { asJson, type FamilyFacts, type PersonFacts } from './facts.ts';
export type { OnCard } from './introduced.ts';
export type { MatchOptions } from './match-register.ts';
export { createPeople, type People, type PeopleOptions, type RegisterChoice } from './people.ts';
export type {
  Family,
  FamilyCard,
  MaritalStatus,
  Person,
  Shdk,
} from './person.ts';
export {
  type Asked,
  cardAfter,
  type EffectCall,
  type Match,
  type Matched,
  type MatchField,
  type Plan,
  type PlanRequest,
  type Profile,
  personAfter,
  type Register,
  type Tasks,
  type Typed,
} from './register.ts';
export { type VisibleMember, visibleFacts, visibleMembers } from './visible-members.ts';
