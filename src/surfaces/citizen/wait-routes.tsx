import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import type { Wish } from '../../capabilities/queue/index.ts';
import { sayDate, sayTime, type Zone } from '../../kernel/dates.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type Language, say } from '../../kernel/text.ts';
import {
  Actions,
  BackLink,
  Button,
  ButtonLink,
  Form,
  LiveRegion,
  Muted,
  PageTitle,
  renderFragment,
} from '../design/index.ts';
import { peopleForCare, refIn, versionOf } from '../frame/index.ts';
import { bodyOf, fieldOf, type Tools } from './deps.ts';
import { DrawnPart, nextDrawOf } from './draw-routes.tsx';
import { NoQueue } from './no-queue.tsx';
import { DOORS, sayRange } from './queue-choices.ts';
import { whomLine } from './queue-pages.tsx';
import { CitizenPage, shellOf } from './shell.tsx';
import { sayNumber } from './ticket-view.ts';
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
    return page(request, reply, citizen, wish);
  });

  async function page(
    request: FastifyRequest,
    reply: FastifyReply,
    citizen: Citizen,
    wish: Wish,
  ): Promise<FastifyReply> {
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
    return t.frame.send(
      reply,
      <CitizenPage shell={shell} title={words.waitTitle} gap={6}>
        <NoQueue lang={lang} place={wish.office} kind={kind} brief />
        <BackLink href={DOORS[kind]}>{commonWords(lang).back}</BackLink>
        <LiveRegion src={`${wishHref(wish)}/baris`} every={20}>
          {await nowOf(request, citizen, wish)}
        </LiveRegion>
      </CitizenPage>,
    );
  }

  /** How it stands: asked for again by itself, so that an offer is seen while it holds. */
  async function nowOf(request: FastifyRequest, citizen: Citizen, wish: Wish): Promise<JSX.Element> {
    const shell = shellOf(t, request);
    const { lang } = shell.page;
    const words = queueWords(lang);
    const [office, offer, people] = await Promise.all([
      t.organisations.getOffice(wish.office),
      t.queue.offer(wish.office),
      peopleForCare(t, citizen),
    ]);
    const one = people.find(({ person }) => person.id === wish.subject);
    const need = offer?.needs.find(({ code }) => code === wish.need);
    const held = wish.status === 'offered' && wish.until !== null && wish.until > t.clock() ? wish.entry : null;
    const live = wish.status === 'waiting' || held !== null;
    const hidden = () => ({ versi: String(wish.version), kunci: t.frame.key() });
    return (
      <div class="gap-6">
        <PageTitle
          over={[office.name, ...(need ? [say(need.title, lang)] : []), sayDate(wish.day, lang)].join(', ')}
          lead={
            held
              ? `${await placeOf(citizen, wish, held, office.zone, lang)} ${words.offeredWhy(sayTime(wish.until ?? t.clock(), office.zone, lang))}`
              : live
                ? words.waitingWhy
                : words.waitOver
          }
        >
          {held ? words.offered : live ? words.waitTitle : words.waitOverTitle}
        </PageTitle>
        {one && <Muted small={false}>{words.numberFor(whomLine(one, lang))}</Muted>}
        {held && (
          <Form page={shell.page} action={`${wishHref(wish)}/terima`} hidden={hidden()}>
            <Actions>
              <Button>{words.takeOffer}</Button>
              <ButtonLink href={`/antrean/${wish.region}/${held}`} look="second">
                {words.seeNumber}
              </ButtonLink>
            </Actions>
          </Form>
        )}
        {live && (
          <Form page={shell.page} action={`${wishHref(wish)}/berhenti`} hidden={hidden()}>
            <Actions>
              <Button look="second">{words.stopWaiting}</Button>
            </Actions>
          </Form>
        )}
      </div>
    );
  }

  /** The hour and the number that are held. */
  async function placeOf(citizen: Citizen, wish: Wish, held: string, zone: Zone, lang: Language): Promise<string> {
    const entry = await t.queue.entry(citizen.doer, { region: wish.region, id: held });
    const window = await t.queue.window({ region: wish.region, id: entry.slot });
    if (!window) return '';
    const range = sayRange(window.slot.startsAt, window.slot.endsAt, zone, lang);
    return queueWords(lang).offeredAt(range, sayNumber(window.session.prefix, entry.number));
  }

  web.get('/tunggu/:region/:id/baris', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const part = renderFragment(await nowOf(request, citizen, await load(request, citizen)));
    return reply.type('text/html; charset=utf-8').send(part);
  });

  /** Whoever got nothing in a draw waits for what comes free. */
  web.post('/tunggu/:region/:id/lagi', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const wish = await load(request, citizen);
    const { office, poli, need, day, subject, home, authority, payer } = wish;
    if (wish.status !== 'lost') throw new Refusal('queue/not-now', 409);
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
