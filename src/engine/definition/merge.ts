import type { Files, Line, Problem } from './model.ts';
import { isOverlay, readOverlay } from './overlay.ts';
import {
  blockShape,
  type RawBlock,
  type RawBranch,
  type RawPage,
  type RawService,
  type RawStep,
  serviceShape,
} from './raw.ts';
import { lineOf, problem, readSource } from './source.ts';
import { validate } from './validate.ts';

/** Something with an id, and where the id stands. */
export type Named<T> = { readonly id: string; readonly raw: T; readonly line: Line };
export type RawActions = Readonly<Record<string, RawBranch | RawBranch[]>>;
type Shared = Pick<RawService, 'compute' | 'require' | 'checks' | 'reasons'>;

/** A service with its blocks put in where they stand. */
export type Merged = {
  readonly service: RawService & { readonly extends?: string };
  readonly pages: readonly RawPage[];
  readonly steps: readonly (Named<RawStep> & {
    readonly own: boolean;
    readonly actions: readonly Named<RawBranch[]>[];
  })[];
  readonly compute: readonly Named<NonNullable<Shared['compute']>[string]>[];
  readonly require: readonly NonNullable<Shared['require']>[number][];
  readonly checks: readonly NonNullable<Shared['checks']>[number][];
  readonly reasons: readonly Named<NonNullable<Shared['reasons']>[string]>[];
};

const named = <T>(record: Readonly<Record<string, T>> | undefined): Named<T>[] =>
  Object.entries(record ?? {}).map(([id, raw]) => ({ id, raw, line: lineOf(record, id) }));
const listOf = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T];
const ways = (actions: RawActions): Named<RawBranch[]>[] =>
  named(actions).map((action) => ({ ...action, raw: [...listOf(action.raw)] }));

/** Steps where an officer judges: there a block's `everywhere` adds its actions. */
const judged = new Set(['decide', 'meet', 'visit', 'sign', 'record']);

function readBlock(files: Files, root: string, name: string, line: Line, problems: Problem[]): RawBlock | undefined {
  const [id, version] = name.split('@');
  const path = `${root}${id}/block.yaml`;
  const text = files.read(path);
  if (text === undefined || version === undefined) {
    problems.push(
      problem(line, `Blok "${name}" tidak ditemukan. Tulis seperti nasional/blok/saksi@1; berkasnya ${path}.`),
    );
    return undefined;
  }
  const source = readSource(path, text);
  const { value, problems: wrong } = validate(blockShape, source.data);
  problems.push(...source.problems, ...wrong);
  if (value && String(value.version) !== version) {
    problems.push(
      problem(line, `Blok "${id}" bernomor versi ${value.version}, bukan ${version}. Ubah nomor sesudah @.`),
    );
  }
  return value;
}

function rawSteps(service: RawService): readonly Named<RawStep>[] {
  const { include: _, ...steps } = service.steps;
  // The catchall's type also admits `include`; what is left are steps.
  const own = steps as unknown as Readonly<Record<string, RawStep>>;
  return Object.entries(own).map(([id, raw]) => ({ id, raw, line: lineOf(service.steps, id) }));
}

function readService(data: unknown): { service?: Merged['service']; problems: readonly Problem[] } {
  const { value, problems } = validate(serviceShape, data);
  return value ? { service: value, problems } : { problems };
}

/** Reads a service and the blocks it includes. */
export function merge(files: Files, path: string): { merged?: Merged; problems: Problem[] } {
  const text = files.read(path);
  if (text === undefined) return { problems: [problem(`${path}:1`, 'Berkas tidak ada. Periksa namanya.')] };
  const source = readSource(path, text);
  const problems: Problem[] = [...source.problems];
  const { service, problems: wrong } = isOverlay(source.data)
    ? readOverlay(files, path, source.data)
    : readService(source.data);
  problems.push(...wrong);
  if (!service) return { problems };

  const root = path.replace(/(nasional|daerah)\/.*$/, '');
  const blocks = new Map<string, RawBlock>();
  const block = (name: string, line: Line): RawBlock | undefined => {
    const read = blocks.get(name) ?? readBlock(files, root, name, line, problems);
    if (read) blocks.set(name, read);
    return read;
  };
  const pages = (service.ask ?? []).flatMap((page) =>
    page.include ? (block(page.include, lineOf(page, 'include'))?.ask ?? []) : [page],
  );
  const include = service.steps.include as string | string[] | undefined;
  for (const name of listOf(include)) block(name, lineOf(service.steps, 'include'));

  const everywhere = [...blocks.values()].flatMap((each) =>
    ways((each.everywhere?.actions ?? {}) as RawActions).map((action) => ({
      action,
      except: Object.keys(each.steps ?? {}),
    })),
  );
  const added = (step: Named<RawStep>): Named<RawBranch[]>[] =>
    judged.has(step.raw.do ?? 'decide')
      ? everywhere.filter(({ except }) => !except.includes(step.id)).map(({ action }) => action)
      : [];
  const own = rawSteps(service).map((step) => ({ ...step, own: true }));
  const blockSteps = [...blocks.values()].flatMap((each) => named(each.steps)).map((step) => ({ ...step, own: false }));
  const steps = [...own, ...blockSteps].map((step) => ({
    ...step,
    actions: [...ways(step.raw.actions as RawActions), ...added(step)],
  }));
  const all: readonly Shared[] = [...blocks.values(), service];
  return {
    merged: {
      service,
      pages,
      steps,
      compute: all.flatMap((each) => named(each.compute)),
      require: all.flatMap((each) => each.require ?? []),
      checks: all.flatMap((each) => each.checks ?? []),
      reasons: all.flatMap((each) => named(each.reasons)),
    },
    problems,
  };
}
export { listOf };
