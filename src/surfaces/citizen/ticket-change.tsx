import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import { actorOf, can } from '../../capabilities/accounts/index.ts';
import { LATE_MINUTES, type LateMinutes } from '../../capabilities/queue/index.ts';
import { sayDate, sayTime } from '../../kernel/dates.ts';
import { isUuid } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { Actions, BackLink, Button, ErrorSummary, errorTitle, type FieldFault, Form, Radios } from '../design/index.ts';
import { guardOf } from '../frame/index.ts';
import { ChooseTimePage } from './choose-time.tsx';
import { bodyOf, fieldOf, queryOf, type Tools } from './deps.ts';
import { NoQueue } from './no-queue.tsx';
import { dayChosen } from './queue-choices.ts';
import { faultOf, notChosen } from './queue-routes.tsx';
import { dayItem, daysAhead, keepDay, windowItem } from './queue-windows.tsx';
import { CitizenPage, type Shell, shellOf } from './shell.tsx';
import type { TicketLoader } from './ticket-routes.tsx';
import type { ForCareTicket } from './ticket-view.ts';
import { mustBe } from './visitor.ts';
import { commonWords } from './words/common.ts';
import { queueWords } from './words/queue.ts';

function LatePage(props: {
  readonly shell: Shell;
  readonly view: ForCareTicket;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly fault: FieldFault | undefined;
  readonly once: string;
}): JSX.Element {
  const { shell, view, fault } = props;
  const { lang } = shell.page;
  const words = queueWords(lang);
  const faults = fault === undefined ? [] : [fault];
  return (
    <CitizenPage shell={shell} title={errorTitle(lang, words.lateTitle, faults)} gap={6} whom={{ who: view.whom }}>
      <NoQueue lang={lang} place={view.offer.place.office} kind={view.offer.place.kind} brief />
      <BackLink href={view.href}>{commonWords(lang).back}</BackLink>
      <ErrorSummary lang={lang} faults={faults} />
      <Form
        page={shell.page}
        fresh
        action={`${view.href}/terlambat`}
        hidden={{ versi: String(view.version), kunci: props.once }}
      >
        <Radios
          {...{
            lang,
            name: 'menit',
            label: words.lateTitle,
            heading: true,
            hint: words.lateWhy(view.offer.place.graceMinutes),
            error: fault?.text,
          }}
          value={view.late === undefined ? undefined : String(view.late)}
          options={props.options}
        />
        <Actions>
          <Button>{words.lateSay}</Button>
        </Actions>
      </Form>
    </CitizenPage>
  );
}

/** Another time for a number, and word of coming late. */
export function ticketChangeRoutes(t: Tools, web: FastifyInstance, { refOf, load }: TicketLoader): void {
  async function held(request: FastifyRequest, reply: FastifyReply) {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return undefined;
    const view = await load(request, citizen);
    const entry = await t.queue.entry(citizen.doer, refOf(request));
    if (!can(actorOf(citizen.signed), 'queue.change', entry)) throw new Refusal('queue/not-found', 404);
    return { citizen, view, entry, lang: t.frame.lang(request) };
  }
  type Held = NonNullable<Awaited<ReturnType<typeof held>>>;

  async function changePage(
    request: FastifyRequest,
    reply: FastifyReply,
    { view, entry, lang }: Held,
    wanted: string,
    fault?: FieldFault,
  ): Promise<FastifyReply> {
    if (!view.mayChange) return reply.redirect(view.href, 303);
    const office = await t.organisations.getOffice(entry.office);
    const days = await daysAhead(t, entry.office, entry.poli);
    const day = dayChosen(days, wanted === '' ? entry.day : wanted);
    const words = queueWords(lang);
    // What is held is given back only when the other place is certain.
    const page = (
      <ChooseTimePage
        {...{ shell: shellOf(t, request), title: words.changeTitle, heading: words.changeTitle, lead: words.changeWhy }}
        {...{ over: `${view.number}, ${view.office}`, button: words.change, none: words.noDays }}
        {...{ whom: view.whom, back: view.href, action: `${view.href}/ubah`, fault }}
        days={days.map((each) => dayItem(each, day, (hari) => `${view.href}/ubah?hari=${hari}`, lang))}
        dayTitle={day ? keepDay(sayDate(day.day, lang)) : ''}
        windows={(day?.windows ?? []).map((each) => {
          const item = windowItem(each, office.zone, lang, t.clock());
          return each.slot.id === entry.slot
            ? { ...item, leftWords: undefined, note: words.presentTime, disabled: true }
            : item;
        })}
        hidden={{ versi: String(view.version), kunci: t.frame.key(), hari: day?.day ?? '' }}
      >
        <NoQueue lang={lang} place={view.offer.place.office} kind={view.offer.place.kind} brief />
      </ChooseTimePage>
    );
    return t.frame.send(reply, page, fault === undefined ? 200 : fault.rule ? 409 : 422);
  }

  web.get('/antrean/:region/:id/ubah', async (request, reply) => {
    const got = await held(request, reply);
    return got ? changePage(request, reply, got, queryOf(request, 'hari')) : reply;
  });

  web.post('/antrean/:region/:id/ubah', async (request, reply) => {
    const got = await held(request, reply);
    if (!got) return reply;
    const body = bodyOf(request);
    const words = queueWords(got.lang);
    const slot = fieldOf(body, 'jam');
    if (!isUuid(slot)) return changePage(request, reply, got, fieldOf(body, 'hari'), notChosen(words));
    try {
      await t.queue.changeTime(got.citizen.doer, refOf(request), slot, guardOf(bodyOf(request)));
      return reply.redirect(got.view.href, 303);
    } catch (error) {
      const fault = error instanceof Refusal ? faultOf(error.code, words) : undefined;
      if (fault === undefined) throw error;
      return changePage(request, reply, got, fieldOf(body, 'hari'), fault);
    }
  });

  async function latePage(
    request: FastifyRequest,
    reply: FastifyReply,
    { view, entry, lang }: Held,
    fault?: FieldFault,
  ): Promise<FastifyReply> {
    if (!view.mayBeLate) return reply.redirect(view.href, 303);
    const words = queueWords(lang);
    const office = await t.organisations.getOffice(entry.office);
    const options = LATE_MINUTES.map((minutes) => {
      const about = sayTime(new Date(view.startsAt.getTime() + minutes * 60_000), office.zone, lang);
      return { value: String(minutes), label: words.lateBy(minutes, about) };
    });
    const page = <LatePage {...{ shell: shellOf(t, request), view, options, fault, once: t.frame.key() }} />;
    return t.frame.send(reply, page, fault === undefined ? 200 : fault.rule ? 409 : 422);
  }

  web.get('/antrean/:region/:id/terlambat', async (request, reply) => {
    const got = await held(request, reply);
    return got ? latePage(request, reply, got) : reply;
  });

  web.post('/antrean/:region/:id/terlambat', async (request, reply) => {
    const got = await held(request, reply);
    if (!got) return reply;
    const words = queueWords(got.lang);
    const minutes = LATE_MINUTES.find((one) => String(one) === fieldOf(bodyOf(request), 'menit'));
    if (minutes === undefined) return latePage(request, reply, got, { field: 'menit', text: words.lateNone });
    try {
      await t.queue.late(got.citizen.doer, refOf(request), minutes satisfies LateMinutes, guardOf(bodyOf(request)));
      return reply.redirect(got.view.href, 303);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'queue/closed') throw error;
      return latePage(request, reply, got, { field: 'menit', text: words.lateTooMuch, rule: true });
    }
  });
}
