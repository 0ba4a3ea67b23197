import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { actorOf, can } from '../../capabilities/accounts/index.ts';
import { sayMoment } from '../../kernel/dates.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { FieldFault } from '../design/index.ts';
import { DeliveriesPage } from './deliveries.tsx';
import { bodyOf, type OfficeDeps, queryOf, ticksOf } from './deps.ts';
import { shellOf } from './shell.tsx';
import { deliveryWords } from './words/deliveries.ts';

/** Messages that stopped: seen by whoever looks after the region, and sent again. */
export function deliveryRoutes(t: OfficeDeps, web: FastifyInstance): void {
  const mayOnly = (request: FastifyRequest): string => {
    const { region } = request.desk.office;
    if (!can(actorOf(request.desk.signed), 'delivery.view', { region })) throw new Refusal('frame/not-found', 404);
    return region;
  };

  web.get('/kantor/kabar', async (request, reply) => page(t, request, reply, mayOnly(request), []));

  web.post('/kantor/kabar', async (request, reply) => {
    const region = mayOnly(request);
    const ids = ticksOf(bodyOf(request), 'pesan').filter((id) =>
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id),
    );
    const [first] = await t.notices.stopped(region);
    if (ids.length === 0) {
      const text = deliveryWords(t.frame.lang(request)).tick;
      return page(t, request, reply, region, [{ field: first ? `pesan-${first.id}` : 'pesan', text }], 422);
    }
    let sent = 0;
    for (const id of ids)
      try {
        await t.notices.tryAgain(region, id);
        sent++;
      } catch (error) {
        // Somebody sent it again a moment ago: nothing is left to do.
        if (!(error instanceof Refusal) || error.code !== 'notices/not-stopped') throw error;
      }
    return reply.redirect(`/kantor/kabar?jumlah=${sent}`, 303);
  });
}

async function page(
  t: OfficeDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  region: string,
  faults: readonly FieldFault[],
  status = 200,
) {
  const { zone } = request.desk.office;
  const lang = t.frame.lang(request);
  const words = deliveryWords(lang);
  const checked = queryOf(request, 'tandai') === 'semua';
  const rows = (await t.notices.stopped(region)).map((one) => {
    const when = sayMoment(one.createdAt, zone, lang);
    const state = words.states[one.status];
    return {
      ...{ value: one.id, title: `${words.channels[one.channel]}, ${when}`, checked },
      text: `${state}. ${words.columns.tries}: ${one.tries}. ${one.error ?? ''}`,
    };
  });
  const count = Number(queryOf(request, 'jumlah'));
  const done = Number.isInteger(count) && count > 0 && count <= 1000 ? words.done(count) : undefined;
  return t.frame.send(reply, <DeliveriesPage {...{ shell: shellOf(t, request), rows, faults, done }} />, status);
}
