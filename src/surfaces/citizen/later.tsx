import type { JSX } from 'preact';
import { Actions, ButtonLink, CodePlate, Muted, PageTitle } from '../design/index.ts';
import { CitizenPage, type Shell } from './shell.tsx';
import { formWords } from './words/form.ts';

/** Stopping is no loss: what is there stays, and how it is found again. */
export function Later(props: {
  readonly shell: Shell;
  readonly service: string;
  readonly whom: string;
  readonly code: string;
  readonly until: string;
  readonly href: string;
}): JSX.Element {
  const words = formWords(props.shell.page.lang);
  return (
    <CitizenPage shell={props.shell} title={words.laterTitle} whom={{ who: props.whom }} at="cases">
      <PageTitle over={props.service} lead={words.laterLead}>
        {words.laterTitle}
      </PageTitle>
      <CodePlate code={props.code} label={words.laterCode} note={words.laterNote} />
      <Muted small={false}>{words.laterUntil(props.until)}</Muted>
      <Actions>
        <ButtonLink href={props.href} iconAfter="next">
          {words.goOn}
        </ButtonLink>
        <ButtonLink href="/" look="second">
          {words.toHome}
        </ButtonLink>
      </Actions>
    </CitizenPage>
  );
}
