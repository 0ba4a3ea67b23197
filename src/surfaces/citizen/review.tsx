import type { JSX } from 'preact';
import {
  Actions,
  BackLink,
  Button,
  ButtonLink,
  Declaration,
  ErrorSummary,
  errorTitle,
  type FieldFault,
  Form,
  IconList,
  KnownValues,
  Notice,
  NumberPlate,
  PageTitle,
  Section,
  Steps,
  SummaryList,
  type SummaryRow,
} from '../design/index.ts';
import { HeldNotice } from './appointment-box.tsx';
import { Parties, type PartiesProps } from './consent.tsx';
import { CitizenPage, type Shell } from './shell.tsx';
import { commonWords } from './words/common.ts';
import { formWords } from './words/form.ts';

export type ReviewProps = {
  readonly shell: Shell;
  readonly service: string;
  readonly whom: string;
  readonly backHref: string;
  readonly step: { readonly current: number; readonly total: number; readonly name: string };
  readonly sections: readonly { readonly id: string; readonly title: string; readonly rows: readonly SummaryRow[] }[];
  readonly known: readonly SummaryRow[];
  /** The region's register knows these; where it gives nothing out, a card shown at the counter does. */
  readonly byRegister: boolean;
  readonly missing: readonly FieldFault[];
  /** Where the first missing answer is given. */
  readonly missingHref: string | undefined;
  readonly faults: readonly FieldFault[];
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly after: string;
  readonly repair: boolean;
  /** Those whose word is needed first; undefined: nobody's. */
  readonly parties: Omit<PartiesProps, 'shell' | 'action' | 'hidden'> | undefined;
  readonly partiesAction: string;
  /** Until when its window is held; null: not any more. */
  readonly held: string | null | undefined;
};

/** All answers with their sources, before they are sent. */
export function Review(props: ReviewProps): JSX.Element {
  const { shell, faults } = props;
  const { lang } = shell.page;
  const words = formWords(lang);
  return (
    <CitizenPage
      shell={shell}
      title={errorTitle(lang, `${words.checkTitle}: ${props.service}`, faults.length)}
      whom={{ who: props.whom }}
    >
      <div>
        <BackLink href={props.backHref}>{commonWords(lang).back}</BackLink>
        <Steps lang={lang} current={props.step.current} total={props.step.total} name={props.step.name} parts />
      </div>
      <ErrorSummary lang={lang} faults={faults} />
      <PageTitle lead={props.repair ? words.checkRepair : words.checkLead}>{words.checkTitle}</PageTitle>
      {props.sections.map((section) => (
        <Section key={section.id} id={section.id} title={section.title}>
          <SummaryList lang={lang} rows={section.rows} />
        </Section>
      ))}
      {props.known.length > 0 && (
        <Section id="dikenal" title={words.known}>
          <KnownValues
            lang={lang}
            source={props.byRegister ? words.knownSource : words.knownByCard}
            rows={props.known}
            wrongHref={shell.helping ? undefined : '/data-salah'}
          />
        </Section>
      )}
      <Send {...props} />
    </CitizenPage>
  );
}

function Send(props: ReviewProps): JSX.Element {
  const { shell } = props;
  const { lang } = shell.page;
  const words = formWords(lang);
  if (props.missingHref !== undefined)
    return (
      <>
        <Notice tone="warning" title={words.notYet}>
          {props.missing.map((one) => one.text).join(' ')}
        </Notice>
        <Actions>
          <ButtonLink href={props.missingHref} iconAfter="next">
            {words.fill}
          </ButtonLink>
        </Actions>
      </>
    );
  const { parties } = props;
  const agreed = !parties || (parties.ask === undefined && parties.waitFor.length + parties.refused.length === 0);
  const asking = parties && <Parties {...{ shell, ...parties, action: props.partiesAction, hidden: props.hidden }} />;
  if (!agreed) return <>{asking}</>;
  return (
    <>
      {asking}
      {props.held !== undefined && <HeldNotice lang={lang} until={props.held} />}
      <Notice icon="clock" title={words.after}>
        {props.after}
      </Notice>
      <Form page={shell.page} action={props.action} hidden={props.hidden}>
        <Declaration lang={lang} name="benar" error={props.faults.find((one) => one.field === 'benar')?.text}>
          {shell.helping ? words.truthRead(shell.helping.name) : words.truth}
        </Declaration>
        <Actions>
          <Button icon="check">{props.repair ? words.sendRepair : words.sendIt}</Button>
          <Button look="second" name="nanti" value="ya" noValidate>
            {commonWords(lang).later}
          </Button>
        </Actions>
      </Form>
    </>
  );
}

const NEXT = ['office', 'clock', 'talk'] as const;

/** The number that can be said on the phone, and what happens now. */
export function Sent(props: {
  readonly shell: Shell;
  readonly service: string;
  readonly whom: string;
  readonly number: string;
  /** Queue numbers that were booked with it. */
  readonly numbers: readonly string[];
  readonly next: readonly string[];
  readonly href: string;
}): JSX.Element {
  const { lang } = props.shell.page;
  const words = formWords(lang);
  return (
    <CitizenPage shell={props.shell} title={words.sentTitle} whom={{ who: props.whom }} at="cases">
      <PageTitle over={props.service} lead={words.sentLead}>
        {words.sentTitle}
      </PageTitle>
      <NumberPlate lang={lang} number={props.number} />
      <Section id="berikutnya" title={words.sentNext}>
        <IconList
          items={[
            ...props.numbers.map((text) => ({ icon: 'people', text }) as const),
            ...props.next.map((text, index) => ({ icon: NEXT[index] ?? 'info', text }) as const),
          ]}
        />
      </Section>
      <Actions>
        <ButtonLink href={props.href} iconAfter="next">
          {words.follow}
        </ButtonLink>
        <ButtonLink href={`${props.href}/bukti`} look="second" icon="print">
          {words.print}
        </ButtonLink>
      </Actions>
    </CitizenPage>
  );
}
