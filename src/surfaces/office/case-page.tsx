import type { JSX } from 'preact';
import { sayMoment } from '../../kernel/dates.ts';
import { say } from '../../kernel/text.ts';
import { CaseHead, CaseScreen, Comparison, IconList, Section, Toast } from '../design/index.ts';
import { type AnswerRow, answerRows, peopleRows } from './answer-rows.ts';
import { clockOf } from './clock.ts';
import { DecisionPane, type DecisionProps } from './decision.tsx';
import { EvidencePane, type Exhibit, type Looking } from './evidence.tsx';
import { MatchPane, type MatchProps } from './match.tsx';
import { OfficePage, type Shell } from './shell.tsx';
import { NoteForm } from './talk.tsx';
import { Timeline } from './timeline.tsx';
import { caseWords } from './words/case.ts';
import { inboxWords } from './words/inbox.ts';

/** Where this case stands in the list it was opened from. */
export type Neighbours = {
  readonly at: number;
  readonly of: number;
  readonly previous?: string | undefined;
  readonly next?: string | undefined;
};

export type CasePageProps = DecisionProps & {
  readonly shell: Shell;
  readonly neighbours: Neighbours | undefined;
  readonly exhibits: readonly Exhibit[];
  readonly looking: Looking;
  /** Where the region's register only compares. */
  readonly matching?: Omit<MatchProps, 'page' | 'action'> | undefined;
  readonly toast?: string | undefined;
  readonly now: Date;
  /** A note to other officers that could not be kept, as it was typed. */
  readonly note: { readonly text: string; readonly fault: string } | undefined;
};

/** One screen per case: what was said, what proves it, what to decide. */
export function CasePage(props: CasePageProps): JSX.Element {
  const { page, dossier, shell } = props;
  const { found, definition } = dossier.view;
  // Before it is sent, a child that no register knows yet has no name of its own.
  const newborn = definition.subject.includes('unborn') && found.subjectName === found.applicantName;
  const whom = newborn ? inboxWords(page.lang).by(found.applicantName) : found.subjectName;
  const title = `${say(definition.title, page.lang)} ${whom}`;
  return (
    <OfficePage shell={shell} title={title} at="inbox" shape="case">
      <CaseScreen
        head={<Head {...props} title={title} />}
        answers={<Answers {...props} />}
        evidence={
          <EvidencePane lang={page.lang} exhibits={props.exhibits} looking={props.looking} base={props.action} />
        }
        decision={<DecisionPane {...props} />}
      />
      {props.toast !== undefined && <Toast>{props.toast}</Toast>}
    </OfficePage>
  );
}

function Head(props: CasePageProps & { readonly title: string }): JSX.Element {
  const { page, desk, dossier, neighbours, now } = props;
  const { lang } = page;
  const words = caseWords(lang);
  const { view, task, step } = dossier;
  const { steps } = view.definition;
  const timed = dossier.talk ?? task;
  const clock = timed && clockOf(timed, now, desk.calendar, lang);
  const due =
    !dossier.talk && task?.dueAt && step
      ? words.due(say(step.title, lang), sayMoment(task.dueAt, desk.office.zone, lang))
      : undefined;
  return (
    <CaseHead
      lang={lang}
      title={props.title}
      number={view.found.number ?? ''}
      inbox={{ href: '/kantor', label: words.inbox }}
      place={neighbours && words.place(neighbours.at, neighbours.of)}
      previous={neighbours?.previous === undefined ? undefined : { href: neighbours.previous, label: words.previous }}
      next={neighbours?.next === undefined ? undefined : { href: neighbours.next, label: words.next }}
      step={step && { current: steps.indexOf(step) + 1, total: steps.length, name: say(step.title, lang) }}
      clock={clock && { ...clock, note: due ?? clock.note }}
    />
  );
}

function Answers(props: CasePageProps): JSX.Element {
  const { page, dossier, desk } = props;
  const { lang } = page;
  const words = caseWords(lang);
  const compared = (rows: readonly AnswerRow[]) =>
    rows.map(({ term, value, known, file }) => ({
      term,
      value: file === undefined ? value : <a href={`${props.action}?lampiran=${file}`}>{value}</a>,
      state: known ? ('same' as const) : ('plain' as const),
    }));
  return (
    <>
      <Section id="orang" title={words.known} gap={2}>
        <Comparison lang={lang} rows={compared(peopleRows(dossier, lang))} />
      </Section>
      <Section id="isian" title={words.answers} gap={2}>
        <Comparison lang={lang} rows={compared(answerRows(dossier, lang))} />
      </Section>
      <Section id="otomatis" title={words.checks} gap={2}>
        <IconList items={checksOf(props)} />
      </Section>
      <NoteForm page={page} action={props.action} stamp={props.stamp} note={props.note} />
      {props.matching && <MatchPane page={page} action={props.action} {...props.matching} />}
      <Timeline dossier={dossier} zone={desk.office.zone} lang={lang} />
    </>
  );
}

/** Only what was really checked: the rules of the definition, and what warns. */
function checksOf({ page, dossier }: CasePageProps) {
  const { lang } = page;
  const words = caseWords(lang);
  const { definition, settled } = dossier.view;
  return [
    ...settled.checks.map((check) => ({
      icon: check.level === 'warn' ? ('warn' as const) : ('info' as const),
      text: say(check.say, lang),
    })),
    ...(definition.unique ? [{ icon: 'check' as const, text: words.noDouble }] : []),
    ...(settled.refusals.length === 0 ? [{ icon: 'check' as const, text: words.rulesHold }] : []),
    ...settled.refusals.map((rule) => ({ icon: 'warn' as const, text: say(rule.say, lang) })),
  ];
}
