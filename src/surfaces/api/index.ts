import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { createAddressLimit } from '../../capabilities/accounts/index.ts';
import { createUploads } from '../../platform/uploads/index.ts';
import type { ApiDeps, Tools } from './deps.ts';
import { openApi } from './openapi.ts';
import type { Operation } from './operation.ts';
import { appointmentOperations } from './operations/appointments.ts';
import { caseOperations } from './operations/cases.ts';
import { catalogueOperations } from './operations/catalogue.ts';
import { clinicOperations } from './operations/clinic.ts';
import { demoMessages } from './operations/demo.ts';
import { fileOperations } from './operations/files.ts';
import { loginOperations } from './operations/login.ts';
import { numberOperations } from './operations/numbers.ts';
import { officeOperations } from './operations/office.ts';
import { paperOperations } from './operations/papers.ts';
import { partyOperations } from './operations/parties.ts';
import { placeOperations } from './operations/places.ts';
import { receiptOperations } from './operations/receipts.ts';
import { recordOperations } from './operations/record.ts';
import { problems } from './problem.ts';
import { BASE, routes } from './routes.ts';

export type { ApiDeps } from './deps.ts';

const OPERATIONS: readonly Operation[] = [
  ...[catalogueOperations, placeOperations, loginOperations, caseOperations].flat(),
  ...[appointmentOperations, numberOperations, receiptOperations].flat(),
  ...[fileOperations, partyOperations, paperOperations, officeOperations, recordOperations, clinicOperations].flat(),
];

/** The same journeys for programs: what the pages do, under `/api/v1`, described at `/api/openapi.json`. */
export function createApiSurface(deps: ApiDeps): (web: FastifyInstance) => Promise<void> {
  const { files, clock, random, config } = deps;
  const uploads = createUploads({ files, clock, random, dir: join(config.dataDir, 'kiriman') });
  const t: Tools = { ...deps, uploads, addresses: createAddressLimit(clock) };
  const operations = deps.inbox ? [...OPERATIONS, demoMessages] : OPERATIONS;
  return async (web) => {
    problems(web);
    web.get('/api/openapi.json', { config: { public: true } }, async (_request, reply) =>
      reply
        .type('application/json; charset=utf-8')
        .header('cache-control', 'public, max-age=60')
        .header('access-control-allow-origin', '*')
        .send(await openApi(t, operations)),
    );
    await web.register((inner) => routes(t, inner, operations), { prefix: BASE });
  };
}
