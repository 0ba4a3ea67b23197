export type { Attaching, Attachment } from './attach.ts';
export type { CheckAnswer } from './check.ts';
export type { DocumentsDeps } from './deps.ts';
export { createDocuments, type Documents, documentFollowers, type PaperFile } from './documents.ts';
export type { By } from './history.ts';
export type { Batch, SigningOfficer } from './issue.ts';
export { patternProblems } from './number.ts';
export type {
  CheckField,
  Data,
  Holder,
  Issued,
  IssuingOffice,
  Paper,
  PaperEvent,
  PaperKind,
  PaperRef,
  PaperSigner,
  PaperState,
  SignedPaper,
} from './paper.ts';
export { checkFields, lastDay } from './paper.ts';
export type { Preparing, Wanted } from './prepare.ts';
export type { NumberRow, OwnPaper } from './store.ts';
