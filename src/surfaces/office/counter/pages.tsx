import type { JSX } from 'preact';
import type { Person } from '../../../capabilities/people/index.ts';
import { lastFour } from '../../../kernel/masking.ts';
import {
  Actions,
  Button,
  ButtonLink,
  Columns,
  DefinitionRows,
  DeskTitle,
  EmptyState,
  ErrorSummary,
  errorTitle,
  type FieldFault,
  Form,
  MaskedNumber,
  Narrow,
  Notice,
  PageTitle,
  Radios,
  Row,
  Rows,
  Section,
  Stack,
  TextField,
} from '../../design/index.ts';
import { OfficePage, type Shell } from '../shell.tsx';
import { counterWords } from '../words/counter.ts';
import { CardFields, type CardTyped } from './card.tsx';

export const faultAt = (faults: readonly FieldFault[], field: string): string | undefined =>
  faults.find((fault) => fault.field === field)?.text;

/** Who comes, and by what the officer sees who it is. */
export function Door(props: {
  readonly shell: Shell;
  readonly office: string;
  readonly faults: readonly FieldFault[];
  readonly message: string | undefined;
  readonly once: string;
  readonly nik: string;
  readonly document: string;
  readonly documents: readonly { readonly value: string; readonly label: string }[];
  /** Asked where nobody knows the person yet and the register tells nothing. */
  readonly card?: CardTyped | undefined;
  readonly visits: readonly { readonly href: string; readonly name: string; readonly text: string }[];
}): JSX.Element {
  const { shell, faults } = props;
  const { page } = shell;
  const words = counterWords(page.lang);
  return (
    <OfficePage shell={shell} at="counter" title={errorTitle(page.lang, words.title, faults.length)}>
      <Narrow>
        <ErrorSummary lang={page.lang} faults={faults} />
        {props.message !== undefined && <Notice role="status">{props.message}</Notice>}
        <PageTitle over={props.office} lead={words.lead}>
          {words.title}
        </PageTitle>
        <Form page={page} action="/kantor/loket" hidden={{ kunci: props.once }}>
          <TextField
            lang={page.lang}
            name="nik"
            label={words.nik}
            hint={words.nikHint}
            inputMode="numeric"
            autoComplete="off"
            maxLength={24}
            width="middle"
            value={props.nik}
            error={faultAt(faults, 'nik')}
          />
          <Radios
            lang={page.lang}
            name="bukti"
            label={words.document}
            hint={words.documentHint}
            options={props.documents}
            value={props.document}
            error={faultAt(faults, 'bukti')}
          />
          {props.card && <CardFields lang={page.lang} typed={props.card} faultOf={(field) => faultAt(faults, field)} />}
          <Actions>
            <Button iconAfter="next">{words.open}</Button>
          </Actions>
        </Form>
        {props.visits.length > 0 && (
          <Section id="terbuka" title={words.waiting}>
            <Rows>
              {props.visits.map((visit) => (
                <Row key={visit.href} href={visit.href} icon="person" title={visit.name} text={visit.text} />
              ))}
            </Rows>
          </Section>
        )}
      </Narrow>
    </OfficePage>
  );
}

export type CaseLine = { readonly href: string; readonly title: string; readonly text: string };

export type VisitPageProps = {
  readonly shell: Shell;
  readonly home: string;
  readonly message: string | undefined;
  readonly person: Person;
  readonly born: string;
  readonly address: string;
  readonly proof: string;
  readonly until: string;
  /** Masked; undefined without an account. */
  readonly phone: string | undefined;
  readonly lines: readonly CaseLine[];
  readonly drafts: readonly CaseLine[];
  readonly consents: readonly CaseLine[];
};

/** Everything that can be done for whoever stands here. */
export function VisitPage(props: VisitPageProps): JSX.Element {
  const { shell, home, person } = props;
  const { page } = shell;
  const words = counterWords(page.lang);
  return (
    <OfficePage shell={shell} at="counter" title={`${words.title}: ${person.name}`}>
      <DeskTitle
        title={person.name}
        text={`${words.helped}. ${words.until(props.until)}.`}
        action={
          <ButtonLink href={`${home}/layanan`} icon="plus" wide={false}>
            {words.services}
          </ButtonLink>
        }
      />
      {props.message !== undefined && (
        <Notice tone="success" role="status">
          {props.message}
        </Notice>
      )}
      <Columns>
        <Who {...props} />
        <Stack gap={8}>
          <Work {...props} />
        </Stack>
      </Columns>
    </OfficePage>
  );
}

function Who(props: VisitPageProps): JSX.Element {
  const { shell, home, person } = props;
  const { page } = shell;
  const words = counterWords(page.lang);
  return (
    <Stack gap={8}>
      <Section id="siapa" title={words.helped} card>
        <DefinitionRows
          rows={[
            { term: words.name, value: person.name },
            { term: words.nikEnds, value: <MaskedNumber lang={page.lang} lastFour={lastFour(person.nik)} /> },
            { term: words.born, value: props.born },
            ...(props.address === '' ? [] : [{ term: words.address, value: props.address }]),
            { term: words.proof, value: props.proof },
          ]}
        />
        <p>{words.check}</p>
        <Form page={page} action={`${home}/selesai`} gap={3}>
          <Actions>
            <Button look="second" icon="check">
              {words.finish}
            </Button>
          </Actions>
        </Form>
      </Section>
      <Section id="akun" title={words.account}>
        <p>{props.phone === undefined ? words.noAccount : words.hasAccount(props.phone)}</p>
        <Rows>
          {props.phone === undefined ? (
            <Row href={`${home}/akun`} icon="phone" title={words.bind} text={words.bindWhy} />
          ) : (
            <>
              <Row href={`${home}/pin`} icon="lock" title={words.reset} text={words.resetWhy} />
              <Row href={`${home}/akun`} icon="phone" title={words.rebind} text={words.rebindWhy} />
            </>
          )}
          <Row href={`${home}/kuasa`} icon="people" title={words.mandate} text={words.mandateWhy} />
        </Rows>
      </Section>
    </Stack>
  );
}

function Work({ shell, drafts, lines, consents }: VisitPageProps): JSX.Element {
  const words = counterWords(shell.page.lang);
  const part = (id: string, title: string, all: readonly CaseLine[], icon: 'edit' | 'clock' | 'check') =>
    all.length > 0 && (
      <Section id={id} title={title}>
        <Rows>
          {all.map((one) => (
            <Row key={one.href} href={one.href} icon={icon} title={one.title} text={one.text} />
          ))}
        </Rows>
      </Section>
    );
  return (
    <>
      {part('setuju', words.consents, consents, 'check')}
      {part('draf', words.drafts, drafts, 'edit')}
      {part('urusan', words.cases, lines, 'clock')}
      {lines.length + drafts.length + consents.length === 0 && (
        <EmptyState title={words.noCases}>{words.servicesWhy}</EmptyState>
      )}
    </>
  );
}
