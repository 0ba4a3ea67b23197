import type { FastifyInstance } from 'fastify';
import type { JSX } from 'preact';
import { sayDate } from '../../kernel/dates.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { qrSvgPath } from '../../platform/qr/index.ts';
import { DeskTitle, Muted, Qr, Row, Rows } from '../design/index.ts';
import type { OfficeDeps } from './deps.ts';
import { serving } from './queue-at.ts';
import { OfficePage, type Shell, shellOf } from './shell.tsx';
import { queueWords } from './words/queue.ts';

/** To print or show at the door in the morning: the code by which people say that they are here, good for this day. */
function PosterPage(props: {
  readonly shell: Shell;
  readonly office: string;
  readonly date: string;
  readonly url: string;
  readonly kiosk: string;
}): JSX.Element {
  const { lang } = props.shell.page;
  const words = queueWords(lang);
  const { path, size } = qrSvgPath(props.url);
  return (
    <OfficePage shell={props.shell} title={words.poster} at="queue">
      <DeskTitle title={words.posterSays} text={`${props.office}, ${props.date}`} />
      <Qr lang={lang} path={path} size={size} label={words.posterLabel} />
      <p>{words.posterHow}</p>
      <Muted>{words.posterDaily}</Muted>
      <Rows>
        <Row href={props.kiosk} icon="people" title={words.kiosk} text={words.kioskWhy} />
      </Rows>
    </OfficePage>
  );
}

export function queuePosterRoutes(t: OfficeDeps, web: FastifyInstance): void {
  const { mustServe } = serving(t);
  web.get('/kantor/antrean/poster', async (request, reply) => {
    const desk = mustServe(request);
    const { ref, name } = desk.office;
    const token = await t.queue.arrivalToken(ref);
    if (token === undefined || !(await t.queue.offer(ref))) throw new Refusal('queue/not-found', 404);
    const lang = t.frame.lang(request);
    const date = sayDate(await t.queue.today(ref), lang);
    const url = t.queue.arrivalAddress(ref, token);
    const shell = shellOf(t, request);
    return t.frame.send(reply, <PosterPage {...{ shell, office: name, date, url, kiosk: `/kios/${ref}/${token}` }} />);
  });
}
