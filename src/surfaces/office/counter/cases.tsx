import type { JSX } from 'preact';
import type { ReceiptCheck } from '../../../capabilities/cases/index.ts';
import {
  Actions,
  BackLink,
  Button,
  ButtonLink,
  DefinitionRows,
  EmptyState,
  Form,
  Narrow,
  Notice,
  NumberPlate,
  PageTitle,
  Qr,
  QuietLink,
  Row,
  Rows,
  Search,
  Section,
  TruthSentence,
} from '../../design/index.ts';
import { OfficePage, type Shell } from '../shell.tsx';
import { counterWords } from '../words/counter.ts';
import type { CaseLine } from './pages.tsx';

export function ServiceChoice(props: {
  readonly shell: Shell;
  readonly home: string;
  readonly name: string;
  readonly typed: string;
  readonly lines: readonly CaseLine[];
}): JSX.Element {
  const { shell, home, lines } = props;
  const { page } = shell;
  const words = counterWords(page.lang);
  return (
    <OfficePage shell={shell} at="counter" title={words.servicesTitle}>
      <Narrow>
        <BackLink href={home}>{words.back}</BackLink>
        <PageTitle over={props.name} lead={words.servicesWhy}>
          {words.servicesTitle}
        </PageTitle>
        <Search lang={page.lang} action={`${home}/layanan`} value={props.typed} label={words.servicesSearch} />
        {lines.length === 0 ? (
          <EmptyState title={words.servicesNone} />
        ) : (
          <Rows>
            {lines.map((one) => (
              <Row key={one.href} href={one.href} icon="doc" title={one.title} text={one.text} />
            ))}
          </Rows>
        )}
      </Narrow>
    </OfficePage>
  );
}

type AppointmentLine = { readonly title: string; readonly text: string; readonly href: string | undefined };
export type CounterCaseProps = {
  readonly shell: Shell;
  readonly home: string;
  readonly href: string;
  readonly name: string;
  readonly service: string;
  readonly number: string;
  readonly truth: string;
  readonly promise: string | undefined;
  readonly repair: { readonly href: string; readonly parts: readonly string[] } | undefined;
  readonly mayWithdraw: boolean;
  readonly appointments: readonly AppointmentLine[];
  readonly message: string | undefined;
};

/** How a case stands, told to whoever asks at the counter. */
export function CounterCase(props: CounterCaseProps): JSX.Element {
  const { shell, home, href, repair } = props;
  const { page } = shell;
  const words = counterWords(page.lang);
  return (
    <OfficePage shell={shell} at="counter" title={words.caseTitle(props.service)}>
      <Narrow>
        <BackLink href={home}>{words.back}</BackLink>
        {props.message !== undefined && (
          <Notice tone="success" role="status">
            {props.message}
          </Notice>
        )}
        <TruthSentence over={`${props.service}, ${props.name}`}>{props.truth}</TruthSentence>
        {props.promise !== undefined && <p>{props.promise}</p>}
        <NumberPlate lang={page.lang} number={props.number} />
        {repair && (
          <Notice tone="warning" title={words.repairWhy(repair.parts.join(', '))}>
            <a href={repair.href}>{words.repair}</a>
          </Notice>
        )}
        <Appointments title={words.appointments} change={words.otherTime} lines={props.appointments} />
        <Actions>
          <ButtonLink href={`${href}/tanda-terima.pdf`} icon="print">
            {words.receiptPdf}
          </ButtonLink>
          <ButtonLink href={`${href}/tanda-terima`} look="second" icon="doc">
            {words.receiptPage}
          </ButtonLink>
        </Actions>
        {props.mayWithdraw && (
          <QuietLink href={`${href}/batal`} icon="cross" bad>
            {words.withdraw}
          </QuietLink>
        )}
      </Narrow>
    </OfficePage>
  );
}

/** When the person comes, and the way to another time. */
function Appointments(props: {
  readonly title: string;
  readonly change: string;
  readonly lines: readonly AppointmentLine[];
}): JSX.Element | null {
  if (props.lines.length === 0) return null;
  return (
    <Section id="janji" title={props.title}>
      {props.lines.map((one) => (
        <Notice key={one.title} icon="clock" title={one.title}>
          {one.text} {one.href !== undefined && <a href={one.href}>{props.change}</a>}
        </Notice>
      ))}
    </Section>
  );
}

/** One page that goes home with the person, where there is no printer for PDF. */
export function Receipt(props: {
  readonly shell: Shell;
  readonly href: string;
  readonly number: string;
  readonly check: ReceiptCheck;
  readonly qr: { readonly path: string; readonly size: number };
  readonly rows: readonly { readonly term: string; readonly value: string }[];
}): JSX.Element {
  const { shell, check } = props;
  const { page } = shell;
  const words = counterWords(page.lang);
  return (
    <OfficePage shell={shell} at="counter" title={words.receiptTitle}>
      <Narrow>
        <BackLink href={props.href}>{words.backCase}</BackLink>
        <PageTitle>{words.receiptTitle}</PageTitle>
        <NumberPlate lang={page.lang} number={props.number} />
        <DefinitionRows rows={[...props.rows, { term: words.code, value: check.code }]} />
        <Qr lang={page.lang} path={props.qr.path} size={props.qr.size} label={words.receiptHow(check.address)} />
        <p>{words.receiptHow(check.address)}</p>
        <Actions>
          <ButtonLink href={`${props.href}/tanda-terima.pdf`} icon="print">
            {words.receiptPdf}
          </ButtonLink>
        </Actions>
      </Narrow>
    </OfficePage>
  );
}

export function Withdraw(props: {
  readonly shell: Shell;
  readonly href: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly service: string;
}): JSX.Element {
  const { shell, href } = props;
  const words = counterWords(shell.page.lang);
  return (
    <OfficePage shell={shell} at="counter" title={words.withdrawTitle}>
      <Narrow>
        <BackLink href={href}>{words.backCase}</BackLink>
        <PageTitle over={props.service} lead={words.withdrawLead}>
          {words.withdrawTitle}
        </PageTitle>
        <Form page={shell.page} action={`${href}/batal`} hidden={props.hidden}>
          <Actions>
            <ButtonLink href={href} look="second">
              {words.no}
            </ButtonLink>
            <Button look="destroy" icon="cross">
              {words.withdrawYes}
            </Button>
          </Actions>
        </Form>
      </Narrow>
    </OfficePage>
  );
}
