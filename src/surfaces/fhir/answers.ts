import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '../../kernel/text.ts';
import { type Problem, problemJson } from '../frame/index.ts';
import type { Params } from './params.ts';
import type { Base, Resource } from './resources.ts';

export const TYPE = 'application/fhir+json; charset=utf-8';

export const sendResource = (reply: FastifyReply, resource: object): FastifyReply => reply.type(TYPE).send(resource);

/** One page of what was found, with the way to the others. */
export function searchset(base: Base, request: FastifyRequest, params: Params, found: readonly Resource[]) {
  const { count, offset } = params;
  const page = found.slice(offset, offset + count);
  const at = (from: number): string => {
    const url = new URL(request.url, 'http://here');
    url.searchParams.set('_count', String(count));
    url.searchParams.set('_offset', String(from));
    return `${base}${url.pathname.replace(/^\/fhir/, '')}${url.search}`;
  };
  const link = [
    { relation: 'self', url: at(offset) },
    ...(offset > 0 ? [{ relation: 'previous', url: at(Math.max(0, offset - count)) }] : []),
    ...(count > 0 && offset + count < found.length ? [{ relation: 'next', url: at(offset + count) }] : []),
  ];
  return {
    ...{ resourceType: 'Bundle', type: 'searchset', total: found.length, link },
    // FHIR knows no empty list.
    ...(page.length === 0
      ? {}
      : {
          entry: page.map((resource) => ({
            fullUrl: `${base}/${resource.resourceType}/${resource.id}`,
            ...{ resource, search: { mode: 'match' } },
          })),
        }),
  };
}

const CODES: Readonly<Record<number, string>> = {
  ...{ 400: 'invalid', 401: 'login', 403: 'forbidden', 404: 'not-found', 405: 'not-supported', 406: 'not-supported' },
  ...{ 415: 'not-supported', 422: 'invalid', 429: 'throttled', 503: 'transient' },
};

/** What is wrong, as FHIR tells it. */
export function outcomeOf(problem: Problem, lang: Language) {
  const { title, detail } = problemJson(problem, lang);
  const [name] = Object.values(problem.params);
  return {
    resourceType: 'OperationOutcome',
    issue: [
      {
        ...{ severity: problem.status >= 500 ? 'fatal' : 'error', code: CODES[problem.status] ?? 'processing' },
        details: { text: title },
        diagnostics: [detail, problem.code, name === undefined ? '' : String(name)].filter((word) => word).join(' · '),
      },
    ],
  };
}
