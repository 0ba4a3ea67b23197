import type { Definition, Field, Line, Page, Question } from '../definition/model.ts';
import type { World } from '../definition/world-model.ts';
import type { Compiled } from '../feel/index.ts';
import { isTrueAlways, isTrueNever } from './constant.ts';
import type { Report } from './report.ts';

const root = (name: string): string => name.split('.')[0] ?? '';

/** What a question's own expressions read. */
function expressionsOf(field: Field): readonly Compiled[] {
  const own = (['min', 'max', 'within', 'at', 'of', 'where', 'over'] as const).flatMap((key) => {
    const value = (field as Readonly<Record<string, unknown>>)[key];
    return typeof value === 'object' && value !== null && 'tree' in value ? [value as Compiled] : [];
  });
  const inner =
    field.kind === 'group'
      ? field.questions.flatMap((each) => [...(each.when ? [each.when] : []), ...expressionsOf(each.field)])
      : [];
  return [...own, ...inner];
}

/** Every name that a name rests on, through what is computed. */
function sources(definition: Definition, names: readonly string[], seen = new Set<string>()): ReadonlySet<string> {
  for (const name of names) {
    if (seen.has(name)) continue;
    seen.add(name);
    const compute = definition.compute.find(({ id }) => id === root(name));
    if (compute) sources(definition, compute.is.reads, seen);
  }
  return seen;
}

const covers = (id: string, name: string): boolean =>
  id === name || name.startsWith(`${id}.`) || id.startsWith(`${name}.`);

/** A condition may read earlier answers only: the form runs in order. */
function order(definition: Definition, { error }: Report): void {
  const positions = new Map(definition.pages.flatMap((page) => page.questions).map(({ id }, at) => [id, at]));
  const later = (compiled: Compiled, at: number): string | undefined =>
    [...sources(definition, compiled.reads)].find((name) =>
      [...positions].some(([id, place]) => place >= at && (id === name || name.startsWith(`${id}.`))),
    );
  const check = (compiled: Compiled | undefined, at: number, line: Line) => {
    const name = compiled && later(compiled, at);
    if (name !== undefined)
      error(line, `Ini membaca "${name}" yang baru ditanyakan sesudahnya. Pindahkan pertanyaannya ke atas.`);
  };
  for (const page of definition.pages) {
    check(page.when, positions.get(page.questions[0]?.id ?? '') ?? 0, page.line);
    for (const question of page.questions) {
      const at = positions.get(question.id) ?? 0;
      check(question.when, at, question.line);
      for (const each of expressionsOf(question.field)) check(each, at, question.line);
    }
  }
}

function conditions(definition: Definition, { error, warn }: Report): void {
  const check = (condition: Compiled | undefined, line: Line) => {
    if (condition && isTrueNever(condition))
      error(line, `Syarat ini tidak pernah benar: ${condition.source}. Perbaiki, atau hapus bagiannya.`);
    else if (condition && isTrueAlways(condition))
      warn(line, `Syarat ini selalu benar: ${condition.source}. Hapus saja.`);
  };
  const ofPage = ({ when, line, questions }: Page) => {
    check(when, line);
    for (const question of questions) check(question.when, question.line);
  };
  definition.pages.forEach(ofPage);
  for (const { when, line } of definition.checks) check(when, line);
  for (const { actions } of definition.steps)
    for (const action of actions) for (const { when } of action.to) check(when, action.line);
}

/** Personal data is asked only if something reads it: an expression, a paper, an effect. */
function unread(definition: Definition, world: World, { warn }: Report): void {
  const papers = [
    ...definition.steps.flatMap(({ papers: own, actions }) => [
      ...own,
      ...actions.flatMap(({ to }) => to.flatMap((branch) => branch.papers)),
    ]),
  ];
  const shown = papers.flatMap(({ document, of }) => [
    ...(world.documents[document]?.shows ?? []),
    ...(of === null ? [] : [of]),
  ]);
  const read = [...definition.reads, ...shown];
  const byNature = new Set(['file', 'declaration', 'consent', 'appointment']);
  for (const { id, field, line, only } of definition.pages.flatMap((page) => page.questions)) {
    if (only || byNature.has(field.kind)) continue;
    const families = field.kind === 'group' && field.over ? [id] : [];
    if (![...read, ...families.filter((each) => read.includes(each))].some((name) => covers(id, name))) {
      warn(
        line,
        `"${id}" ditanyakan, tetapi tidak dibaca ekspresi, dokumen, atau efek mana pun. Hapus pertanyaannya, atau pakai jawabannya.`,
      );
    }
  }
}

/** A fact that stands in the register is not asked, unless it is about somebody who is not yet there or becomes new. */
function known(definition: Definition, world: World, { warn }: Report): void {
  if (definition.subject.includes('unborn')) return;
  const effects = definition.steps.flatMap(({ effects: own, actions }) => [
    ...own,
    ...actions.flatMap(({ to }) => to.flatMap((branch) => branch.effects)),
  ]);
  const written = new Set(effects.flatMap(({ args }) => args.flatMap(({ is }) => is.reads)));
  const facts = new Set(Object.keys(world.person));
  const check = ({ id, field, line, only }: Question) => {
    const fact = field.kind === 'code' ? field.table : field.kind === 'nik' || field.kind === 'kk' ? field.kind : '';
    if (!only && facts.has(fact) && ![...written].some((name) => covers(id, name))) {
      warn(line, `Register sudah tahu ini: pakai subject.${fact} atau applicant.${fact}, jangan ditanyakan lagi.`);
    }
  };
  for (const page of definition.pages) page.questions.forEach(check);
}

/** The days of an appointment are links: what stands beside it on the same screen and is not sent yet would be lost. */
function alone(definition: Definition, { error }: Report): void {
  for (const { together, questions } of definition.pages)
    for (const { id, field, line } of questions)
      if (together && field.kind === 'appointment')
        error(line, `Janji temu "${id}" perlu layar sendiri. Pindahkan ke halaman tanpa together.`);
}

/** Order, conditions, unread data, data that the register has. */
export function lintReading(definition: Definition, world: World, report: Report): void {
  order(definition, report);
  alone(definition, report);
  conditions(definition, report);
  unread(definition, world, report);
  known(definition, world, report);
}
