import * as z from 'zod';
import { find, offered, type Published } from '../../../capabilities/catalogue/index.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import type { Tools } from '../deps.ts';
import { operation } from '../operation.ts';
import { regency, word } from '../schemas.ts';
import { ServiceLine, ServiceView, schemaOf, serviceLine, serviceView } from '../views/service.ts';

export const servicePath = z.strictObject({ owner: z.union([z.literal('nasional'), regency]), service: word });

/** @throws Refusal `cases/no-such-service` */
export async function serviceAt(t: Tools, { owner, service }: z.output<typeof servicePath>): Promise<Published> {
  const found = await t.catalogue.find(owner === 'nasional' ? service : `${owner}/${service}`);
  if (!found) throw new Refusal('cases/no-such-service', 404);
  return found;
}

const listServices = operation({
  ...{ id: 'listServices', method: 'GET', path: '/services', tag: 'layanan', who: 'anyone' },
  summary: 'List services, or find them in plain words',
  about: {
    id: 'Semua layanan, atau yang cocok dengan kata sehari-hari (`q`), yang terbaik lebih dulu. Tidak ada yang cocok: daftar kosong.',
    en: 'All services, or those that fit everyday words (`q`), the best first. Nothing fits: an empty list.',
  },
  query: z.strictObject({
    q: z.string().max(200).optional(),
    region: regency.optional(),
    event: word.optional(),
  }),
  reply: z.strictObject({ services: z.array(ServiceLine) }),
  show: async ({ t, query: { q, region, event } }) => {
    const all = offered([...(await t.catalogue.current()).values()], region).filter(
      (service) => event === undefined || service.definition.lifeEvents.includes(event),
    );
    const services = q === undefined ? all : find(q, all);
    return { data: { services: services.map(serviceLine) } };
  },
});

const readService = operation({
  ...{ id: 'readService', method: 'GET', path: '/services/{owner}/{service}', tag: 'layanan', who: 'anyone' },
  summary: 'Read one service: its promise, questions, steps and outcomes',
  about: {
    id: 'Satu layanan: janji, pertanyaan, langkah, dan hasilnya.',
    en: 'One service: promise, questions, steps, outcomes.',
  },
  params: servicePath,
  reply: ServiceView,
  show: async ({ t, params }) => ({ data: serviceView(await serviceAt(t, params)) }),
});

const readSchema = operation({
  ...{
    id: 'readServiceSchema',
    method: 'GET',
    path: '/services/{owner}/{service}/schema',
    tag: 'layanan',
    who: 'anyone',
  },
  summary: 'JSON Schema 2020-12 of the answers of a service',
  about: {
    id: 'Skema JSON jawaban, dibuat dari berkas layanan.',
    en: 'JSON Schema of the answers, made from the service’s file.',
  },
  params: servicePath,
  reply: { media: ['application/schema+json'] },
  show: async ({ t, params }) => {
    const service = await serviceAt(t, params);
    const schema = JSON.stringify(schemaOf(service, t.config.publicUrl));
    return {
      type: 'application/schema+json',
      name: `${service.definition.id}.schema.json`,
      bytes: Buffer.from(schema),
    };
  },
});

export const catalogueOperations = [listServices, readService, readSchema];
