/** A code of a table: a choice whose options are data of the installation. */
export { choice as code } from './choice.ts';
