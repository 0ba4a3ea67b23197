import type { JSX } from 'preact';
import { say } from '../../kernel/text.ts';
import {
  Actions,
  BackLink,
  Button,
  ButtonLink,
  Form,
  Live,
  LiveRegion,
  More,
  MoreSet,
  Notice,
  PageTitle,
  Qr,
  QuietLink,
  Slip,
  Ticket,
  Turn,
  UnseenTitle,
} from '../design/index.ts';
import { NoQueue } from './no-queue.tsx';
import { DOORS } from './queue-choices.ts';
import { CitizenPage, type Shell } from './shell.tsx';
import type { ForCareTicket } from './ticket-view.ts';
import { commonWords } from './words/common.ts';
import { queueWords } from './words/queue.ts';

/** How it stands now. */
function TicketLine({ view, shell }: { readonly view: ForCareTicket; readonly shell: Shell }): JSX.Element {
  const words = queueWords(shell.page.lang);
  return (
    <div class="gap-4">
      <Turn truth={view.truth} ahead={view.ahead} when={view.when} />
      {view.notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
      {view.serving && (
        <p>
          {words.serving}{' '}
          {view.serving.inside.map(({ number, room }, i) => (
            <>
              {i > 0 && ', '}
              <b>{number}</b> {words.inRoom(room)}
            </>
          ))}
          . {view.serving.then}
        </p>
      )}
      {view.live && <Live>{words.live(view.now)}</Live>}
    </div>
  );
}

/** All that changes while one looks, what one may do included: asked for again by itself, and right after any reload. */
export function TicketNow({ view, shell }: { readonly view: ForCareTicket; readonly shell: Shell }): JSX.Element {
  const words = queueWords(shell.page.lang);
  return (
    <div class="gap-6">
      <Ticket
        {...{ label: words.ticket(view.number), place: view.office, address: view.address, what: view.what }}
        {...{ numberWord: words.yourNumber, number: view.number, gone: view.gone }}
        means={view.means ? words.numberMeans : undefined}
        room={view.room === undefined ? undefined : { word: words.room, name: view.room }}
      >
        <TicketLine view={view} shell={shell} />
      </Ticket>
      {view.changed && (
        <Notice tone="success" role="status" title={view.changed.title}>
          {view.changed.text}
        </Notice>
      )}
      {view.offered && (
        <Notice tone="warning" title={words.offeredWhy(view.offered.until)}>
          <a href={view.offered.href}>{words.takeOffer}</a>
        </Notice>
      )}
      {view.hint !== undefined && <Notice>{view.hint}</Notice>}
      <TicketActs view={view} shell={shell} />
    </div>
  );
}

function TicketActs({ view, shell }: { readonly view: ForCareTicket; readonly shell: Shell }): JSX.Element | null {
  const words = queueWords(shell.page.lang);
  if (!view.open)
    return (
      <Actions>
        <ButtonLink href={`${DOORS[view.offer.place.kind]}/siapa`} look="second">
          {words.again}
        </ButtonLink>
      </Actions>
    );
  return (
    <>
      {(view.mayBeLate || view.mayChange) && (
        <Actions>
          {view.mayBeLate && (
            <ButtonLink href={`${view.href}/terlambat`} look="second" icon="clock">
              {view.late === undefined ? words.lateSay : words.lateAgain}
            </ButtonLink>
          )}
          {view.mayChange && (
            <ButtonLink href={`${view.href}/ubah`} look={view.off ? 'first' : 'second'} icon="swap">
              {words.changeTitle}
            </ButtonLink>
          )}
        </Actions>
      )}
      {view.mayCancel && (
        <QuietLink href={`${view.href}/batal`} icon="cross" bad>
          {words.cancel}
        </QuietLink>
      )}
    </>
  );
}

/** Names the lane that it hears: one who is sent on to another queue listens there. */
export const streamOf = (view: ForCareTicket): string => `${view.href}/arus?jalur=${view.lane}`;

export function TicketPage({ view, shell }: { readonly view: ForCareTicket; readonly shell: Shell }): JSX.Element {
  const { lang } = shell.page;
  const words = queueWords(lang);
  const { place } = view.offer;
  return (
    <CitizenPage
      shell={shell}
      at="cases"
      title={`${view.number}: ${view.office}`}
      shape="single"
      gap={6}
      whom={{ who: view.whom }}
    >
      <div>
        <UnseenTitle>{words.ticket(view.number)}</UnseenTitle>
        <NoQueue lang={lang} place={place.office} kind={place.kind} brief />
      </div>
      {view.live ? (
        <LiveRegion src={`${view.href}/baris`} stream={streamOf(view)} every={10}>
          <TicketNow view={view} shell={shell} />
        </LiveRegion>
      ) : (
        <TicketNow view={view} shell={shell} />
      )}
      {view.open && (
        <MoreSet>
          <More summary={words.why}>
            <p>{words.whyText(place.priorityRow, place.boundMinutes)}</p>
            <p>{words.whyNumber}</p>
          </More>
          <More summary={words.proof}>
            <Qr lang={lang} {...view.qr} label={words.proofLabel} />
            <QuietLink href={`${view.href}/cetak`} icon="doc">
              {words.print}
            </QuietLink>
            <QuietLink href={`${view.href}/pdf`} icon="download">
              {words.pdf}
            </QuietLink>
          </More>
          {place.bring && (
            <More summary={words.bring}>
              <p>{say(place.bring, lang)}</p>
            </More>
          )}
        </MoreSet>
      )}
    </CitizenPage>
  );
}

/** For a printer of 58 mm, as counters have them: number, time and code, no name. */
export function SlipPage({ view, shell }: { readonly view: ForCareTicket; readonly shell: Shell }): JSX.Element {
  const { lang } = shell.page;
  const words = queueWords(lang);
  return (
    <Slip
      {...{ page: shell.page, title: words.ticket(view.number), place: view.office, number: view.number, qr: view.qr }}
      lines={[view.slip, words.numberMeans, ...(view.offer.place.kind === 'health' ? [words.slipEmergency] : [])]}
      back={{ href: view.href, label: commonWords(lang).back }}
    />
  );
}

export function CancelPage(props: {
  readonly view: ForCareTicket;
  readonly shell: Shell;
  readonly once: string;
}): JSX.Element {
  const { view, shell } = props;
  const words = queueWords(shell.page.lang);
  return (
    <CitizenPage shell={shell} title={words.cancelTitle} gap={6} whom={{ who: view.whom }}>
      <NoQueue lang={shell.page.lang} place={view.offer.place.office} kind={view.offer.place.kind} brief />
      <BackLink href={view.href}>{commonWords(shell.page.lang).back}</BackLink>
      <PageTitle over={`${view.number}, ${view.office}`} lead={words.cancelWhy}>
        {words.cancelTitle}
      </PageTitle>
      <Form page={shell.page} action={`${view.href}/batal`} hidden={{ versi: String(view.version), kunci: props.once }}>
        <Actions>
          <ButtonLink href={view.href} look="second">
            {words.cancelNo}
          </ButtonLink>
          <Button look="destroy">{words.cancel}</Button>
        </Actions>
      </Form>
    </CitizenPage>
  );
}
