import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { CaseRef, Doer, PartyState, Request } from '../../capabilities/cases/index.ts';
import type { Definition } from '../../engine/index.ts';
import { sayMoment, type Zone } from '../../kernel/dates.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type Language, say } from '../../kernel/text.ts';
import { guardOf } from '../frame/index.ts';
import { ConsentList, ConsentPage, type PartiesProps, type Waiting } from './consent.tsx';
import { bodyOf, fieldOf, queryOf, type Tools } from './deps.ts';
import { caseHref, draftHref, refOf } from './draft-view.ts';
import { type Helping, mustFill } from './filler.ts';
import { zoneOf } from './running.ts';
import { shellOf } from './shell.tsx';
import { type Citizen, mustBe } from './visitor.ts';
import { consentWords } from './words/consent.ts';

/** Where somebody whom another's case concerns says yes or no, behind the PIN; and where the applicant asks. */
export function consentRoutes(t: Tools, web: FastifyInstance): void {
  web.get('/persetujuan', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const said = queryOf(request, 'jawab');
    const answered = said === 'setuju' ? 'agreed' : said === 'tolak' ? 'refused' : undefined;
    const waiting = await waitingFor(t, citizen, t.frame.lang(request));
    return t.frame.send(reply, <ConsentList {...{ shell: shellOf(t, request), waiting, answered }} />);
  });

  web.get('/persetujuan/:region/:id', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const asked = await requestOf(t, request, citizen);
    const lang = t.frame.lang(request);
    const zone = await zoneOf(t, null, citizen.signed.region);
    const { definition } = await t.catalogue.version(asked.service, asked.serviceVersion);
    const party = definition.parties.find((one) => one.id === asked.party);
    const page = (
      <ConsentPage
        {...{ shell: shellOf(t, request), asker: asked.askedBy, service: say(definition.title, lang) }}
        what={party ? say(party.say, lang) : say(definition.summary, lang)}
        asked={sayMoment(asked.askedAt, zone, lang)}
        until={asked.expiresAt ? sayMoment(asked.expiresAt, zone, lang) : undefined}
        action={`/persetujuan/${asked.region}/${asked.id}`}
        hidden={{ versi: String(asked.version), kunci: t.frame.key() }}
      />
    );
    return t.frame.send(reply, page);
  });

  web.post('/persetujuan/:region/:id', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const body = bodyOf(request);
    const said = fieldOf(body, 'jawab');
    if (said !== 'setuju' && said !== 'tolak') throw new Refusal('frame/bad-request', 400);
    const ref = refOf(request);
    const guard = guardOf(body);
    const who = { id: ref.id, nik: citizen.person.nik };
    await t.cases.agree(citizen.doer, ref, who, said === 'setuju' ? 'agreed' : 'refused', guard);
    return reply.redirect(`/persetujuan?jawab=${said}`, 303);
  });

  for (const [path, back] of [
    ['/permohonan/:region/:id/persetujuan', (ref: CaseRef, _: Helping | null) => draftHref(ref, 'periksa')],
    ['/urusan/:region/:id/persetujuan', (ref: CaseRef, helping: Helping | null) => caseHref(ref, helping)],
  ] as const)
    web.post(path, async (request, reply) => {
      const ref = refOf(request);
      const filler = await mustFill(t, request, reply, ref);
      if (!filler) return reply;
      const body = bodyOf(request);
      const guard = guardOf(body);
      await t.cases.askParties(filler.doer, ref, guard);
      return reply.redirect(`${back(ref, filler.helping)}#persetujuan`, 303);
    });
}

async function requestOf(t: Tools, request: FastifyRequest, citizen: Citizen): Promise<Request> {
  const ref = refOf(request);
  const mine = await t.cases.requests(citizen.signed.person, citizen.person.nik);
  const found = mine.find((one) => one.region === ref.region && one.id === ref.id);
  if (!found) throw new Refusal('cases/request-over', 404);
  return found;
}

/** What waits for this person's word, a line each. */
export async function waitingFor(t: Tools, citizen: Citizen, lang: Language): Promise<readonly Waiting[]> {
  const words = consentWords(lang);
  const zone = await zoneOf(t, null, citizen.signed.region);
  const mine = await t.cases.requests(citizen.signed.person, citizen.person.nik);
  return Promise.all(
    mine.map(async (one) => {
      const { definition } = await t.catalogue.version(one.service, one.serviceVersion);
      return {
        href: `/persetujuan/${one.region}/${one.id}`,
        title: words.row(one.askedBy, say(definition.title, lang)),
        text: words.askedOn(sayMoment(one.askedAt, zone, lang)),
      };
    }),
  );
}

type Asking = Pick<PartiesProps, 'people' | 'ask' | 'waitFor' | 'refused'>;

/** How those stand whose word a case needs now; undefined when it needs nobody's. */
export async function partiesOf(
  t: Tools,
  doer: Doer,
  ref: CaseRef,
  definition: Definition,
  zone: Zone,
  lang: Language,
): Promise<Asking | undefined> {
  if (definition.parties.length === 0) return undefined;
  const parties = await t.cases.parties(doer, ref);
  if (parties.length === 0) return undefined;
  const of = (...states: readonly PartyState['state'][]) => parties.filter(({ state }) => states.includes(state));
  const open = of('notAsked', 'expired');
  return {
    people: parties.map((one) => ({ name: one.name, state: stateText(one, zone, lang) })),
    ask: open.length === 0 ? undefined : open.length < parties.length || of('expired').length > 0 ? 'again' : 'first',
    waitFor: of('asked').map(({ name }) => name),
    refused: of('refused').map(({ name }) => name),
  };
}

function stateText({ state, since }: PartyState, zone: Zone, lang: Language): string {
  const { states } = consentWords(lang);
  const text = states[state];
  return typeof text === 'string' ? text : text(since ? sayMoment(since, zone, lang) : '');
}
