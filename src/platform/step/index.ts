export type { Columns, StepKind } from './statement.ts';
export {
  type Act,
  type Authority,
  bytesOf,
  contextOf,
  createStep,
  type Outgoing,
  type Step,
  type Stepped,
} from './step.ts';
export { createAsking, createTogether } from './together.ts';
