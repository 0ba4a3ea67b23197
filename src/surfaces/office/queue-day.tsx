import type { FastifyInstance } from 'fastify';
import type { JSX } from 'preact';
import { actorOf, can } from '../../capabilities/accounts/index.ts';
import type { DayFigures, HourFigures } from '../../capabilities/queue/index.ts';
import { addDays, isIsoDate, sayDate } from '../../kernel/dates.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { say } from '../../kernel/text.ts';
import { Bars, DeskTitle, EmptyState, Muted, Row, Rows, Section, Table } from '../design/index.ts';
import { type OfficeDeps, queryOf } from './deps.ts';
import { OfficePage, type Shell, shellOf } from './shell.tsx';
import { dayWords } from './words/queue-day.ts';

type Props = {
  readonly shell: Shell;
  readonly office: string;
  readonly date: string;
  readonly before: string;
  readonly after: string | undefined;
  readonly all: DayFigures;
  readonly polis: readonly { readonly name: string; readonly figures: DayFigures }[];
  readonly hours: readonly HourFigures[];
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
        <Row href={`/kantor/antrean/hari?hari=${props.before}`} icon="clock" title={words.dayBefore} />
        {props.after && <Row href={`/kantor/antrean/hari?hari=${props.after}`} icon="clock" title={words.dayAfter} />}
        <Row href="/kantor/antrean" icon="call" title={words.back} />
      </Rows>
    </OfficePage>
  );
}

const numeric = (title: string) => ({ title, numeric: true });

export function queueDayRoutes(t: OfficeDeps, web: FastifyInstance): void {
  web.get('/kantor/antrean/hari', async (request, reply) => {
    const { desk } = request;
    const { region, ref } = desk.office;
    if (!can(actorOf(desk.signed), 'queue.serve', { region, office: ref })) throw new Refusal('queue/not-yours', 403);
    const today = await t.queue.today(ref);
    const asked = queryOf(request, 'hari');
    const day = isIsoDate(asked) && asked <= today ? asked : today;
    const lang = t.frame.lang(request);
    const [picture, offer] = await Promise.all([t.queue.dayPicture(desk.doer, day), t.queue.offer(ref)]);
    if (!picture) throw new Refusal('queue/not-found', 404);
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
        polis={picture.polis.map(({ code, figures }) => ({ name: nameOf(code), figures }))}
      />,
    );
  });
}
