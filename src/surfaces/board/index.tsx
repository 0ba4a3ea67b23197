import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Organisations } from '../../capabilities/organisations/index.ts';
import { labelOf, type Queue } from '../../capabilities/queue/index.ts';
import { localDate, sayDate, sayTime } from '../../kernel/dates.ts';
import type { Clock } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type Language, say } from '../../kernel/text.ts';
import { Board, BoardFrame, type BoardView, LiveRegion, renderFragment } from '../design/index.ts';
import { createStreams, type Frame } from '../frame/index.ts';
import type { Clips } from './clips.ts';
import { spokenOf } from './spoken.ts';
import { boardWords } from './words.ts';

export type BoardDeps = {
  readonly frame: Frame;
  readonly queue: Queue;
  readonly organisations: Organisations;
  readonly clock: Clock;
  readonly clips: Clips;
};

/** Seconds between two looks. */
const EVERY = 4;
const REFRESH = 10;
const RECENT = 5;
/** What was called longer ago is said to nobody: a counter without a network tells it late. */
const NEWS_MILLIS = 120_000;
/** Whoever was called longer ago is in the room or has left it: nobody is bidden to come in any more. */
const STALE_MILLIS = 5 * 60_000;

/** @example signOf('Ruang 3') // { word: 'Ruang', digits: '3' }; a room that is only a name has no sign */
function signOf(room: string): { readonly word: string; readonly digits: string } | undefined {
  const [, word, digits] = /^(\D{1,10}?) ?(\d{1,2})$/.exec(room) ?? [];
  return word === undefined || digits === undefined ? undefined : { word, digits };
}

/** @example roomsIn(['Ruang 1', 'Ruang 2', 'Kasir']) // 'Ruang 1, 2, Kasir' */
const roomsIn = (rooms: readonly string[]): string =>
  rooms
    .map((room, i) => {
      const [sign, before] = [signOf(room), signOf(rooms[i - 1] ?? '')];
      return sign && before?.word === sign.word ? sign.digits : room;
    })
    .join(', ');

const SHORT = 14;
/** A foot of the screen has room for a few words. */
const shortOf = (rooms: readonly string[], others: (room: string) => string): string => {
  const all = roomsIn(rooms);
  return all.length <= SHORT || rooms.length < 2 ? all : others(rooms[0] ?? '');
};

/** The screen of a waiting room: numbers and rooms, nothing about anybody. */
export function createBoardSurface(t: BoardDeps): (web: FastifyInstance) => Promise<void> {
  const textOf = (from: unknown, name: string): string => {
    const value = (from as Record<string, unknown>)[name];
    return typeof value === 'string' ? value : '';
  };

  async function viewOf(request: FastifyRequest, lang: Language): Promise<BoardView> {
    const ref = `${textOf(request.params, 'region')}/${textOf(request.params, 'office')}`;
    const office = await t.organisations.findOffice(ref);
    const offer = office && (await t.queue.offer(ref));
    if (!office || !offer) throw new Refusal('queue/not-found', 404);
    const words = boardWords(lang);
    const { calls, lines } = await t.queue.board(ref);
    const now = t.clock();
    const [latest, ...earlier] = calls;
    const way = latest && offer.place.directions[latest.room];
    const number = (call: { readonly prefix: string; readonly number: number }) => labelOf(call.prefix, call.number);
    return {
      ...{
        place: office.name,
        date: sayDate(localDate(now, office.zone), lang),
        time: sayTime(now, office.zone, lang),
      },
      ...{
        moment: now.toISOString(),
        callWord: latest && now.getTime() - latest.calledAt.getTime() > STALE_MILLIS ? words.last : words.come,
        recentWord: words.recent,
      },
      now: latest && {
        ...{ number: number(latest), room: latest.room, way: way ? say(way, lang) : '', sign: signOf(latest.room) },
      },
      spoken: calls
        .filter(({ calledAt }) => now.getTime() - calledAt.getTime() < NEWS_MILLIS)
        .reverse()
        .map((call) => ({ key: `${number(call)} ${call.room} ${call.calledAt.getTime()}`, ...spokenOf(call) })),
      nobody: words.nobody,
      recent: earlier
        .slice(0, RECENT)
        .map((call) => ({ number: number(call), room: call.room, words: signOf(call.room) === undefined })),
      waitsWord: words.waits,
      waits: lines.map((line) => ({
        title: line.room ?? words.line(line.prefix, shortOf(line.rooms, words.others)),
        text: line.off
          ? words.off
          : line.paused
            ? words.paused(line.waiting)
            : line.opens
              ? words.opens(line.waiting, sayTime(line.opens, office.zone, lang))
              : words.wait(line.waiting, line.minutes),
      })),
      heard:
        offer.place.kind === 'health'
          ? words.heard(sayTime(now, office.zone, lang))
          : words.heardOnly(sayTime(now, office.zone, lang)),
    };
  }

  return async (web) => {
    const stream = createStreams(web);
    web.get('/papan/:region/:office', async (request, reply) => {
      const lang = t.frame.lang(request);
      const view = await viewOf(request, lang);
      return t.frame.send(
        reply,
        <BoardFrame
          page={t.frame.page(request)}
          title={`${boardWords(lang).title} ${view.place}`}
          refresh={REFRESH}
          voice={boardWords(lang).voice}
        >
          <LiveRegion
            src={`${request.url.split('?')[0]}/isi`}
            stream={`${request.url.split('?')[0]}/arus`}
            every={EVERY}
          >
            <Board view={view} />
          </LiveRegion>
        </BoardFrame>,
      );
    });
    web.get('/suara/:clip', { config: { public: true } }, (request, reply) => {
      const clip = t.clips.get(textOf(request.params, 'clip'));
      if (!clip) throw new Refusal('frame/not-found', 404);
      return reply.header('cache-control', 'public, max-age=86400').type('audio/mpeg').send(Buffer.from(clip));
    });
    web.get('/papan/:region/:office/arus', async (request, reply) => {
      const region = textOf(request.params, 'region');
      const office = `${region}/${textOf(request.params, 'office')}`;
      if (!(await t.queue.offer(office))) throw new Refusal('queue/not-found', 404);
      return stream(request, reply, (hear) => t.queue.watch({ region, office }, hear));
    });
    web.get('/papan/:region/:office/isi', async (request, reply) => {
      const view = await viewOf(request, t.frame.lang(request));
      return reply.type('text/html; charset=utf-8').send(renderFragment(<Board view={view} />));
    });
  };
}
