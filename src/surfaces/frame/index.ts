export type { Assets } from './assets.ts';
export { createFrame, type Frame, localPath, type Visitor } from './frame.ts';
export { createWeb, type WebOptions } from './web.ts';
