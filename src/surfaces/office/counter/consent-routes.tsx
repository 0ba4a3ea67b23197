import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Request } from '../../../capabilities/cases/index.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { say } from '../../../kernel/text.ts';
import type { FieldFault } from '../../design/index.ts';
import { guardOf } from '../../frame/index.ts';
import { refOf } from '../case-ref.ts';
import { bodyOf, fieldOf, type OfficeDeps } from '../deps.ts';
import { shellOf } from '../shell.tsx';
import { counterWords } from '../words/counter.ts';
import { ConsentPage } from './consent.tsx';
import { COUNTER, mustVisit, type Visiting } from './visit.ts';

/** The word of somebody without an account, or with one: given in front of an officer who saw who it is. */
export function counterConsentRoutes(t: OfficeDeps, web: FastifyInstance): void {
  async function wanted(request: FastifyRequest, { desk, person }: Visiting): Promise<Request> {
    const { region, id } = refOf(request);
    const waiting = await t.cases.requestsAt(desk.doer, person.nik);
    const one = waiting.find((request) => request.region === region && request.id === id);
    if (!one) throw new Refusal('cases/not-found', 404);
    return one;
  }

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    visiting: Visiting,
    one: Request,
    faults: readonly FieldFault[],
  ) {
    const shell = shellOf(t, request);
    const { definition } = await t.catalogue.version(one.service, one.serviceVersion);
    const page = (
      <ConsentPage
        {...{ shell, home: visiting.home, name: visiting.person.name, by: one.askedBy, faults }}
        service={say(definition.title, shell.page.lang)}
        action={`${visiting.home}/setuju/${one.region}/${one.id}`}
        hidden={{ versi: String(one.version), kunci: t.frame.key() }}
      />
    );
    return t.frame.send(reply, page, faults.length > 0 ? 422 : 200);
  }

  web.get(`${COUNTER}/:visit/setuju/:region/:id`, async (request, reply) => {
    const visiting = await mustVisit(t, request, reply);
    return visiting ? show(request, reply, visiting, await wanted(request, visiting), []) : reply;
  });

  web.post(`${COUNTER}/:visit/setuju/:region/:id`, async (request, reply) => {
    const visiting = await mustVisit(t, request, reply);
    if (!visiting) return reply;
    const { desk, person, home } = visiting;
    const one = await wanted(request, visiting);
    const body = bodyOf(request);
    if (fieldOf(body, 'sendiri') === '')
      return show(request, reply, visiting, one, [
        { field: 'sendiri', text: counterWords(t.frame.lang(request)).consentPaperNone },
      ]);
    const answer = fieldOf(body, 'jawab') === 'ya' ? 'agreed' : 'refused';
    const guard = guardOf(body);
    await t.cases.agree(desk.doer, one, { id: one.id, nik: person.nik }, answer, guard);
    return reply.redirect(`${home}?pesan=setuju`, 303);
  });
}
