import type { JSX } from 'preact';
import {
  Actions,
  BackLink,
  Button,
  ButtonLink,
  ErrorSummary,
  errorTitle,
  Form,
  PageTitle,
  TextArea,
} from '../design/index.ts';
import { CitizenPage, type Shell } from './shell.tsx';
import { caseWords } from './words/case.ts';
import { commonWords } from './words/common.ts';

type Given = {
  readonly shell: Shell;
  readonly service: string;
  readonly whom: string;
  readonly href: string;
  readonly hidden: Readonly<Record<string, string>>;
};

/** Once more before something ends. */
export function Withdraw({ shell, service, whom, href, hidden }: Given): JSX.Element {
  const words = caseWords(shell.page.lang);
  return (
    <CitizenPage shell={shell} title={words.withdrawTitle} whom={{ who: whom }} gap={6}>
      <BackLink href={href}>{commonWords(shell.page.lang).back}</BackLink>
      <PageTitle over={service} lead={words.withdrawLead}>
        {words.withdrawTitle}
      </PageTitle>
      <Form page={shell.page} action={`${href}/batal`} hidden={hidden}>
        <Actions>
          <ButtonLink href={href} look="second">
            {words.withdrawNo}
          </ButtonLink>
          <Button look="destroy" icon="cross">
            {words.withdrawYes}
          </Button>
        </Actions>
      </Form>
    </CitizenPage>
  );
}

export type SayProps = Given & {
  readonly kind: 'tanya' | 'keberatan';
  readonly typed: string;
  readonly fault: string | undefined;
};

/** Words that reach a person at the office: a question, or an objection. */
export function Say(props: SayProps): JSX.Element {
  const { shell, kind, href, fault } = props;
  const { lang } = shell.page;
  const words = caseWords(lang);
  const asks = kind === 'tanya';
  const title = asks ? words.askTitle : words.objectTitle;
  const faults = fault === undefined ? [] : [{ field: 'tulisan', text: fault }];
  return (
    <CitizenPage shell={shell} title={errorTitle(lang, title, faults.length)} whom={{ who: props.whom }} gap={6}>
      <BackLink href={href}>{commonWords(lang).back}</BackLink>
      <ErrorSummary lang={lang} faults={faults} />
      <Form page={shell.page} action={`${href}/${kind}`} hidden={props.hidden}>
        <TextArea
          lang={lang}
          name="tulisan"
          label={asks ? words.askLabel : words.objectLabel}
          heading
          hint={asks ? words.askHint : words.objectHint}
          value={props.typed}
          rows={6}
          maxLength={2000}
          error={fault}
        />
        <Actions>
          <Button iconAfter="next">{commonWords(lang).send}</Button>
        </Actions>
      </Form>
    </CitizenPage>
  );
}
