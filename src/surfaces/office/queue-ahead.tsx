import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import { labelOf, OFF_REASONS, type Session } from '../../capabilities/queue/index.ts';
import { addDays, sayDate, sayTime } from '../../kernel/dates.ts';
import { isUuid } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type Language, say } from '../../kernel/text.ts';
import {
  BackLink,
  Button,
  DeskTitle,
  EmptyState,
  ErrorSummary,
  type FieldFault,
  Form,
  Muted,
  Notice,
  Row,
  Rows,
  Section,
  Select,
  Table,
} from '../design/index.ts';
import { type Desk, looked } from '../frame/index.ts';
import { bodyOf, fieldOf, type OfficeDeps, paramOf } from './deps.ts';
import { serving } from './queue-at.ts';
import { OfficePage, type Shell, shellOf } from './shell.tsx';
import { queueWords } from './words/queue.ts';
import { aheadWords } from './words/queue-ahead.ts';
import { saidWords } from './words/queue-said.ts';

export const AHEAD = '/kantor/antrean/mendatang';

type Line = { readonly href: string; readonly title: string; readonly text: string };

function AheadPage(props: {
  readonly shell: Shell;
  readonly office: string;
  readonly days: readonly { readonly day: string; readonly lines: readonly Line[] }[];
}): JSX.Element {
  const { shell, days } = props;
  const { lang } = shell.page;
  const words = aheadWords(lang);
  return (
    <OfficePage shell={shell} title={words.title} at="queue">
      <BackLink href="/kantor/antrean">{queueWords(lang).title}</BackLink>
      <DeskTitle title={words.title} text={props.office} />
      {days.length === 0 && <EmptyState title={words.none}>{words.why}</EmptyState>}
      {days.map(({ day, lines }) => (
        <Section key={day} id={`hari-${day}`} title={sayDate(day, lang)}>
          <Rows>
            {lines.map((line) => (
              <Row key={line.href} href={line.href} icon="clock" title={line.title} text={line.text} />
            ))}
          </Rows>
        </Section>
      ))}
    </OfficePage>
  );
}

function AheadSessionPage(props: {
  readonly shell: Shell;
  readonly session: Session;
  readonly title: string;
  readonly about: string;
  readonly people: readonly { readonly number: string; readonly name: string; readonly hour: string }[];
  readonly untold: readonly string[];
  readonly faults: readonly FieldFault[];
  readonly once: string;
}): JSX.Element {
  const { shell, session, people, faults } = props;
  const { lang } = shell.page;
  const words = aheadWords(lang);
  const queue = queueWords(lang);
  return (
    <OfficePage shell={shell} title={props.title} at="queue">
      <BackLink href={AHEAD}>{words.title}</BackLink>
      <ErrorSummary lang={lang} faults={faults} />
      <DeskTitle title={props.title} text={props.about} />
      {session.state === 'cancelled' && <Notice tone="warning">{queue.isOff(whyOf(session, lang))}</Notice>}
      {props.untold.length > 0 && <Notice>{queue.tellThem(props.untold.join(', '))}</Notice>}
      <Section id="siapa" title={words.who}>
        {people.length === 0 ? (
          <Muted>{words.nobody}</Muted>
        ) : (
          <Table
            caption={words.who}
            columns={[{ title: words.number }, { title: words.name }, { title: words.hour }]}
            rows={people.map((one) => [one.number, one.name, one.hour])}
          />
        )}
      </Section>
      {isOn(session) && (
        <Section id="batal" title={saidWords(lang).off} card>
          <Form
            page={shell.page}
            action={`${AHEAD}/${session.id}`}
            gap={4}
            hidden={{ dari: session.state, kunci: props.once }}
          >
            <Select
              {...{ lang, name: 'alasan', label: queue.reasonFor.cancelled, value: '', error: faults[0]?.text }}
              options={OFF_REASONS.map((code) => ({ value: code, label: queue.ruled[code] }))}
            />
            <Button look="destroy" wide={false}>
              {queue.callOff}
            </Button>
          </Form>
        </Section>
      )}
    </OfficePage>
  );
}

const STATES = ['open', 'paused', 'full'] as const;
const isOn = ({ state }: Pick<Session, 'state'>): boolean => (STATES as readonly string[]).includes(state);
const whyOf = ({ stateReason }: Session, lang: Language): string => {
  const { ruled } = queueWords(lang);
  return ruled[(stateReason ?? 'lain') as keyof typeof ruled] ?? ruled.lain;
};

/** Sessions of later days: who has a number, and that one does not take place. Today's are called off in their rooms. */
export function queueAheadRoutes(t: OfficeDeps, web: FastifyInstance): void {
  const { mustServe } = serving(t);
  const hours = (session: Session, { office: { zone } }: Desk, lang: Language): string =>
    `${sayTime(session.startsAt, zone, lang).split(' ')[0]}–${sayTime(session.endsAt, zone, lang)}`;

  web.get(AHEAD, async (request, reply) => {
    const desk = mustServe(request);
    const lang = t.frame.lang(request);
    const words = aheadWords(lang);
    const [offer, today] = await Promise.all([t.queue.offer(desk.office.ref), t.queue.today(desk.office.ref)]);
    const all = offer
      ? await t.queue.days(desk.office.ref, addDays(today, 1), addDays(today, offer.place.opensDays))
      : [];
    // Nobody has a number of a queue that one is only sent on to.
    const sessions = all
      .map(({ session }) => session)
      .filter(({ poli }) => offer?.polis.find(({ code }) => code === poli)?.stage === 'periksa');
    const lineOf = (session: Session): Line => {
      const poli = offer?.polis.find(({ code }) => code === session.poli);
      return {
        href: `${AHEAD}/${session.id}`,
        title: `${poli ? say(poli.name, lang) : session.poli}, ${hours(session, desk, lang)}`,
        text: [
          ...(session.doctor ? [session.doctor] : []),
          session.state === 'cancelled' ? words.off(whyOf(session, lang)) : words.numbers(session.taken),
        ].join(', '),
      };
    };
    const days = [...new Set(sessions.map(({ day }) => day))].map((day) => ({
      day,
      lines: sessions.filter((session) => session.day === day).map(lineOf),
    }));
    return t.frame.send(reply, <AheadPage {...{ shell: shellOf(t, request), office: desk.office.name, days }} />);
  });

  async function sessionIn(request: FastifyRequest): Promise<Session> {
    const { office } = mustServe(request);
    const id = paramOf(request, 'antrean');
    const session = isUuid(id) ? await t.queue.session({ region: office.region, id }) : undefined;
    const today = await t.queue.today(office.ref);
    if (!session || session.office !== office.ref || session.day <= today) throw new Refusal('queue/not-found', 404);
    return session;
  }

  async function show(request: FastifyRequest, reply: FastifyReply, faults: readonly FieldFault[]) {
    const session = await sessionIn(request);
    const { desk } = request;
    const lang = t.frame.lang(request);
    const [view, offer] = await Promise.all([t.queue.room(desk.doer, session), t.queue.offer(session.office)]);
    if (!view) throw new Refusal('queue/not-found', 404);
    const entries = view.entries
      .filter(({ status }) => status === 'booked')
      .sort((one, other) => one.dueAt.getTime() - other.dueAt.getTime() || one.number - other.number);
    await looked(t, desk, 'antrean', {
      seen: entries.map(({ id }) => id),
      persons: entries.map(({ subject }) => subject),
    });
    const nameOf = (patient: string): string => view.patients.get(patient)?.name ?? '';
    const untold = session.state === 'cancelled' ? await t.queue.unreached(view.entries) : [];
    const poli = offer?.polis.find(({ code }) => code === session.poli);
    const page = (
      <AheadSessionPage
        {...{ shell: shellOf(t, request), session, faults, once: t.frame.key() }}
        title={poli ? say(poli.name, lang) : session.poli}
        about={[
          sayDate(session.day, lang),
          hours(session, desk, lang),
          ...(session.doctor ? [session.doctor] : []),
        ].join(', ')}
        people={entries.map((entry) => ({
          number: labelOf(entry.prefix, entry.number),
          name: nameOf(entry.patient),
          hour: sayTime(entry.dueAt, desk.office.zone, lang),
        }))}
        untold={untold.map((entry) => `${labelOf(entry.prefix, entry.number)} ${nameOf(entry.patient)}`)}
      />
    );
    return t.frame.send(reply, page, faults.length > 0 ? 422 : 200);
  }

  web.get(`${AHEAD}/:antrean`, (request, reply) => show(request, reply, []));

  web.post(`${AHEAD}/:antrean`, async (request, reply) => {
    const session = await sessionIn(request);
    const body = bodyOf(request);
    const reason = OFF_REASONS.find((code) => code === fieldOf(body, 'alasan'));
    if (!reason) {
      const text = saidWords(t.frame.lang(request)).reasonNeeded.cancelled;
      return show(request, reply, [{ field: 'alasan', text }]);
    }
    const from = STATES.find((state) => state === fieldOf(body, 'dari'));
    if (!from) throw new Refusal('queue/not-now', 409);
    await t.queue.rule(request.desk.doer, session, { from, to: 'cancelled', reason }, fieldOf(body, 'kunci'));
    return reply.redirect(`${AHEAD}/${session.id}`, 303);
  });
}
