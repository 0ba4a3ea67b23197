import type { JSX } from 'preact';
import type { LifeEvent, Published } from '../../capabilities/catalogue/index.ts';
import { timesOf } from '../../engine/index.ts';
import { type Language, say } from '../../kernel/text.ts';
import {
  ButtonLink,
  Columns,
  FrontDoor,
  Notice,
  PageTitle,
  Row,
  Rows,
  Search,
  Section,
  Stack,
  Tiles,
} from '../design/index.ts';
import { eventIcon, serviceHref, serviceIcon } from './shelf.ts';
import { CitizenPage, type Shell } from './shell.tsx';
import { commonWords } from './words/common.ts';
import { frontWords } from './words/front.ts';
import { queueWords } from './words/queue.ts';

/** A case or draft in one line of the front page. */
export type Running = { readonly href: string; readonly title: string; readonly text: string };

export type FrontProps = {
  readonly shell: Shell;
  readonly name: string | undefined;
  /** Numbers that are held, and places waited for. */
  readonly numbers: readonly Running[];
  readonly running: readonly Running[];
  readonly events: readonly LifeEvent[];
  readonly services: readonly Published[];
  readonly demoInbox: boolean;
  /** Some office here gives out numbers for its counters. */
  readonly counters: boolean;
};

export function Front(props: FrontProps): JSX.Element {
  const { shell, name, events, services } = props;
  const { lang } = shell.page;
  const words = frontWords(lang);
  const examples = words.examples.split('|').map((label) => ({ href: searchHref(label), label }));
  return (
    <CitizenPage shell={shell} at="home" title={words.question} description={words.description} shape="front">
      <FrontDoor
        lang={lang}
        greeting={name === undefined ? undefined : words.greeting(name)}
        question={words.question}
        hint={words.hint}
        action="/cari"
        examples={examples}
      >
        <Columns wide>
          <Stack gap={10}>
            {props.numbers.length > 0 && (
              <Section id="nomor" title={queueWords(lang).mine} more={{ href: '/urusan', label: words.allCases }}>
                <Rows>
                  {props.numbers.map((one) => (
                    <Row key={one.href} href={one.href} icon="clock" title={one.title} text={one.text} />
                  ))}
                </Rows>
              </Section>
            )}
            {props.running.length > 0 && (
              <Section id="jalan" title={words.running} more={{ href: '/urusan', label: words.allCases }}>
                <Rows>
                  {props.running.map((one) => (
                    <Row key={one.href} href={one.href} icon="clock" title={one.title} text={one.text} />
                  ))}
                </Rows>
              </Section>
            )}
            <Rows>
              <Row href="/berobat" icon="health" title={words.care} text={words.careText} />
              {props.counters && <Row href="/antre" icon="office" title={words.counters} text={words.countersText} />}
            </Rows>
            {events.length > 0 && (
              <Section id="hidup" title={words.happened} gap={4}>
                <Tiles
                  items={events.map((event) => ({
                    href: `/peristiwa/${event.id}`,
                    icon: eventIcon(event.id),
                    label: say(event.title, lang),
                  }))}
                />
              </Section>
            )}
            <Section id="layanan" title={words.services} more={{ href: '/layanan', label: words.allServices }}>
              <ServiceRows services={services} lang={lang} />
            </Section>
          </Stack>
          <Stack gap={10}>
            {props.demoInbox && (
              <Section id="peragaan" title={words.demoTitle} card>
                <p>{words.demo}</p>
                <ButtonLink href="/simulasi/pesan" look="second" icon="talk">
                  {words.demoInbox}
                </ButtonLink>
              </Section>
            )}
            <Section id="ditemani" title={words.help} card>
              <p>{words.helpWhy}</p>
              <ButtonLink href="/bantuan" look="second" icon="office">
                {words.findOffice}
              </ButtonLink>
            </Section>
            <Section id="periksa" title={words.holding} card>
              <p>{words.holdingWhy}</p>
              <ButtonLink href="/periksa" look="second" icon="qr">
                {words.check}
              </ButtonLink>
            </Section>
          </Stack>
        </Columns>
      </FrontDoor>
    </CitizenPage>
  );
}

export const searchHref = (text: string): string => `/cari?q=${encodeURIComponent(text).replaceAll('%20', '+')}`;

/** Services below each other: what, how long, what it costs. */
export function ServiceRows(props: {
  readonly services: readonly Published[];
  readonly lang: Language;
  readonly places?: ReadonlyMap<string, string> | undefined;
}): JSX.Element {
  return (
    <Rows>
      {props.services.map((service) => (
        <Row
          key={service.service}
          href={serviceHref(service)}
          icon={serviceIcon(service.definition)}
          title={say(service.definition.title, props.lang)}
          text={briefly(service, props.lang, props.places?.get(service.service))}
        />
      ))}
    </Rows>
  );
}

function briefly({ definition }: Published, lang: Language, place: string | undefined): string {
  const words = frontWords(lang);
  const { fee } = definition.standard;
  const cost = fee === 0 ? commonWords(lang).free.toLowerCase() : `Rp${fee.toLocaleString('id')}`;
  const where = place === undefined ? [] : [words.onlyIn(place)];
  return [words.days(timesOf(definition).total), cost, ...where].join(', ');
}

/** What came of a search, or all services. */
export function ServiceList(props: {
  readonly shell: Shell;
  readonly title: string;
  readonly lead?: string | undefined;
  readonly asked?: string | undefined;
  /** What is done elsewhere. */
  readonly elsewhere?: string | undefined;
  readonly services: readonly Published[];
  readonly places: ReadonlyMap<string, string>;
  readonly nothing?: boolean | undefined;
  /** Somebody who looks for a doctor finds the queue of the Puskesmas, which is no service of papers. */
  readonly care?: boolean | undefined;
}): JSX.Element {
  const { shell } = props;
  const { lang } = shell.page;
  const words = frontWords(lang);
  return (
    <CitizenPage shell={shell} at="home" title={props.title}>
      <PageTitle lead={props.lead}>{props.title}</PageTitle>
      <Search lang={lang} action="/cari" value={props.asked} label={words.searchLabel} />
      {props.nothing && (
        <Notice title={words.nothing} role="status">
          {words.nothingWhy}
        </Notice>
      )}
      {props.care && (
        <Rows>
          <Row href="/berobat" icon="health" title={words.care} text={words.careText} />
        </Rows>
      )}
      {props.services.length > 0 && <ServiceRows services={props.services} lang={lang} places={props.places} />}
      {props.elsewhere !== undefined && <Notice title={words.elsewhere}>{props.elsewhere}</Notice>}
      <Section id="ditemani" title={words.help} card>
        <p>{words.helpWhy}</p>
        <ButtonLink href="/bantuan" look="second" icon="office">
          {words.findOffice}
        </ButtonLink>
      </Section>
    </CitizenPage>
  );
}
