export { type Act, type Authority, bytesOf, contextOf, type Outgoing } from './act.ts';
export type { Columns, StepKind } from './statement.ts';
export { createStep, type Step, type Stepped } from './step.ts';
export { createAsking, createTogether } from './together.ts';
