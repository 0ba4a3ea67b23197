export { differences } from './difference.ts';
export { fill } from './fill.ts';
export { LONGEST_LINE, MOST_LINES, printProblem, readDefinition } from './read.ts';
export { blockSchema, definitionSchema, overlaySchema } from './schema.ts';
export { standardWorld } from './world.ts';
