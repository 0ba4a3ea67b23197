import type { Database } from '../../platform/database/index.ts';
import { createAsking } from '../../platform/step/index.ts';
import { createAppointing } from './appointing.ts';
import { createCitizenActs } from './citizen.ts';
import { createClocks } from './clocks.ts';
import { createDrafts } from './drafts.ts';
import { followsMoves } from './follow.ts';
import { takesLettersBack, writesLetters } from './letters.ts';
import { createMatching } from './matching.ts';
import { createParties, withConsents } from './parties.ts';
import type { CasesDeps } from './ports.ts';
import { createQueries } from './queries.ts';
import { createReceipts, type ReceiptsDeps } from './receipts.ts';
import { createRecording } from './recording.ts';
import { createResults, type ResultsDeps } from './results.ts';
import { createRetention } from './retention.ts';
import { createSeeking } from './seeking.ts';
import { createSigning } from './signing.ts';
import { findOwn } from './store.ts';
import { createSubmit } from './submit.ts';
import { createTalking } from './talking.ts';
import { createWork } from './work.ts';

export type { Case, CaseFile, CaseRef, Doer, Event, EventKind, Status, Task } from './case.ts';
export { deskOf, isTalk, rolesOf, SYSTEM, TALKS } from './case.ts';
export type { Beginning, Draft, Guard, Party } from './drafts.ts';
export type { Comparison } from './matching.ts';
export { isUnborn, subjectFacts, subjectNameOf } from './newborn.ts';
export type { Answering, PartyAsked, PartyState, Request } from './parties.ts';
export type {
  Appointment,
  AppointmentsPort,
  CasesDeps,
  ChosenVisit,
  Held,
  Joined,
  NoPlace,
  OfferedWindow,
  OfficeInfo,
  ReplyRules,
} from './ports.ts';
export type { AtStep, CaseView, Inbox, InboxWish } from './queries.ts';
export type { PublicStanding, ReceiptCheck } from './receipts.ts';
export { boxOf, type WantedRecord } from './record.ts';
export type { BroughtIn, RecordView } from './recording.ts';
export type { Recording } from './recording-store.ts';
export type { ResultsDeps } from './results.ts';
export type { Sought } from './seeking.ts';
export type { Signed, ToSign } from './signing.ts';
export type { FoundCase, Hand, InboxItem, Mine } from './store.ts';
export type { Reply } from './talking.ts';
export { notMetYet } from './visits.ts';
export { type Decision, lacksNote } from './work.ts';

export type Cases = ReturnType<typeof createCases>;

type Given = Omit<CasesDeps, 'findOwn' | 'results' | 'readAttachment' | 'patternOf'> & {
  readonly making: Omit<ResultsDeps, 'digest'>;
  readonly receipts: ReceiptsDeps;
};

/** Requests of citizens: drafts, sending, the work of offices, what becomes of them. */
export function createCases({ making: parts, receipts, ...given }: Given) {
  const making: ResultsDeps = { ...parts, digest: given.digest };
  const deps: CasesDeps = {
    ...{ ...given, results: createResults(making), readAttachment: making.documents.readAttachment },
    findOwn: createAsking((_on, wanted) => findOwn(given.db, wanted)),
    patternOf: (document) => making.documents.kinds[document]?.number ?? null,
  };
  const clocks = createClocks(deps);
  const retention = createRetention(deps);
  const citizen = createCitizenActs(deps);
  const submit = createSubmit(deps);
  const { hold, decide, ...work } = createWork(deps);
  return {
    ...createDrafts(deps),
    ...createAppointing(deps),
    ...createParties(deps),
    submit: withConsents(deps, submit),
    /** Whichever it is: a draft or a repair. A draft may lie in another region then; a repair stays. */
    send: withConsents(
      deps,
      async (doer, found, guard): Promise<{ readonly region: string; readonly first: boolean }> => {
        if (found.status !== 'returned') return { region: (await submit(doer, found, guard)).region, first: true };
        await citizen.sendRepair(doer, found, guard);
        return { region: found.region, first: false };
      },
    ),
    ...{ hold, decide, signMany: createSigning(work) },
    ...createRecording(deps),
    ...createMatching(deps),
    ...citizen,
    sendRepair: withConsents(deps, citizen.sendRepair),
    ...createQueries(deps),
    ...createSeeking(deps),
    ...createReceipts(deps, making, receipts),
    ...createTalking(deps),
    /** What follows the moves of cases, run by the workers; `relay` sees every region. */
    subscribers: (relay: Database, forget: (stored: string) => Promise<void>) => [
      followsMoves(relay),
      writesLetters(deps, making),
      takesLettersBack(deps, making),
      ...clocks.subscribers,
      ...retention.subscribers(relay, forget),
    ],
    regular: (relay: Database) => [...clocks.regular(relay), ...retention.regular(relay)],
    markLate: clocks.markLate,
    eraseDue: retention.eraseDue,
  };
}
