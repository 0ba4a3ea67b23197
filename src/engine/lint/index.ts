import type { Definition, Problem } from '../definition/model.ts';
import type { World } from '../definition/world-model.ts';
import { lintReading } from './reading.ts';
import { lintRegister } from './register.ts';
import { createReport } from './report.ts';
import { lintWays } from './ways.ts';
import { lintWords } from './words.ts';

/**
 * What a definition that reads well still gets wrong: steps nobody reaches or leaves, conditions never true, personal data nobody reads,
 * promises that its own clocks exceed, facts that one kind of register can't give. Errors stop a publication, warnings don't.
 */
export function lint(definition: Definition, world: World): readonly Problem[] {
  const report = createReport();
  lintWays(definition, report);
  lintReading(definition, world, report);
  lintRegister(definition, world, report);
  lintWords(definition, report);
  const seen = new Set<string>();
  return report.all.filter(({ file, line, message }) => {
    const key = `${file}:${line}:${message}`;
    return !seen.has(key) && seen.add(key);
  });
}
