import type { JSX } from 'preact';
import type { Published } from '../../capabilities/catalogue/index.ts';
import { type Language, say } from '../../kernel/text.ts';
import {
  Actions,
  BackLink,
  Button,
  ButtonLink,
  ErrorSummary,
  errorTitle,
  Form,
  Notice,
  PageTitle,
  PersonChoice,
  Row,
  Rows,
  Section,
} from '../design/index.ts';
import type { Whom } from '../frame/index.ts';
import type { Helping } from './filler.ts';
import type { Running } from './front.tsx';
import { listed, serviceHref } from './shelf.ts';
import { CitizenPage, type Shell } from './shell.tsx';
import { commonWords } from './words/common.ts';
import { formWords } from './words/form.ts';

export type StartProps = {
  readonly shell: Shell;
  readonly service: Published;
  readonly people: readonly Whom[];
  readonly chosen: string | undefined;
  readonly fault: string | undefined;
  /** What is under way for the same service, where a second one for the same person is refused. */
  readonly running: readonly Running[];
  /** Begun by the same service and not sent. */
  readonly drafts: readonly Running[];
  /** The id that the new case will have: a second click begins nothing twice. */
  readonly once: string;
};

/** Before the first answer: what the data is for, by what law, and for whom one acts. */
export function Start({ shell, service, people, chosen, fault, running, drafts, once }: StartProps): JSX.Element {
  const { lang } = shell.page;
  const { helping } = shell;
  const words = formWords(lang);
  const { definition } = service;
  const title = say(definition.title, lang);
  // Where only one answer is possible nobody is asked.
  const only = people.length === 1 ? people[0] : undefined;
  const faults = fault === undefined ? [] : [{ field: 'untuk', text: fault }];
  const days = Number(/^P(\d+)D$/.exec(definition.keep.drafts)?.[1] ?? 90);
  return (
    <CitizenPage shell={shell} title={errorTitle(lang, words.startTitle(title), faults.length)} gap={6}>
      <BackLink href={helping ? `${helping.home}/layanan` : serviceHref(service)}>{commonWords(lang).back}</BackLink>
      <ErrorSummary lang={lang} faults={faults} />
      <PageTitle over={title}>{only ? words.whomOne : words.whomTitle}</PageTitle>
      {only && <p>{onlyOne(only, lang, helping)}</p>}
      {running.length > 0 && (
        <Section id="berjalan" title={words.runningTitle}>
          <Notice tone="warning">{words.runningWhy}</Notice>
          <Rows>
            {running.map((one) => (
              <Row key={one.href} href={one.href} icon="clock" title={one.title} text={one.text} />
            ))}
          </Rows>
        </Section>
      )}
      {drafts.length > 0 && (
        <Section id="draf" title={words.draftsTitle}>
          <p>{words.draftsWhy}</p>
          <Rows>
            {drafts.map((one) => (
              <Row key={one.href} href={one.href} icon="edit" title={one.title} text={one.text} />
            ))}
          </Rows>
        </Section>
      )}
      <Notice icon="lock" title={helping ? words.readAloud : words.purposeTitle}>
        <p>{words.purpose(title)}</p>
        <p>{words.basis(listed(definition.standard.legalBasis, lang))}</p>
        <p>{words.who}</p>
        <p>{words.keep(words.keepDays(days))}</p>
      </Notice>
      {people.length === 0 ? (
        <Notice tone="warning">{words.whomNobody}</Notice>
      ) : (
        <Form
          page={shell.page}
          action={`${serviceHref(service)}/mulai`}
          hidden={{
            ...{ kunci: once, ...(helping ? { loket: helping.visit } : {}) },
            ...(only ? { untuk: only.value } : {}),
          }}
        >
          {!only && (
            <PersonChoice
              lang={lang}
              name="untuk"
              label={words.whomTitle}
              unseen
              hint={words.whomHint}
              error={fault}
              value={chosen}
              people={people.map((one) => ({
                value: one.value,
                name: nameOf(one, lang),
                relation: relationOf(one, lang, helping),
              }))}
            />
          )}
          <Actions>
            <Button iconAfter="next">{helping ? words.agreeRead : words.agree}</Button>
          </Actions>
        </Form>
      )}
    </CitizenPage>
  );
}

function onlyOne(whom: Whom, lang: Language, helping: Helping | null): string {
  const words = formWords(lang);
  const { name } = whom.party;
  if (whom.kind === 'unborn') return words.whomUnborn(name);
  return whom.authority === 'self' && !helping ? words.whomSelf(name) : words.whomOther(name);
}

const nameOf = (whom: Whom, lang: Language): string =>
  whom.kind === 'unborn' ? commonWords(lang).newChild : whom.party.name;

function relationOf(whom: Whom, lang: Language, helping: Helping | null): string {
  const words = commonWords(lang);
  if (whom.kind === 'unborn') return whom.party.name;
  if (whom.authority === 'self') return helping ? formWords(lang).present : words.yourself;
  if (whom.authority === 'mandate') return formWords(lang).withMandate;
  return whom.age === null ? '' : formWords(lang).years(whom.age);
}

/** A rule of the service that stands in the way, with the way to go instead where there is one. */
export function NotAllowed(props: {
  readonly shell: Shell;
  readonly title: string;
  readonly say: string;
  readonly backHref: string;
  readonly go: Published | undefined;
}): JSX.Element {
  const { helping } = props.shell;
  const { lang } = props.shell.page;
  const words = formWords(lang);
  return (
    <CitizenPage shell={props.shell} title={words.notAllowed}>
      <BackLink href={props.backHref}>{commonWords(lang).back}</BackLink>
      <PageTitle over={props.title}>{words.notAllowed}</PageTitle>
      <Notice tone="warning">{props.say}</Notice>
      <Actions>
        {props.go && (
          <ButtonLink href={`${serviceHref(props.go)}${helping ? `/mulai?loket=${helping.visit}` : ''}`}>
            {say(props.go.definition.title, lang)}
          </ButtonLink>
        )}
        <ButtonLink href={helping?.home ?? '/'} look="second">
          {helping ? words.toVisit : words.toHome}
        </ButtonLink>
      </Actions>
    </CitizenPage>
  );
}
