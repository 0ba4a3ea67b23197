import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { House } from './compose.ts';
import { type Definition, type Files, type Problem, readDefinition } from './engine/index.ts';
import { ROOT } from './root.ts';

/** Files by path from the root of the program, or of another folder of the same shape; remembers which were read. */
function serviceFiles(root: string): Files & { readonly taken: Map<string, string> } {
  const taken = new Map<string, string>();
  return {
    taken,
    read: (path) => {
      try {
        const text = readFileSync(join(root, path), 'utf8');
        taken.set(path, text);
        return text;
      } catch {
        return undefined;
      }
    },
  };
}

export type Read = {
  readonly definition: Definition | undefined;
  readonly problems: readonly Problem[];
  readonly sources: Readonly<Record<string, string>>;
};

export function readService(house: Pick<House, 'world'>, path: string, root = ROOT): Read {
  const files = serviceFiles(root);
  const { definition, problems } = readDefinition(files, path, house.world);
  return { definition, problems, sources: Object.fromEntries(files.taken) };
}

/** Publishes every service of the folder whose file changed. @throws at the first that has errors */
export async function publishFolder(house: House, by: string): Promise<readonly string[]> {
  const made: string[] = [];
  for (const path of servicePaths()) {
    const { definition, problems, sources } = readService(house, path);
    const error = problems.find((problem) => problem.level === 'error');
    if (!definition || error)
      throw new Error(error ? `${error.file}:${error.line}: ${error.message}` : `${path}: no definition`);
    const { isNew, service, version } = await house.catalogue.publish({ definition, sources, by });
    if (isNew) made.push(`${service}@${version}`);
  }
  return made;
}

/** The nation's first: what a region adopts must be published before. */
export const servicePaths = (root = ROOT): readonly string[] => {
  const paths = readdirSync(join(root, 'services'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name === 'service.yaml')
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
  const national = (path: string): boolean => path.startsWith(join('services', 'nasional'));
  return [...paths.filter(national), ...paths.filter((path) => !national(path))];
};
