import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import * as z from 'zod';
import { Refusal } from '../../kernel/refusal.ts';
import { AwayRoom, CounterWatch, DeskTitle, KeyHelp } from '../design/index.ts';
import type { OfficeDeps } from './deps.ts';
import { type At, serving } from './queue-at.ts';
import { OfficePage, type Shell } from './shell.tsx';
import { awayWords, spokenWords } from './words/queue-away.ts';

const AWAY = '/kantor/antrean/luring';
const ROOM = z.string().regex(/^\d{1,2}$/);
const device = z.uuid();
const holding = z.object({ ruang: ROOM, alat: device, punya: z.uuid().nullable() });
const returning = z.object({ ruang: ROOM, alat: device });
/** A counter that was alone for hours did no more than that. */
const MOST = 500;
const settling = z.object({
  ...{ ruang: ROOM, alat: device, dikirim: z.int().min(0) },
  kejadian: z
    .array(
      z.object({
        ...{ key: z.uuid(), kind: z.enum(['called', 'skipped', 'done', 'paper']) },
        number: z.string().regex(/^[A-Z](\d{1,2})?-\d{2,5}$/),
        ...{ at: z.int().min(0), lease: z.uuid().nullable(), paper: z.uuid().nullable() },
      }),
    )
    .max(MOST),
});

/** On the page of a room: watches the network, keeps the list, tells what was settled. */
export function Watch(props: {
  readonly shell: Shell;
  readonly at: Pick<At, 'session' | 'room' | 'ruang'>;
  readonly here: string;
}): JSX.Element {
  const { page } = props.shell;
  const words = awayWords(page.lang);
  return (
    <CounterWatch
      {...{
        page,
        session: props.at.session.id,
        ruang: props.at.ruang,
        room: props.at.room,
        away: AWAY,
        here: props.here,
      }}
      {...{ lost: words.lost, goAway: words.goAway, other: words.other, told: words.told }}
      words={spokenWords(page.lang)}
    />
  );
}

/** Kept by the browser, so it names nobody: neither who waits nor who calls. */
function AwayPage({ shell }: { readonly shell: Shell }): JSX.Element {
  const { page } = shell;
  const words = awayWords(page.lang);
  return (
    <OfficePage shell={shell} title={words.title}>
      <DeskTitle title={words.title} text="" />
      <AwayRoom
        {...{ page, words: spokenWords(page.lang), none: words.none, noneWhy: words.noneWhy, lost: words.noJaringan }}
        {...{ back: words.back, goBack: words.goBack, call: words.call, done: words.done, skip: words.skip }}
        {...{ paper: words.paperGive, paperWhy: words.paperWhy, next: words.next, told: words.told }}
      />
      <KeyHelp
        lang={page.lang}
        keys={[
          { keys: ['N'], does: words.keys.call },
          { keys: ['L'], does: words.keys.skip },
          { keys: ['S'], does: words.keys.finish },
        ]}
      />
    </OfficePage>
  );
}

export function queueAwayRoutes(t: OfficeDeps, web: FastifyInstance): void {
  const { mustServe, atRoom } = serving(t);

  async function asked<T extends { readonly ruang: string; readonly alat: string }>(
    request: FastifyRequest,
    shape: z.ZodType<T>,
  ) {
    const read = shape.safeParse(request.body);
    if (!read.success) throw new Refusal('frame/bad-request', 400);
    const { session, room } = await atRoom(request, read.data.ruang);
    return { body: read.data, at: { session, room, device: read.data.alat } };
  }

  web.get(AWAY, (request, reply) => {
    mustServe(request);
    return t.frame.send(reply, <AwayPage shell={{ page: t.frame.page(request), nav: [] }} />);
  });
  web.post('/kantor/antrean/:antrean/sewa', async (request) => {
    const { body, at } = await asked(request, holding);
    return t.queue.hold(request.desk.doer, at, body.punya);
  });
  web.post('/kantor/antrean/:antrean/lepas', async (request) => {
    const { at } = await asked(request, returning);
    await t.queue.giveBack(request.desk.doer, at);
    return {};
  });
  web.post('/kantor/antrean/:antrean/susulan', async (request) => {
    const { body, at } = await asked(request, settling);
    return { settled: await t.queue.settle(request.desk.doer, at, body.kejadian, body.dikirim) };
  });
}
