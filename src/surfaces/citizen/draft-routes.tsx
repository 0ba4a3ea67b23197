import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CaseRef, Draft } from '../../capabilities/cases/index.ts';
import type { Issue, Screen } from '../../engine/index.ts';
import { addDays, localDate, sayDate, sayTime } from '../../kernel/dates.ts';
import { say } from '../../kernel/text.ts';
import { LARGEST_FILE } from '../../platform/uploads/index.ts';
import { type Body, engineBody, SentFile } from './body.ts';
import { bodyOf, fieldOf, paramOf, queryOf, type Tools } from './deps.ts';
import { takeFiles } from './draft-files.ts';
import { DraftPage } from './draft-page.tsx';
import {
  caseHref,
  draftHref,
  drawingFor,
  faultsOf,
  keyFor,
  openQuestions,
  openScreens,
  READS,
  refOf,
  screenOf,
  stepOf,
} from './draft-view.ts';
import { type Filler, type Helping, mustFill } from './filler.ts';
import { whomOf } from './for-whom.ts';
import { Later } from './later.tsx';
import { zoneOf } from './running.ts';
import { serviceHref } from './shelf.ts';
import { shellOf } from './shell.tsx';
import { notAllowed } from './start-routes.tsx';
import { formWords } from './words/form.ts';

/** The screens of a form that is being filled in, or of the part that came back for repair. */
export async function draftRoutes(t: Tools, web: FastifyInstance): Promise<void> {
  await web.register(multipart, {
    attachFieldsToBody: 'keyValues',
    limits: { fileSize: LARGEST_FILE + 1, files: 8, fields: 200, fieldSize: 64 * 1024 },
    throwFileSizeLimit: false,
    // Larger ones are cut just past the limit: then the page can say so and stay.
    onFile: async (part) => {
      const pieces: Buffer[] = [];
      for await (const piece of part.file) pieces.push(piece as Buffer);
      Object.assign(part, { value: new SentFile(part.filename, Buffer.concat(pieces)) });
    },
  });

  web.get('/permohonan/:region/:id', READS, async (request, reply) => {
    const filler = await mustFill(t, request, reply, refOf(request));
    if (!filler) return reply;
    const ref = refOf(request);
    const draft = await t.cases.draft(filler.doer, ref, filler.read);
    if (draft.found.status !== 'draft' && draft.found.status !== 'returned')
      return reply.redirect(caseHref(ref, filler.helping), 303);
    return reply.redirect(forward(ref, draft, null), 303);
  });

  web.get('/permohonan/:region/:id/nanti', READS, async (request, reply) => {
    const filler = await mustFill(t, request, reply, refOf(request));
    if (!filler) return reply;
    // The person has no account to go on with: he comes back to a counter.
    if (filler.helping) return reply.redirect(`${filler.helping.home}?pesan=tersimpan`, 303);
    const draft = await t.cases.draft(filler.doer, refOf(request), filler.read);
    const { found, definition } = draft;
    const lang = t.frame.lang(request);
    const days = Number(/^P(\d+)D$/.exec(definition.keep.drafts)?.[1] ?? 90);
    const until = addDays(localDate(found.begunAt, await zoneOf(t, null, found.region)), days);
    const page = (
      <Later
        {...{ shell: shellOf(t, request), code: draftCode(found.id), until: sayDate(until, lang) }}
        {...{
          service: say(definition.title, lang),
          whom: whomOf(draft, lang, request.helping),
          href: draftHref(found),
        }}
      />
    );
    return t.frame.send(reply, page);
  });

  web.get('/permohonan/:region/:id/:screen', READS, async (request, reply) => {
    const filler = await mustFill(t, request, reply, refOf(request));
    if (!filler) return reply;
    const draft = await t.cases.draft(filler.doer, refOf(request), filler.read);
    return showScreen(t, request, reply, draft, screenOf(draft, paramOf(request, 'screen')), [], null);
  });

  web.post('/permohonan/:region/:id/:screen', READS, async (request, reply) => {
    const filler = await mustFill(t, request, reply, refOf(request));
    if (!filler) return reply;
    return takeScreen(t, request, reply, filler);
  });
}

/** Before the first screen: the case that came back, the service, or the counter. */
const backOf = (found: Draft['found'], helping: Helping | null): string =>
  found.status === 'returned' ? caseHref(found, helping) : (helping?.home ?? serviceHref(found));

/** The last eight signs of its id: enough to find a draft among one's own. @example draftCode('…-9f2c41aa07be') // '41AA07BE' */
export const draftCode = (id: string): string => id.slice(-8).toUpperCase();

/** The next screen: the one after this; from "Ubah" back to the check; the check when nothing is left. */
function forward(ref: CaseRef, draft: Draft, from: Screen | null, backToCheck = false): string {
  const screens = openScreens(draft);
  // A repair begins with what was asked for, though it stands answered.
  const asked = draft.found.status === 'returned' && from === null && !backToCheck ? screens[0] : undefined;
  const missing = asked ?? screens.find((screen) => !screen.done);
  const at = from === null ? -1 : screens.findIndex((screen) => screen.ref === from.ref);
  const next = from === null || backToCheck ? missing : (screens[at + 1] ?? missing);
  return draftHref(ref, next && (from === null || backToCheck || at >= 0) ? encodeURIComponent(next.ref) : 'periksa');
}

/** @param issues what is wrong with what was sent; the page says it */
export async function showScreen(
  t: Tools,
  request: FastifyRequest,
  reply: FastifyReply,
  draft: Draft,
  screen: Screen,
  issues: readonly Issue[],
  body: Body | null,
): Promise<FastifyReply> {
  const lang = t.frame.lang(request);
  const { found, definition } = draft;
  if (draft.settled.allow) {
    const service = await t.catalogue.version(found.service, found.serviceVersion);
    return notAllowed(t, request, reply, service, draft.settled.allow);
  }
  const faults = faultsOf(draft, screen, issues, lang, body);
  const screens = openScreens(draft);
  const before = screens[screens.findIndex((one) => one.ref === screen.ref) - 1];
  const check = queryOf(request, 'dari') === 'periksa';
  const first = backOf(found, request.helping);
  const here = draftHref(found, encodeURIComponent(screen.ref));
  const { fields, drawing } = await drawingFor(t, draft, screen, lang, faults.at, body, issues, {
    day: queryOf(request, 'hari'),
    href: (day) => `${here}?hari=${day}${check ? '&dari=periksa' : ''}`,
  });
  const rule = draft.settled.refusals.find((one) => screen.questions.includes(one.at));
  const go = rule?.go === undefined ? undefined : await t.catalogue.find(rule.go);
  const page = (
    <DraftPage
      {...{
        shell: shellOf(t, request),
        service: say(definition.title, lang),
        whom: whomOf(draft, lang, request.helping),
      }}
      {...{ fields, drawing, faults: faults.list, title: screen.title, step: stepOf(draft, screen, lang) }}
      action={check ? `${here}?dari=periksa` : here}
      backHref={check ? draftHref(found, 'periksa') : before ? draftHref(found, encodeURIComponent(before.ref)) : first}
      hidden={{ kunci: t.frame.key() }}
      go={go && { href: serviceHref(go), title: say(go.definition.title, lang) }}
      repair={found.status === 'returned'}
    />
  );
  return t.frame.send(reply, page, issues.length > 0 ? 422 : 200);
}

async function takeScreen(
  t: Tools,
  request: FastifyRequest,
  reply: FastifyReply,
  filler: Filler,
): Promise<FastifyReply> {
  const ref = refOf(request);
  const body = bodyOf(request);
  const draft = await t.cases.draft(filler.doer, ref, filler.read);
  const screen = screenOf(draft, paramOf(request, 'screen'));
  const here = `${draftHref(ref, encodeURIComponent(screen.ref))}${queryOf(request, 'dari') === 'periksa' ? '?dari=periksa' : ''}`;
  const kunci = fieldOf(body, 'kunci');
  // The button "Cari" only looks a place up: the same page with what was found, nothing stored.
  if (fieldOf(body, '_cari') !== '') return showScreen(t, request, reply, draft, screen, [], body);
  const removed = fieldOf(body, 'hapus');
  if (removed !== '') {
    const guard = { version: draft.found.version, key: keyFor(kunci, draft.found.version, ['hapus', removed]) };
    await t.cases.removeFile(filler.doer, ref, removed, guard);
    return reply.redirect(here, 303);
  }
  const later = fieldOf(body, 'nanti') !== '';
  const { issues, draft: after } = await store(t, filler, ref, draft, screen, body, kunci);
  if (request.headers['x-autosave'] === '1') return autosaved(t, request, reply, draft, issues);
  if (later) return reply.redirect(draftHref(ref, 'nanti'), 303);
  if (issues.length > 0) return showScreen(t, request, reply, after, screen, issues, body);
  if (after.settled.allow || after.settled.refusals.some((rule) => screen.questions.includes(rule.at)))
    return reply.redirect(here, 303);
  return reply.redirect(forward(ref, after, screen, queryOf(request, 'dari') === 'periksa'), 303);
}

/** Files first, each a step; then the other answers of the screen, as one. */
async function store(t: Tools, filler: Filler, ref: CaseRef, draft: Draft, screen: Screen, body: Body, kunci: string) {
  const open = openQuestions(draft, screen);
  const files = open.filter((id) => isFile(draft, id));
  const faults = files.length > 0 ? await takeFiles(t, filler, ref, draft, files, body, kunci) : [];
  const now = files.length > 0 ? await t.cases.draft(filler.doer, ref) : draft;
  const missing = now.settled.issues.filter(
    (issue) => files.includes(issue.question) && !faults.some((fault) => fault.question === issue.question),
  );
  if (files.length === open.length) return { issues: [...faults, ...missing], draft: now };
  const read = engineBody(body);
  const guard = { version: now.found.version, key: keyFor(kunci, now.found.version, read) };
  const answered = await t.cases.answer(filler.doer, ref, screen.ref, read, guard);
  return { issues: [...faults, ...missing, ...answered.issues], draft: answered.draft };
}

const isFile = (draft: Draft, id: string): boolean =>
  draft.definition.pages.some((page) => page.questions.some((one) => one.id === id && one.field.kind === 'file'));

/** The words for the script; 204 keeps what it said before, because nothing was stored. */
async function autosaved(
  t: Tools,
  request: FastifyRequest,
  reply: FastifyReply,
  draft: Draft,
  issues: readonly Issue[],
) {
  if (issues.length > 0) return reply.status(204).send();
  const lang = t.frame.lang(request);
  const time = sayTime(t.clock(), await zoneOf(t, draft.found.office, draft.found.region), lang);
  return reply.type('text/plain; charset=utf-8').send(formWords(lang).saved(time));
}
