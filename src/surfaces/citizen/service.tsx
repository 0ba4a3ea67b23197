import type { JSX } from 'preact';
import type { Published } from '../../capabilities/catalogue/index.ts';
import { say, type Text } from '../../kernel/text.ts';
import type { WorkTime } from '../../kernel/working-time.ts';
import {
  Actions,
  BackLink,
  ButtonLink,
  Dots,
  Facts,
  IconList,
  More,
  MoreSet,
  Muted,
  Notice,
  PageTitle,
  Row,
  Rows,
  Section,
} from '../design/index.ts';
import { type Needed, standardOf } from './service-standard.ts';
import { serviceHref } from './shelf.ts';
import { CitizenPage, type Shell } from './shell.tsx';
import { commonWords } from './words/common.ts';
import { frontWords, serviceWords } from './words/front.ts';

export type ServiceProps = {
  readonly shell: Shell;
  readonly service: Published;
  /** The place that it is only for. */
  readonly place: string | undefined;
  readonly roleText: (role: string) => Text;
};

/** The page of a service: can I, what do I need, how long, what does it cost, what do I get, begin. */
export function ServicePage({ shell, service, place, roleText }: ServiceProps): JSX.Element {
  const { lang } = shell.page;
  const { definition } = service;
  const words = serviceWords(lang);
  const standard = standardOf(definition);
  const { workingDays, fee, legalBasis } = definition.standard;
  const days = frontWords(lang).days(workingDays);
  const cost = fee === 0 ? commonWords(lang).free : words.fee(fee.toLocaleString('id'));
  const [product] = standard.products;
  const result =
    standard.products.length === 1 && product ? say(product, lang) : words.results(standard.products.length);
  const begins = definition.start.includes('warga');
  const title = say(definition.title, lang);
  return (
    <CitizenPage shell={shell} title={title} description={say(definition.summary, lang)}>
      <div>
        <BackLink href="/layanan">{words.back}</BackLink>
        <PageTitle lead={say(definition.summary, lang)}>{title}</PageTitle>
      </div>
      <Facts
        items={[
          { icon: 'clock', term: words.long, value: days },
          { icon: 'wallet', term: words.cost, value: cost },
          { icon: 'doccheck', term: words.result, value: result },
        ]}
      />
      <Who service={service} place={place} shell={shell} />
      <Needs needs={standard.needs} shell={shell} />
      <Section id="lama" title={words.howLong} gap={2}>
        <p>
          <b>{words.atMost(days)}</b>
          {words.sinceComplete}
        </p>
        {standard.adds.map((step) => (
          <p key={step.title.id}>{words.adds(say(step.title, lang), timeText(step.within, shell))}</p>
        ))}
      </Section>
      <Section id="biaya" title={words.howMuch} gap={2}>
        <p>
          <b>{cost}.</b> {fee === 0 && words.noFee}
        </p>
      </Section>
      <Section id="dapat" title={words.get} gap={2}>
        <IconList items={standard.products.map((product) => ({ icon: 'doccheck', text: say(product, lang) }))} />
      </Section>
      {begins ? (
        <Actions sticky>
          <ButtonLink href={`${serviceHref(service)}/mulai`} iconAfter="next">
            {words.start}
          </ButtonLink>
        </Actions>
      ) : (
        <Notice>{words.counterOnly}</Notice>
      )}
      {begins && <Muted>{words.minutes}</Muted>}
      {definition.start.includes('petugas') && (
        <Section id="lain" title={words.otherWays} gap={2}>
          <Rows>
            <Row href="/bantuan" icon="office" title={words.counter} text={words.counterWhy} />
          </Rows>
        </Section>
      )}
      <MoreSet>
        <More summary={words.standard}>
          <h3>{words.basis}</h3>
          <Dots items={legalBasis} />
          <h3>{words.procedure}</h3>
          <Dots
            items={standard.procedure.map((step) => {
              const by = step.by.map((role) => say(roleText(role), lang)).join(', ');
              const within = step.within === null ? '' : `, ${words.within(timeText(step.within, shell))}`;
              return `${say(step.title, lang)}: ${by}${within}`;
            })}
          />
          <p>{words.complaint}</p>
        </More>
      </MoreSet>
    </CitizenPage>
  );
}

function Who({ service, place, shell }: Pick<ServiceProps, 'service' | 'place' | 'shell'>): JSX.Element {
  const { lang } = shell.page;
  const words = serviceWords(lang);
  const { subject, allow } = service.definition;
  return (
    <Section id="bisa" title={words.can} gap={2}>
      <p>{words.canFor}</p>
      <IconList items={subject.map((kind) => ({ icon: 'check', text: words[kind] }))} />
      {place !== undefined && <p>{words.onlyIn(place)}</p>}
      {allow.length > 0 && (
        <>
          <p>{words.note}</p>
          <IconList items={allow.map((rule) => ({ icon: 'info', text: say(rule.say, lang) }))} />
        </>
      )}
    </Section>
  );
}

function Needs({ needs, shell }: { readonly needs: readonly Needed[]; readonly shell: Shell }): JSX.Element {
  const { lang } = shell.page;
  const words = serviceWords(lang);
  const item = (need: Needed) => ({
    icon: 'camera' as const,
    text: (
      <>
        <b>{say(need.label, lang)}</b>
        {!need.hint && need.depends && `, ${words.ifNeeded}`}
        {!need.depends && need.optional && `, ${words.mayLack}`}
        {need.hint && (
          <>
            <br />
            <small>{say(need.hint, lang)}</small>
          </>
        )}
      </>
    ),
  });
  return (
    <Section id="perlu" title={words.need} gap={2}>
      {needs.length === 0 ? <p>{words.needNothing}</p> : <p>{words.needPhotos}</p>}
      {needs.length > 0 && <IconList items={needs.map(item)} />}
      <p>{words.known}</p>
    </Section>
  );
}

export function timeText(within: WorkTime, shell: Shell): string {
  const { lang } = shell.page;
  return 'days' in within ? frontWords(lang).days(within.days) : serviceWords(lang).hours(within.hours);
}
