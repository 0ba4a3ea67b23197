import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Case } from '../../capabilities/cases/index.ts';
import type { Published } from '../../capabilities/catalogue/index.ts';
import { isUuid } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { say } from '../../kernel/text.ts';
import { actingFor, type Whom, whomFor } from '../frame/index.ts';
import { withSubject } from './case-list.tsx';
import { bodyOf, fieldOf, queryOf, type Tools } from './deps.ts';
import { type Filler, mustStart } from './filler.ts';
import type { Running } from './front.tsx';
import { serviceOf } from './front-routes.tsx';
import { todayOf } from './login-routes.tsx';
import { draftLine, draftsOf, listOf } from './running.ts';
import { serviceHref } from './shelf.ts';
import { shellOf } from './shell.tsx';
import { NotAllowed, Start } from './start.tsx';
import { citizenOf } from './visitor.ts';
import { formWords } from './words/form.ts';

/** From a service to a draft of one's own. */
export function startRoutes(t: Tools, web: FastifyInstance): void {
  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    filler: Filler,
    service: Published,
    fault?: string,
  ): Promise<FastifyReply> {
    const people = await whomFor(t, filler, service, todayOf(t));
    const chosen = fieldOf(bodyOf(request), 'untuk') || undefined;
    const [running, drafts] = await Promise.all([underWay(t, request, service), begunOf(t, request, service, people)]);
    const shell = shellOf(t, request);
    const page = <Start {...{ shell, service, people, chosen, fault, running, drafts, once: t.frame.key() }} />;
    return t.frame.send(reply, page, fault === undefined ? 200 : 422);
  }

  async function begin(request: FastifyRequest, reply: FastifyReply, filler: Filler, service: Published) {
    const body = bodyOf(request);
    const lang = t.frame.lang(request);
    const wanted = fieldOf(body, 'untuk');
    const whom = (await whomFor(t, filler, service, todayOf(t))).find((one) => one.value === wanted);
    if (!whom) return show(request, reply, filler, service, formWords(lang).whomNone);
    const { person, helping } = filler;
    const key = fieldOf(body, 'kunci');
    try {
      const ref = await t.cases.begin(actingFor(filler.doer, whom, service.service), {
        ...{ id: isUuid(key) ? key : t.frame.key(), service: service.service, region: whom.region },
        ...{ applicant: { id: person.id, nik: person.nik, name: person.name }, subject: whom.party },
        ...{ authority: whom.authority, channel: helping ? 'petugas' : 'warga' },
      });
      return reply.redirect(`/permohonan/${ref.region}/${ref.id}`, 303);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'cases/not-allowed') throw error;
      return notAllowed(t, request, reply, service, service.definition.allow[Number(error.params.rule)]);
    }
  }

  for (const path of ['/layanan/:id/mulai', '/layanan/:owner/:id/mulai']) {
    web.get(path, async (request, reply) => {
      const filler = await mustStart(t, request, reply, queryOf(request, 'loket'));
      return filler ? show(request, reply, filler, await serviceOf(t, request)) : reply;
    });
    web.post(path, async (request, reply) => {
      const filler = await mustStart(t, request, reply, fieldOf(bodyOf(request), 'loket'));
      return filler ? begin(request, reply, filler, await serviceOf(t, request)) : reply;
    });
  }
}

/** What a citizen asked for by the same service that is not decided yet: known before he fills in the form a second time. */
async function underWay(t: Tools, request: FastifyRequest, service: Published): Promise<readonly Running[]> {
  const citizen = request.helping ? undefined : await citizenOf(t, request);
  const { unique } = service.definition;
  // Where the key has more parts than one, only the answers say whether it is the same.
  if (!citizen || unique?.while !== 'open' || unique.key.length !== 1) return [];
  const lang = t.frame.lang(request);
  const open = (await listOf(t, citizen, lang)).filter((one) => one.service === service.service && !one.ended);
  return open.map((one) => ({ ...one, text: withSubject(one, lang) }));
}

/** What a citizen began by the same service and has not sent: nobody starts over because he forgot. A mandate that ended offers nothing. */
async function begunOf(
  t: Tools,
  request: FastifyRequest,
  { service }: Published,
  people: readonly Whom[],
): Promise<readonly Running[]> {
  const citizen = request.helping ? undefined : await citizenOf(t, request);
  if (!citizen) return [];
  const mayStill = ({ authority, subject }: Case): boolean =>
    authority !== 'mandate' || people.some(({ kind, party }) => kind === 'mandate' && party.id === subject);
  const drafts = (await draftsOf(t, citizen)).filter((one) => one.service === service && mayStill(one));
  const lang = t.frame.lang(request);
  return Promise.all(drafts.slice(0, 3).map((found) => draftLine(t, citizen, found, lang)));
}

/** The words of the rule that stands in the way. */
export async function notAllowed(
  t: Tools,
  request: FastifyRequest,
  reply: FastifyReply,
  service: Published,
  rule: Published['definition']['allow'][number] | undefined,
): Promise<FastifyReply> {
  const shell = shellOf(t, request);
  const { lang } = shell.page;
  const go = rule?.go === undefined ? undefined : await t.catalogue.find(rule.go);
  const page = (
    <NotAllowed
      {...{ shell, title: say(service.definition.title, lang), go }}
      say={rule ? say(rule.say, lang) : ''}
      backHref={shell.helping ? `${shell.helping.home}/layanan` : serviceHref(service)}
    />
  );
  return t.frame.send(reply, page, 422);
}
