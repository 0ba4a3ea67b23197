import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { labelOf, takesRecord } from '../../capabilities/queue/index.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { BackLink, Button, DeskTitle, ErrorSummary, errorTitle, Form, Narrow, TextField } from '../design/index.ts';
import { guardOf, looked } from '../frame/index.ts';
import { bodyOf, fieldOf, type OfficeDeps, queryOf } from './deps.ts';
import { type At, hrefOf, refOf, serving } from './queue-at.ts';
import { isRecord } from './queue-whom.tsx';
import { OfficePage, shellOf } from './shell.tsx';
import { queueWords } from './words/queue.ts';

/** Where the number of the medical record of somebody in a room's line is noted. */
export const recordHref = (action: string, ruang: string, id: string): string =>
  `${action}/rm?${new URLSearchParams({ ruang, nomor: id })}`;

/** Whoever booked from home brings no number of his medical record: it is noted once he is here. */
export function queueRecordRoutes(t: OfficeDeps, web: FastifyInstance): void {
  const { atRoom, act } = serving(t);
  const path = '/kantor/antrean/:antrean/rm';

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    at: At,
    id: string,
    wrong?: string,
  ): Promise<FastifyReply> {
    const { desk } = request;
    const { lang } = t.frame.page(request);
    const words = queueWords(lang);
    const [view, offer] = await Promise.all([t.queue.room(desk.doer, at.session), t.queue.offer(at.session.office)]);
    const entry = view?.entries.find((one) => one.id === id);
    const patient = entry && view?.patients.get(entry.patient);
    if (!entry || !patient || !takesRecord(entry) || patient.unnamed || offer?.place.kind !== 'health')
      throw new Refusal('queue/not-found', 404);
    await looked(t, desk, 'antrean', { seen: [id], persons: [entry.subject] });
    const shell = shellOf(t, request);
    const faults = wrong === undefined ? [] : [{ field: 'rm', text: words.recordWrong }];
    const page = (
      <OfficePage shell={shell} title={errorTitle(lang, words.record, faults)} at="queue">
        <BackLink href={hrefOf(at)}>{at.room}</BackLink>
        <DeskTitle title={words.record} text={`${labelOf(entry.prefix, entry.number)}, ${patient.name}`} />
        <Narrow gap={4}>
          <ErrorSummary lang={lang} faults={faults} />
          <Form
            page={shell.page}
            action={`/kantor/antrean/${at.session.id}/rm`}
            gap={4}
            hidden={{ ruang: at.ruang, nomor: id, versi: String(entry.version), kunci: t.frame.key() }}
          >
            <TextField
              {...{ lang, name: 'rm', label: words.record, hint: words.recordHint, error: faults[0]?.text }}
              {...{ value: wrong ?? patient.recordNumber ?? '', maxLength: 20, width: 'middle', autoComplete: 'off' }}
              optional
            />
            <Button>{words.recordSave}</Button>
          </Form>
        </Narrow>
      </OfficePage>
    );
    return t.frame.send(reply, page, wrong === undefined ? 200 : 422);
  }

  web.get(path, async (request, reply) => {
    const at = await atRoom(request, queryOf(request, 'ruang') || '1');
    return show(request, reply, at, queryOf(request, 'nomor'));
  });

  web.post(path, async (request, reply) => {
    const body = bodyOf(request);
    const typed = fieldOf(body, 'rm').slice(0, 20);
    if (typed !== '' && !isRecord(typed))
      return show(request, reply, await atRoom(request, fieldOf(body, 'ruang')), fieldOf(body, 'nomor'), typed);
    return act(request, reply, async (at) => {
      await t.queue.noteRecord(request.desk.doer, refOf(at, body), typed || null, guardOf(body));
      return hrefOf(at, 'rm');
    });
  });
}
