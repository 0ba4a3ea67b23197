export { readCast } from './demo/cast.ts';
export { holdsRealPeople, seedDemo } from './demo/seed.ts';
export { DEMO_PROVINCE } from './demo/settle.ts';
export { asJson } from './facts.ts';

export { createPeople, type People, type RegisterChoice } from './people.ts';
export type {
  Family,
  FamilyCard,
  Person,
} from './person.ts';
export {
  cardAfter,
  type EffectCall,
  type Plan,
  personAfter,
  type Tasks,
} from './register.ts';
export { visibleFacts, visibleMembers } from './visible-members.ts';
