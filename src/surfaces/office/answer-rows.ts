import type { CaseFile } from '../../capabilities/cases/index.ts';
import { fill, type Question, summary } from '../../engine/index.ts';
import { isIsoDate, sayDay } from '../../kernel/dates.ts';
import type { Json } from '../../kernel/json.ts';
import { type Language, say, withAside } from '../../kernel/text.ts';
import { appointmentLines, type Dossier, numberFor } from '../frame/index.ts';
import { caseWords } from './words/case.ts';

/** One line of the answers; `known` comes from the register, what differs is for the officer's eye. */
export type AnswerRow = {
  readonly term: string;
  readonly value: string;
  readonly known: boolean;
  readonly file?: string;
};

const textIn = (of: Json, name: string): string => {
  const value = typeof of === 'object' && of !== null && !Array.isArray(of) ? (of as Record<string, Json>)[name] : null;
  return typeof value === 'string' ? value : '';
};

/** Who asks and for whom, as the register knows them. */
export function peopleRows(dossier: Dossier, lang: Language): readonly AnswerRow[] {
  const { found } = dossier.view;
  const words = caseWords(lang);
  const registered = dossier.inputs.profile === 'own';
  const row = (term: string, typed: string, name: string, facts: Json): AnswerRow => {
    const [nik, born] = [textIn(facts, 'nik'), textIn(facts, 'birthDate')];
    const parts = [
      name,
      ...(nik === '' ? [] : [numberFor(dossier, nik)]),
      ...(isIsoDate(born) ? [words.born(sayDay(born, lang))] : []),
    ];
    const known = registered && nik !== '';
    return { term: known ? term : typed, value: parts.join(', '), known };
  };
  const same = found.applicant === found.subject;
  const kk = textIn(found.facts.family, 'kk');
  return [
    row(words.applicant, words.applicantTyped, found.applicantName, found.facts.applicant),
    ...(same ? [] : [row(words.subject, words.subjectTyped, found.subjectName, found.facts.subject)]),
    ...(kk === '' ? [] : [{ term: words.family, value: numberFor(dossier, kk), known: true }]),
    ...(found.channel === 'petugas' ? [{ term: words.counter, value: words.counterBy, known: false }] : []),
  ];
}

const FROM_REGISTER: ReadonlySet<string> = new Set(['person', 'family', 'familyMember', 'familyMembers']);

export function answerRows(dossier: Dossier, lang: Language): readonly AnswerRow[] {
  const { view, inputs } = dossier;
  const words = caseWords(lang);
  const booked = appointmentLines(view, lang);
  return summary(view.definition, view.settled, true).map(({ question, label, shown }): AnswerRow => {
    const term = say(label, lang);
    if (question.field.kind === 'file') {
      const file = fileOf(dossier, question.id);
      return { term, known: false, value: file?.name ?? words.noFile, ...(file ? { file: file.id } : {}) };
    }
    const live = booked.get(question.id);
    if (live !== undefined) return { term, value: live, known: false };
    const known = inputs.profile === 'own' && FROM_REGISTER.has(question.field.kind);
    const value = shown === null ? words.empty : worded(question, say(shown, lang), dossier, lang);
    return { term: known ? withAside(term, words.register) : term, value, known };
  });
}

/** A NIK or KK number that somebody typed is masked like those that the register knows; a family says whose it is and its number. */
function worded(question: Question, shown: string, dossier: Dossier, lang: Language): string {
  const { kind } = question.field;
  const kk = kind === 'family' ? textIn(dossier.view.settled.answers[question.id] ?? null, 'kk') : '';
  if (kk !== '') return caseWords(lang).familyOf(shown, numberFor(dossier, kk));
  const digits = shown.replace(/\s/g, '');
  return (kind === 'nik' || kind === 'kk') && /^\d{16}$/.test(digits) ? numberFor(dossier, digits) : shown;
}

/** The file that stands at a question now. */
function fileOf({ view }: Dossier, question: string): CaseFile | undefined {
  const answer = view.settled.answers[question];
  const id = answer === undefined ? '' : textIn(answer, 'id');
  return view.files.find((file) => file.id === id);
}

/** Files that count now, in the order of their questions. */
export function currentFiles(
  dossier: Dossier,
): readonly { readonly file: CaseFile; readonly label: Question['label'] }[] {
  const { view } = dossier;
  return view.definition.pages
    .flatMap((page) => page.questions)
    .flatMap((question) => {
      const file = question.field.kind === 'file' ? fileOf(dossier, question.id) : undefined;
      return file ? [{ file, label: fill(question.label, view.settled.names) }] : [];
    });
}
