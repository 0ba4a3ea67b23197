import type { JSX } from 'preact';
import { TALKS } from '../../capabilities/cases/index.ts';
import { type Action, fill, goesBack, type ScreenField } from '../../engine/index.ts';
import { sayTime } from '../../kernel/dates.ts';
import { say } from '../../kernel/text.ts';
import {
  Button,
  CaseRule,
  CaseSide,
  Checkboxes,
  CitizenReads,
  ErrorSummary,
  Form,
  More,
  Muted,
  Notice,
  type PageContext,
  QuietButton,
  Radios,
  TextArea,
  TextField,
  Unless,
} from '../design/index.ts';
import type { Desk, Dossier } from '../frame/index.ts';
import { Fields, type LookedUp } from '../frame/index.ts';
import { type Late, Overtaken, SentBack } from './before.tsx';
import type { citizenReads, Drafted } from './decide.ts';
import { LONGEST_NOTE } from './decide.ts';
import { NotMet, offeredActions } from './meet.tsx';
import { RecordPane, type RecordProps } from './record.tsx';
import { TalkPane, type Typed } from './talk.tsx';
import { caseWords } from './words/case.ts';
import { recordWords } from './words/record.ts';
import { talkWords } from './words/talk.ts';

export type DecisionProps = {
  readonly page: PageContext;
  readonly desk: Desk;
  readonly dossier: Dossier;
  readonly action: string;
  readonly stamp: string;
  readonly officeName: (ref: string) => string;
  readonly fields: readonly ScreenField[];
  readonly lookedUp: LookedUp;
  /** What was sent last, when the page comes back. */
  readonly drafted?: Drafted | undefined;
  readonly reads?: ReturnType<typeof citizenReads>;
  /** Names what is shown; sent with it, it need not be shown again. */
  readonly digest?: string | undefined;
  readonly changed?: boolean | undefined;
  /** What was sent when somebody else was faster. */
  readonly late?: Late | undefined;
  /** Why nothing was written, when it is neither a fault of the form nor a change meanwhile. */
  readonly refused?: { readonly title: string; readonly text: string } | undefined;
  /** The register is not ours: what is done there, and what is brought from there. */
  readonly record?: Omit<RecordProps, 'page' | 'action'> | undefined;
  /** The signing port wants a passphrase. */
  readonly asks: boolean;
  readonly typed?: Typed | undefined;
};

/** The right column: what this officer may decide, or why nothing. */
export function DecisionPane(props: DecisionProps): JSX.Element {
  const { page, dossier } = props;
  const words = caseWords(page.lang);
  const above = (
    <>
      <Overtaken lang={page.lang} dossier={dossier} changed={props.changed === true} late={props.late} />
      <SentBack lang={page.lang} dossier={dossier} />
    </>
  );
  if (dossier.talk)
    return <TalkPane {...props} changed={props.changed && !props.late} above={props.late ? above : undefined} />;
  if (!dossier.task || !dossier.step)
    return (
      <CaseSide>
        {above}
        <h2>{words.decision}</h2>
        <Notice title={words.nothing}>{standing(props)}</Notice>
      </CaseSide>
    );
  if (dossier.barred)
    return (
      <CaseSide>
        {above}
        <h2>{words.decision}</h2>
        <Notice tone="warning" title={words.nothing}>
          {words.barred[dossier.barred]} {dossier.barred === 'claimed' && heldWords(props)}
        </Notice>
        <Form page={page} action="/kantor/berikutnya" gap={3}>
          <Button look="second" keyName="N">
            {words.takeAnother}
          </Button>
        </Form>
      </CaseSide>
    );
  return (
    <CaseSide>
      {above}
      <Unanswered {...props} />
      <HoldForm {...props} />
      {props.record && (
        <div id="siak">
          <RecordPane page={page} action={props.action} {...props.record} />
        </div>
      )}
      <DecisionForm {...props} />
    </CaseSide>
  );
}

/** Words of the citizen that wait while the officer has a step of his own here. */
function Unanswered({ page, dossier, desk, action }: DecisionProps): JSX.Element | null {
  const words = talkWords(page.lang);
  const talk = dossier.view.talks.find((one) => one.office === desk.office.ref);
  if (!talk) return null;
  return (
    <Notice tone="warning" title={words.waits(talk.step === TALKS.objected ? words.objection : words.question)}>
      <a href={`${action}?langkah=${encodeURIComponent(talk.step)}`}>{words.open}</a>
    </Notice>
  );
}

function standing({ page, dossier, officeName }: DecisionProps): string {
  const words = caseWords(page.lang);
  const { found, definition, tasks } = dossier.view;
  if (found.status === 'returned') return words.waitsCitizen;
  const outcome = definition.outcomes.find((one) => one.id === found.outcome);
  if (found.status === 'closed' && outcome) return words.closed(words.outcomes[outcome.kind]);
  const [task] = tasks;
  const step = definition.steps.find((one) => one.id === task?.step);
  return task && step ? words.elsewhere(say(step.title, page.lang), officeName(task.office)) : '';
}

function heldWords({ page, desk, dossier }: DecisionProps): string {
  const { task } = dossier;
  const until = task?.claimedUntil ? sayTime(task.claimedUntil, desk.office.zone, page.lang) : '';
  return caseWords(page.lang).heldBy(task?.claimedLabel ?? '', until);
}

function HoldForm({ page, desk, dossier, action, stamp }: DecisionProps): JSX.Element | null {
  const { task } = dossier;
  if (!task) return null;
  const words = caseWords(page.lang);
  const mine = task.claimedBy === desk.doer.id && task.claimedUntil !== null;
  const hidden = { langkah: task.step, versi: String(task.since), kunci: `${stamp}.pegang` };
  return (
    <Form page={page} action={`${action}/pegang`} gap={3} hidden={mine ? { ...hidden, lepas: '1' } : hidden}>
      <Muted>
        {mine && task.claimedUntil
          ? words.heldUntil(sayTime(task.claimedUntil, desk.office.zone, page.lang))
          : words.holdWhy}{' '}
        <QuietButton icon={mine ? 'undo' : 'person'}>{mine ? words.release : words.hold}</QuietButton>
      </Muted>
    </Form>
  );
}

/** Letters that the page itself uses for other things. */
const TAKEN = ['J', 'K', 'N', 'Z', 'R', 'L'];

/** A key for each action: the first letter of its words that is free. @example keysFor(['Setujui', 'Tolak']) // ['S', 'T'] */
export function keysFor(labels: readonly string[]): readonly (string | undefined)[] {
  const used = new Set(TAKEN);
  return labels.map((label) => {
    const key = [...label.toUpperCase()].find((letter) => /[A-Z]/.test(letter) && !used.has(letter));
    if (key) used.add(key);
    return key;
  });
}

function DecisionForm(props: DecisionProps): JSX.Element {
  const { page, dossier, drafted, reads } = props;
  const { lang } = page;
  const words = caseWords(lang);
  const { task, step } = dossier;
  const offered = offeredActions(dossier);
  const error = (field: string) => drafted?.faults.find((fault) => fault.field === field)?.text;
  const actions = step?.actions ?? [];
  const backs = actions.some((action) => goesBack(dossier.view.definition, step?.id ?? '', action.id));
  const keys = keysFor(offered.map((action) => say(action.label, lang)));
  const speaking = reads !== undefined && props.digest !== undefined;
  return (
    <Form
      page={page}
      action={props.action}
      id="keputusan-form"
      gap={4}
      hidden={{
        ...{ langkah: task?.step ?? '', versi: String(task?.since ?? 0), kunci: props.stamp },
        ...(props.digest === undefined ? {} : { dilihat: props.digest }),
      }}
    >
      <h2>{words.decision}</h2>
      {props.refused && (
        <Notice tone="danger" role="alert" title={props.refused.title}>
          {props.refused.text}
        </Notice>
      )}
      <ErrorSummary lang={lang} faults={drafted?.faults ?? []} />
      {props.fields.length > 0 && (
        <Fields lang={lang} fields={props.fields} issues={drafted?.issues} lookedUp={props.lookedUp} />
      )}
      <NotMet lang={lang} dossier={dossier} desk={props.desk} fault={error('keputusan')} />
      <Radios
        lang={lang}
        name="keputusan"
        label={words.action}
        unseen
        value={drafted?.decision.action}
        error={error('keputusan')}
        options={offered.map((action, i) => ({
          value: action.id,
          label: say(action.label, lang),
          keyName: keys[i],
          plain: action.reasons.length === 0 && !returns(action),
        }))}
      />
      <Unless>
        <ReasonBoxes {...props} error={error('alasan')} />
        <OpensBoxes {...props} error={error('buka')} />
      </Unless>
      {(backs || actions.some((action) => action.reasons.length > 0)) && (
        <TextArea
          lang={lang}
          name="catatan"
          label={backs ? words.noteAny : words.note}
          hint={backs ? words.noteAnyHint : words.noteHint}
          optional
          rows={3}
          maxLength={LONGEST_NOTE}
          value={drafted?.decision.note ?? ''}
          error={error('catatan')}
        />
      )}
      {props.record && changesRegister(dossier) && (
        <Checkboxes
          lang={lang}
          name="dicatat"
          label={recordWords(lang).work}
          unseen
          hint={recordWords(lang).doneHint}
          values={drafted?.decision.registered ? ['1'] : []}
          error={error('dicatat')}
          options={[{ value: '1', label: recordWords(lang).done }]}
        />
      )}
      {props.asks && dossier.stepDo === 'sign' && (
        <TextField
          lang={lang}
          name="sandi"
          type="password"
          label={words.passphrase}
          hint={words.passphraseHint}
          autoComplete="off"
          error={error('sandi')}
        />
      )}
      {reads && (
        <CitizenReads title={words.reads}>
          {reads.sentences.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          {reads.rest.map((sentence) => (
            <p key={sentence} class="muted">
              {sentence}
            </p>
          ))}
        </CitizenReads>
      )}
      <div class="decide">
        <Button keyName="Ctrl + Enter">{speaking ? words.send : words.decide}</Button>
      </div>
      <div class="gap-2">
        <Button look="second" name="lihat" value="1">
          {words.preview}
        </Button>
        <Muted>
          {words.nextOpens} {drafted?.move?.returns ? words.clockStops : ''}
        </Muted>
      </div>
      <CaseRule>{hasEyes(dossier) ? words.fourEyes : words.own}</CaseRule>
    </Form>
  );
}

/** Whether any way on from here changes the register. */
const changesRegister = ({ step }: Dossier): boolean =>
  step !== undefined &&
  (step.effects.length > 0 || step.actions.some((action) => action.to.some(({ effects }) => effects.length > 0)));

const hasEyes = ({ view, step }: Dossier): boolean =>
  step !== undefined && view.definition.steps.some((one) => one.not.includes(step.id));

const returns = ({ to }: Action): boolean => to.some(({ targets }) => targets.some(({ kind }) => kind === 'citizen'));

/** Reasons of all actions in one list, each with its actions: without script the page cannot choose among them. */
function ReasonBoxes({ page, dossier, drafted, error }: DecisionProps & { error: string | undefined }) {
  const { lang } = page;
  const words = caseWords(lang);
  const withReasons = (dossier.step?.actions ?? []).filter((action) => action.reasons.length > 0);
  const codes = [...new Set(withReasons.flatMap((action) => action.reasons))];
  if (codes.length === 0) return null;
  return (
    <Checkboxes
      lang={lang}
      name="alasan"
      label={words.reasons}
      hint={words.reasonsHint}
      values={drafted?.decision.reasons}
      error={error}
      options={codes.map((code) => {
        const reason = dossier.view.definition.reasons.find((one) => one.code === code);
        const of = withReasons.filter((action) => action.reasons.includes(code));
        return {
          value: code,
          label: `${code} ${reason ? say(reason.text, lang) : ''}`,
          hint:
            of.length < withReasons.length ? words.onlyFor(of.map((a) => say(a.label, lang)).join(', ')) : undefined,
        };
      })}
    />
  );
}

function OpensBoxes({ page, dossier, drafted, error }: DecisionProps & { error: string | undefined }) {
  if (!dossier.step?.actions.some(returns)) return null;
  const { lang } = page;
  const words = caseWords(lang);
  const visible = new Set(dossier.view.settled.screens.flatMap((screen) => screen.questions));
  const questions = dossier.view.definition.pages.flatMap((p) => p.questions).filter((q) => visible.has(q.id));
  return (
    <More summary={words.opens} open={error !== undefined || (drafted?.decision.questions.length ?? 0) > 0}>
      <Checkboxes
        lang={lang}
        name="buka"
        label={words.opens}
        unseen
        hint={words.opensHint}
        values={drafted?.decision.questions}
        error={error}
        options={questions.map((question) => ({
          value: question.id,
          label: say(fill(question.label, dossier.view.settled.names), lang),
        }))}
      />
    </More>
  );
}
