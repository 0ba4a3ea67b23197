import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { parse } from 'node:querystring';
import type { Language } from '../../kernel/text.ts';
import { hmac } from '../../platform/crypto/index.ts';
import { parsePreferences } from '../design/index.ts';
import type { Admission, Turn } from './admission.ts';
import type { BusyPages, Kept } from './busy-page.tsx';
import { FrontServer, type Verdict } from './front-server.ts';
import { problemJson, wantsPage } from './problem-page.tsx';
import type { Stay } from './row.ts';
import { SAFETY, SAFETY_BY_HTTPS } from './safety.ts';
import type { Asked, Whole } from './whole-request.ts';

export type DoorDeps = {
  readonly admission: Admission;
  readonly pages: BusyPages;
  /** Of the proof of a turn. */
  readonly key: Uint8Array;
  /** Cookies travel by HTTPS alone. */
  readonly secure: boolean;
  readonly newId: () => string;
};

/** Every request has one: kept beside them all in a map of its own it would outlive many of them. */
const STAY = Symbol('stay');
const TURN = Symbol('turn');
type Inside = IncomingMessage & { [STAY]?: Stay; [TURN]?: string };

/** Names and values in turn, and ASCII. */
type Answer = { readonly headers: readonly string[]; readonly body: string };

/** A turn as it is told to a browser. */
type Told = Turn & { readonly cookie: string };

export type Door = {
  /** A server whose door it is. */
  server(serve: RequestListener): Server;
  /** Addresses that are open to everybody at any time, e.g. `/aset/:name`. */
  knows(publics: readonly { readonly url: string }[]): void;
  /** Of somebody who was let in; nobody counts who goes where it is open to everybody. */
  stayOf(request: IncomingMessage): Stay | undefined;
  /** The cookie with the turn that somebody gets who was let in without one. */
  ownTurnOf(request: IncomingMessage): string | undefined;
  /** Of somebody who was let through although it is not his turn, for what he sends must be read another way. */
  turnOf(request: IncomingMessage): Told | undefined;
};

/** Where people write long or chose a place in a queue, and nothing secret: what they send is worth reading also when there is no time for it. */
const WRITTEN = /^\/(?:(?:permohonan|layanan|urusan|kantor\/berkas)\/|(?:berobat|antre)(?:\/tunggu)?$)/;
const MOST_KEPT = 256 * 1024;
const FORM = 'application/x-www-form-urlencoded';
const FILES = 'multipart/form-data';
/** How long after his turn a browser still shows it. */
const KEPT_SECONDS = 1200;
const MOST_SECONDS = 1000;

/**
 * Turns away whom the process has no time for, before the framework sees him: in a crowd most of all work is saying no, so it must cost
 * next to nothing. A turn travels in a cookie with a proof, so nobody moves himself forward and no process need remember anybody.
 */
export function createDoor({ admission, pages, key, secure, newId }: DoorDeps): Door {
  let publics = /^$/;
  const through = new WeakMap<IncomingMessage, Told>();

  const proofOf = (due: string): Buffer => hmac(key).update(`turn ${due}`).digest().subarray(0, 16);
  function held({ headers }: Asked): number | undefined {
    const [, due, proof = ''] =
      /(?:^|; )(?:__Host-)?giliran=(\d{13})\.([\w-]{22})(?:;|$)/.exec(headers.cookie ?? '') ?? [];
    if (due === undefined || !timingSafeEqual(Buffer.from(proof, 'base64url'), proofOf(due))) return undefined;
    return Number(due);
  }
  /** Of the turns in one second. */
  const cookies = new Map<number, string>();
  function cookieOf({ due, seconds }: Turn): string {
    const second = Math.ceil(due / 1000);
    const known = cookies.get(second);
    if (known !== undefined) return known;
    if (cookies.size > MOST_SECONDS) cookies.clear();
    const text = String(second * 1000);
    const value = `${text}.${proofOf(text).toString('base64url')}; Max-Age=${seconds + KEPT_SECONDS}; Path=/; HttpOnly; SameSite=Lax`;
    const cookie = secure ? `__Host-giliran=${value}; Secure` : `giliran=${value}`;
    cookies.set(second, cookie);
    return cookie;
  }
  const told = (turn: Turn): Told => ({ ...turn, cookie: cookieOf(turn) });

  const safety = secure ? SAFETY_BY_HTTPS : SAFETY;
  const front = `HTTP/1.1 503 Service Unavailable\r\n${linesOf(safety)}`;

  /** @param written the form that was sent; it is looked at only where it may be kept */
  function answerTo(asked: Asked, { seconds, cookie }: Told, written: () => string): Answer {
    const lang = langOf(asked);
    const { url = '/' } = asked;
    const answer = (body: string, ...more: readonly string[]): Answer => ({
      headers: ['retry-after', String(seconds), 'set-cookie', cookie, 'content-length', String(body.length), ...more],
      body,
    });
    if (!wantsPage(asked)) {
      const problem = { code: 'frame/busy', status: 503, params: { seconds }, reference: newId() };
      return answer(asciiJson(problemJson(problem, lang)), ...JSON_TYPE);
    }
    if (asked.method === 'GET' || asked.method === 'HEAD')
      return answer(pages.look(lang, seconds, url), ...HTML_TYPE, 'refresh', String(seconds));
    if (!mayBeKept(asked)) return answer(pages.lost(lang, seconds, url), ...HTML_TYPE);
    return answer(pages.send(lang, seconds, { action: url, ...keptOf(formOf(written())) }), ...HTML_TYPE);
  }

  function turnAway(request: IncomingMessage, response: ServerResponse, turn: Told): void {
    const parts: Buffer[] = [];
    function say(): void {
      if (turn.after > 0) setTimeout(answer, turn.after).unref();
      else answer();
    }
    function answer(): void {
      const { headers, body } = answerTo(request, turn, () => Buffer.concat(parts).toString());
      response.writeHead(503, safety.concat(headers));
      response.end(body, 'latin1');
    }
    if (mayBeKept(request) && wantsPage(request)) {
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', say);
    } else say();
  }

  function away(request: IncomingMessage, response: ServerResponse, serve: RequestListener, turn: Turn): void {
    if (hasFiles(request)) {
      through.set(request, told(turn));
      serve(request, response);
    } else turnAway(request, response, told(turn));
  }

  const isOpen = ({ url = '' }: Asked): boolean => publics.test(url);
  const turnFor = (asked: Asked): Turn | undefined =>
    admission.free() ? undefined : admission.turnedAway(held(asked));

  function look(whole: Whole): Verdict {
    if (isOpen(whole) || hasFiles(whole)) return { letIn: false };
    const turn = turnFor(whole);
    if (turn === undefined) return { letIn: true };
    const answer = (): string => {
      const { headers, body } = answerTo(whole, told(turn), () => whole.body.toString());
      return `${front}date: ${httpDate()}\r\n${linesOf(headers)}\r\n${body}`;
    };
    return { answer, after: turn.after };
  }

  function letIn(request: IncomingMessage, response: ServerResponse, serve: RequestListener): void {
    const mine = held(request);
    function begins(stay: Stay): void {
      (request as Inside)[STAY] = stay;
      // His next page goes before those who come new, also where he himself came new.
      const turn = mine === undefined ? admission.letIn() : undefined;
      if (turn) (request as Inside)[TURN] = cookieOf(turn);
      serve(request, response);
    }
    const stay = admission.enter(mine, begins, (turn) => away(request, response, serve, turn));
    response.once('close', stay.ends);
  }

  return {
    knows: (routes) => {
      const patterns = routes.map(({ url }) => url.replaceAll(/:[^/.]+/g, '[^/]+').replaceAll('*', '.*'));
      publics = new RegExp(`^(${patterns.join('|')})/?(\\?|$)`);
    },
    server: (serve) =>
      new FrontServer({
        look,
        serve: (request, response, wasLetIn) => {
          if (isOpen(request)) return serve(request, response);
          const turn = wasLetIn ? undefined : turnFor(request);
          if (turn === undefined) letIn(request, response, serve);
          else away(request, response, serve, turn);
        },
      }),
    stayOf: (request: Inside) => request[STAY],
    ownTurnOf: (request: Inside) => request[TURN],
    turnOf: (request) => through.get(request),
  };
}

/** @param headers names and values in turn */
function linesOf(headers: readonly string[]): string {
  let lines = '';
  for (let i = 0; i < headers.length; i += 2) lines += `${headers[i]}: ${headers[i + 1]}\r\n`;
  return lines;
}

let date = { second: 0, text: '' };
/** The date as HTTP has it. */
function httpDate(): string {
  const second = Math.floor(Date.now() / 1000);
  if (date.second !== second) date = { second, text: new Date(second * 1000).toUTCString() };
  return date.text;
}

const HTML_TYPE = ['content-type', 'text/html; charset=utf-8', 'cache-control', 'no-store'];
const JSON_TYPE = ['content-type', 'application/problem+json; charset=utf-8', 'cache-control', 'no-store'];
const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

const langOf = ({ headers }: Asked): Language =>
  parsePreferences(/(?:^|; )(?:__Host-)?tampilan=([\w.]*)/.exec(headers.cookie ?? '')?.[1]).lang;

const hasFiles = (asked: Asked): boolean =>
  mayBeKept(asked) && wantsPage(asked) && asked.headers['content-type']?.startsWith(FILES) === true;

/** What is sent may be shown again in the page that asks to come back. */
export function mayBeKept({ method, url = '', headers }: Asked): boolean {
  const type = headers['content-type'] ?? '';
  const length = Number(headers['content-length'] ?? Number.POSITIVE_INFINITY);
  return (
    method === 'POST' && WRITTEN.test(url) && (type.startsWith(FORM) || type.startsWith(FILES)) && length <= MOST_KEPT
  );
}

/** A form's text. PostgreSQL keeps none with a null character in it, and no keyboard types one. */
export const formOf = (text: string): Record<string, unknown> => parse(text.replaceAll('%00', ''));

/** What the form held, but for files. */
export function keptOf(body: unknown): Omit<Kept, 'action'> {
  const all = Object.entries((body ?? {}) as Readonly<Record<string, unknown>>).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one: unknown) => [name, one] as const),
  );
  const fields = all.filter((one): one is readonly [string, string] => typeof one[1] === 'string');
  return { fields, files: fields.length < all.length };
}
