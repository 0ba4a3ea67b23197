import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Wish } from '../../capabilities/queue/index.ts';
import { sayDate, sayTime } from '../../kernel/dates.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { Actions, BackLink, Button, ButtonLink, Form, PageTitle } from '../design/index.ts';
import { refIn, versionOf } from '../frame/index.ts';
import { bodyOf, fieldOf, type Tools } from './deps.ts';
import { DrawnPart, nextDrawOf } from './draw-routes.tsx';
import { NoQueue } from './no-queue.tsx';
import { DOORS } from './queue-choices.ts';
import { CitizenPage, shellOf } from './shell.tsx';
import { type Citizen, mustBe } from './visitor.ts';
import { commonWords } from './words/common.ts';
import { drawWords } from './words/draw.ts';
import { queueWords } from './words/queue.ts';

export const wishHref = (wish: Pick<Wish, 'region' | 'id'>): string => `/tunggu/${wish.region}/${wish.id}`;

/** Waiting for a place that comes free: how it stands, taking what is offered, waiting no longer. */
export function waitRoutes(t: Tools, web: FastifyInstance): void {
  async function load(request: FastifyRequest, citizen: Citizen): Promise<Wish> {
    const wish = await t.queue.wish(citizen.doer, refIn(request, 'queue/not-found'));
    if (!wish || wish.applicant !== citizen.signed.person) throw new Refusal('queue/not-found', 404);
    return wish;
  }

  web.get('/tunggu/:region/:id', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const wish = await load(request, citizen);
    return page(request, reply, wish);
  });

  async function page(request: FastifyRequest, reply: FastifyReply, wish: Wish): Promise<FastifyReply> {
    const shell = shellOf(t, request);
    const { lang } = shell.page;
    const words = queueWords(lang);
    const office = await t.organisations.getOffice(wish.office);
    const kind = (await t.queue.offer(wish.office))?.place.kind ?? 'health';
    const pool = wish.pool === null ? undefined : await t.queue.pool({ region: wish.region, id: wish.pool });
    const session = pool && (await t.queue.session({ region: wish.region, id: pool.session }));
    if (pool && session && wish.status !== 'over')
      return t.frame.send(
        reply,
        <CitizenPage shell={shell} title={drawWords(lang).pageTitle} gap={6}>
          <NoQueue lang={lang} place={wish.office} kind={kind} brief />
          <BackLink href={DOORS[kind]}>{commonWords(lang).back}</BackLink>
          <DrawnPart
            {...{ shell, wish, pool, kind, zone: office.zone, now: t.clock(), href: wishHref(wish) }}
            over={`${office.name}, ${sayDate(wish.day, lang)}`}
            next={await nextDrawOf(t, wish, session, office.zone)}
            hidden={() => ({ versi: String(wish.version), kunci: t.frame.key() })}
          />
        </CitizenPage>,
      );
    const until = wish.until ? sayTime(wish.until, office.zone, lang) : '';
    const hidden = () => ({ versi: String(wish.version), kunci: t.frame.key() });
    const offered = wish.status === 'offered' && wish.until !== null && wish.until > t.clock();
    const live = wish.status === 'waiting' || offered;
    return t.frame.send(
      reply,
      <CitizenPage shell={shell} title={words.waitTitle} gap={6}>
        <NoQueue lang={lang} place={wish.office} kind={kind} brief />
        <BackLink href={DOORS[kind]}>{commonWords(lang).back}</BackLink>
        <PageTitle
          over={`${office.name}, ${sayDate(wish.day, lang)}`}
          lead={offered ? words.offeredWhy(until) : live ? words.waitingWhy : words.waitOver}
        >
          {offered ? words.offered : live ? words.waitTitle : words.waitOverTitle}
        </PageTitle>
        {offered && (
          <Form page={shell.page} action={`${wishHref(wish)}/terima`} hidden={hidden()}>
            <Actions>
              <Button>{words.takeOffer}</Button>
              <ButtonLink href={`/antrean/${wish.region}/${wish.entry}`} look="second">
                {words.seeNumber}
              </ButtonLink>
            </Actions>
          </Form>
        )}
        {live && (
          <Form page={shell.page} action={`${wishHref(wish)}/berhenti`} hidden={hidden()}>
            <Actions>
              <Button look="destroy">{words.stopWaiting}</Button>
            </Actions>
          </Form>
        )}
      </CitizenPage>,
    );
  }

  /** Whoever got nothing in a draw waits for what comes free. */
  web.post('/tunggu/:region/:id/lagi', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const wish = await load(request, citizen);
    const { office, poli, need, day, subject, home, authority, payer } = wish;
    if (wish.status !== 'lost' || authority === 'mandate') throw new Refusal('queue/not-now', 409);
    const again = { office, poli, need, day, subject, home, authority, payer };
    const ref = await t.queue.wait(citizen.doer, again, fieldOf(bodyOf(request), 'kunci'));
    return reply.redirect(wishHref(ref), 303);
  });

  web.post('/tunggu/:region/:id/terima', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const wish = await load(request, citizen);
    await t.queue.accept(citizen.doer, wish, versionOf(bodyOf(request).versi));
    return reply.redirect(`/antrean/${wish.region}/${wish.entry}`, 303);
  });

  web.post('/tunggu/:region/:id/berhenti', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const wish = await load(request, citizen);
    await t.queue.stopWaiting(citizen.doer, wish, versionOf(bodyOf(request).versi));
    return reply.redirect(wishHref(wish), 303);
  });
}
