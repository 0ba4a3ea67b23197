import type { ComponentChildren, JSX } from 'preact';
import { TALKS } from '../../capabilities/cases/index.ts';
import {
  Button,
  CaseSide,
  CitizenReads,
  ErrorSummary,
  type FieldFault,
  Form,
  More,
  Muted,
  Notice,
  type PageContext,
  QuietButton,
  Radios,
  TextArea,
} from '../design/index.ts';
import type { Dossier } from '../frame/index.ts';
import { talkWords } from './words/talk.ts';

export const LONGEST_REPLY = 2000;
export const LONGEST_OFFICE_NOTE = 1000;

/** An answer as it was typed, when the page comes back. */
export type Typed = { readonly body: string; readonly verdict: string; readonly faults: readonly FieldFault[] };

type Given = {
  readonly page: PageContext;
  readonly dossier: Dossier;
  readonly action: string;
  readonly stamp: string;
};

/** The right column when a citizen's words wait for an answer. */
export function TalkPane(
  props: Given & {
    readonly typed?: Typed | undefined;
    readonly changed?: boolean | undefined;
    readonly above?: ComponentChildren;
    readonly refused?: { readonly title: string; readonly text: string } | undefined;
  },
): JSX.Element {
  const { page, dossier, action, stamp, typed } = props;
  const { lang } = page;
  const words = talkWords(lang);
  const { talk } = dossier;
  const objects = talk?.step === TALKS.objected;
  const kind = objects ? 'objection' : 'question';
  const said = dossier.view.notes.findLast((note) => note.kind === kind)?.body ?? '';
  const error = (field: string) => typed?.faults.find((fault) => fault.field === field)?.text;
  return (
    <CaseSide>
      {props.above}
      <h2>{objects ? words.objection : words.question}</h2>
      <ErrorSummary lang={lang} faults={typed?.faults ?? []} />
      {props.changed && <Notice tone="warning" role="alert" title={words.changed} />}
      {props.refused && (
        <Notice tone="danger" role="alert" title={props.refused.title}>
          {props.refused.text}
        </Notice>
      )}
      <CitizenReads title={objects ? words.objection : words.question}>
        {said.split('\n').map((line, index) => (
          <p key={`${index + 1}`}>{line}</p>
        ))}
      </CitizenReads>
      <Muted>{objects ? words.objectionWhy : words.questionWhy}</Muted>
      <Form
        page={page}
        action={`${action}/jawab`}
        id="jawaban-form"
        gap={4}
        hidden={{ langkah: talk?.step ?? '', versi: String(talk?.since ?? 0), kunci: `${stamp}.jawab` }}
      >
        {objects && (
          <Radios
            lang={lang}
            name="putusan"
            label={words.verdict}
            value={typed?.verdict}
            error={error('putusan')}
            options={[
              { value: 'tolak', label: words.uphold },
              { value: 'terima', label: words.accept },
            ]}
          />
        )}
        <TextArea
          lang={lang}
          name="jawaban"
          label={words.answer}
          hint={words.answerHint}
          rows={5}
          maxLength={LONGEST_REPLY}
          value={typed?.body ?? ''}
          error={error('jawaban')}
        />
        <Button keyName="Ctrl + Enter">{words.send}</Button>
      </Form>
    </CaseSide>
  );
}

/** Words for whoever works on it next. */
export function NoteForm({
  page,
  action,
  stamp,
  note,
}: Omit<Given, 'dossier'> & { readonly note: { readonly text: string; readonly fault: string } | undefined }) {
  const { lang } = page;
  const words = talkWords(lang);
  return (
    <More summary={words.note} open={note !== undefined}>
      <Form page={page} action={`${action}/catat`} gap={3} hidden={{ kunci: `${stamp}.catat` }}>
        <TextArea
          lang={lang}
          name="catatan-petugas"
          label={words.note}
          unseen
          hint={words.noteHint}
          rows={2}
          maxLength={LONGEST_OFFICE_NOTE}
          value={note?.text}
          error={note?.fault}
        />
        <p>
          <QuietButton icon="check">{words.noteSave}</QuietButton>
        </p>
      </Form>
    </More>
  );
}
