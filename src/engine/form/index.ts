export { issueCodes, sayIssue } from './messages.ts';
export { openInRepair } from './repair.ts';
export { answersSchema, questionsSchema } from './schema.ts';
export { lookups, parseQuestions, parseScreen, questionsOf, screenFields, stepFields, summary } from './screen.ts';
export { checkStep, type Sent, settle, withOfficers } from './settle.ts';
