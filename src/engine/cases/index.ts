export { checkService } from './check.ts';
export { chanceFrom } from './generate.ts';

export { runCase } from './run.ts';
export { readCases } from './shape.ts';
export { simulate } from './simulate.ts';
