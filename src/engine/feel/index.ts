export { type CompiledCall, compileCall, type Verb, type Verbs } from './call.ts';
export { compileExpression } from './compile.ts';
export { evaluate } from './evaluate.ts';
export type { Compiled, Field, Kind, Problem, Result, Scope, Type, Typed } from './types.ts';
export type { FeelDate, FeelDuration, FeelTime, Names, Tree, Value } from './values.ts';
