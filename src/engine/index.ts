/** The door of the engine: the definition language, pure. Browsers import the pure parts by their own paths. */
export * from './definition/index.ts';
export type * from './definition/model.ts';
export { profiles } from './definition/model.ts';
export type * from './definition/world-model.ts';
export * from './form/index.ts';
export type * from './form/model.ts';
export { lint } from './lint/index.ts';
export * from './workflow/index.ts';
export type * from './workflow/model.ts';
export { timesOf } from './workflow/times.ts';
