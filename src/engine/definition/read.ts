import type { Scope } from '../feel/index.ts';
import { createDesk, type Desk } from './desk.ts';
import { factPages, withFacts } from './facts.ts';
import { listOf, type Merged, merge } from './merge.ts';
import type { Definition, Files, Line, Page, Problem, Step } from './model.ts';
import { finishPages, outlinePages } from './questions.ts';
import * as rules from './rules.ts';
import { baseScope, declare, idFault, officeRecord, withAsked, withPages } from './scope.ts';
import { lineOf } from './source.ts';
import { compileOutcomes, compileStep, outlineSteps, type Ways } from './steps.ts';
import type { World } from './world-model.ts';

/** A file is small enough to be read whole by who answers for it. */
export const MOST_LINES = 150;
export const LONGEST_LINE = 120;

function checkSize(files: Files, path: string, desk: Desk): void {
  const lines = (files.read(path) ?? '').replace(/\n$/, '').split('\n');
  if (lines.length > MOST_LINES)
    desk.error(
      `${path}:${MOST_LINES + 1}`,
      `Berkas ini ${lines.length} baris; paling banyak ${MOST_LINES}. Pindahkan bagian bersama ke blok.`,
    );
  lines.forEach((line, i) => {
    if ([...line].length > LONGEST_LINE)
      desk.error(`${path}:${i + 1}`, `Baris ini lebih dari ${LONGEST_LINE} huruf. Pecah menjadi beberapa baris.`);
  });
}

type Id = { readonly id: string; readonly line: Line };

/** Every id once, none hides a word of the language, none is both an answer and the start of another's name. */
function checkIds(desk: Desk, ids: readonly Id[]): void {
  const seen = new Map<string, Line>();
  for (const { id, line } of ids) {
    const fault = idFault(id);
    if (fault) desk.error(line, fault);
    if (seen.has(id)) desk.error(line, `Nama "${id}" sudah dipakai di ${seen.get(id)}. Beri nama lain.`);
    seen.set(id, line);
  }
  for (const { id, line } of ids) {
    const parent = id.split('.').slice(0, -1).join('.');
    if (parent !== '' && seen.has(parent))
      desk.error(
        line,
        `"${parent}" sudah menjadi jawaban, jadi tidak bisa menjadi awal nama "${id}". Ganti salah satu.`,
      );
  }
}

const plain = /^[a-z][A-Za-z0-9]*$/;
/** Ids of pages, steps, actions and outcomes stand in addresses and events. */
function plainId(desk: Desk, id: string, line: Line): void {
  if (!plain.test(id))
    desk.error(line, `"${id}" tidak bisa menjadi nama di sini: mulai dengan huruf kecil, hanya huruf dan angka.`);
}

function checkPages(desk: Desk, pages: readonly Page[]): void {
  const seen = new Set<string>();
  for (const { id, line } of pages) {
    plainId(desk, id, line);
    if (seen.has(id) || id === 'data') desk.error(line, `Halaman "${id}" sudah ada. Beri nama lain.`);
    seen.add(id);
  }
}

function scopeOf(
  desk: Desk,
  merged: Merged,
  pages: readonly Page[],
  computes: ReturnType<typeof rules.outlineCompute>,
): Scope {
  const scope = withPages(baseScope(desk.world, merged.service.subject), pages, desk.world);
  for (const [id, { type }] of computes) declare(scope, id, { type, nullable: false });
  return scope;
}

/** The steps and outcomes, and the reasons that they name. */
function compileWay(desk: Desk, merged: Merged, scope: Scope, pages: readonly Page[]) {
  const asked = outlineSteps(desk, merged.steps);
  const ways: Ways = {
    steps: new Set(merged.steps.map((step) => step.id)),
    outcomes: new Set(Object.keys(merged.service.outcomes)),
    questions: new Set(pages.flatMap((page) => page.questions.map((question) => question.id))),
    scope: {
      ...withAsked(scope, [...asked.values()].flat(), desk.world),
      office: { type: officeRecord, nullable: false },
    },
    reasons: new Map(),
  };
  const steps = merged.steps.map((step) => compileStep(desk, ways, step, asked.get(step.id) ?? []));
  for (const step of steps) {
    for (const { id, line } of [step, ...step.actions]) plainId(desk, id, line);
    if (step.id === 'warga' || step.id === 'kembali')
      desk.error(step.line, `"${step.id}" sudah ada artinya sebagai tujuan. Beri langkah ini nama lain.`);
    for (const other of ways.outcomes)
      if (other === step.id)
        desk.error(step.line, `"${other}" adalah nama langkah dan juga nama hasil. Ganti salah satu.`);
  }
  const outcomes = compileOutcomes(desk, ways, merged.service);
  for (const { id, line } of outcomes) plainId(desk, id, line);
  const questions = [...asked.values()].flat();
  return { ways, steps, outcomes, asked: questions };
}

function firstStep(desk: Desk, merged: Merged, steps: readonly Step[]): string {
  const { begin } = merged.service;
  const line = lineOf(merged.service, begin === undefined ? 'steps' : 'begin');
  const first = begin ?? merged.steps.find((step) => step.own)?.id;
  if (first === undefined || !steps.some((step) => step.id === first))
    desk.error(line, 'Belum ada langkah pertama. Tulis langkah di steps, atau perbaiki begin.');
  return first ?? '';
}

function compile(desk: Desk, merged: Merged): Definition {
  const { service } = merged;
  const outlined = outlinePages(desk, merged.pages);
  const computes = rules.outlineCompute(desk, merged.compute);
  checkPages(desk, outlined);
  const scope = scopeOf(desk, merged, outlined, computes);
  const pages = finishPages(desk, outlined, merged.pages, scope, service);
  const questions = pages.flatMap((page) => page.questions);
  rules.checkLabels(desk, questions, scope);
  const compute = rules.finishCompute(desk, merged.compute, computes, scope);
  const { ways, steps, outcomes, asked } = compileWay(desk, merged, scope, pages);
  checkIds(desk, [...questions, ...compute, ...asked]);
  const require = rules.compileRequire(desk, merged, scope, ways.questions);
  merged.require.forEach((raw) => {
    if (raw.reason !== undefined && !ways.reasons.has(raw.reason)) ways.reasons.set(raw.reason, lineOf(raw, 'reason'));
  });
  const unique = rules.compileUnique(desk, merged, scope);
  const rest = {
    office: desk.feel(service.office, lineOf(service, 'office'), scope, { kind: 'record', name: 'office', fields: {} }),
    allow: rules.compileAllow(desk, merged, baseScope(desk.world, service.subject)),
    ...(unique ? { unique } : {}),
    locks: (service.locks ?? []).map((each, i) => desk.feel(each, lineOf(service.locks, i), scope)),
    checks: rules.compileChecks(desk, merged, scope),
    parties: rules.compileParties(desk, merged, scope, ways.steps),
    reasons: rules.usedReasons(desk, merged, ways.reasons),
    keep: rules.compileKeep(desk, merged),
    first: firstStep(desk, merged, steps),
  };
  const again = service.again?.keep ?? [];
  for (const id of again)
    if (!ways.questions.has(id)) desk.error(lineOf(service, 'again'), `Pertanyaan "${id}" tidak ada.`);
  const reads = [...desk.read].sort();
  const full = [
    ...factPages(desk.world, pages, reads, Object.keys(scope), lineOf(service, 'ask')),
    ...withFacts(desk.world, pages, reads),
  ];
  return {
    format: 1,
    ...head(desk, merged),
    ...rest,
    again,
    pages: full,
    compute,
    require,
    steps,
    outcomes,
    reads,
    rate: service.rate ?? false,
  };
}

/** What the catalogue shows. */
function head(desk: Desk, { service }: Merged) {
  const { standard } = service;
  return {
    id: service.id,
    ...(service.extends ? { extends: service.extends } : {}),
    title: desk.text(service.title, lineOf(service, 'title')),
    summary: desk.text(service.summary, lineOf(service, 'summary')),
    owner: service.owner,
    sector: service.sector,
    start: service.start,
    subject: listOf(service.subject),
    lifeEvents: service.lifeEvents,
    words: service.words,
    standard: { ...standard, product: desk.text(standard.product, lineOf(standard, 'product')) },
    secrecy: service.secrecy ?? 'usual',
  };
}

function checkSector(desk: Desk, { service }: Merged): void {
  const known = desk.world.codes.sectors?.entries ?? [];
  if (known.some(({ key }) => key === service.sector)) return;
  const all = known.map(({ key, text }) => `${key} ${text.id}`).join(', ');
  desk.error(lineOf(service, 'sector'), `Bidang "${service.sector}" tidak ada. Yang ada: ${all}.`);
}

function checkHome(desk: Desk, merged: Merged, path: string): void {
  const [, area = '', folder = ''] = /(nasional|daerah\/[^/]+)\/([^/]+)\/service\.yaml$/.exec(path) ?? [];
  const owner = area.startsWith('daerah/') ? area.slice('daerah/'.length) : area;
  if (folder !== '' && folder !== merged.service.id)
    desk.error(lineOf(merged.service, 'id'), `id harus sama dengan nama foldernya: ${folder}.`);
  if (owner !== '' && owner !== merged.service.owner)
    desk.error(lineOf(merged.service, 'owner'), `owner harus sama dengan tempat berkasnya: "${owner}".`);
}

/**
 * Reads and compiles one service with the blocks and translations it names. Pure: files and world are handed in.
 * @param path from the root of the project, e.g. 'services/daerah/32.76/sktm/service.yaml'
 * @returns the definition only when nothing is an error; problems in the order of their lines
 */
export function readDefinition(
  files: Files,
  path: string,
  world: World,
): { readonly definition?: Definition; readonly problems: readonly Problem[] } {
  const { merged, problems } = merge(files, path);
  if (!merged) return { problems };
  const desk = createDesk(files, world);
  checkSize(files, path, desk);
  checkHome(desk, merged, path);
  checkSector(desk, merged);
  const definition = compile(desk, merged);
  desk.close();
  const all = [...problems, ...desk.problems];
  const sorted = unrepeated(all).sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
  return sorted.some((each) => each.level === 'error') ? { problems: sorted } : { definition, problems: sorted };
}

/** A block's action stands in many steps: its mistakes are told once. */
function unrepeated(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter((each) => {
    const key = printProblem(each);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** @example printProblem({ file: 'x.yaml', line: 3, level: 'error', message: 'Salah.' }) // 'x.yaml:3: Salah.' */
export const printProblem = ({ file, line, message }: Problem): string => `${file}:${line}: ${message}`;
