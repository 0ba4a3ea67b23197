import type { FastifyInstance, FastifyRequest } from 'fastify';
import { actorOf, can } from '../../capabilities/accounts/index.ts';
import { sayTime } from '../../kernel/dates.ts';
import { isUuid } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { renderFragment } from '../design/index.ts';
import { createStreams, guardOf, peopleForCare, refIn } from '../frame/index.ts';
import { bodyOf, fieldOf, paramOf, type Tools } from './deps.ts';

import { whomLine } from './queue-pages.tsx';
import { shellOf } from './shell.tsx';
import { CancelPage, SlipPage, streamOf, TicketNow, TicketPage } from './ticket.tsx';
import { ticketChangeRoutes } from './ticket-change.tsx';
import { type ForCareTicket, ticketView } from './ticket-view.ts';
import { type Citizen, mustBe } from './visitor.ts';
import { wishHref } from './wait-routes.tsx';

/** How the routes of a number find it and say it in words. */
export type TicketLoader = {
  readonly refOf: (request: FastifyRequest) => { readonly region: string; readonly id: string };
  readonly load: (request: FastifyRequest, citizen: Citizen) => Promise<ForCareTicket>;
};

/** Holding a number: how it stands, giving it back. */
export function ticketRoutes(t: Tools, web: FastifyInstance): void {
  const refOf = (request: FastifyRequest) => refIn(request, 'queue/not-found');

  async function load(request: FastifyRequest, citizen: Citizen): Promise<ForCareTicket> {
    const data = await t.queue.ticket(citizen.doer, refOf(request));
    const { entry } = data;
    if (!can(actorOf(citizen.signed), 'queue.view', entry)) throw new Refusal('queue/not-found', 404);
    const office = await t.organisations.getOffice(entry.office);
    const lang = t.frame.lang(request);
    const people = await peopleForCare(t, citizen);
    const one = people.find(({ person }) => person.id === entry.subject);
    const name = one ? whomLine(one, lang) : citizen.person.name;
    const offer = entry.status === 'booked' ? await t.queue.offerFor(citizen.doer, entry) : undefined;
    const view = ticketView({ data, office, whom: name, lang, now: t.clock(), address: t.queue.addressOf(entry) });
    return offer?.until
      ? { ...view, offered: { href: wishHref(offer), until: sayTime(offer.until, office.zone, lang) } }
      : view;
  }

  ticketChangeRoutes(t, web, { refOf, load });

  web.get('/antrean/:region/:id', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    return t.frame.send(reply, <TicketPage view={await load(request, citizen)} shell={shellOf(t, request)} />);
  });

  web.get('/antrean/:region/:id/baris', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const view = await load(request, citizen);
    const part = renderFragment(<TicketNow view={view} shell={shellOf(t, request)} />);
    return reply.header('x-stream', streamOf(view)).type('text/html; charset=utf-8').send(part);
  });

  const stream = createStreams(web);
  web.get('/antrean/:region/:id/arus', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const entry = await t.queue.entry(citizen.doer, refOf(request));
    if (!can(actorOf(citizen.signed), 'queue.view', entry)) throw new Refusal('queue/not-found', 404);
    return stream(request, reply, (hear) => t.queue.watch({ region: entry.region, lane: entry.lane }, hear));
  });

  web.get('/antrean/:region/:id/cetak', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    return t.frame.send(reply, <SlipPage view={await load(request, citizen)} shell={shellOf(t, request)} />);
  });

  web.get('/antrean/:region/:id/pdf', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const ref = refOf(request);
    const entry = await t.queue.entry(citizen.doer, ref);
    if (!can(actorOf(citizen.signed), 'queue.view', entry)) throw new Refusal('queue/not-found', 404);
    const { name, bytes } = await t.queue.proofPdf(citizen.doer, ref, t.frame.lang(request));
    return reply
      .type('application/pdf')
      .header('content-disposition', `attachment; filename="${name}"`)
      .send(Buffer.from(bytes));
  });

  web.get('/antrean/:region/:id/batal', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const view = await load(request, citizen);
    if (!view.mayCancel) return reply.redirect(view.href, 303);
    return t.frame.send(reply, <CancelPage view={view} shell={shellOf(t, request)} once={t.frame.key()} />);
  });

  web.post('/antrean/:region/:id/batal', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const ref = refOf(request);
    const body = bodyOf(request);
    const entry = await t.queue.entry(citizen.doer, ref);
    if (!can(actorOf(citizen.signed), 'queue.cancel', entry)) throw new Refusal('queue/not-found', 404);
    await t.queue.cancel(citizen.doer, ref, guardOf(body));
    return reply.redirect(`/antrean/${ref.region}/${ref.id}`, 303);
  });
}
