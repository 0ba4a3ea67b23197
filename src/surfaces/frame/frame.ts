import cookies from '@fastify/cookie';
import forms from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import type { CitizenSigned, OfficerSigned, Signed, SignedIn } from '../../capabilities/accounts/index.ts';
import type { Case, CaseRef } from '../../capabilities/cases/index.ts';
import type { Person } from '../../capabilities/people/index.ts';
import { type Clock, type Random, uuidv7 } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Language } from '../../kernel/text.ts';
import { Unavailable } from '../../kernel/unavailable.ts';
import {
  choosePreferences,
  type FootLink,
  formatPreferences,
  type PageContext,
  parsePreferences,
  preferencesCookie,
  renderPage,
} from '../design/index.ts';
import { createAdmission } from './admission.ts';
import { type Assets, assetUrls, serveAssets } from './assets.ts';
import { drawBusyPages } from './busy-page.tsx';
import { createDoor, formOf } from './door.ts';
import { type Gate, installGate } from './gate.ts';
import { localPath } from './local-path.ts';
import { isOurs, PROOF_FIELD, proofOf } from './proof.ts';
import { refNamed } from './ref.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** null before the cookie was read, and where nobody asks who it is. */
    visitor: Visitor;
  }
  interface FastifyContextConfig {
    /** Nothing about the visitor is needed: assets, health. */
    public?: boolean;
    /** Public, and still many may come at once: there is a door in front. */
    crowded?: boolean;
    /** Nobody is turned away here, however many come: whom to call in an emergency. */
    urgent?: boolean;
    /** Proves itself by other means than a form's hidden field. */
    proven?: boolean;
    /** The citizen's case that the address names is read together with who asks. */
    reads?: 'case';
  }
}

/** Who asks, as far as the cookie tells, with what was read of a citizen together with his session. */
export type Visitor = {
  readonly signed: Signed | undefined;
  readonly person: Person | undefined;
  readonly found: Case | undefined;
  /** The session's token, or that of a browser without one: forms are proved against it. */
  readonly cookie: string | undefined;
};

export type FrameDeps = {
  readonly arrive: (token: string | undefined, record: CaseRef | null) => Promise<Omit<Visitor, 'cookie'>>;
  readonly assets: Assets;
  readonly proofKey: Uint8Array;
  readonly clock: Clock;
  readonly random: Random;
  readonly government: string;
  readonly demo: boolean;
  /** Everybody comes by HTTPS. */
  readonly production: boolean;
  readonly footLinks: (lang: Language) => readonly FootLink[];
  /** A citizen chose the language that he reads: what he is told outside comes in it. */
  readonly speaks: (person: string, lang: Language) => Promise<void>;
};

export type Frame = ReturnType<typeof createFrame>;

/** A form that comes back with its faults. */
const FAULTY = 422;

/**
 * "Back" from the page after it must find such an answer again, which the browser may not ask for anew: so it keeps that one page until
 * somebody logs out, but never on a phone that others use.
 */
const mayStay = ({ visitor }: FastifyRequest): boolean =>
  visitor?.signed !== undefined && !(visitor.signed.kind === 'citizen' && visitor.signed.shared);
const chanceOf = (random: Random): number => (random(1)[0] ?? 0) / 256;

/** Of a crowd that comes before anything is known, so many are let in as long as each is served in time. */
const HOPED = 1024;
const YEAR = 365 * 24 * 3600;

/** What all surfaces share of HTTP: the visitor, the proof of a form, the page's context. */
export function createFrame(deps: FrameDeps) {
  const urls = assetUrls(deps.assets);
  // Behind HTTPS cookies travel nowhere else and bear `__Host-`. A demo opened by IP over plain HTTP still works.
  const nameOf = (request: FastifyRequest, name: string) => (request.secure ? `__Host-${name}` : name);
  const read = (request: FastifyRequest, name: string) => request.cookies[nameOf(request, name)];
  const write = (request: FastifyRequest, reply: FastifyReply, name: string, value: string, seconds?: number) =>
    reply.setCookie(nameOf(request, name), value, {
      ...{ path: '/', httpOnly: true, sameSite: 'lax' as const, secure: request.secure },
      ...(seconds === undefined ? {} : { maxAge: seconds }),
    });

  const chosenOf = (request: FastifyRequest) => request.cookies?.[nameOf(request, preferencesCookie)];
  const preferencesOf = (request: FastifyRequest) => parsePreferences(chosenOf(request));
  const lang = (request: FastifyRequest): Language => preferencesOf(request).lang;

  function page(request: FastifyRequest): PageContext {
    const preferences = preferencesOf(request);
    // Before it is known who asks, e.g. while the database rests, there is a page too: without a form's proof.
    const cookie = request.visitor?.cookie;
    return {
      ...{ lang: preferences.lang, here: request.url, assets: urls, preferences, preferencesAction: '/tampilan' },
      ...(cookie ? { token: { name: PROOF_FIELD, value: proofOf(deps.proofKey, cookie, deps.random) } } : {}),
      ...{ government: deps.government, demo: deps.demo, footLinks: deps.footLinks(preferences.lang) },
    };
  }

  /** Of nobody in particular: drawn once for many. */
  const strangersPage = (language: Language): PageContext => ({
    ...{ lang: language, here: '/', assets: urls, preferences: { ...parsePreferences(undefined), lang: language } },
    ...{ preferencesAction: null, government: deps.government, demo: deps.demo },
    footLinks: deps.footLinks(language),
  });
  const now = (): number => performance.timeOrigin + performance.now();
  const admission = createAdmission({ now, chance: () => chanceOf(deps.random), hoped: HOPED });
  const pages = drawBusyPages(strangersPage);
  const newId = () => uuidv7(deps.clock, deps.random);
  const door = createDoor({ admission, pages, newId, key: deps.proofKey, secure: deps.production });

  let gate: Gate | undefined;

  async function install(web: FastifyInstance): Promise<void> {
    await web.register(cookies);
    await web.register(forms, { bodyLimit: 256 * 1024, parser: formOf });
    gate = installGate(web, { admission, door, pages, lang, now });
    web.decorateRequest('visitor', null as unknown as Visitor);
    web.addHook('onRequest', async (request, reply) => {
      if (/%00/.test(request.url)) throw new Refusal('frame/bad-request', 400);
      if (request.routeOptions.config.public || request.turnedAway > 0) return;
      const token = read(request, 'sesi');
      const record = request.routeOptions.config.reads ? refNamed(request) : null;
      const arrival = await deps.arrive(token, record).catch((error: unknown) => {
        if (error instanceof Unavailable && gate?.holdUp(request)) return undefined;
        throw error;
      });
      if (!arrival || request.turnedAway > 0) return;
      let cookie = arrival.signed ? token : read(request, 'tamu');
      if (!cookie && request.method === 'GET') {
        cookie = Buffer.from(deps.random(24)).toString('base64url');
        write(request, reply, 'tamu', cookie);
      }
      request.visitor = { ...arrival, cookie };
    });
    web.addHook('preHandler', async (request) => {
      const safe = request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS';
      if (safe || request.routeOptions.config.proven) return;
      if (!isOurs(deps.proofKey, request, request.visitor.cookie)) throw new Refusal('frame/not-ours', 403);
    });
    web.post('/tampilan', async (request, reply) => {
      const body = (request.body ?? {}) as Record<string, unknown>;
      const chosen = choosePreferences(preferencesOf(request), body);
      write(request, reply, preferencesCookie, formatPreferences(chosen), YEAR);
      const { signed } = request.visitor;
      if (signed?.kind === 'citizen') await deps.speaks(signed.person, chosen.lang);
      return reply.redirect(localPath(body.kembali), 303);
    });
    serveAssets(web, deps.assets);
  }

  return {
    install,
    door,
    page,
    lang,
    /** Of a screen that people use one after another: no way to anywhere else. */
    sharedPage: (request: FastifyRequest): PageContext => ({ ...page(request), footLinks: [] }),
    /** Whoever comes to it next finds language and letters as they come. */
    forgetDisplay: (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
      reply.clearCookie(nameOf(request, preferencesCookie), { path: '/', secure: request.secure }),
    /** The page of somebody whose request ran into a database or a disk that does not serve; before `install` there is none. */
    sendAway: (request: FastifyRequest, reply: FastifyReply, seconds: number): FastifyReply | undefined =>
      gate?.sendAway(request, reply, seconds),
    send: (reply: FastifyReply, vnode: VNode, status = 200) => {
      if (status === FAULTY && mayStay(reply.request)) reply.header('cache-control', 'private, no-cache');
      return reply.status(status).type('text/html; charset=utf-8').send(renderPage(vnode));
    },
    /** After a login, a PIN, a change of level: the browser gets the new token at once. */
    signIn: async (
      request: FastifyRequest,
      reply: FastifyReply,
      { token, device, signed }: Pick<SignedIn, 'token' | 'device'> & { readonly signed?: Signed },
    ) => {
      write(request, reply, 'sesi', token);
      if (device) write(request, reply, 'perangkat', device, YEAR);
      // On a phone that others use it may be somebody else's choice.
      const chosen = chosenOf(request) !== undefined;
      if (chosen && signed?.kind === 'citizen' && !signed.shared) await deps.speaks(signed.person, lang(request));
    },
    signOut: (request: FastifyRequest, reply: FastifyReply) => {
      reply.header('clear-site-data', '"cache"');
      for (const name of ['sesi', 'tamu'])
        reply.clearCookie(nameOf(request, name), { path: '/', secure: request.secure });
    },
    sessionToken: (request: FastifyRequest) => read(request, 'sesi'),
    device: (request: FastifyRequest) => read(request, 'perangkat') ?? null,
    citizen: (request: FastifyRequest): CitizenSigned | undefined =>
      request.visitor?.signed?.kind === 'citizen' ? request.visitor.signed : undefined,
    officer: (request: FastifyRequest): OfficerSigned | undefined =>
      request.visitor?.signed?.kind === 'officer' ? request.visitor.signed : undefined,
    /** Made with a page, sent back with its form: a repeated click does nothing twice. */
    key: newId,
  };
}
