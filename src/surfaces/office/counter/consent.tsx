import type { JSX } from 'preact';
import {
  Actions,
  BackLink,
  Button,
  Declaration,
  ErrorSummary,
  errorTitle,
  type FieldFault,
  Form,
  Narrow,
  PageTitle,
} from '../../design/index.ts';
import { OfficePage, type Shell } from '../shell.tsx';
import { counterWords } from '../words/counter.ts';
import { faultAt } from './pages.tsx';

export function ConsentPage(props: {
  readonly shell: Shell;
  readonly home: string;
  readonly name: string;
  readonly by: string;
  readonly service: string;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly faults: readonly FieldFault[];
}): JSX.Element {
  const { shell, home, faults } = props;
  const { page } = shell;
  const words = counterWords(page.lang);
  const title = words.consentTitle(props.service);
  return (
    <OfficePage shell={shell} at="counter" title={errorTitle(page.lang, title, faults.length)}>
      <Narrow>
        <BackLink href={home}>{words.back}</BackLink>
        <ErrorSummary lang={page.lang} faults={faults} />
        <PageTitle over={props.name} lead={words.consentLead(props.name, props.by)}>
          {title}
        </PageTitle>
        <Form page={page} action={props.action} hidden={props.hidden}>
          <Declaration lang={page.lang} name="sendiri" error={faultAt(faults, 'sendiri')}>
            {words.consentPaper}
          </Declaration>
          <Actions>
            <Button name="jawab" value="ya" icon="check">
              {words.consentYes}
            </Button>
            <Button name="jawab" value="tidak" look="second" icon="cross">
              {words.consentNo}
            </Button>
          </Actions>
        </Form>
      </Narrow>
    </OfficePage>
  );
}
