import type { JSX } from 'preact';
import type { Published } from '../../capabilities/catalogue/index.ts';
import { timesOf } from '../../engine/index.ts';
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
import { type Needed, type Standard, standardOf } from './service-standard.ts';
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
  const { fee, legalBasis } = definition.standard;
  const times = timesOf(definition);
  const days = frontWords(lang).days(times.total);
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
      <Needs needs={standard.needs} brings={standard.brings} shell={shell} />
      <Section id="lama" title={words.howLong} gap={2}>
        <p>
          <b>{words.atMost(days)}</b>
          {times.first ? words.sinceSent : words.sinceComplete}
        </p>
        {times.first && (
          <p>
            {words.ofThese(
              say(times.first.step.title, lang),
              timeText(times.first.within, shell),
              frontWords(lang).days(times.rest),
            )}
          </p>
        )}
        {times.perhaps.map(({ step, within }) => (
          <p key={step.id}>{words.adds(say(step.title, lang), timeText(within, shell))}</p>
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
            <Row
              href="/bantuan"
              icon="office"
              title={words.counter}
              text={standard.needs.length > 0 ? words.counterWhy : words.counterFills}
            />
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

function Needs({ needs, brings, shell }: Pick<Standard, 'needs' | 'brings'> & { readonly shell: Shell }): JSX.Element {
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
      <h3>{words.upload}</h3>
      <p>{needs.length === 0 ? words.uploadNothing : words.needPhotos}</p>
      {needs.length > 0 && <IconList items={needs.map(item)} />}
      <p>{words.known}</p>
      {brings.length > 0 && (
        <>
          <h3>{words.bring}</h3>
          <IconList
            items={brings.map(({ what, to }) => ({
              icon: 'doc' as const,
              text: (
                <>
                  <b>{say(what, lang)}</b>, {words.bringTo(say(to, lang))}
                </>
              ),
            }))}
          />
        </>
      )}
    </Section>
  );
}

export function timeText(within: WorkTime, shell: Shell): string {
  const { lang } = shell.page;
  return 'days' in within ? frontWords(lang).days(within.days) : serviceWords(lang).hours(within.hours);
}
