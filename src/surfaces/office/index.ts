import type { FastifyInstance } from 'fastify';
import { QUEUE_ROLES } from '../../capabilities/accounts/index.ts';
import { deskAt } from '../frame/index.ts';
import { accountRoutes } from './account.tsx';
import { caseRoutes } from './case-routes.tsx';
import { counterAccountRoutes } from './counter/account-routes.tsx';
import { counterCaseRoutes } from './counter/case-routes.tsx';
import { counterConsentRoutes } from './counter/consent-routes.tsx';
import { counterMandateRoutes } from './counter/mandate-routes.tsx';
import { counterRoutes } from './counter/routes.tsx';
import { deliveryRoutes } from './delivery-routes.tsx';
import type { OfficeDeps } from './deps.ts';
import { fileRoutes } from './file-routes.ts';
import { inboxRoutes } from './inbox-routes.tsx';
import { loginPath, loginRoutes } from './login-routes.tsx';
import { paperRoutes } from './paper-routes.tsx';
import { printRoutes } from './print-routes.tsx';
import { queueAheadRoutes } from './queue-ahead.tsx';
import { queueAwayRoutes } from './queue-away.tsx';
import { queueBpjsRoutes } from './queue-bpjs.tsx';
import { queueDayRoutes } from './queue-day.tsx';
import { queueDaysRoutes } from './queue-days.tsx';
import { queueEmergencyRoutes } from './queue-emergency.tsx';
import { queueFileRoutes } from './queue-file.tsx';
import { queueHelpedRoutes } from './queue-helped.tsx';
import { queueKeepingRoutes } from './queue-keeping.tsx';
import { queueNeedsRoutes } from './queue-needs.tsx';
import { queuePaperRoutes } from './queue-paper.tsx';
import { queuePosterRoutes } from './queue-poster.tsx';
import { queueRecordRoutes } from './queue-record.tsx';
import { queueRoutes } from './queue-routes.tsx';
import { queueRulesRoutes } from './queue-rules.tsx';
import { queueSatusehatRoutes } from './queue-satusehat.tsx';
import { queueScheduleRoutes } from './queue-schedule.tsx';
import { queueWeeklyRoutes } from './queue-weekly.tsx';
import { recordRoutes } from './record-routes.tsx';
import { seatOf } from './seat.ts';
import { seekRoutes } from './seek-routes.tsx';
import { signRoutes } from './sign-routes.tsx';
import { talkRoutes } from './talk-routes.tsx';

export type { OfficeDeps } from './deps.ts';
export { aroundOfficer } from './shell.tsx';

/** Where officers work. Everything but the way in is behind the login: a route without it cannot be added by forgetting. */
export function createOfficeSurface(deps: OfficeDeps): (web: FastifyInstance) => Promise<void> {
  return async (web) => {
    web.decorateRequest('desk', null as never);
    loginRoutes(deps, web);
    await web.register(async (inner) => {
      inner.addHook('onRequest', async (request, reply) => {
        // Nobody asked the database who it is: the answer is there before anything of the office is.
        if (request.turnedAway > 0) return undefined;
        const signed = deps.frame.officer(request);
        const path = request.method === 'GET' ? request.url : '/kantor';
        if (!signed) return reply.redirect(loginPath(path), 303);
        const seat = seatOf(request, signed);
        if (seat === undefined) return reply.redirect(`/kantor/kursi?ke=${encodeURIComponent(path)}`, 303);
        const offer = await deps.queue.offer(seat);
        const desk = await deskAt(deps, signed, seat);
        const queues = (role: string) => (QUEUE_ROLES as readonly string[]).includes(role);
        const onlyQueue = offer?.place.kind === 'health' && desk.roles.every(({ role }) => queues(role));
        request.desk = { ...desk, hasQueue: offer !== undefined, onlyQueue };
        return undefined;
      });
      const counter = [
        counterRoutes,
        counterAccountRoutes,
        counterCaseRoutes,
        counterMandateRoutes,
        counterConsentRoutes,
      ];
      const desk = [
        accountRoutes,
        inboxRoutes,
        seekRoutes,
        caseRoutes,
        fileRoutes,
        signRoutes,
        paperRoutes,
        talkRoutes,
        printRoutes,
        deliveryRoutes,
        queueAheadRoutes,
        queueAwayRoutes,
        queueBpjsRoutes,
        queueDayRoutes,
        queueKeepingRoutes,
        queuePaperRoutes,
        queueRecordRoutes,
        queuePosterRoutes,
        queueHelpedRoutes,
        queueSatusehatRoutes,
        queueScheduleRoutes,
        queueWeeklyRoutes,
        queueDaysRoutes,
        queueEmergencyRoutes,
        queueRulesRoutes,
        queueNeedsRoutes,
        queueFileRoutes,
        queueRoutes,
      ];
      for (const routes of [...counter, ...desk]) routes(deps, inner);
      await recordRoutes(deps, inner);
    });
  };
}
