import type { ComponentChildren, JSX } from 'preact';
import type { DangerSign, Need, Offer, PlaceKind } from '../../capabilities/queue/index.ts';
import { type Language, say } from '../../kernel/text.ts';
import {
  Actions,
  BackLink,
  Button,
  ButtonLink,
  Checkboxes,
  type DayItem,
  Days,
  ErrorSummary,
  errorTitle,
  type FieldFault,
  Form,
  GetForm,
  HiddenFields,
  More,
  MoreSet,
  Muted,
  Notice,
  PageTitle,
  PersonChoice,
  QuietLink,
  Radios,
  Row,
  Rows,
  Section,
  Steps,
  type WindowItem,
  Windows,
} from '../design/index.ts';
import type { ForCare } from '../frame/index.ts';
import { NoQueue } from './no-queue.tsx';
import type { MineLine } from './own-numbers.ts';
import { type Chosen, DOORS, hrefOf } from './queue-choices.ts';
import { CitizenPage, type Shell } from './shell.tsx';
import { commonWords } from './words/common.ts';
import { drawWords } from './words/draw.ts';
import { queueWords } from './words/queue.ts';

type CarePageProps = {
  readonly kind: PlaceKind;
  readonly shell: Shell;
  readonly title: string;
  readonly back: string;
  readonly step: 1 | 2 | 3;
  readonly whom?: string | undefined;
  readonly place?: string | undefined;
  readonly faults?: readonly FieldFault[] | undefined;
  readonly children: ComponentChildren;
};

/** One of the three questions on the way to a number. */
function CarePage(props: CarePageProps): JSX.Element {
  const { shell, step, faults = [] } = props;
  const { lang } = shell.page;
  const words = queueWords(lang);
  const names = { 1: words.step1, 2: words.step2, 3: words.step3 } as const;
  const whom = props.whom === undefined ? undefined : { who: props.whom, changeHref: `${DOORS[props.kind]}/siapa` };
  return (
    <CitizenPage shell={shell} title={errorTitle(lang, props.title, faults)} gap={6} whom={whom}>
      <NoQueue lang={lang} place={props.place} kind={props.kind} brief={step > 1} />
      <div>
        <BackLink href={props.back}>{commonWords(lang).back}</BackLink>
        <Steps lang={lang} current={step} total={3} name={names[step]} />
      </div>
      <ErrorSummary lang={lang} faults={faults} />
      {props.children}
    </CitizenPage>
  );
}

/** The words of a door: those of a counter say nothing of care. */
function wordsFor(lang: Language, kind: PlaceKind) {
  const words = queueWords(lang);
  return kind === 'health' ? words : { ...words, ...words.counter };
}

/** The door to care: for everybody, logged in or not. */
export function CareStart({
  shell,
  mine,
  kind,
}: {
  readonly shell: Shell;
  readonly mine: readonly MineLine[];
  readonly kind: PlaceKind;
}): JSX.Element {
  const { lang } = shell.page;
  const words = wordsFor(lang, kind);
  return (
    <CitizenPage shell={shell} at="home" title={words.title} description={words.description}>
      <NoQueue lang={lang} kind={kind} />
      <PageTitle lead={words.lead}>{words.title}</PageTitle>
      {mine.length > 0 && (
        <Section id="nomor" title={words.mine}>
          <Rows>
            {mine.map((one) => (
              <Row key={one.href} href={one.href} icon="clock" title={one.title} text={one.text} />
            ))}
          </Rows>
        </Section>
      )}
      <Actions>
        <ButtonLink href={`${DOORS[kind]}/siapa`} icon={kind === 'health' ? 'health' : 'clock'}>
          {words.start}
        </ButtonLink>
      </Actions>
      <MoreSet>
        <More summary={words.how}>
          <p>{words.howText}</p>
        </More>
      </MoreSet>
    </CitizenPage>
  );
}

export const relationOf = ({ whom, months }: ForCare, lang: Language): string => {
  const words = queueWords(lang);
  if (whom.authority === 'self') return words.self;
  if (whom.authority === 'mandate') return words.byMandate;
  return months < 12 ? words.yourBaby : words.yourChild(Math.floor(months / 12));
};
/** @example whomLine(child, 'id') // 'Raka, anak Anda, 3 tahun' */
export const whomLine = (one: ForCare, lang: Language): string => `${one.person.name}, ${relationOf(one, lang)}`;

export function WhomPage(props: {
  readonly shell: Shell;
  readonly people: readonly ForCare[];
  readonly fault: string | undefined;
  readonly kind: PlaceKind;
}): JSX.Element {
  const { lang } = props.shell.page;
  const words = wordsFor(lang, props.kind);
  const base = DOORS[props.kind];
  const faults = props.fault === undefined ? [] : [{ field: 'untuk', text: props.fault }];
  return (
    <CarePage {...{ shell: props.shell, title: words.whom, back: base, step: 1, faults, kind: props.kind }}>
      <GetForm action={`${base}/perlu`}>
        <PersonChoice
          lang={lang}
          name="untuk"
          label={words.whom}
          heading
          error={props.fault}
          people={props.people.map((one) => ({
            value: one.whom.value,
            name: one.person.name,
            relation: relationOf(one, lang),
          }))}
          value={props.people.length === 1 ? props.people[0]?.whom.value : undefined}
        />
        <Actions>
          <Button>{commonWords(lang).next}</Button>
        </Actions>
      </GetForm>
    </CarePage>
  );
}

export type NeedPageProps = {
  readonly shell: Shell;
  readonly one: ForCare;
  readonly office: string;
  readonly offer: Offer;
  readonly needs: readonly Need[];
  readonly signs: readonly DangerSign[];
  readonly hidden: boolean;
  readonly chosen: Chosen;
  readonly faults: readonly FieldFault[];
};

export function NeedPage(props: NeedPageProps): JSX.Element {
  const { shell, one, needs, chosen, faults } = props;
  const { lang } = shell.page;
  const words = queueWords(lang);
  const errorAt = (field: string) => faults.find((fault) => fault.field === field)?.text;
  const { place } = props.offer;
  const base = DOORS[place.kind];
  return (
    <CarePage
      {...{ shell, title: words.need, step: 2, faults, place: place.office, kind: place.kind }}
      back={`${base}/siapa`}
      whom={whomLine(one, lang)}
    >
      {props.signs.length > 0 && (
        <MoreSet>
          <More summary={words.signs}>
            <Rows>
              {props.signs.map((sign) => (
                <Row
                  key={sign.code}
                  href={`/berobat/ugd?di=${encodeURIComponent(place.office)}&tanda=${sign.code}`}
                  icon="alert"
                  title={say(sign.say, lang)}
                />
              ))}
            </Rows>
          </More>
        </MoreSet>
      )}
      <GetForm action={`${base}/waktu`}>
        <Radios
          lang={lang}
          name="perlu"
          label={words.need}
          heading
          hint={words.where(props.office)}
          error={errorAt('perlu')}
          options={needs.map((need) => ({
            value: need.code,
            label: say(need.title, lang),
            hint: need.hint === null ? undefined : say(need.hint, lang),
          }))}
          value={chosen.perlu}
        />
        {place.kind === 'health' && (
          <Radios
            lang={lang}
            name="bayar"
            label={words.payer}
            error={errorAt('bayar')}
            options={[
              { value: 'bpjs', label: words.bpjs, hint: words.bpjsHint },
              { value: 'umum', label: words.umum, hint: words.umumHint },
            ]}
            value={chosen.bayar}
          />
        )}
        <HiddenFields
          fields={{
            ...{ untuk: chosen.untuk, di: chosen.di },
            ...(place.kind === 'counter' ? { bayar: 'umum' } : {}),
          }}
        />
        <Actions>
          <Button>{commonWords(lang).next}</Button>
        </Actions>
      </GetForm>
      <QuietLink href={hrefOf(`${base}/tempat`, chosen)} icon="swap">
        {place.kind === 'health' ? words.otherPlace : words.otherOffice}
      </QuietLink>
      {props.hidden && <Muted>{words.teen}</Muted>}
    </CarePage>
  );
}

export function PlacesPage(props: {
  readonly shell: Shell;
  readonly one: ForCare;
  readonly chosen: Chosen;
  readonly places: readonly {
    readonly office: string;
    readonly name: string;
    readonly address: string;
    readonly left: number | null;
  }[];
  readonly kind: PlaceKind;
}): JSX.Element {
  const { shell, chosen, kind } = props;
  const { lang } = shell.page;
  const words = wordsFor(lang, kind);
  const to = `${DOORS[kind]}/${chosen.perlu === '' ? 'perlu' : 'waktu'}`;
  return (
    <CarePage
      {...{ shell, title: words.places, step: 2, kind }}
      back={hrefOf(to, chosen)}
      whom={whomLine(props.one, lang)}
    >
      <PageTitle>{words.places}</PageTitle>
      <Rows>
        {props.places.map((place) => (
          <Row
            key={place.office}
            href={hrefOf(to, { ...chosen, di: place.office, hari: '' })}
            icon={kind === 'health' ? 'health' : 'office'}
            title={place.name}
            text={[place.address, place.left === null ? '' : words.placeLeft(place.left)]
              .filter((one) => one !== '')
              .join('. ')}
          />
        ))}
      </Rows>
    </CarePage>
  );
}

export type TimePageProps = {
  readonly shell: Shell;
  readonly one: ForCare;
  readonly office: string;
  readonly offer: Offer;
  readonly need: Need;
  readonly chosen: Chosen;
  readonly days: readonly DayItem[];
  readonly dayTitle: string;
  readonly windows: readonly WindowItem[];
  readonly picked: string | undefined;
  readonly priority: string | undefined;
  readonly once: string;
  readonly fault: FieldFault | undefined;
  /** Why there is nothing to choose. */
  readonly none: ComponentChildren;
  /** Nothing is left of the day that is shown: one may wait for what comes free. */
  readonly full: boolean;
  /** A draw of that day runs: until when one may take part, and what it is. */
  readonly draw: { readonly until: string; readonly href: string } | undefined;
  /** When the next places of that day are drawn for. */
  readonly nextDraw: string | undefined;
  /** A number that is held for that day and service already. */
  readonly held: { readonly href: string; readonly text: string } | undefined;
  /** Said where some window is at the hour of another number of the same person. */
  readonly clash: string | undefined;
};

export function TimePage(props: TimePageProps): JSX.Element {
  const { shell, chosen, fault, offer, draw } = props;
  const { lang } = shell.page;
  const words = { ...queueWords(lang), draw: drawWords(lang) };
  // Where no windows are shown there is nothing to lead to.
  const shown = !props.full && !props.held && props.windows.length > 0;
  const faults = fault === undefined ? [] : [shown ? fault : { ...fault, field: '' }];
  const { kind } = offer.place;
  const base = DOORS[kind];
  return (
    <CarePage
      {...{ shell, title: words.time, step: 3, faults, place: offer.place.office, kind }}
      back={hrefOf(`${base}/perlu`, chosen)}
      whom={whomLine(props.one, lang)}
    >
      <PageTitle lead={words.timeOf(say(props.need.title, lang), props.office)}>{words.time}</PageTitle>
      {props.priority !== undefined && <Notice>{props.priority}</Notice>}
      <Section id="hari" title={words.days}>
        <Days items={props.days} />
      </Section>
      {draw && (
        <Notice title={words.draw.title(draw.until)}>
          {words.draw.why} <a href={draw.href}>{words.draw.how}</a>
        </Notice>
      )}
      {!draw && props.nextDraw !== undefined && <Muted>{words.draw.next(props.nextDraw)}</Muted>}
      {props.held && (
        <Notice tone="warning">
          {props.held.text} <a href={props.held.href}>{words.seeNumber}</a>
        </Notice>
      )}
      {!props.held && props.clash !== undefined && <Notice tone="warning">{props.clash}</Notice>}
      {props.full && !props.held && (
        <Form
          page={shell.page}
          action={`${base}/tunggu`}
          hidden={{
            ...{ untuk: chosen.untuk, perlu: chosen.perlu, bayar: chosen.bayar, di: chosen.di, hari: chosen.hari },
            kunci: props.once,
          }}
        >
          <Notice title={words.dayFull(props.dayTitle)}>{words.waitWhy}</Notice>
          <Actions>
            <Button>{words.waitFor}</Button>
          </Actions>
        </Form>
      )}
      {props.full || props.held ? null : props.windows.length === 0 ? (
        <Notice tone="warning">{props.none}</Notice>
      ) : (
        <Form
          page={shell.page}
          fresh
          action={base}
          hidden={{
            ...{ untuk: chosen.untuk, perlu: chosen.perlu, bayar: chosen.bayar, di: chosen.di, hari: chosen.hari },
            ...{ kunci: props.once, undian: draw ? 'ya' : '' },
          }}
        >
          <Windows
            later={words.laterWindows}
            name="jam"
            title={props.dayTitle}
            items={props.windows}
            value={props.picked}
          />
          {draw && (
            <Checkboxes
              {...{ lang, name: 'lain', label: words.draw.ifGone, values: ['ya'] }}
              options={[{ value: 'ya', label: words.draw.flexible }]}
            />
          )}
          <Actions>
            <Button>{draw ? words.draw.take : words.take}</Button>
          </Actions>
        </Form>
      )}
      <QuietLink href={hrefOf(`${base}/tempat`, chosen)} icon="swap">
        {kind === 'health' ? words.otherPlace : words.otherOffice}
      </QuietLink>
      <Muted>{words.rules(offer.place.graceMinutes)}</Muted>
    </CarePage>
  );
}
