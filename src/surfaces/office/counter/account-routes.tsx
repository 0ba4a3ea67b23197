import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Bound } from '../../../capabilities/accounts/index.ts';
import { localDate, sayDate } from '../../../kernel/dates.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import type { FieldFault } from '../../design/index.ts';
import { bodyOf, fieldOf, type OfficeDeps } from '../deps.ts';
import { sayAccount } from '../login-routes.tsx';
import { shellOf } from '../shell.tsx';
import { Bind, Reset, Slip } from './account.tsx';
import { COUNTER, mustServe, mustVisit, type Visiting } from './visit.ts';

/** Accounts at the counter. The officer never meets a PIN: a slip goes home with the person, who makes it alone. */
export function counterAccountRoutes(t: OfficeDeps, web: FastifyInstance): void {
  const at = ({ desk, visit }: Visiting, key: string) => ({
    ...{ officer: desk.doer.id, office: visit.office, document: visit.document, key: key.slice(0, 80) },
  });

  async function askPhone(
    request: FastifyRequest,
    reply: FastifyReply,
    { person, home }: Visiting,
    faults: readonly FieldFault[],
  ) {
    const has = (await t.accounts.phoneOf(person.id)) !== undefined;
    const typed = fieldOf(bodyOf(request), 'telepon');
    const page = <Bind {...{ shell: shellOf(t, request), home, person, has, typed, faults, once: t.frame.key() }} />;
    return t.frame.send(reply, page, faults.length > 0 ? 422 : 200);
  }

  // The people's own address of the hub, whatever name the officer's browser reaches it by.
  const site = t.config.publicUrl.replace(/^https?:\/\//, '');

  function slip(request: FastifyRequest, reply: FastifyReply, { home, desk }: Visiting, bound: Bound) {
    const shell = shellOf(t, request);
    const { zone } = desk.office;
    const until = sayDate(localDate(bound.slipUntil, zone), shell.page.lang);
    return t.frame.send(reply, <Slip {...{ shell, home, until, site, name: bound.name, slip: bound.slip }} />);
  }

  web.get(`${COUNTER}/:visit/akun`, async (request, reply) => {
    const visiting = await mustVisit(t, request, reply);
    if (!visiting) return reply;
    mustServe(request.desk, 'account.bind');
    return askPhone(request, reply, visiting, []);
  });

  web.post(`${COUNTER}/:visit/akun`, async (request, reply) => {
    const visiting = await mustVisit(t, request, reply);
    if (!visiting) return reply;
    mustServe(request.desk, 'account.bind');
    const body = bodyOf(request);
    const given = { nik: visiting.person.nik, phone: fieldOf(body, 'telepon') };
    try {
      return slip(
        request,
        reply,
        visiting,
        await t.accounts.bindAtCounter(at(visiting, fieldOf(body, 'kunci')), given),
      );
    } catch (error) {
      if (!(error instanceof Refusal) || error.status >= 500) throw error;
      const text = sayAccount(error, t.frame.lang(request));
      return askPhone(request, reply, visiting, [{ field: 'telepon', text }]);
    }
  });

  web.get(`${COUNTER}/:visit/pin`, async (request, reply) => {
    const visiting = await mustVisit(t, request, reply);
    if (!visiting) return reply;
    mustServe(request.desk, 'account.reset-pin');
    const { home, person } = visiting;
    return t.frame.send(reply, <Reset {...{ shell: shellOf(t, request), home, person, once: t.frame.key() }} />);
  });

  web.post(`${COUNTER}/:visit/pin`, async (request, reply) => {
    const visiting = await mustVisit(t, request, reply);
    if (!visiting) return reply;
    mustServe(request.desk, 'account.reset-pin');
    const page = at(visiting, fieldOf(bodyOf(request), 'kunci'));
    return slip(request, reply, visiting, await t.accounts.resetPinAtCounter(page, visiting.person.nik));
  });
}
