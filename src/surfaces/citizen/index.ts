import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { createUploads } from '../../platform/uploads/index.ts';
import { accountRoutes } from './account-routes.tsx';
import { appointmentRoutes } from './appointment-routes.tsx';
import { arriveRoutes } from './arrive-routes.tsx';
import { bindRoutes } from './bind-routes.tsx';
import { caseActRoutes } from './case-act-routes.tsx';
import { caseRoutes } from './case-routes.tsx';
import { checkRoutes } from './check-routes.tsx';
import { consentRoutes } from './consent-routes.tsx';
import type { CitizenDeps, Tools } from './deps.ts';
import { fileRoutes } from './draft-files.ts';
import { draftRoutes } from './draft-routes.tsx';
import { drawRoutes } from './draw-routes.tsx';
import { frontRoutes } from './front-routes.tsx';
import { kioskRoutes } from './kiosk-routes.tsx';
import { loginRoutes } from './login-routes.tsx';
import { mandateRoutes } from './mandate-routes.tsx';
import { paperRoutes } from './paper-routes.tsx';
import { pinRoutes } from './pin-routes.tsx';
import { placeRoutes } from './places.tsx';
import { queueRoutes } from './queue-routes.tsx';
import { reviewRoutes } from './review-routes.tsx';
import { startRoutes } from './start-routes.tsx';
import { ticketRoutes } from './ticket-routes.tsx';
import { trackRoutes } from './track-routes.tsx';
import { waitRoutes } from './wait-routes.tsx';

export type { CitizenDeps, DemoInbox } from './deps.ts';
export { aroundCitizen } from './shell.tsx';

/** Everything that citizens and strangers meet: the front door, services, forms, cases, papers, the public check. */
export function createCitizenSurface(deps: CitizenDeps): (web: FastifyInstance) => Promise<void> {
  const { files, clock, random, config } = deps;
  const uploads = createUploads({ files, clock, random, dir: join(config.dataDir, 'kiriman') });
  const t: Tools = { ...deps, uploads };
  return async (web) => {
    web.decorateRequest('helping', null);
    frontRoutes(t, web);
    placeRoutes(t, web);
    loginRoutes(t, web);
    bindRoutes(t, web);
    accountRoutes(t, web);
    pinRoutes(t, web);
    mandateRoutes(t, web);
    startRoutes(t, web);
    await draftRoutes(t, web);
    fileRoutes(t, web);
    reviewRoutes(t, web);
    caseRoutes(t, web);
    caseActRoutes(t, web);
    appointmentRoutes(t, web);
    consentRoutes(t, web);
    paperRoutes(t, web);
    queueRoutes(t, web);
    waitRoutes(t, web);
    drawRoutes(t, web);
    ticketRoutes(t, web);
    await checkRoutes(t, web);
    trackRoutes(t, web);
    arriveRoutes(t, web);
    kioskRoutes(t, web);
  };
}
