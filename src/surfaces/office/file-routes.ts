import type { FastifyInstance, FastifyReply } from 'fastify';
import { actorOf, can } from '../../capabilities/accounts/index.ts';
import type { Paper } from '../../capabilities/documents/index.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Desk } from '../frame/index.ts';
import { looked, openDossier, personsOf, seatContext } from '../frame/index.ts';
import { refOf } from './case-ref.ts';
import { type OfficeDeps, paramOf, queryOf } from './deps.ts';

/** Shown inside a page of ours and nowhere else; a file can load and run nothing. */
const POLICY = "default-src 'none'; object-src 'self'; base-uri 'none'; frame-ancestors 'self'";

type Served = { readonly name: string; readonly type: string; readonly bytes: Uint8Array; readonly save: boolean };

export function serveFile(reply: FastifyReply, { name, type, bytes, save }: Served): FastifyReply {
  const plain = name.replace(/[^\w. -]/g, '_');
  return reply
    .header('content-security-policy', POLICY)
    .header(
      'content-disposition',
      `${save ? 'attachment' : 'inline'}; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    )
    .header('cache-control', 'private, no-store')
    .type(type)
    .send(Buffer.from(bytes));
}

/** The bytes behind a case: what citizens uploaded, and papers. Each look is on record. */
export function fileRoutes(t: OfficeDeps, web: FastifyInstance): void {
  web.get('/kantor/berkas/:region/:id/lampiran/:file', async (request, reply) => {
    const { desk } = request;
    const dossier = await openDossier(t, desk, refOf(request));
    const { found, files } = dossier.view;
    const file = files.find((one) => one.id === paramOf(request, 'file'));
    if (!file) throw new Refusal('cases/not-found', 404);
    await looked(t, desk, 'lampiran', { region: found.region, seen: [found.id, file.id], persons: personsOf(dossier) });
    const bytes = await t.files.read(file.stored);
    return serveFile(reply, { name: file.name, type: file.type, bytes, save: queryOf(request, 'unduh') === '1' });
  });

  web.get('/kantor/berkas/:region/:id/surat/:paper', async (request, reply) => {
    const { desk } = request;
    const dossier = await openDossier(t, desk, refOf(request));
    const { found } = dossier.view;
    const paper = dossier.papers.find((one) => one.id === paramOf(request, 'paper'));
    if (!paper || !seesPaper(desk, paper, found.applicant)) throw new Refusal('documents/not-found', 404);
    await looked(t, desk, 'surat', { region: found.region, seen: [found.id, paper.id], persons: personsOf(dossier) });
    const { name, bytes } = await paperBytes(t, desk, paper);
    return serveFile(reply, { name, type: 'application/pdf', bytes, save: queryOf(request, 'unduh') === '1' });
  });
}

export const seesPaper = (desk: Desk, paper: Paper, applicant: string): boolean =>
  can(actorOf(desk.signed), 'paper.view', {
    ...{ region: paper.region, office: paper.office, persons: paper.readers, applicant },
  });

/** The signed file; before that, the paper as it would be signed by whoever sits here. */
export async function paperBytes(
  t: OfficeDeps,
  desk: Desk,
  paper: Paper,
): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  const of = { key: paper.office, name: paper.officeName };
  if (paper.state === 'prepared')
    return {
      name: `rancangan-${paper.kind}.pdf`,
      bytes: await t.documents.render(paper, await t.signer(desk.doer, of)),
    };
  const file = await t.documents.paperFile(seatContext(desk, paper.region), paper);
  const parts: Uint8Array[] = [];
  for await (const part of file.bytes) parts.push(part);
  return { name: file.name, bytes: Buffer.concat(parts) };
}
