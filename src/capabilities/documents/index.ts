export type { CheckAnswer } from './check.ts';
export type { DocumentsDeps } from './deps.ts';
export { createDocuments, type Documents, documentFollowers } from './documents.ts';
export type { By } from './history.ts';
export type { SigningOfficer } from './issue.ts';

export type {
  Data,
  Holder,
  IssuingOffice,
  Paper,
  PaperKind,
  PaperState,
  SignedPaper,
} from './paper.ts';
export { checkFields } from './paper.ts';
export type { Wanted } from './prepare.ts';
