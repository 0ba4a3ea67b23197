import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * A fresh clone doesn't know how long each file takes, and Vitest then goes by size: the shortest files, which drive whole programs
 * for a minute or more, would come last, and one core wait for the other. Those come first, then the journeys, at last what stands beside the source.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rest = await super.sort(files);
    // A worker serves one project: those of another in between would end it, with its browser and all that it has read.
    return rest.toSorted((one, other) => order(one) - order(other) || rank(one) - rank(other));
  }
}

const order = ({ project }: TestSpecification): number => (project.name === 'alone' ? 0 : 1);

function rank({ moduleId }: TestSpecification): number {
  if (/\/tests\/journeys\//.test(moduleId)) return 1;
  return /\/tests\//.test(moduleId) ? 0 : 2;
}
