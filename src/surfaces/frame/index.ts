export { appointmentLines, appointmentsOf, type SaidAppointment, sayWindow } from './appointments.ts';
export type { Assets } from './assets.ts';
export { type AtCounter, atCounter, lookedAtCounter, presence } from './at-counter.ts';
export { tokenOf } from './bearer.ts';
export {
  agedOn,
  type BookableDay,
  bookableDays,
  type ForCare,
  needsFor,
  peopleForCare,
} from './care.ts';
export { type Citizen, citizenBehind, doerOf } from './citizen.ts';
export { codeText, type Desk, deskAt, holdsOneOf, roleText, roleWords, seatsOf } from './desk.ts';
export { type Dossier, numberFor, openDossier, personsOf, seatContext } from './dossier.ts';
export { Fields, type FieldsProps, faultsOf, type LookedUp } from './fields.tsx';
export { fileFault } from './file-words.ts';
export { createFrame, type Frame, type Visitor } from './frame.ts';
export { type Guard, guardOf, versionOf } from './guard.ts';
export { listen } from './listen.ts';
export { localPath } from './local-path.ts';
export { lookUp, onlySearches } from './look-ups.ts';
export { looked, type Purpose } from './looking.ts';
export { ownPaper, ownPaperFile, ownPapers, ownPapersOfCase } from './own-papers.ts';
export { type Around, cameFrom, ProblemPage, problemJson, sendProblemJson, wantsPage } from './problem-page.tsx';
export { refIn } from './ref.ts';
export { wordsFor } from './refusal-words.ts';
export { createStreams } from './stream.ts';
export { TIMETABLE_WORDS } from './timetable-words.ts';
export { elapsedOf, outcomeOf, promiseOf, type Standing, truthOf } from './truth.ts';
export { createWeb, logFailedLogin, logFault, type Problem, problemOf, tellWait, type WebOptions } from './web.ts';
export { actingFor, type Whom, whomFor } from './whom.ts';
