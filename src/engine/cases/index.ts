export { checkService } from './check.ts';
export { type Chance, chanceFrom, generateRegister } from './generate.ts';
export { createRegister, lookUp, type Register } from './register.ts';
export { type Ran, runCase } from './run.ts';
export { type Act, type Example, type Examples, readCases } from './shape.ts';
export { type Simulated, type Simulation, simulate } from './simulate.ts';
