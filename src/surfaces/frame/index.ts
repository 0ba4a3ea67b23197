export type { Assets } from './assets.ts';
export { createFrame, type Frame, localPath, type Visitor } from './frame.ts';
export { ProblemPage, sendProblemJson, wantsPage } from './problem-page.tsx';
export { createWeb, type Problem, type WebOptions } from './web.ts';
