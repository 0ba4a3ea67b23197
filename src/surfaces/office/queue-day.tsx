import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import { actorOf, can } from '../../capabilities/accounts/index.ts';
import { type DayFigures, type DayLine, type HourFigures, labelOf } from '../../capabilities/queue/index.ts';
import { writeCsv } from '../../kernel/csv.ts';
import { addDays, type IsoDate, isIsoDate, sayDate } from '../../kernel/dates.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { say } from '../../kernel/text.ts';
import { Bars, DeskTitle, EmptyState, Muted, Row, Rows, Section, Table, Toast } from '../design/index.ts';
import { type OfficeDeps, queryOf } from './deps.ts';
import { type PaperLine, PaperList, paperLine } from './queue-paper.tsx';
import { OfficePage, type Shell, shellOf } from './shell.tsx';
import { dayWords } from './words/queue-day.ts';
import { saidWords } from './words/queue-said.ts';

type Props = {
  readonly shell: Shell;
  readonly office: string;
  readonly date: string;
  readonly before: string;
  readonly after: string | undefined;
  readonly csv: string | undefined;
  readonly all: DayFigures;
  readonly polis: readonly { readonly name: string; readonly figures: DayFigures }[];
  readonly hours: readonly HourFigures[];
  readonly unnamed: readonly PaperLine[];
  readonly toast: string | undefined;
};

/** How a day went: the promised time beside the real one, for whoever runs the place. */
function DayPage(props: Props): JSX.Element {
  const { shell, all, hours } = props;
  const words = dayWords(shell.page.lang);
  const hour = (one: number): string => `${String(one).padStart(2, '0')}.00`;
  return (
    <OfficePage shell={shell} title={words.title} at="queue">
      <DeskTitle
        title={words.title}
        text={`${props.office}, ${props.date}`}
        figures={[
          { term: words.seen, value: all.seen },
          { term: words.kept, value: words.of(all.kept, all.promised) },
          { term: words.longest, value: words.minutes(all.longest) },
        ]}
      />
      {props.toast !== undefined && <Toast still>{props.toast}</Toast>}
      <PaperList lang={shell.page.lang} lines={props.unnamed} />
      {all.given === 0 ? (
        <EmptyState title={words.none}>{words.noneWhy}</EmptyState>
      ) : (
        <>
          <Section id="layanan" title={words.byPoli}>
            <Table
              caption={words.byPoli}
              columns={[
                { title: words.poli },
                ...[words.given, words.seen, words.absent, words.unserved, words.cancelled].map(numeric),
                ...[words.kept, words.held, words.wait, words.longest].map(numeric),
              ]}
              rows={[...props.polis, { name: words.all, figures: all }].map(({ name, figures }) => [
                name,
                ...[figures.given, figures.seen, figures.absent, figures.unserved, figures.cancelled],
                words.of(figures.kept, figures.promised),
                words.of(figures.held, figures.shown),
                words.minutes(figures.wait),
                words.minutes(figures.longest),
              ])}
            />
            <Muted>{words.explained}</Muted>
          </Section>
          {hours.length > 0 && (
            <Section id="jam" title={words.byHour}>
              <Bars bars={hours.map((one) => ({ label: hour(one.hour), value: one.wait, text: String(one.wait) }))} />
              <Table
                caption={words.byHour}
                columns={[{ title: words.hour }, numeric(words.seen), numeric(words.wait)]}
                rows={hours.map((one) => [hour(one.hour), one.called, words.minutes(one.wait)])}
              />
            </Section>
          )}
        </>
      )}
      <Rows>
        {props.csv && <Row href={props.csv} icon="download" title={words.csv} text={words.csvWhy} />}
        <Row href={`/kantor/antrean/hari?hari=${props.before}`} icon="clock" title={words.dayBefore} />
        {props.after && <Row href={`/kantor/antrean/hari?hari=${props.after}`} icon="clock" title={words.dayAfter} />}
        <Row href="/kantor/antrean" icon="call" title={words.back} />
      </Rows>
    </OfficePage>
  );
}

const numeric = (title: string) => ({ title, numeric: true });

const CSV_HEAD = [
  ...['tanggal', 'nomor', 'layanan', 'saluran', 'penjamin', 'golongan', 'status'],
  ...['janji_dari', 'janji_sampai', 'hadir', 'dipanggil', 'selesai'],
];

/** The numbers of a day for the Dinas, in words that its own programs can count on: codes and ISO 8601, whatever the language. */
const csvOf = (day: IsoDate, lines: readonly DayLine[]): string =>
  writeCsv([
    CSV_HEAD,
    ...lines.map((one) => [
      ...[day, labelOf(one.prefix, one.number), one.poli, one.channel, one.payer, one.class, one.status],
      ...[one.promisedFrom, one.promisedTo, one.arrivedAt, one.firstCalledAt, one.endedAt].map(
        (at) => at?.toISOString() ?? null,
      ),
    ]),
  ]);

export function queueDayRoutes(t: OfficeDeps, web: FastifyInstance): void {
  /** The day that was asked for, or today. */
  async function dayAsked(request: FastifyRequest, act: 'queue.serve' | 'queue.arrange') {
    const { desk } = request;
    const { region, ref } = desk.office;
    if (!can(actorOf(desk.signed), act, { region, office: ref })) throw new Refusal('queue/not-yours', 403);
    const today = await t.queue.today(ref);
    const asked = queryOf(request, 'hari');
    const day = isIsoDate(asked) && asked <= today ? asked : today;
    const picture = await t.queue.dayPicture(desk.doer, day);
    if (!picture) throw new Refusal('queue/not-found', 404);
    return { desk, today, day, picture };
  }

  web.get('/kantor/antrean/hari/csv', async (request, reply) => {
    const { desk, day, picture } = await dayAsked(request, 'queue.arrange');
    const name = `antrean-${desk.office.ref.replace('/', '-')}-${day}.csv`;
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}"`)
      .send(csvOf(day, picture.lines));
  });

  web.get('/kantor/antrean/hari', async (request, reply) => {
    const { desk, today, day, picture } = await dayAsked(request, 'queue.serve');
    const lang = t.frame.lang(request);
    const offer = await t.queue.offer(desk.office.ref);
    const mayExport = can(actorOf(desk.signed), 'queue.arrange', {
      region: desk.office.region,
      office: desk.office.ref,
    });
    const unnamed = await t.queue.unnamedOf(desk.doer, day);
    const said = queryOf(request, 'pesan');
    const nameOf = (code: string): string => {
      const poli = offer?.polis.find((one) => one.code === code);
      return poli ? say(poli.name, lang) : code;
    };
    return t.frame.send(
      reply,
      <DayPage
        {...{ shell: shellOf(t, request), office: desk.office.name, date: sayDate(day, lang) }}
        {...{ all: picture.all, hours: picture.hours, before: addDays(day, -1) }}
        after={day < today ? addDays(day, 1) : undefined}
        csv={mayExport && picture.lines.length > 0 ? `/kantor/antrean/hari/csv?hari=${day}` : undefined}
        polis={picture.polis.map(({ code, figures }) => ({ name: nameOf(code), figures }))}
        unnamed={unnamed.map((one) => paperLine(one, { ruang: '1', day }, desk.office.zone, lang))}
        toast={said === 'dinamai' || said === 'berubah' ? saidWords(lang).said[said] : undefined}
      />,
    );
  });
}
