import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf, can } from '../../capabilities/accounts/index.ts';
import type { Session } from '../../capabilities/queue/index.ts';
import { isUuid } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Desk } from '../frame/index.ts';
import { type Body, bodyOf, fieldOf, type OfficeDeps, paramOf } from './deps.ts';

/** A room of a session, by its place among the session's rooms. */
export type At = { readonly session: Session; readonly room: string; readonly ruang: string };

export const hrefOf = ({ session, ruang }: At, said?: string, extra: Readonly<Record<string, string>> = {}): string =>
  `/kantor/antrean/${session.id}?${new URLSearchParams({ ruang, ...(said ? { pesan: said } : {}), ...extra })}`;

export const refOf = (at: At, body: Body) => {
  const id = fieldOf(body, 'nomor');
  if (!isUuid(id)) throw new Refusal('queue/not-found', 404);
  return { region: at.session.region, id };
};

/** What every page and act of a room begins with. */
export function serving(t: OfficeDeps) {
  function mustServe(request: FastifyRequest): Desk {
    const { desk } = request;
    const at = { region: desk.office.region, office: desk.office.ref };
    if (!can(actorOf(desk.signed), 'queue.serve', at)) throw new Refusal('queue/not-yours', 403);
    return desk;
  }

  async function atRoom(request: FastifyRequest, ruang: string): Promise<At> {
    const desk = mustServe(request);
    const id = paramOf(request, 'antrean');
    const session = isUuid(id) ? await t.queue.session({ region: desk.office.region, id }) : undefined;
    const room = session?.rooms[Number(ruang) - 1];
    if (!session || session.office !== desk.office.ref || room === undefined) throw new Refusal('queue/not-found', 404);
    return { session, room, ruang };
  }

  /** Does it; what another screen did meanwhile is no error but news. */
  async function act(
    request: FastifyRequest,
    reply: FastifyReply,
    work: (at: At, body: Body) => Promise<string | undefined>,
  ): Promise<FastifyReply> {
    const body = bodyOf(request);
    const at = await atRoom(request, fieldOf(body, 'ruang'));
    try {
      return reply.redirect((await work(at, body)) ?? hrefOf(at), 303);
    } catch (error) {
      const said = error instanceof Refusal ? NEWS[error.code] : undefined;
      if (said === undefined) throw error;
      const { opens } = (error as Refusal).params;
      const early = opens === undefined ? {} : { mulai: String(opens), tentang: fieldOf(body, 'nomor') };
      return reply.redirect(hrefOf(at, said, early), 303);
    }
  }
  return { mustServe, atRoom, act };
}

/** Refusals that the room's own page tells, by the word that it says them with. */
const NEWS: Readonly<Record<string, string>> = {
  'queue/lost-guard': 'berubah',
  'queue/not-now': 'berubah',
  'queue/too-early': 'belum',
  'queue/called-enough': 'sebentar',
  'queue/paused': 'dijeda',
  'queue/closed': 'tutup',
  'queue/full': 'penuh',
  'queue/shut': 'ditutup',
  'queue/held': 'ada',
  'queue/too-late': 'lambat',
  'queue/held-elsewhere': 'dipegang',
};
