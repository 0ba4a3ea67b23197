import type { FastifyInstance } from 'fastify';
import { TALKS } from '../../capabilities/cases/index.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { openDossier, versionOf } from '../frame/index.ts';
import { refOf } from './case-ref.ts';
import { onward, showCase } from './case-routes.tsx';
import { bodyOf, fieldOf, type OfficeDeps } from './deps.ts';
import { caseHref } from './inbox-routes.tsx';
import { LONGEST_OFFICE_NOTE, LONGEST_REPLY } from './talk.tsx';
import { talkWords } from './words/talk.ts';

/** Words about a case: answers to what a citizen wrote, and notes among officers. */
export function talkRoutes(t: OfficeDeps, web: FastifyInstance): void {
  web.post('/kantor/berkas/:region/:id/jawab', async (request, reply) => {
    const { desk } = request;
    const words = talkWords(t.frame.lang(request));
    const body = bodyOf(request);
    const ref = refOf(request);
    const step = fieldOf(body, 'langkah');
    const text = fieldOf(body, 'jawaban').replace(/\r\n?/g, '\n');
    const verdict = fieldOf(body, 'putusan');
    const dossier = await openDossier(t, desk, ref, step);
    const { talk, view } = dossier;
    if (!talk || talk.step !== step) {
      // A second press finds it answered; somebody else's answer is shown as it stands.
      const last = view.events.findLast((event) => event.kind === 'replied');
      if (last?.actor === desk.doer.id && last.step === step) return onward(t, request, reply, dossier);
      return showCase(t, request, reply, dossier, { changed: true, status: 409 });
    }
    const objects = talk.step === TALKS.objected;
    const faults = [
      ...(objects && verdict !== 'terima' && verdict !== 'tolak'
        ? [{ field: 'putusan', text: words.verdictMissing }]
        : []),
      ...(text === '' ? [{ field: 'jawaban', text: words.missing }] : []),
      ...(text.length > LONGEST_REPLY ? [{ field: 'jawaban', text: words.long }] : []),
    ];
    const typed = { body: text, verdict, faults };
    if (faults.length > 0) return showCase(t, request, reply, dossier, { typed, status: 422 });
    const guard = { version: versionOf(body.versi), key: fieldOf(body, 'kunci') || t.frame.key() };
    try {
      await t.cases.reply(desk.doer, ref, step, { body: text, accepts: verdict === 'terima' }, guard);
    } catch (error) {
      if (!(error instanceof Refusal) || error.status >= 500) throw error;
      const now = await openDossier(t, desk, ref, step);
      const told = error.code === 'cases/lost-guard' ? { changed: true } : { refused: error.code };
      return showCase(t, request, reply, now, { typed, ...told, status: error.status });
    }
    return onward(t, request, reply, dossier);
  });

  web.post('/kantor/berkas/:region/:id/catat', async (request, reply) => {
    const { desk } = request;
    const words = talkWords(t.frame.lang(request));
    const body = bodyOf(request);
    const ref = refOf(request);
    const text = fieldOf(body, 'catatan-petugas').replace(/\r\n?/g, '\n');
    const dossier = await openDossier(t, desk, ref);
    const fault = text === '' ? words.noteMissing : text.length > LONGEST_OFFICE_NOTE ? words.noteLong : undefined;
    if (fault !== undefined) return showCase(t, request, reply, dossier, { note: { text, fault }, status: 422 });
    await t.cases.note(desk.doer, ref, text, { key: fieldOf(body, 'kunci') || t.frame.key() });
    return reply.redirect(`${caseHref(ref)}?pesan=dicatat`, 303);
  });
}
