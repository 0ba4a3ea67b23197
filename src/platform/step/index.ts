export type { Columns, StepKind } from './statement.ts';
export { type Act, type Authority, contextOf, createStep, type Outgoing, type Step, type Stepped } from './step.ts';
