export { createTypesetter } from './typesetter.ts';
