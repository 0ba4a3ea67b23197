import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { CaseRef, Draft } from '../../capabilities/cases/index.ts';
import type { Issue } from '../../engine/index.ts';
import { isUuid } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Kept } from '../../platform/uploads/index.ts';
import { uploadedName } from '../design/index.ts';
import { type Body, SentFile } from './body.ts';
import { fieldOf, paramOf, type Tools } from './deps.ts';
import { keyFor, refOf } from './draft-view.ts';
import { type Filler, mayFill, mustFill } from './filler.ts';
import { issueText } from './issue-words.ts';

const problem = (question: string, code: string): Issue => ({ question, input: question, code, params: {} });

/** Takes the files that came with a form, or were sent before it in pieces, into the case. Each is a step of its own. */
export async function takeFiles(
  t: Tools,
  filler: Filler,
  ref: CaseRef,
  draft: Draft,
  questions: readonly string[],
  body: Body,
  kunci: string,
): Promise<readonly Issue[]> {
  const issues: Issue[] = [];
  let { version } = draft.found;
  for (const question of questions) {
    const came = await fileFor(t, filler, ref, question, body);
    if (came === undefined) continue;
    if (typeof came === 'string') {
      issues.push(problem(question, `file/${came}`));
      continue;
    }
    await t.cases.addFile(
      filler.doer,
      ref,
      {
        ...{ id: came.id, question, name: came.name, type: came.type, size: came.size, stored: came.stored },
        ...{ uploadedAt: t.clock(), sha256: Buffer.from(came.sha256, 'hex') },
      },
      { version, key: keyFor(kunci, version, [question, came.sha256]) },
    );
    version += 1;
  }
  return issues;
}

async function fileFor(
  t: Tools,
  filler: Filler,
  ref: CaseRef,
  question: string,
  body: Body,
): Promise<Kept | string | undefined> {
  const sent = body[question];
  if (sent instanceof SentFile && (sent.bytes.length > 0 || sent.name !== '')) {
    const taken = await t.uploads.take({ region: ref.region, case: ref.id, name: sent.name }, sent.bytes);
    return taken.ok ? taken.file : taken.fault;
  }
  const ids = body[uploadedName(question)];
  const id = Array.isArray(ids) ? ids.at(-1) : ids;
  if (typeof id !== 'string' || id === '') return undefined;
  return t.uploads.finished(id, { person: filler.doer.id, case: ref.id, question });
}

const words = (status: number, code: string, lang: 'id' | 'en') => ({
  status,
  text: issueText({ code, params: {} }, lang),
});

/** Whoever began sending a file goes on with it: under his own name, with the PIN or as an officer. */
function senderOf(t: Tools, request: FastifyRequest): string | undefined {
  const citizen = t.frame.citizen(request);
  return citizen ? (citizen.level === 2 ? citizen.person : undefined) : t.frame.officer(request)?.officer;
}

/** No file goes on there. */
const NOWHERE = -1;

/** Files in pieces, and looking at one that is there. */
export function fileRoutes(t: Tools, web: FastifyInstance): void {
  web.addContentTypeParser(
    'application/offset+octet-stream',
    { parseAs: 'buffer', bodyLimit: 1024 * 1024 },
    (_request, body, done) => done(null, body),
  );

  web.post('/berkas', async (request, reply) => {
    const body = (request.body ?? {}) as Record<string, unknown>;
    const [, region = '', id = ''] = /^(\d\d\.\d\d)\/(.*)$/.exec(fieldOf(body, 'case')) ?? [];
    if (!isUuid(id)) throw new Refusal('cases/not-found', 404);
    // A script asks: a page to log in by would be no answer.
    const filler = await mayFill(t, request, { region, id });
    if (!filler) throw new Refusal('frame/not-ours', 403);
    const question = fieldOf(body, 'question');
    const draft = await t.cases.draft(filler.doer, { region, id });
    const asked = draft.settled.screens.some((screen) => screen.questions.includes(question));
    if (!asked || !t.cases.may(filler.doer, 'case.answer', draft.found)) throw new Refusal('cases/not-open', 409);
    const begun = await t.uploads.begin({
      ...{ person: filler.doer.id, region, case: id, question },
      ...{ name: fieldOf(body, 'name'), size: typeof body.size === 'number' ? body.size : 0 },
    });
    if (typeof begun !== 'string') return reply.status(201).send(begun);
    const said = words(422, `file/${begun}`, t.frame.lang(request));
    return reply.status(said.status).type('text/plain; charset=utf-8').send(said.text);
  });

  web.patch('/berkas/:id', async (request, reply) => {
    const sender = senderOf(t, request);
    if (sender === undefined || !Buffer.isBuffer(request.body)) throw new Refusal('frame/not-ours', 403);
    const said = String(request.headers['upload-offset'] ?? '');
    const offset = /^\d{1,9}$/.test(said) ? Number(said) : NOWHERE;
    const at = await t.uploads.append(paramOf(request, 'id'), sender, offset, request.body);
    if (at.kind === 'at') return reply.send({ offset: at.offset });
    if (at.kind === 'elsewhere') return reply.status(409).send({ offset: at.offset });
    if (at.kind === 'unknown') throw new Refusal('frame/not-found', 404);
    const why = words(422, `file/${at.fault}`, t.frame.lang(request));
    return reply.status(why.status).type('text/plain; charset=utf-8').send(why.text);
  });

  for (const start of ['/permohonan', '/urusan'])
    web.get(`${start}/:region/:id/berkas/:question`, async (request, reply) => {
      const filler = await mustFill(t, request, reply, refOf(request));
      if (!filler) return reply;
      const view = await t.cases.view(filler.doer, refOf(request));
      const question = paramOf(request, 'question');
      const file = view.files.filter((one) => one.question === question).at(-1);
      if (!file) throw new Refusal('frame/not-found', 404);
      const name = encodeURIComponent(file.name);
      return reply
        .type(file.type)
        .header('content-disposition', `inline; filename*=UTF-8''${name}`)
        .send(Buffer.from(await t.files.read(file.stored)));
    });
}
