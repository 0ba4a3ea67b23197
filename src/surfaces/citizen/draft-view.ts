import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { CaseRef, Draft } from '../../capabilities/cases/index.ts';
import { type Issue, questionsOf, type Screen, screenFields } from '../../engine/index.ts';
import { isUuid } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type Language, say } from '../../kernel/text.ts';
import { type FieldFault, placeNames } from '../design/index.ts';
import { refIn } from '../frame/index.ts';
import { appointmentsFor } from './appointment-look.ts';
import { type Body, controlOf, engineBody } from './body.ts';
import { paramOf, type Tools } from './deps.ts';
import type { Drawing } from './field-view.tsx';
import type { Helping } from './filler.ts';
import { issueText } from './issue-words.ts';
import { lookUp } from './lookups.ts';
import { formWords } from './words/form.ts';

/** @throws Refusal `cases/not-found` for what can't be the name of a case */
export const refOf = (request: FastifyRequest): CaseRef => refIn(request, 'cases/not-found');
/** For routes of a form: its case is read together with whoever comes. */
export const READS = { config: { reads: 'case' } } as const;
export const draftHref = (ref: CaseRef, rest = ''): string =>
  `/permohonan/${ref.region}/${ref.id}${rest === '' ? '' : `/${rest}`}`;
/** A sent case, for its citizen or for the officer who has him at his counter. */
export const caseHref = (ref: CaseRef, helping: Helping | null = null): string =>
  `${helping ? `${helping.home}/urusan` : '/urusan'}/${ref.region}/${ref.id}`;

/** A form's own key bound to what it says and to what it met: a repeated click does nothing twice, a changed answer counts. */
export const keyFor = (kunci: string, version: number, what: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify([kunci, version, what]))
    .digest('base64url');

/** The questions of a screen that may be answered now: in a repair only those that were named. */
export function openQuestions(draft: Pick<Draft, 'found'>, screen: Screen): readonly string[] {
  const { repair } = draft.found.flow;
  return draft.found.status === 'returned'
    ? screen.questions.filter((id) => repair?.questions.includes(id))
    : screen.questions;
}

/** The screens that may be walked now. */
export const openScreens = (draft: Draft): readonly Screen[] =>
  draft.settled.screens.filter((screen) => openQuestions(draft, screen).length > 0);

/** @throws Refusal `frame/not-found` for a screen off the path */
export function screenOf(draft: Draft, ref: string): Screen {
  const found = openScreens(draft).find((screen) => screen.ref === ref);
  if (!found) throw new Refusal('frame/not-found', 404);
  return found;
}

/**
 * Where in the form a screen stands, counted in sections; checking is the last. All sections of the form count, also those that the
 * answers pass over: the total stays what it is. A repair has only those that were named.
 */
export function stepOf(draft: Draft, screen: Screen | null, lang: Language) {
  const pages =
    draft.found.status === 'returned'
      ? [...new Set(openScreens(draft).map((one) => one.page))]
      : draft.definition.pages
          .filter(({ only }) => only === undefined || only.includes(draft.inputs.profile))
          .map(({ id }) => id);
  const total = pages.length + 1;
  if (screen === null) return { current: total, total, name: formWords(lang).step };
  const page = draft.definition.pages.find((one) => one.id === screen.page);
  const name = page?.title ? say(page.title, lang) : '';
  return { current: pages.indexOf(screen.page) + 1, total, name };
}

/** Faults as the page says them: each leads to the box that it stands at. */
export function faultsOf(
  draft: Draft,
  screen: Screen,
  issues: readonly Issue[],
  lang: Language,
  body: Body | null = null,
): { readonly list: readonly FieldFault[]; readonly at: ReadonlyMap<string, string> } {
  const at = new Map<string, string>();
  // A page that asks one thing has no parts.
  const [only, more] = questionsOf(draft.definition, screen.ref);
  const lacking =
    more !== undefined ? 'missing' : only?.field.kind === 'appointment' ? 'appointment/missing' : 'missing-only';
  const rules = new Set(issues.filter(({ code }) => TAKEN.test(code)).map(({ input }) => input));
  for (const issue of issues) {
    const missing = typeof body?.[placeNames(issue.input).words] === 'string' ? 'place/choose' : lacking;
    const said = issue.code === 'missing' ? { ...issue, code: missing } : issue;
    if (!at.has(issue.input)) at.set(issue.input, issueText(said, lang));
  }
  for (const rule of draft.settled.refusals)
    if (screen.questions.includes(rule.at)) {
      at.set(rule.at, say(rule.say, lang));
      rules.add(rule.at);
    }
  const list = [...at].map(([input, text]): FieldFault => {
    const fault = { field: controlOf(input), text };
    return rules.has(input) ? { ...fault, rule: true } : fault;
  });
  return { list, at };
}

/** A time that was chosen rightly and cannot be had. */
const TAKEN = /^appointment\/(full|closed|has|many)$/;

export async function drawingFor(
  t: Tools,
  draft: Draft,
  screen: Screen,
  lang: Language,
  faults: ReadonlyMap<string, string>,
  body: Body | null,
  issues: readonly Issue[],
  /** The day whose windows an appointment shows, and the same page for another. */
  days: { readonly day: string; readonly href: (day: string) => string },
) {
  const open = new Set(openQuestions(draft, screen));
  const read = body === null ? null : engineBody(body);
  const settled = withElsewhere(draft, issues);
  const fields = screenFields(draft.definition, screen.ref, settled, draft.inputs, read).filter((field) =>
    open.has(field.question),
  );
  const questions = new Map(questionsOf(draft.definition, screen.ref).map((question) => [question.id, question]));
  const drawing: Drawing = {
    ...{ lang, faults, files: filesFor(draft, fields, lang) },
    appointments: await appointmentsFor(t, draft, fields, { lang, ...days, body: read }),
    looked: await lookUp(t, fields, { region: draft.found.region, villages: villagesOf(draft) }, body ?? {}),
  };
  const pairs = fields.flatMap((field) => {
    const question = questions.get(field.question);
    return question ? [{ field, question }] : [];
  });
  return { fields: pairs, drawing };
}

/** Where its people live, as far as it is known. */
function villagesOf({ settled: { names } }: Draft): readonly string[] {
  return ['family', 'subject', 'applicant'].flatMap((name) => {
    const known = names[name];
    const village =
      typeof known === 'object' && known !== null && 'village' in known ? (known.village as unknown) : undefined;
    return typeof village === 'string' ? [village] : [];
  });
}

/** Somebody was named whom another kind of register keeps: the page comes back with the boxes that nobody else can fill. */
function withElsewhere({ settled }: Draft, issues: readonly Issue[]): Draft['settled'] {
  const asked = issues.filter(({ code }) => code === 'person/elsewhere');
  const answers = Object.fromEntries(asked.map(({ question }) => [question, { nik: '', elsewhere: true }]));
  return asked.length === 0 ? settled : { ...settled, answers: { ...settled.answers, ...answers } };
}

function filesFor(
  draft: Draft,
  fields: readonly { readonly kind: string; readonly question: string }[],
  lang: Language,
): Drawing['files'] {
  const ref: CaseRef = draft.found;
  return new Map(
    fields
      .filter((field) => field.kind === 'file')
      .map(({ question }) => {
        const answer = draft.settled.answers[question] as { name?: unknown; size?: unknown } | undefined;
        const upload = { action: '/berkas', question, case: `${ref.region}/${ref.id}` };
        if (!answer) return [question, { upload }] as const;
        const note = formWords(lang).fileNote(sizeText(Number(answer.size ?? 0), lang));
        const href = draftHref(ref, `berkas/${encodeURIComponent(question)}`);
        const file = { name: String(answer.name ?? ''), note, href, remove: { name: 'hapus', value: question } };
        return [question, { upload, files: [file] }] as const;
      }),
  );
}

/** @example sizeText(1_887_436, 'id') // '1,8 MB' */
export const sizeText = (bytes: number, lang: Language): string =>
  bytes < 100_000
    ? `${Math.max(1, Math.round(bytes / 1024))} KB`
    : `${(bytes / 1_048_576).toLocaleString(lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} MB`;
