import type { FastifyInstance, FastifyRequest } from 'fastify';
import { elsewhereFor, find, lifeEvent, type Published } from '../../capabilities/catalogue/index.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { say } from '../../kernel/text.ts';
import { codeText, paramOf, queryOf, type Tools } from './deps.ts';
import { Front, ServiceList } from './front.tsx';
import { Help } from './help.tsx';
import { mineLines } from './own-numbers.ts';
import { placesFound } from './places.tsx';
import { runningOf } from './running.ts';
import { ServicePage } from './service.tsx';
import { eventsOf, ownerName, shelf } from './shelf.ts';
import { shellOf } from './shell.tsx';
import { citizenOf, firstName } from './visitor.ts';
import { frontWords } from './words/front.ts';

const SHOWN = 6;

/** The door: one question, what happens in life, every service by its own page. */
export function frontRoutes(t: Tools, web: FastifyInstance): void {
  const regionOf = (request: FastifyRequest): string | undefined => t.frame.citizen(request)?.region;

  async function placesOf(services: readonly Published[]): Promise<ReadonlyMap<string, string>> {
    const named = await Promise.all(
      services.map(async ({ service, definition }) => [service, await ownerName(t, definition.owner)] as const),
    );
    return new Map(named.flatMap(([service, place]) => (place === undefined ? [] : [[service, place] as const])));
  }

  web.get('/', async (request, reply) => {
    const citizen = await citizenOf(t, request);
    const services = await shelf(t, citizen?.signed.region);
    const running = citizen ? await runningOf(t, citizen, t.frame.lang(request)) : [];
    const numbers = citizen ? await mineLines(t, citizen, t.frame.lang(request), false) : [];
    return t.frame.send(
      reply,
      <Front
        shell={shellOf(t, request)}
        name={citizen && firstName(citizen.person.name)}
        numbers={numbers.slice(0, 3)}
        running={running.slice(0, 3)}
        events={eventsOf(services)}
        services={services.slice(0, SHOWN)}
        demoInbox={t.inbox !== undefined && !citizen}
        counters={await t.queue.hasCounters(citizen?.signed.region)}
      />,
    );
  });

  web.get('/cari', async (request, reply) => {
    const asked = queryOf(request, 'q').slice(0, 200);
    const lang = t.frame.lang(request);
    const words = frontWords(lang);
    const services = asked.trim() === '' ? [] : find(asked, await shelf(t, regionOf(request)));
    const care = asksForCare(asked);
    const elsewhere = elsewhereFor(asked);
    return t.frame.send(
      reply,
      <ServiceList
        shell={shellOf(t, request)}
        title={words.results}
        lead={asked.trim() === '' ? words.ask : words.resultsFor(asked)}
        asked={asked}
        services={services}
        places={await placesOf(services)}
        nothing={asked.trim() !== '' && services.length === 0 && !care && !elsewhere}
        care={care}
        elsewhere={elsewhere && say(elsewhere, lang)}
      />,
    );
  });

  web.get('/peristiwa/:id', async (request, reply) => {
    const event = lifeEvent(paramOf(request, 'id'));
    if (!event) throw new Refusal('frame/not-found', 404);
    const services = (await shelf(t, regionOf(request))).filter(({ definition }) =>
      definition.lifeEvents.includes(event.id),
    );
    const lang = t.frame.lang(request);
    const words = frontWords(lang);
    return t.frame.send(
      reply,
      <ServiceList
        shell={shellOf(t, request)}
        title={say(event.title, lang)}
        lead={services.length > 0 ? words.eventLead : undefined}
        elsewhere={event.elsewhere && say(event.elsewhere, lang)}
        services={services}
        places={await placesOf(services)}
        nothing={services.length === 0 && !event.elsewhere}
      />,
    );
  });

  web.get('/layanan', async (request, reply) => {
    const services = await shelf(t, regionOf(request));
    const title = frontWords(t.frame.lang(request)).allServices;
    return t.frame.send(
      reply,
      <ServiceList
        shell={shellOf(t, request)}
        title={title}
        services={services}
        places={await placesOf(services)}
        nothing={services.length === 0}
      />,
    );
  });

  for (const path of ['/layanan/:id', '/layanan/:owner/:id'])
    web.get(path, async (request, reply) => {
      const service = await serviceOf(t, request);
      return t.frame.send(
        reply,
        <ServicePage
          shell={shellOf(t, request)}
          service={service}
          place={await ownerName(t, service.definition.owner)}
          roleText={(role) => codeText(t, 'roles', role)}
        />,
      );
    });

  web.get('/bantuan', async (request, reply) => {
    const typed = queryOf(request, 'tempat.cari');
    const chosen = queryOf(request, 'tempat') || undefined;
    const office = chosen && (await t.organisations.officeOf('kelurahan', chosen));
    return t.frame.send(
      reply,
      <Help
        shell={shellOf(t, request)}
        typed={typed}
        results={chosen === undefined ? await placesFound(t, typed, { level: 4 }) : []}
        searched={typed !== '' && chosen === undefined}
        chosen={chosen}
        offices={office ? [office] : []}
      />,
    );
  });
}

const CARE =
  /\b(m?berobat|puskesmas|dokter|bidan|sakit|demam|batuk|pilek|diare|mencret|gigi|imunisasi|vaksin|hamil|kb|antre|antrean|antrian|doctor|dentist|sick|fever|queue)\b/i;
/** @example asksForCare('anak demam') // true */
const asksForCare = (text: string): boolean => CARE.test(text);

/** @throws Refusal `cases/no-such-service` */
export async function serviceOf(t: Tools, request: FastifyRequest): Promise<Published> {
  const owner = paramOf(request, 'owner');
  const service = await t.catalogue.find(owner === '' ? paramOf(request, 'id') : `${owner}/${paramOf(request, 'id')}`);
  if (!service) throw new Refusal('cases/no-such-service', 404);
  return service;
}
