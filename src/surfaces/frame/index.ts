export { Fields, faultsOf, type LookedUp } from './fields.tsx';
export { createFrame, type Frame, localPath } from './frame.ts';
export { lookUp, onlySearches } from './look-ups.ts';
export { ProblemPage, sendProblemJson, wantsPage } from './problem-page.tsx';
export { createWeb } from './web.ts';
