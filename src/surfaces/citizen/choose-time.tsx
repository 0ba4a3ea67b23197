import type { ComponentChildren, JSX } from 'preact';
import {
  Actions,
  BackLink,
  Button,
  type DayItem,
  Days,
  ErrorSummary,
  errorTitle,
  type FieldFault,
  Form,
  Notice,
  PageTitle,
  Section,
  type WindowItem,
  Windows,
} from '../design/index.ts';
import { CitizenPage, type Shell } from './shell.tsx';
import { commonWords } from './words/common.ts';
import { queueWords } from './words/queue.ts';

export type ChooseTimeProps = {
  readonly shell: Shell;
  readonly title: string;
  readonly heading: string;
  readonly over: string;
  readonly lead: string;
  readonly button: string;
  readonly whom: string;
  readonly back: string;
  readonly days: readonly DayItem[];
  readonly dayTitle: string;
  readonly windows: readonly WindowItem[];
  /** Said where there is nothing to choose. */
  readonly none: string;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly fault: FieldFault | undefined;
  /** Stands before everything. */
  readonly children?: ComponentChildren;
};

/** Another day and window for a number that is held, or was. */
export function ChooseTimePage(props: ChooseTimeProps): JSX.Element {
  const { shell, fault } = props;
  const { lang } = shell.page;
  const faults: readonly FieldFault[] =
    fault === undefined ? [] : [props.windows.length > 0 ? fault : { ...fault, field: '' }];
  return (
    <CitizenPage shell={shell} title={errorTitle(lang, props.title, faults)} gap={6} whom={{ who: props.whom }}>
      {props.children}
      <BackLink href={props.back}>{commonWords(lang).back}</BackLink>
      <ErrorSummary lang={lang} faults={faults} />
      <PageTitle over={props.over} lead={props.lead}>
        {props.heading}
      </PageTitle>
      {props.days.length > 0 && (
        <Section id="hari" title={queueWords(lang).days}>
          <Days items={props.days} />
        </Section>
      )}
      {props.windows.length === 0 ? (
        <Notice tone="warning">{props.none}</Notice>
      ) : (
        <Form page={shell.page} action={props.action} hidden={props.hidden} fresh>
          <Windows later={queueWords(lang).laterWindows} name="jam" title={props.dayTitle} items={props.windows} />
          <Actions>
            <Button>{props.button}</Button>
          </Actions>
        </Form>
      )}
    </CitizenPage>
  );
}
