import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import { openDossier } from '../frame/index.ts';
import { refOf } from './case-ref.ts';
import { showCase } from './case-routes.tsx';
import { type Body, bodyOf, fieldOf, type OfficeDeps } from './deps.ts';
import { caseHref } from './inbox-routes.tsx';
import { recordFaultsOf } from './register-work.ts';

const LARGEST = 10 * 1024 * 1024;

/** Where numbers and signed PDFs of the register's own system are brought into a case. */
export async function recordRoutes(t: OfficeDeps, web: FastifyInstance): Promise<void> {
  await web.register(multipart, {
    attachFieldsToBody: 'keyValues',
    limits: { fileSize: LARGEST + 1, files: 8, fields: 60, fieldSize: 4096 },
    throwFileSizeLimit: false,
    onFile: async (part) => {
      const pieces: Buffer[] = [];
      for await (const piece of part.file) pieces.push(piece as Buffer);
      Object.assign(part, { value: Buffer.concat(pieces) });
    },
  });

  web.post('/kantor/berkas/:region/:id/cocokkan', async (request, reply) => {
    const ref = refOf(request);
    const step = fieldOf(bodyOf(request), 'langkah');
    await openDossier(t, request.desk, ref, step);
    await t.cases.compare(request.desk.doer, ref, step);
    return reply.redirect(`${caseHref(ref)}#pencocokan`, 303);
  });

  web.post('/kantor/berkas/:region/:id/siak', async (request, reply) => {
    const ref = refOf(request);
    const body = bodyOf(request);
    const { doer } = request.desk;
    const step = fieldOf(body, 'langkah');
    const dossier = await openDossier(t, request.desk, ref, step);
    if (!dossier.step || dossier.step.id !== step || dossier.barred) return reply.redirect(caseHref(ref), 303);
    const { wanted } = await t.cases.recording(doer, ref, step);
    const brought = wanted.map(({ slot }) => ({
      slot,
      number: fieldOf(body, `${slot}.nomor`) || undefined,
      pdf: pdfIn(body, `${slot}.berkas`),
    }));
    const issues = await t.cases.bringIn(doer, ref, step, brought);
    const lang = t.frame.lang(request);
    if (issues.length > 0) {
      const faults = recordFaultsOf(issues, lang);
      return showCase(t, request, reply, dossier, { recordFaults: faults, body, status: 422 });
    }
    const { missing } = await t.cases.recording(doer, ref, step);
    return reply.redirect(`${caseHref(ref)}?siak=${missing.length === 0 ? 'lengkap' : 'sebagian'}#siak`, 303);
  });
}

/** A form without a file sends an empty one. */
function pdfIn(body: Body, name: string): Uint8Array | undefined {
  const value = body[name];
  return Buffer.isBuffer(value) && value.length > 0 ? value : undefined;
}
