export type { Assets } from './assets.ts';
export { Fields, type FieldsProps, faultsOf, type LookedUp } from './fields.tsx';
export { createFrame, type Frame, localPath, type Visitor } from './frame.ts';
export { lookUp, onlySearches } from './look-ups.ts';
export { ProblemPage, sendProblemJson, wantsPage } from './problem-page.tsx';
export { createWeb, type Problem, type WebOptions } from './web.ts';
