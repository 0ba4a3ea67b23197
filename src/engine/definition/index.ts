export { LONGEST_LINE, MOST_LINES, printProblem, readDefinition } from './read.ts';
export { standardWorld } from './world.ts';
