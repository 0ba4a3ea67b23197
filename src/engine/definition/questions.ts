import type { Compiled, Scope } from '../feel/index.ts';
import { codeEntry } from './codes.ts';
import type { Desk } from './desk.ts';
import { listOf } from './merge.ts';
import type { AppointmentField, Field, Line, Option, Page, Question } from './model.ts';
import type { RawFile, RawPage, RawQuestion, RawService } from './raw.ts';
import { lineOf } from './source.ts';
import { optionsOf, personType } from './world.ts';

const simpleKinds = ['personName', 'nik', 'kk', 'phone', 'time', 'address', 'consent', 'declaration'] as const;
const call = /^(\w+)(?:\((.*)\))?$/;

/** Some codes of a table: those named, or all but those. */
type Part = { readonly how: 'only' | 'except'; readonly codes: readonly string[] };

/** `code(shdk, only: [child, other])`, `code(shdk, except: [head])` → kind, first argument, the part. */
function parseType(type: string): { kind: string; of: string; part: Part | null } {
  const [, kind = '', inner = ''] = call.exec(type.trim()) ?? [];
  const [of = '', how, rest = ''] = inner.split(/,\s*(only|except):\s*/);
  const codes = rest
    .replace(/^\[|\]$/g, '')
    .split(',')
    .map((each) => each.trim());
  return { kind, of: of.trim(), part: how === 'only' || how === 'except' ? { how, codes } : null };
}

/** A question whose expressions are still sources: they are compiled when all names and types are known. */
type Pending = { readonly raw: RawQuestion; readonly field: Field };

function codeField(desk: Desk, table: string, part: Part | null, line: Line): Field {
  const known = desk.world.codes[table];
  if (!known)
    desk.error(line, `Tabel kode "${table}" tidak ada. Yang ada: ${Object.keys(desk.world.codes).join(', ')}.`);
  const all = optionsOf(known);
  for (const code of part?.codes ?? []) {
    if (known && !all.some((option) => option.code === code)) {
      desk.error(
        line,
        `Kode "${code}" tidak ada di tabel ${table}. Yang ada: ${all.map((option) => option.code).join(', ')}.`,
      );
    }
  }
  const chosen = ({ code }: Option): boolean => part === null || part.codes.includes(code) === (part.how === 'only');
  return { kind: 'code', table, options: all.filter(chosen) };
}

function options(desk: Desk, raw: RawQuestion, line: Line): readonly Option[] {
  const entries = Object.entries(raw.options ?? {});
  if (entries.length < 2) desk.error(line, 'Tambahkan options: { kode: teks, … } dengan paling sedikit dua pilihan.');
  return entries.map(([code, text]) => ({ code, text: desk.text(text, lineOf(raw.options, code)) }));
}

const queueServices = (desk: Desk): readonly string[] => (desk.world.codes.queues?.entries ?? []).map(({ key }) => key);
/** Stands for an expression until all names are known. */
const PENDING: Compiled = { source: '', tree: null, type: { kind: 'boolean' }, nullable: true, reads: [] };

const count = (value: string | number | undefined): number | undefined =>
  typeof value === 'number' ? value : undefined;

/** The kind of answer, without what only expressions can say. */
function fieldOf(desk: Desk, raw: RawQuestion, line: Line): Field {
  const { kind, of, part } = parseType(raw.type);
  const at = lineOf(raw, 'type');
  const simple = simpleKinds.find((each) => each === kind);
  if (simple) return { kind: simple };
  switch (kind) {
    case 'text':
    case 'longText':
      return { kind, max: count(raw.max) ?? (kind === 'text' ? 150 : 4000) };
    case 'date':
    case 'number':
    case 'money':
    case 'file':
      return { kind };
    case 'place':
      return { kind, level: of === 'village' ? 'village' : 'regency' };
    case 'code':
      return codeField(desk, of, part, at);
    case 'choice':
    case 'choices':
      return { kind, options: options(desk, raw, line) };
    case 'office':
      if (!desk.world.officeKinds.includes(of))
        desk.error(at, `Jenis kantor "${of}" tidak ada. Yang ada: ${desk.world.officeKinds.join(', ')}.`);
      return { kind, office: of };
    case 'appointment':
      if (!codeEntry(desk.world.codes, 'queues', of))
        desk.error(at, `Layanan antrean "${of}" tidak ada. Yang ada: ${queueServices(desk).join(', ')}.`);
      return { kind, service: of, at: PENDING };
    case 'person':
      return { kind, from: raw.from ?? ['typed'], facts: [] };
    case 'familyMember':
      return { kind };
    case 'familyMembers':
      return {
        kind,
        min: count(raw.min) ?? (raw.optional ? 0 : 1),
        ...(typeof raw.max === 'number' ? { max: raw.max } : {}),
      };
    case 'family':
      return { kind, of: listOf(raw.of), facts: [] };
    case 'group':
      return {
        ...{ kind, min: count(raw.min) ?? 1, max: count(raw.max) ?? 20, questions: rows(desk, raw, line) },
        ...(raw.over === undefined ? {} : { listed: true }),
      };
    default:
      desk.error(at, `Jenis pertanyaan "${raw.type}" tidak dikenal. Lihat daftar jenis di skema (type).`);
      return { kind: 'text', max: 150 };
  }
}

function rows(desk: Desk, raw: RawQuestion, line: Line): readonly Question[] {
  const questions = raw.questions ?? [];
  if (questions.length === 0) desk.error(line, 'Group perlu questions: [{ id: …, type: …, label: … }].');
  return questions.map((question) => labelled(desk, question as RawQuestion));
}

function outline(desk: Desk, raw: RawQuestion, field?: Field): Question {
  const line = lineOf(raw);
  return {
    id: raw.id,
    field: field ?? fieldOf(desk, raw, line),
    label: raw.label === undefined ? { id: '' } : desk.text(raw.label, lineOf(raw, 'label')),
    optional: raw.optional ?? false,
    secrecy: raw.secrecy ?? 'usual',
    line,
    ...(raw.hint === undefined ? {} : { hint: desk.text(raw.hint, lineOf(raw, 'hint')) }),
    // A placeholder until names are known: that there is a condition already decides whether the answer may be null.
    ...(raw.when === undefined
      ? {}
      : { when: { source: raw.when, tree: null, type: { kind: 'boolean' }, nullable: true, reads: [] } }),
  };
}

// A file is a question whose kind stands in its place, not in a `type`.
const fileQuestion = (raw: RawFile): RawQuestion => raw as unknown as RawQuestion;

function labelled(desk: Desk, raw: RawQuestion): Question {
  if (raw.label === undefined) desk.error(lineOf(raw), 'Belum ada "label". Tulis pertanyaannya.');
  return outline(desk, raw);
}

/** The pages with all that needs no expression: enough to know every name and its type. */
export function outlinePages(desk: Desk, pages: readonly RawPage[]): readonly Page[] {
  return pages.flatMap((raw): Page[] => {
    const line = lineOf(raw);
    if (raw.page === undefined || (raw.questions === undefined) === (raw.files === undefined)) {
      desk.error(line, 'Halaman perlu page: nama, dan salah satu dari questions: […] atau files: […].');
      return [];
    }
    const questions = raw.files
      ? raw.files.map((each) => outline(desk, fileQuestion(each), { kind: 'file' }))
      : (raw.questions ?? []).map((each) => labelled(desk, each));
    return [
      {
        id: raw.page,
        kind: raw.files ? 'files' : 'questions',
        together: raw.files !== undefined || raw.together === true,
        questions,
        line,
        ...(raw.title === undefined ? {} : { title: desk.text(raw.title, lineOf(raw, 'title')) }),
        ...(raw.when === undefined
          ? {}
          : { when: { source: raw.when, tree: null, type: { kind: 'boolean' }, nullable: true, reads: [] } }),
      },
    ];
  });
}

export const outlineAsked = (desk: Desk, questions: readonly RawQuestion[]): readonly Question[] =>
  questions.map((each) => labelled(desk, each));

/** Compiles what stands in a question's expressions, now that all names are known. */
export function finishQuestion(
  desk: Desk,
  question: Question,
  raw: RawQuestion,
  scope: Scope,
  service: RawService | null = null,
): Question {
  const line = (key: keyof RawQuestion) => lineOf(raw, key);
  const when = raw.when === undefined ? {} : { when: desk.feel(raw.when, line('when'), scope, { kind: 'boolean' }) };
  return { ...question, ...when, field: finishField(desk, { raw, field: question.field }, scope, service) };
}

function finishField(desk: Desk, { raw, field }: Pending, scope: Scope, service: RawService | null): Field {
  const line = (key: keyof RawQuestion) => lineOf(raw, key);
  const person = personType(desk.world.person);
  const where = () =>
    raw.where === undefined
      ? {}
      : {
          where: desk.feel(
            raw.where,
            line('where'),
            { ...scope, it: { type: person, nullable: false } },
            { kind: 'boolean' },
          ),
        };
  const bound = (key: 'min' | 'max', kind: 'date' | 'number') => {
    const value = raw[key];
    return value === undefined ? {} : { [key]: desk.feel(value, line(key), scope, { kind }) };
  };
  const people = () =>
    typeof raw.of === 'string' ? { of: desk.feel(raw.of, line('of'), scope, { kind: 'list', of: person }) } : {};
  switch (field.kind) {
    case 'date':
    case 'number':
    case 'money': {
      const kind = field.kind === 'date' ? 'date' : 'number';
      return { ...field, ...bound('min', kind), ...bound('max', kind) };
    }
    case 'office':
      return raw.within === undefined
        ? field
        : { ...field, within: desk.feel(raw.within, line('within'), scope, { kind: 'text' }) };
    case 'appointment':
      return finishAppointment(desk, raw, field, scope, service);
    case 'person':
      return { ...field, ...where() };
    case 'familyMember':
    case 'familyMembers':
      return { ...field, ...where(), ...people() };
    case 'family':
      for (const name of field.of) desk.feel(name, line('of'), scope, person);
      return field;
    case 'group':
      return finishGroup(desk, raw, field, scope);
    default:
      return field;
  }
}

/** @param service the service in whose form it stands; null for what an officer is asked and for rows, which make no appointments */
function finishAppointment(
  desk: Desk,
  raw: RawQuestion,
  field: AppointmentField,
  scope: Scope,
  service: RawService | null,
): Field {
  if (service === null) {
    desk.error(lineOf(raw, 'type'), 'Janji temu hanya bisa ditanyakan kepada warga, di luar group. Pindahkan ke ask.');
    return field;
  }
  const [source, line] =
    raw.at === undefined ? [service.office, lineOf(service, 'office')] : [raw.at, lineOf(raw, 'at')];
  return { ...field, at: desk.feel(source, line, scope, { kind: 'record', name: 'office', fields: {} }) };
}

function finishGroup(desk: Desk, raw: RawQuestion, field: Field & { kind: 'group' }, scope: Scope): Field {
  const person = personType(desk.world.person);
  const over =
    raw.over === undefined ? undefined : desk.feel(raw.over, lineOf(raw, 'over'), scope, { kind: 'list', of: person });
  const inner: Scope = over ? { ...scope, item: { type: person, nullable: false } } : scope;
  const questions = field.questions.map((question, i) => {
    const row = raw.questions?.[i] as RawQuestion | undefined;
    return row ? finishQuestion(desk, question, row, inner) : question;
  });
  const { listed: _, ...rest } = field;
  return { ...rest, questions, ...(over ? { over } : {}) };
}

/** Pages with their expressions. @param raws the raw pages in the same order */
export function finishPages(
  desk: Desk,
  pages: readonly Page[],
  raws: readonly RawPage[],
  scope: Scope,
  service: RawService,
): readonly Page[] {
  return pages.map((page) => {
    const raw = raws.find((each) => each.page === page.id && lineOf(each) === page.line);
    if (!raw) return page;
    const when =
      raw.when === undefined ? {} : { when: desk.feel(raw.when, lineOf(raw, 'when'), scope, { kind: 'boolean' }) };
    const sources: readonly RawQuestion[] = raw.files ? raw.files.map(fileQuestion) : (raw.questions ?? []);
    const questions = page.questions.map((question, i) => {
      const source = sources[i];
      return source ? finishQuestion(desk, question, source, scope, service) : question;
    });
    return { ...page, ...when, questions };
  });
}
