import type { JSX } from 'preact';
import {
  Actions,
  BackLink,
  Button,
  DefinitionRows,
  EmptyState,
  Form,
  IconList,
  Notice,
  PageTitle,
  PlainRows,
  Row,
  Rows,
  Section,
} from '../design/index.ts';
import { CitizenPage, type Shell } from './shell.tsx';
import { consentWords } from './words/consent.ts';

/** One line of what waits for somebody's word. */
export type Waiting = { readonly href: string; readonly title: string; readonly text: string };

export function ConsentList(props: {
  readonly shell: Shell;
  readonly waiting: readonly Waiting[];
  readonly answered: 'agreed' | 'refused' | undefined;
}): JSX.Element {
  const words = consentWords(props.shell.page.lang);
  return (
    <CitizenPage shell={props.shell} at="cases" title={words.list} shape="single">
      {props.answered && (
        <Notice tone="success" role="status">
          {props.answered === 'agreed' ? words.doneYes : words.doneNo}
        </Notice>
      )}
      <PageTitle lead={words.listLead}>{words.list}</PageTitle>
      {props.waiting.length === 0 ? (
        <EmptyState title={words.none}>{words.noneWhy}</EmptyState>
      ) : (
        <WaitingRows waiting={props.waiting} />
      )}
    </CitizenPage>
  );
}

export function WaitingRows({ waiting }: { readonly waiting: readonly Waiting[] }): JSX.Element {
  return (
    <Rows>
      {waiting.map((one) => (
        <Row key={one.href} href={one.href} icon="talk" title={one.title} text={one.text} />
      ))}
    </Rows>
  );
}

export type ConsentProps = {
  readonly shell: Shell;
  readonly asker: string;
  readonly service: string;
  readonly what: string;
  readonly asked: string;
  readonly until: string | undefined;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
};

/** What somebody is asked, by whom, what is shown of him: all before he answers. */
export function ConsentPage(props: ConsentProps): JSX.Element {
  const { shell, asker } = props;
  const words = consentWords(shell.page.lang);
  const title = words.title(asker);
  return (
    <CitizenPage shell={shell} title={title} gap={6}>
      <div>
        <BackLink href="/persetujuan">{words.list}</BackLink>
        <PageTitle over={props.service}>{title}</PageTitle>
      </div>
      <Notice icon="talk" title={words.what}>
        {props.what}
      </Notice>
      <DefinitionRows
        rows={[
          { term: words.who, value: asker },
          { term: words.for, value: props.service },
          { term: words.asked, value: props.asked },
          ...(props.until === undefined ? [] : [{ term: words.until, value: props.until }]),
        ]}
      />
      <Section id="data" title={words.seenTitle}>
        <IconList
          items={[
            { icon: 'eye', text: words.seenBefore(asker) },
            { icon: 'check', text: words.seenAfter },
            { icon: 'cross', text: words.seenNo },
          ]}
        />
      </Section>
      <p>{words.free}</p>
      <Form page={shell.page} action={props.action} hidden={props.hidden}>
        <Actions>
          <Button icon="check" name="jawab" value="setuju">
            {words.yes}
          </Button>
          <Button look="second" icon="cross" name="jawab" value="tolak">
            {words.no}
          </Button>
        </Actions>
      </Form>
    </CitizenPage>
  );
}

export type PartiesProps = {
  readonly shell: Shell;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly people: readonly { readonly name: string; readonly state: string }[];
  /** Whom to ask now, and whether somebody was asked before. */
  readonly ask: 'first' | 'again' | undefined;
  readonly waitFor: readonly string[];
  readonly refused: readonly string[];
};

/** Who has agreed and who has not, for the applicant; and the way to ask. */
export function Parties(props: PartiesProps): JSX.Element {
  const { shell, ask, waitFor, refused } = props;
  const { lang } = shell.page;
  const words = consentWords(lang);
  const list = (names: readonly string[]): string => new Intl.ListFormat(lang, { type: 'conjunction' }).format(names);
  return (
    <Section id="persetujuan" title={words.needed}>
      <p>{words.neededWhy}</p>
      <PlainRows rows={props.people.map(({ name, state }) => ({ title: <b>{name}</b>, text: state }))} />
      {refused.length > 0 && (
        <Notice tone="danger" title={words.refusedTitle(list(refused))}>
          {words.refusedText}
        </Notice>
      )}
      {ask === undefined && refused.length === 0 && waitFor.length > 0 && (
        <Notice tone="warning" icon="clock" title={words.waitTitle(list(waitFor))}>
          {words.waitText}
        </Notice>
      )}
      {ask && (
        <Form page={shell.page} action={props.action} hidden={props.hidden} gap={3}>
          <p class="muted">{words.askWhy}</p>
          <Actions>
            <Button icon="talk">{ask === 'again' ? words.askAgain : words.ask}</Button>
          </Actions>
        </Form>
      )}
    </Section>
  );
}
