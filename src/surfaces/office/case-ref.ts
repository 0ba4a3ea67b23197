import type { FastifyRequest } from 'fastify';
import type { CaseRef } from '../../capabilities/cases/index.ts';
import { refIn } from '../frame/index.ts';

export const refOf = (request: FastifyRequest): CaseRef => refIn(request, 'cases/not-found');
