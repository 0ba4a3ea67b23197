export { createTypesetter, type Typesetter, type TypesetterDeps } from './typesetter.ts';
