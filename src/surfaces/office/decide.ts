import { createHash } from 'node:crypto';
import { type Decision, lacksNote } from '../../capabilities/cases/index.ts';
import {
  type Action,
  type Answers,
  act,
  goesBack,
  type Issue,
  type Move,
  parseQuestions,
  periodParts,
  withOfficers,
} from '../../engine/index.ts';
import { addDays, addMonths, localDate, sayDate } from '../../kernel/dates.ts';
import { type Language, say } from '../../kernel/text.ts';
import type { FieldFault } from '../design/index.ts';
import type { Desk, Dossier } from '../frame/index.ts';
import { faultsOf } from '../frame/index.ts';
import { type Body, fieldOf, ticksOf } from './deps.ts';
import { notMetText } from './meet.tsx';
import { caseWords } from './words/case.ts';
import { recordWords } from './words/record.ts';

export const LONGEST_NOTE = 1000;

/** What the form of the decision says, right or wrong. */
export type Drafted = {
  readonly action: Action | undefined;
  readonly decision: Decision;
  readonly issues: readonly Issue[];
  readonly faults: readonly FieldFault[];
  /** Goes to a colleague's earlier step: its words are his, not the citizen's. */
  readonly back: boolean;
  /** What follows from it; undefined while something is wrong. */
  readonly move: Move | undefined;
};

/** Reads the decision and lets the engine say what follows, before anything is written. */
export function readDecision(desk: Desk, dossier: Dossier, body: Body, lang: Language, asks: boolean): Drafted {
  const { view, step, names, inputs } = dossier;
  const words = caseWords(lang).faults;
  const action = step?.actions.find((one) => one.id === fieldOf(body, 'keputusan'));
  const note = fieldOf(body, 'catatan').replace(/\r\n?/g, '\n');
  // Reasons ticked while looking at another action do not count against this one, as long as one of its own is there.
  const ticked = ticksOf(body, 'alasan');
  const reasons = ticked.filter((code) => action?.reasons.includes(code));
  const decision: Decision = {
    ...{ action: action?.id ?? '', reasons, questions: ticksOf(body, 'buka'), note: note === '' ? null : note, body },
    registered: ticksOf(body, 'dicatat').includes('1'),
    ...(typeof body.sandi === 'string' && body.sandi !== '' ? { consent: body.sandi } : {}),
  };
  const back = step !== undefined && action !== undefined && goesBack(view.definition, step.id, action.id);
  const signs = asks && dossier.stepDo === 'sign' && action?.completes === true;
  // A step's own questions must be answered on its usual way on, not on a way back.
  const asked = parseQuestions(step?.ask ?? [], body, inputs.profile);
  const missing = (step?.ask ?? []).flatMap(({ id, optional }): Issue[] =>
    !optional && (asked.values[id] ?? null) === null && !asked.issues.some((issue) => issue.question === id)
      ? [{ question: id, input: id, code: 'missing', params: {} }]
      : [],
  );
  const issues = action !== undefined && action === step?.actions[0] ? [...asked.issues, ...missing] : asked.issues;
  const early = action !== undefined && action === step?.actions[0] ? notMetText(dossier, lang) : undefined;
  const faults = [
    ...(action ? [] : [{ field: 'keputusan', text: words.action }]),
    ...(early === undefined ? [] : [{ field: 'keputusan', text: early }]),
    ...(action && action.reasons.length > 0 && reasons.length === 0
      ? [{ field: 'alasan', text: ticked.length > 0 ? words.reasonOther : words.reason }]
      : []),
    ...(step && lacksNote(view.definition, step.id, decision) ? [{ field: 'catatan', text: words.noteBack }] : []),
    ...(signs && decision.consent === undefined ? [{ field: 'sandi', text: words.passphrase }] : []),
    ...(note.length > LONGEST_NOTE ? [{ field: 'catatan', text: words.note }] : []),
    ...faultsOf(issues, lang),
  ];
  const read = { action, decision, issues, back };
  if (faults.length > 0 || !step || !action) return { ...read, faults, move: undefined };
  const officers: Answers = { ...Object.assign({}, ...Object.values(view.found.flow.asks)), ...asked.values };
  const acted = act(
    view.definition,
    {
      open: view.tasks.map((task) => task.step),
      decidedBy: view.found.flow.decidedBy,
      from: view.found.flow.from,
    },
    step.id,
    action.id,
    step.ask.length > 0 ? withOfficers(view.definition, view.settled, officers, inputs) : names,
    { actor: desk.doer.id, reasons, questions: decision.questions, profile: view.register },
  );
  if (acted.ok && view.register !== 'own' && acted.move.effects.length > 0 && !decision.registered)
    return { ...read, faults: [{ field: 'dicatat', text: recordWords(lang).doneMissing }], move: undefined };
  if (acted.ok) return { ...read, faults, move: acted.move };
  const field = acted.code === 'workflow/question-missing' ? 'buka' : 'keputusan';
  const text = field === 'buka' ? words.question : caseWords(lang).barred['four-eyes'];
  return { ...read, faults: [{ field, text }], move: undefined };
}

/** Whether the citizen reads words of this officer: then they are shown before they are sent. */
export const speaks = ({ move, decision, back }: Drafted): boolean =>
  move !== undefined && (move.returns !== null || move.outcomeKind === 'rejected' || (decision.note !== null && !back));

/** Names exactly what was shown, so that only that is sent without being shown again. */
export const digestOf = ({ decision }: Drafted): string => {
  const { action, reasons, questions, note } = decision;
  return createHash('sha256')
    .update(JSON.stringify([action, reasons, questions, note]))
    .digest('base64url')
    .slice(0, 16);
};

/** The sentences that the citizen gets, the service's own words among them. */
export function citizenReads(
  desk: Desk,
  dossier: Dossier,
  { move, decision, back }: Drafted,
  now: Date,
  lang: Language,
) {
  if (!move) return undefined;
  const words = caseWords(lang);
  const { definition } = dossier.view;
  const reasons = decision.reasons.flatMap((code) => {
    const reason = definition.reasons.find((one) => one.code === code);
    return reason ? [say(reason.text, lang)] : [];
  });
  const stepName = definition.steps.find((one) => one.id === move.opens[0]?.step)?.title;
  const opening =
    move.returns !== null
      ? words.returned
      : move.outcomeKind === 'rejected'
        ? words.rejected
        : move.outcome !== null
          ? words.ends
          : stepName && words.moves(say(stepName, lang));
  const rest: string[] = [];
  if (move.returns) {
    rest.push(opensAgain(dossier, move.returns.questions, lang));
    const expire = move.returns.expire;
    if (expire) {
      const { months, days } = periodParts(expire.after);
      rest.push(words.until(sayDate(addDays(addMonths(localDate(now, desk.office.zone), months), days), lang)));
    }
  }
  if (move.outcomeKind === 'rejected') rest.push(words.objection);
  return {
    sentences: [
      ...(opening ? [opening] : []),
      ...reasons,
      ...(decision.note === null || back ? [] : [decision.note]),
      ...move.notify.map((text) => say(text, lang)),
    ],
    rest,
  };
}

const FEW = 4;

function opensAgain({ view }: Dossier, ids: readonly string[], lang: Language): string {
  const words = caseWords(lang);
  const visible = new Set(view.settled.screens.flatMap((screen) => screen.questions));
  const questions = view.definition.pages
    .flatMap((page) => page.questions)
    .filter((question) => ids.includes(question.id) && visible.has(question.id));
  if (questions.length > FEW) return words.allOpen(questions.length);
  const labels = questions.map((question) => `“${say(question.label, lang)}”`);
  return words.onlyOpen(new Intl.ListFormat(lang, { type: 'conjunction' }).format(labels));
}
