import type { FastifyInstance } from 'fastify';
import type { JSX } from 'preact';
import { labelOf } from '../../capabilities/queue/index.ts';
import { sayDate, sayTime } from '../../kernel/dates.ts';
import { isUuid } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { qrSvgPath } from '../../platform/qr/index.ts';
import { DeskTitle, Muted, Qr, Row, Rows, Slip } from '../design/index.ts';
import { type OfficeDeps, queryOf } from './deps.ts';
import { hrefOf, serving } from './queue-at.ts';
import { OfficePage, type Shell, shellOf } from './shell.tsx';
import { queueWords } from './words/queue.ts';

/** To print or show at the door in the morning: the code by which people say that they are here, good for this day. */
function PosterPage(props: {
  readonly shell: Shell;
  readonly office: string;
  readonly date: string;
  readonly url: string;
  readonly kiosk: string;
  /** The screen that gives out numbers. */
  readonly numbers: string;
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
        <Row href={props.numbers} icon="print" title={words.numbers} text={words.numbersWhy} />
      </Rows>
    </OfficePage>
  );
}

export function queuePosterRoutes(t: OfficeDeps, web: FastifyInstance): void {
  const { mustServe, atRoom } = serving(t);
  web.get('/kantor/antrean/poster', async (request, reply) => {
    const desk = mustServe(request);
    const { ref, name } = desk.office;
    const token = await t.queue.arrivalToken(ref);
    if (token === undefined || !(await t.queue.offer(ref))) throw new Refusal('queue/not-found', 404);
    const lang = t.frame.lang(request);
    const date = sayDate(await t.queue.today(ref), lang);
    const url = t.queue.arrivalAddress(ref, token);
    const numbers = `/kios/${ref}/${await t.queue.screenToken(ref)}/nomor`;
    const shell = shellOf(t, request);
    return t.frame.send(
      reply,
      <PosterPage {...{ shell, office: name, date, url, kiosk: `/kios/${ref}/${token}`, numbers }} />,
    );
  });

  /** The number of somebody who stands at the counter, on paper 58 mm wide: no name and no service. */
  web.get('/kantor/antrean/:antrean/karcis', async (request, reply) => {
    const at = await atRoom(request, queryOf(request, 'ruang') || '1');
    const { desk } = request;
    const id = queryOf(request, 'nomor');
    if (!isUuid(id)) throw new Refusal('queue/not-found', 404);
    const entry = await t.queue.entry(desk.doer, { region: desk.office.region, id });
    if (entry.session !== at.session.id) throw new Refusal('queue/not-found', 404);
    const page = t.frame.page(request);
    const words = queueWords(page.lang);
    const number = labelOf(at.session.prefix, entry.number);
    const { zone, name, ref } = desk.office;
    const range = `${sayTime(entry.promisedFrom, zone, page.lang).split(' ')[0]}–${sayTime(entry.promisedTo, zone, page.lang)}`;
    const before = await t.queue.waitingBefore(at.session, entry.id);
    return t.frame.send(
      reply,
      <Slip
        {...{ page, title: number, place: name, number }}
        lines={[
          ...[sayDate(entry.day, page.lang), at.session.rooms.join(', '), words.slipTime(range)],
          ...(before === undefined ? [] : [words.slipBefore(before)]),
          words.slipBoard,
        ]}
        qr={qrSvgPath(`${t.config.publicUrl}/papan/${ref}`)}
        back={{
          href: entry.day === (await t.queue.today(ref)) ? hrefOf(at) : '/kantor/antrean/pesankan',
          label: words.slipBack,
        }}
      />,
    );
  });
}
