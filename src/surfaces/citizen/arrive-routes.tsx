import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import { actorOf, can } from '../../capabilities/accounts/index.ts';
import { labelOf, type PlaceKind } from '../../capabilities/queue/index.ts';
import { isIsoDate, sayTime } from '../../kernel/dates.ts';
import { isUuid } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import {
  Actions,
  Button,
  DateField,
  dateNames,
  ErrorSummary,
  errorTitle,
  type FieldFault,
  Form,
  Muted,
  Notice,
  PageTitle,
  PublicFrame,
  Row,
  Rows,
  TextField,
} from '../design/index.ts';
import { guardOf } from '../frame/index.ts';
import { CODE_TRIES } from './check-routes.tsx';
import { bodyOf, fieldOf, paramOf, type Tools } from './deps.ts';
import { NoQueue } from './no-queue.tsx';
import { ticketHref } from './own-numbers.ts';
import { sayRange } from './queue-choices.ts';
import { CitizenPage, type Shell, shellOf } from './shell.tsx';
import { mustBe } from './visitor.ts';
import { arriveWords } from './words/arrive.ts';

const birth = dateNames('lahir');

/** Asked by a screen that nobody touched for a while: language and letters are again as they come. */
export const beginsAnew = (request: FastifyRequest): boolean =>
  request.method === 'GET' && Object.hasOwn(request.query as object, 'awal');

/** A number at this place today: to be said here, or why not yet. */
type Here = { readonly id: string; readonly version: number; readonly label: string; readonly about: string };

function HerePage(props: {
  readonly shell: Shell;
  readonly office: string;
  readonly kind: PlaceKind;
  readonly name: string;
  /** A screen gives numbers here. */
  readonly screen: boolean;
  readonly action: string;
  readonly here: readonly Here[];
  readonly done: readonly { readonly href: string; readonly label: string; readonly about: string }[];
  readonly fault: string | undefined;
  readonly once: () => string;
}): JSX.Element {
  const { shell, here, fault } = props;
  const { lang } = shell.page;
  const words = arriveWords(lang);
  const faults: readonly FieldFault[] = fault === undefined ? [] : [{ field: '', text: fault, rule: true }];
  return (
    <CitizenPage shell={shell} title={errorTitle(lang, words.title, faults)} gap={6}>
      <NoQueue lang={lang} place={props.office} kind={props.kind} />
      <ErrorSummary lang={lang} faults={faults} />
      <PageTitle lead={props.name}>{words.title}</PageTitle>
      {here.length === 0 && props.done.length === 0 && <Notice>{props.screen ? words.noneScreen : words.none}</Notice>}
      {here.map((one) => (
        <Form
          key={one.id}
          page={shell.page}
          action={props.action}
          hidden={{ nomor: one.id, versi: String(one.version), kunci: props.once() }}
        >
          <p>
            <b>{one.label}</b>, {one.about}
          </p>
          <Actions>
            <Button>{words.here(one.label)}</Button>
          </Actions>
        </Form>
      ))}
      {props.done.length > 0 && (
        <Rows>
          {props.done.map((one) => (
            <Row key={one.href} href={one.href} icon="clock" title={one.label} text={one.about} />
          ))}
        </Rows>
      )}
      <Muted>{words.afterwards}</Muted>
    </CitizenPage>
  );
}

/** Saying that one is here: from the poster at the door with one's own phone, or at a kiosk. */
export function arriveRoutes(t: Tools, web: FastifyInstance): void {
  const officeOf = async (request: FastifyRequest) => {
    const office = await t.organisations.findOffice(`${paramOf(request, 'region')}/${paramOf(request, 'office')}`);
    const offer = office && (await t.queue.offer(office.ref));
    if (!office || !offer) throw new Refusal('queue/not-found', 404);
    const { kind, numberScreen: screen } = offer.place;
    return { region: office.region, ref: office.ref, name: office.name, zone: office.zone, kind, screen };
  };

  async function herePage(request: FastifyRequest, reply: FastifyReply, fault?: string): Promise<FastifyReply> {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const office = await officeOf(request);
    const token = paramOf(request, 'token');
    if (!(await t.queue.isArrivalToken(office.ref, token))) throw new Refusal('queue/stale-code', 409);
    const lang = t.frame.lang(request);
    const words = arriveWords(lang);
    const today = await t.queue.today(office.ref);
    const mine = (await t.queue.mine(citizen.signed.person, today)).filter(
      (one) => one.office === office.ref && one.day === today,
    );
    const about = (one: (typeof mine)[number]) => sayRange(one.startsAt, one.endsAt, office.zone, lang);
    const booked = mine.filter((one) => one.status === 'booked');
    const entries = await Promise.all(booked.map((one) => t.queue.entry(citizen.doer, one)));
    const page = (
      <HerePage
        {...{
          shell: shellOf(t, request),
          office: office.ref,
          kind: office.kind,
          name: office.name,
          screen: office.screen,
          fault,
          once: t.frame.key,
        }}
        action={`/hadir/${office.ref}/${token}`}
        here={booked.map((one, i) => ({
          ...{ id: one.id, version: entries[i]?.version ?? 0, label: one.label, about: about(one) },
        }))}
        done={mine
          .filter((one) => one.status === 'waiting' || one.status === 'called')
          .map((one) => ({ href: ticketHref(one), label: one.label, about: words.waits }))}
      />
    );
    return t.frame.send(reply, page, fault === undefined ? 200 : 409);
  }

  web.get('/hadir/:region/:office/:token', (request, reply) => herePage(request, reply));
  web.post('/hadir/:region/:office/:token', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const office = await officeOf(request);
    const body = bodyOf(request);
    const id = fieldOf(body, 'nomor');
    if (!isUuid(id)) throw new Refusal('queue/not-found', 404);
    const entry = await t.queue.entry(citizen.doer, { region: office.region, id });
    if (entry.office !== office.ref || !can(actorOf(citizen.signed), 'queue.change', entry))
      throw new Refusal('queue/not-found', 404);
    const guard = guardOf(body);
    try {
      await t.queue.checkInHere(citizen.doer, entry, paramOf(request, 'token'), guard);
      return reply.redirect(ticketHref(entry), 303);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'queue/too-early') throw error;
      const both = await t.queue.ticket(citizen.doer, entry);
      const opens = new Date(both.slot.startsAt.getTime() - both.offer.place.checkinMinutes * 60_000);
      const words = arriveWords(t.frame.lang(request));
      return herePage(request, reply, words.early(sayTime(opens, office.zone, t.frame.lang(request))));
    }
  });

  async function kiosk(
    request: FastifyRequest,
    reply: FastifyReply,
    said: { readonly fault?: string; readonly done?: string } = {},
  ): Promise<FastifyReply> {
    const office = await officeOf(request);
    const token = paramOf(request, 'token');
    if (!(await t.queue.isArrivalToken(office.ref, token))) throw new Refusal('queue/stale-code', 409);
    const path = `/kios/${office.ref}/${token}`;
    if (beginsAnew(request)) return t.frame.forgetDisplay(request, reply).redirect(path, 303);
    const page = t.frame.sharedPage(request);
    const { lang } = page;
    if (said.done !== undefined) t.frame.forgetDisplay(request, reply);
    const words = arriveWords(lang);
    const body = said.fault === undefined ? {} : bodyOf(request);
    const value = (name: string) => fieldOf(body, name).slice(0, 20);
    const faults: readonly FieldFault[] = said.fault === undefined ? [] : [{ field: 'nomor', text: said.fault }];
    return t.frame.send(
      reply,
      <PublicFrame
        page={page}
        title={errorTitle(lang, words.title, faults.length)}
        homeHref={path}
        startOver={{ href: `${path}?awal`, now: lang !== 'id' || said.fault !== undefined || said.done !== undefined }}
      >
        <NoQueue lang={lang} place={office.ref} kind={office.kind} />
        <ErrorSummary lang={lang} faults={faults} />
        <PageTitle lead={office.name}>{words.title}</PageTitle>
        {said.done !== undefined && (
          <Notice tone="success" title={words.noted(said.done)}>
            {words.afterwards}
          </Notice>
        )}
        <Form page={page} action={path} hidden={{ kunci: t.frame.key() }}>
          <TextField
            {...{ lang, name: 'nomor', label: words.number, hint: words.numberHint, autoComplete: 'off' }}
            {...{ width: 'middle', value: value('nomor'), error: said.fault, maxLength: 12 }}
          />
          <DateField
            {...{ lang, name: 'lahir', label: words.birth }}
            value={{ day: value(birth.day), month: value(birth.month), year: value(birth.year) }}
          />
          <Actions>
            <Button>{words.say}</Button>
          </Actions>
        </Form>
        <Muted>{office.screen ? words.walkInScreen : words.walkIn}</Muted>
      </PublicFrame>,
      said.fault === undefined ? 200 : 422,
    );
  }

  web.get('/kios/:region/:office/:token', (request, reply) => kiosk(request, reply));
  web.post('/kios/:region/:office/:token', { config: { rateLimit: CODE_TRIES } }, async (request, reply) => {
    const office = await officeOf(request);
    const body = bodyOf(request);
    const lang = t.frame.lang(request);
    const words = arriveWords(lang);
    const [, prefix = '', number = ''] =
      /^([A-Z])[- ]?0*(\d{1,5})$/.exec(fieldOf(body, 'nomor').trim().toUpperCase()) ?? [];
    const [year, month, day] = [birth.year, birth.month, birth.day].map((name) => fieldOf(body, name));
    const birthDate = `${year?.padStart(4, '0')}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`;
    if (prefix === '' || !isIsoDate(birthDate)) return kiosk(request, reply, { fault: words.incomplete });
    const typed = { prefix, number: Number(number), birthDate };
    try {
      await t.queue.checkInAtKiosk(office.ref, paramOf(request, 'token'), typed, fieldOf(body, 'kunci'));
      return kiosk(request, reply, { done: labelOf(prefix, typed.number) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const opens = error.code === 'queue/too-early' ? new Date(String(error.params.opens)) : undefined;
      const fault = opens
        ? words.early(sayTime(opens, office.zone, lang))
        : words.refused[error.code as keyof typeof words.refused];
      if (fault === undefined) throw error;
      return kiosk(request, reply, { fault });
    }
  });
}
