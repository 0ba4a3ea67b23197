import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import type { ClosedDay } from '../../capabilities/queue/index.ts';
import { type IsoDate, isIsoDate, sayDate } from '../../kernel/dates.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { say } from '../../kernel/text.ts';
import {
  BackLink,
  Button,
  DeskTitle,
  ErrorSummary,
  type FieldFault,
  Form,
  Muted,
  Narrow,
  Section,
} from '../design/index.ts';
import { type Body, bodyOf, fieldOf, type OfficeDeps } from './deps.ts';
import {
  Box,
  dateAndReason,
  FromAndWhy,
  mustArrange,
  named,
  reasonIn,
  SCHEDULE,
  saved,
  tryTo,
} from './queue-arrange.tsx';
import { OfficePage, type Shell, shellOf } from './shell.tsx';
import { arrangeWords } from './words/queue-arrange.ts';

type Props = {
  readonly shell: Shell;
  readonly office: string;
  readonly days: readonly ClosedDay[];
  readonly first: IsoDate;
  readonly body: Body | undefined;
  /** The day whose form was sent; undefined for that of a new day. */
  readonly opens: string | undefined;
  readonly faults: readonly FieldFault[];
  readonly once: () => string;
};

function DaysPage(props: Props): JSX.Element {
  const { shell, days, first, opens, faults } = props;
  const { lang } = shell.page;
  const words = arrangeWords(lang);
  const form = { lang, body: opens === undefined ? props.body : undefined, faults: opens === undefined ? faults : [] };
  return (
    <OfficePage shell={shell} title={words.closed} at="queue">
      <BackLink href={SCHEDULE}>{words.back}</BackLink>
      <DeskTitle title={words.closed} text={props.office} />
      <Narrow gap={4}>
        <ErrorSummary
          lang={lang}
          faults={named(faults, { nama: words.closedName, mulai: words.closedDay }, lang).map((fault) => ({
            ...fault,
            field: opens === undefined ? fault.field : `${opens}-${fault.field}`,
          }))}
        />
        <Muted>{words.closedWhy}</Muted>
        <Form page={shell.page} action={`${SCHEDULE}/libur`} gap={4} hidden={{ kunci: props.once() }}>
          <Box {...form} name="nama" label={words.closedName} stands="" />
          <Box {...form} name="nama-en" label={words.nameEn} stands="" optional />
          <FromAndWhy {...{ ...form, first }} label={words.closedDay} />
          <Button>{words.closeButton}</Button>
        </Form>
        {days.length === 0 && <Muted>{words.noClosed}</Muted>}
        {days.map(({ day, name }) => (
          <Section key={day} id={`hari-${day}`} title={`${sayDate(day, lang)}: ${say(name, lang)}`}>
            <Form
              page={shell.page}
              action={`${SCHEDULE}/libur/batal`}
              gap={3}
              hidden={{ hari: day, kunci: props.once() }}
            >
              <FromAndWhy
                {...{ lang, first, id: `${day}-`, undated: true }}
                body={opens === day ? props.body : undefined}
                faults={opens === day ? faults : []}
              />
              <Button look="second" wide={false}>
                {words.openButton}
              </Button>
            </Form>
          </Section>
        ))}
      </Narrow>
    </OfficePage>
  );
}

/** Days on which a place holds no session, beside the holidays of the country and the region. */
export function queueDaysRoutes(t: OfficeDeps, web: FastifyInstance): void {
  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    sent?: Pick<Props, 'body' | 'opens' | 'faults'>,
  ): Promise<FastifyReply> {
    const desk = mustArrange(request);
    const [days, first] = await Promise.all([t.queue.closedDays(desk.doer), t.queue.firstDay(desk.doer)]);
    const page = (
      <DaysPage
        {...{ shell: shellOf(t, request), office: desk.office.name, days, first, once: t.frame.key }}
        {...{ body: sent?.body, opens: sent?.opens, faults: sent?.faults ?? [] }}
      />
    );
    return t.frame.send(reply, page, sent ? 422 : 200);
  }

  web.get(`${SCHEDULE}/libur`, (request, reply) => show(request, reply));

  web.post(`${SCHEDULE}/libur`, async (request, reply) => {
    const desk = mustArrange(request);
    const lang = t.frame.lang(request);
    const body = bodyOf(request);
    const { date, reason, faults } = dateAndReason(body, lang);
    const own = fieldOf(body, 'nama').slice(0, 80);
    // Its own name is better than none for whoever reads English.
    const name = { id: own, en: fieldOf(body, 'nama-en').slice(0, 80) || own };
    const wrong = [...(own === '' ? [{ field: 'nama', text: arrangeWords(lang).fillIn }] : []), ...faults];
    if (wrong.length > 0) return show(request, reply, { body, opens: undefined, faults: wrong });
    const wish = { day: date, name, reason };
    const refused = await tryTo(() => t.queue.closeDay(desk.doer, wish, fieldOf(body, 'kunci')), lang);
    return refused.length > 0 ? show(request, reply, { body, opens: undefined, faults: refused }) : saved(reply);
  });

  web.post(`${SCHEDULE}/libur/batal`, async (request, reply) => {
    const desk = mustArrange(request);
    const lang = t.frame.lang(request);
    const body = bodyOf(request);
    const day = fieldOf(body, 'hari');
    if (!isIsoDate(day)) throw new Refusal('queue/not-found', 404);
    const { faults } = dateAndReason(body, lang, true);
    if (faults.length > 0) return show(request, reply, { body, opens: day, faults });
    await t.queue.openDay(desk.doer, day, reasonIn(body), fieldOf(body, 'kunci'));
    return saved(reply);
  });
}
