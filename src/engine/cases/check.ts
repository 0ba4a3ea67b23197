import { readDefinition } from '../definition/index.ts';
import type { Definition, Files, Problem } from '../definition/model.ts';
import { problem } from '../definition/source.ts';
import type { World } from '../definition/world-model.ts';
import { lint } from '../lint/index.ts';
import { runCase } from './run.ts';
import { readCases } from './shape.ts';

function examplesOf(files: Files, path: string, definition: Definition): readonly Problem[] {
  const casesPath = path.replace(/service\.yaml$/, 'cases.yaml');
  const text = files.read(casesPath);
  if (text === undefined)
    return [
      problem(
        `${casesPath}:1`,
        'Belum ada contoh kasus. Tambahkan cases.yaml: jawaban masuk, jalan dan hasil keluar.',
        'warn',
      ),
    ];
  const { examples, problems } = readCases(casesPath, text);
  if (!examples) return problems;
  return examples.cases.flatMap((example) =>
    runCase(definition, examples, example).differences.map((difference) =>
      problem(example.line, `Contoh "${example.case}" tidak cocok: ${difference}.`),
    ),
  );
}

/**
 * All that can be said of a service's file before it is published: how it reads, what the linter finds, whether its worked examples hold.
 * The same for the operator's command, the studio and the publication. Errors stop a publication.
 * @example checkService(files, 'services/daerah/32.76/sktm/service.yaml', world).problems.map(printProblem)
 */
export function checkService(
  files: Files,
  path: string,
  world: World,
): { readonly definition?: Definition; readonly problems: readonly Problem[] } {
  const { definition, problems } = readDefinition(files, path, world);
  if (!definition) return { problems };
  const all = [...problems, ...lint(definition, world), ...examplesOf(files, path, definition)];
  return all.some(({ level }) => level === 'error') ? { problems: all } : { definition, problems: all };
}
