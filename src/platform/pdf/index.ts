export { NotTypeset } from './thread.ts';
export { createTypesetter, type Typesetter, type TypesetterDeps } from './typesetter.ts';
