/**
 * The expression language of service definitions: FEEL (DMN), read and typed when a file is checked, then a small tree
 * of plain JSON that server and phone work out alike. It is FEEL to the letter but for three things, each on the side
 * of caution: two names that may both be empty are not equal for that (the answer is null, not true); numbers round to
 * 15 digits, so that 0.1 + 0.2 is 0.3; and what has no bound (ranges to loop over, patterns, functions of one's own) is refused.
 */
export { type CompiledCall, compileCall, usageOf, type Verb, type Verbs } from './call.ts';
export { compileExpression } from './compile.ts';
export { describe } from './messages.ts';
export { nearest } from './nearest.ts';
export { isName } from './reserved.ts';
export * from './runtime.ts';
export {
  type Compiled,
  choice,
  type Field,
  fieldOf,
  fits,
  type Kind,
  listOf,
  officeType,
  type Problem,
  type Result,
  type Scope,
  simple,
  type Type,
  type Typed,
} from './types.ts';
