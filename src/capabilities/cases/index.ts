import { createCitizenActs } from './citizen.ts';
import { createDrafts } from './drafts.ts';
import type { CasesDeps } from './ports.ts';
import { createQueries } from './queries.ts';
import { createSubmit } from './submit.ts';
import { createWork } from './work.ts';

export type { Case, CaseFile, CaseRef, Doer, Event, EventKind, Status, Task } from './case.ts';
export { deskOf, rolesOf, SYSTEM } from './case.ts';
export type { Beginning, Draft, Guard, Party } from './drafts.ts';
export { followsMoves } from './follow.ts';
export type { CasesDeps, OfficeInfo } from './ports.ts';
export type { CaseView, Inbox, InboxWish } from './queries.ts';
export { createResults } from './results.ts';
export type { InboxItem, Mine } from './store.ts';
export type { Decision } from './work.ts';

export type Cases = ReturnType<typeof createCases>;

/** Requests of citizens: drafts, sending, the work of offices, what becomes of them. */
export function createCases(deps: CasesDeps) {
  return {
    ...createDrafts(deps),
    submit: createSubmit(deps),
    ...createWork(deps),
    ...createCitizenActs(deps),
    ...createQueries(deps),
  };
}
