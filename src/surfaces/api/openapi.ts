import * as z from 'zod';
import type { Published } from '../../capabilities/catalogue/index.ts';
import { answersSchema, questionsSchema, type Step } from '../../engine/index.ts';
import type { Json } from '../../kernel/json.ts';
import type { Tools } from './deps.ts';
import { type Operation, TAGS } from './operation.ts';
import { BASE, OFFICE_QUERY } from './routes.ts';
import { named } from './schemas.ts';

type Node = { readonly [key: string]: Json };

const made = new WeakMap<ReadonlyMap<string, Published>, Json>();

/** OpenAPI 3.1 of the operations, with the schemas of every service as it is published now. */
export async function openApi(t: Tools, operations: readonly Operation[]): Promise<Json> {
  const services = await t.catalogue.current();
  const known = made.get(services);
  if (known !== undefined) return known;
  const document = documentOf(t, operations, [...services.values()]);
  made.set(services, document);
  return document;
}

function documentOf(t: Tools, operations: readonly Operation[], services: readonly Published[]): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const operation of operations) {
    const path = paths[operation.path] ?? {};
    path[operation.method.toLowerCase()] = operationNode(operation);
    paths[operation.path] = path;
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'SatuLoket',
      version: t.version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description:
        'The journeys of the pages for programs. Dates and times are ISO 8601; what people read is in Indonesian and English.',
    },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    servers: [{ url: `${t.config.publicUrl}${BASE}` }],
    tags: Object.entries(TAGS).map(([tag, text]) => ({ name: tag, description: `${text.id} / ${text.en}` })),
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description:
            'The token of `enterCode`, `enterPin` or `officerLogin`; for the clinic’s own system that of `satusehat token`.',
        },
      },
      parameters: PARAMETERS,
      responses: { Problem: PROBLEM },
      schemas: { ...plainSchemas(), ...serviceSchemas(services) },
    },
  };
}

const PARAMETERS: Node = {
  IdempotencyKey: {
    ...{
      name: 'Idempotency-Key',
      in: 'header',
      required: true,
      schema: { type: 'string', minLength: 16, maxLength: 200 },
    },
    description:
      'Chosen by the client, best a UUIDv7. The same key with the same request does nothing twice and is answered again.',
  },
  IfMatch: {
    ...{ name: 'If-Match', in: 'header', required: true, schema: { type: 'string', pattern: '^(W/)?"?\\d{1,9}"?$' } },
    description: 'The version that was read, from `ETag`. Another one now: 412, and nothing is done.',
  },
};
const PROBLEM: Node = {
  description: 'What is wrong, as RFC 9457 says.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const idOf = (operation: Operation, part: 'Request' | 'Reply'): string =>
  `${operation.id.slice(0, 1).toUpperCase()}${operation.id.slice(1)}${part}`;

/** Named schemas as they are, and what an operation takes or gives, by its name. */
function plainSchemas(): Node {
  const { schemas } = z.toJSONSchema(named, { uri: (id) => `#/components/schemas/${id}`, io: 'input' });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, bare(schema)]));
}

const bare = (schema: object): Json => {
  const { $schema: _, $id: __, ...rest } = schema as { $schema?: string; $id?: string };
  return rest as Json;
};

function nodeOf(schema: z.ZodType, id: string): Json {
  const own = named.get(schema)?.id;
  if (own === undefined) named.add(schema, { id });
  return { $ref: `#/components/schemas/${own ?? id}` };
}

function operationNode(operation: Operation): Json {
  const { id, tag, summary, about, who, body } = operation;
  return {
    ...{ operationId: id, tags: [tag], summary, description: `${about.id} / ${about.en}` },
    ...(who === 'anyone' ? { security: [] } : { security: [{ bearer: [] }] }),
    ...{ 'x-who': who },
    parameters: parametersOf(operation),
    ...(body === undefined ? {} : { requestBody: { required: true, content: bodyNode(operation) } }),
    responses: { ...successOf(operation), ...refusalsOf(operation) },
  };
}

function parametersOf(operation: Operation): Json[] {
  const of = (shape: z.ZodObject | undefined, where: 'path' | 'query'): Json[] =>
    Object.entries(shape?.shape ?? {}).map(([name, schema]) => ({
      ...{ name, in: where, required: where === 'path' || !schema.safeParse(undefined).success },
      schema: bare(z.toJSONSchema(schema as z.ZodType, { io: 'input' })),
    }));
  return [
    ...of(operation.params, 'path'),
    ...of(operation.query, 'query'),
    ...(operation.who === 'officer' ? of(OFFICE_QUERY, 'query') : []),
    ...(operation.once ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
    ...(operation.guard ? [{ $ref: '#/components/parameters/IfMatch' }] : []),
  ];
}

function bodyNode(operation: Operation): Json {
  const { body } = operation;
  if (body !== 'file') return { 'application/json': { schema: nodeOf(body as z.ZodType, idOf(operation, 'Request')) } };
  const file = {
    type: 'object',
    required: ['file'],
    properties: { file: { type: 'string', contentMediaType: 'application/octet-stream' } },
  };
  const raw = ['application/pdf', 'image/jpeg', 'image/png', 'application/octet-stream'].map((type) => [type, {}]);
  return { ...Object.fromEntries(raw), 'multipart/form-data': { schema: file } };
}

function successOf(operation: Operation): Node {
  const { reply, status = 200 } = operation;
  if (reply === null) return { [status]: { description: 'Done.' } };
  if ('media' in reply)
    return {
      [status]: { description: 'The bytes.', content: Object.fromEntries(reply.media.map((type) => [type, {}])) },
    };
  const content = { 'application/json': { schema: nodeOf(reply, idOf(operation, 'Reply')) } };
  return { [status]: { description: 'Done.', content } };
}

/** What may be refused follows from what is asked; the rest is named. */
function refusalsOf(operation: Operation): Node {
  const { who, params, once, guard, body, query, refuses = [], perMinute } = operation;
  const statuses = [
    ...(params || query || once || body ? [400] : []),
    ...(who === 'anyone' ? [] : [401, 403]),
    ...(params ? [404] : []),
    ...(guard ? [409, 412, 428] : []),
    ...(body ? [413, 415] : []),
    ...(perMinute ? [429] : []),
    ...refuses,
  ];
  const all = [...new Set(statuses)].sort((a, b) => a - b);
  return Object.fromEntries([
    ...all.map((status) => [status, { $ref: '#/components/responses/Problem' }]),
    ['default', { $ref: '#/components/responses/Problem' }],
  ]);
}

/** What a service's own file adds: its answers, and the decisions at each of its steps. */
function serviceSchemas(services: readonly Published[]): Node {
  const answers = services.map(
    (one) => [`Answers.${nameOf(one)}`, bare(answersSchema(one.definition) as object)] as const,
  );
  const decisions = services.flatMap((one) =>
    one.definition.steps.map((step) => [`Decision.${nameOf(one)}.${step.id}`, decisionNode(step)] as const),
  );
  const refs = (list: readonly (readonly [string, Json])[]): Json[] =>
    list.map(([id]) => ({ $ref: `#/components/schemas/${id}` }));
  return {
    ...Object.fromEntries([...answers, ...decisions]),
    Answers: { description: 'The answers of the case’s own service, by question id.', anyOf: refs(answers) },
    Decision: { description: 'A decision at one step of the case’s own service.', anyOf: refs(decisions) },
  };
}

const nameOf = ({ service }: Published): string => service.replaceAll('/', '.');

function decisionNode(step: Step): Json {
  const reasons = [...new Set(step.actions.flatMap((action) => action.reasons))];
  return {
    type: 'object',
    required: ['step', 'action'],
    additionalProperties: false,
    title: step.title.id,
    properties: {
      step: { const: step.id },
      action: { enum: step.actions.map(({ id }) => id) },
      reasons: { type: 'array', items: reasons.length > 0 ? { enum: reasons } : false },
      questions: { type: 'array', items: { type: 'string' } },
      note: { type: 'string', minLength: 1, maxLength: 1000 },
      registered: { type: 'boolean' },
      consent: { type: 'string', minLength: 1, maxLength: 200 },
      answers: questionsSchema(step.ask),
    },
  };
}
