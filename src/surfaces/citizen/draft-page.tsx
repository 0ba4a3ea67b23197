import type { ComponentChildren, JSX } from 'preact';
import type { Question, ScreenField } from '../../engine/index.ts';
import { say, type Text } from '../../kernel/text.ts';
import {
  Actions,
  BackLink,
  Button,
  DraftSaved,
  ErrorSummary,
  errorTitle,
  type FieldFault,
  Form,
  Notice,
  PageTitle,
  QuietLink,
  Steps,
} from '../design/index.ts';
import { controlOf } from './body.ts';
import { type Drawing, FieldView } from './field-view.tsx';
import { CitizenPage, type Shell } from './shell.tsx';
import { commonWords } from './words/common.ts';
import { formWords } from './words/form.ts';

export type DraftPageProps = {
  readonly shell: Shell;
  readonly service: string;
  readonly whom: string;
  /** Address of this screen. */
  readonly action: string;
  readonly backHref: string;
  readonly step: { readonly current: number; readonly total: number; readonly name: string };
  readonly title: Text | null;
  readonly fields: readonly { readonly field: ScreenField; readonly question: Question }[];
  readonly drawing: Drawing;
  readonly faults: readonly FieldFault[];
  readonly hidden: Readonly<Record<string, string>>;
  /** Another service to go to, where a rule says so. */
  readonly go?: { readonly href: string; readonly title: string } | undefined;
  readonly repair: boolean;
  readonly note?: ComponentChildren;
};

/** The one answer that is wrong says so in its box, right below the question: above it, it would only be said twice. */
function saysItself({ kind, inputs: [first] }: ScreenField, faults: readonly FieldFault[]): boolean {
  const [fault, more] = faults;
  const near = kind !== 'appointment' && first !== undefined && first.kind !== 'hidden';
  return near && more === undefined && !fault?.rule && fault?.field === controlOf(first.name);
}

/** One screen of a form: usually one question. */
export function DraftPage(props: DraftPageProps): JSX.Element {
  const { shell, fields, faults, step } = props;
  const { lang } = shell.page;
  const words = formWords(lang);
  const [only] = fields;
  const ticked = (kind: string): boolean => kind === 'declaration' || kind === 'consent' || kind === 'file';
  const heads = fields.length === 1 && only !== undefined && !ticked(only.field.kind);
  const heading = heads && only ? say(only.field.label, lang) : props.title ? say(props.title, lang) : step.name;
  const saidOnce = heads && only !== undefined && saysItself(only.field, faults);
  const files = fields.some(({ field }) => field.kind === 'file');
  return (
    <CitizenPage
      shell={shell}
      title={errorTitle(lang, `${heading}: ${props.service}`, faults)}
      gap={6}
      whom={{ who: props.whom }}
    >
      <div>
        <BackLink href={props.backHref}>{commonWords(lang).back}</BackLink>
        <Steps lang={lang} current={step.current} total={step.total} name={step.name} parts />
      </div>
      {!saidOnce && <ErrorSummary lang={lang} faults={faults} />}
      {props.go && (
        <QuietLink href={props.go.href} icon="doc">
          {props.go.title}
        </QuietLink>
      )}
      {props.repair && <Notice tone="warning">{words.repairOnly}</Notice>}
      <Form
        page={shell.page}
        action={props.action}
        hidden={props.hidden}
        multipart={files}
        autosave={files ? undefined : props.action}
      >
        {!heads && <PageTitle lead={files ? words.fileHint : undefined}>{heading}</PageTitle>}
        {fields.map(({ field, question }) => (
          <FieldView key={field.question} field={field} question={question} drawing={props.drawing} heading={heads} />
        ))}
        <Actions>
          <Button iconAfter="next">{commonWords(lang).next}</Button>
          <Button look="second" name="nanti" value="ya" noValidate>
            {commonWords(lang).later}
          </Button>
        </Actions>
      </Form>
      <DraftSaved />
      {!shell.helping && (
        <QuietLink href="/bantuan" icon="talk">
          {commonWords(lang).askOfficer}
        </QuietLink>
      )}
    </CitizenPage>
  );
}
