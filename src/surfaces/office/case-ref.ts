import type { FastifyRequest } from 'fastify';
import type { CaseRef } from '../../capabilities/cases/index.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { paramOf } from './deps.ts';

export const refOf = (request: FastifyRequest): CaseRef => {
  const ref = { region: paramOf(request, 'region'), id: paramOf(request, 'id') };
  if (!/^\d{2}\.\d{2}$/.test(ref.region) || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(ref.id))
    throw new Refusal('cases/not-found', 404);
  return ref;
};
