import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import type {
  ApprovedSign,
  Arranged,
  Changed,
  ClosedDay,
  EmergencyRoom,
  Need,
} from '../../capabilities/queue/index.ts';
import { addDays, type IsoDate, sayDay, sayMoment, weekday } from '../../kernel/dates.ts';
import { type Language, say } from '../../kernel/text.ts';
import {
  Button,
  DeskTitle,
  ErrorSummary,
  type FieldFault,
  Form,
  More,
  MoreSet,
  Muted,
  Narrow,
  Notice,
  Row,
  Rows,
  Section,
  Table,
  TextField,
  Toast,
} from '../design/index.ts';
import { bodyOf, fieldOf, type OfficeDeps, queryOf } from './deps.ts';
import { mustArrange, named, SCHEDULE, saved } from './queue-arrange.tsx';
import { sayRoom } from './queue-emergency.tsx';
import { OfficePage, type Shell, shellOf } from './shell.tsx';
import { arrangeWords } from './words/queue-arrange.ts';
import { sayChange, sayWhy } from './words/queue-changes.ts';
import { emergencyWords } from './words/queue-emergency.ts';
import { rulesWords } from './words/queue-rules.ts';
import { scheduleWords } from './words/queue-schedule.ts';

const PATH = SCHEDULE;

type Props = {
  readonly shell: Shell;
  readonly office: string;
  readonly arranged: readonly (Arranged & { readonly name: string })[];
  /** Undefined at a counter, which has none. */
  readonly emergency: EmergencyRoom | null | undefined;
  readonly signs: readonly ApprovedSign[];
  readonly closed: readonly ClosedDay[];
  readonly needs: readonly Need[];
  readonly changes: readonly (Changed & { readonly when: string })[];
  readonly once: () => string;
  readonly faults: readonly FieldFault[];
  readonly today: IsoDate;
  readonly done: boolean;
  /** Sessions of which BPJS can't be told: the doctor's code is missing. */
  readonly codeless: readonly string[];
};

function SchedulePage(props: Props): JSX.Element {
  const { shell } = props;
  const { lang } = shell.page;
  const words = scheduleWords(lang);
  const arrange = arrangeWords(lang);
  return (
    <OfficePage shell={shell} title={words.title} at="queue">
      <DeskTitle title={words.title} text={props.office} />
      {props.done && <Toast still>{words.saved}</Toast>}
      {props.codeless.length > 0 && (
        <Notice tone="warning" title={arrange.codeless}>
          {arrange.codelessWhy(props.codeless.join('; '))}
        </Notice>
      )}
      <ErrorSummary lang={lang} faults={named(props.faults, signLabels(lang), lang)} />
      <Section id="sesi" title={arrange.session}>
        {props.arranged.length === 0 ? <Muted>{arrange.none}</Muted> : <WeekFolded {...props} />}
        <Rows>
          <Row href={`${SCHEDULE}/sesi`} icon="plus" title={arrange.addSession} />
          <Row href={`${SCHEDULE}/berkas`} icon="download" title={arrange.file} text={arrange.fileGetWhy} />
        </Rows>
      </Section>
      <Section id="libur" title={arrange.closed}>
        <Rows>
          <Row
            href={`${SCHEDULE}/libur`}
            icon="clock"
            title={arrange.closeButton}
            text={
              props.closed.map(({ day, name }) => `${sayDay(day, lang)}: ${say(name, lang)}`).join(' · ') ||
              arrange.noClosed
            }
          />
        </Rows>
      </Section>
      <Section id="keperluan" title={arrange.needs}>
        {props.needs.length > 0 && (
          <More summary={words.show(props.needs.length)}>
            <Rows>
              {props.needs.map((need) => (
                <Row
                  key={need.code}
                  href={`${SCHEDULE}/keperluan?kode=${need.code}`}
                  title={say(need.title, lang)}
                  text={[
                    ...(need.since !== null && need.since > props.today
                      ? [arrange.since(sayDay(need.since, lang))]
                      : []),
                    ...(need.until === null ? [] : [arrange.until(sayDay(addDays(need.until, -1), lang))]),
                  ].join(' · ')}
                />
              ))}
            </Rows>
          </More>
        )}
        <Rows>
          <Row href={`${SCHEDULE}/keperluan`} icon="plus" title={arrange.addNeed} />
        </Rows>
      </Section>
      <Section id="aturan" title={rulesWords(lang).title}>
        <Rows>
          <Row href={`${SCHEDULE}/aturan`} icon="clock" title={rulesWords(lang).title} text={rulesWords(lang).row} />
        </Rows>
      </Section>
      {props.emergency !== undefined && (
        <Section id="ugd" title={emergencyWords(lang).title}>
          <Rows>
            <Row
              href={`${SCHEDULE}/ugd`}
              icon="alert"
              title={emergencyWords(lang).address}
              text={sayRoom(props.emergency, lang)}
            />
          </Rows>
        </Section>
      )}
      <Signs {...props} />
      <Section id="riwayat" title={words.log}>
        {props.changes.length === 0 ? (
          <Muted>{words.noLog}</Muted>
        ) : (
          // What was changed just now is seen at once.
          <More summary={words.show(props.changes.length)} open={props.done}>
            <Table
              caption={words.log}
              columns={[words.when, words.who, words.what, words.reason].map((title) => ({ title }))}
              rows={props.changes.map((one) => [one.when, one.by, sayChange(one, lang), sayWhy(one, lang)])}
            />
          </More>
        )}
      </Section>
    </OfficePage>
  );
}

/** The weekly sessions by day: today open and first, the other days as they follow, each behind one line. */
function WeekFolded({ shell, arranged, today }: Props): JSX.Element {
  const { lang } = shell.page;
  const words = scheduleWords(lang);
  const arrange = arrangeWords(lang);
  const names = words.weekdays.split(' ');
  const first = weekday(today);
  const days = names
    .map((_, i) => (first + i) % names.length)
    .map((day) => ({ day, held: arranged.filter((one) => one.weekdays.includes(day)).sort(byTime) }))
    .filter(({ held }) => held.length > 0);
  return (
    <MoreSet>
      {days.map(({ day, held }) => (
        <More key={day} summary={words.dayOf(names[day] ?? '', held.length, day === first)} open={day === first}>
          <Rows>
            {held.map((one) => (
              <Row
                key={`${one.code} ${one.since}`}
                href={`${SCHEDULE}/sesi?kode=${one.code}`}
                icon="clock"
                title={one.name}
                text={[
                  ...[one.doctor ?? '', one.rooms.join(', '), arrange.places(one.online, one.desk, one.cap)],
                  ...(one.weekdays.length > 1 ? [words.also(daysOf(one.weekdays, lang))] : []),
                  ...(one.since > today ? [arrange.since(sayDay(one.since, lang))] : []),
                  ...(one.until === null ? [] : [arrange.until(sayDay(one.until, lang))]),
                ]
                  .filter((part) => part !== '')
                  .join(' · ')}
              />
            ))}
          </Rows>
        </More>
      ))}
    </MoreSet>
  );
}
const byTime = (one: Arranged, other: Arranged): number =>
  one.starts < other.starts ? -1 : one.starts > other.starts ? 1 : 0;

const signLabels = (lang: Language): Readonly<Record<string, string>> => {
  const words = scheduleWords(lang);
  return { tanda: words.signId, 'tanda-en': words.signEn, dokter: words.doctor, alasan: words.reason };
};

function Signs(props: Props): JSX.Element {
  const { shell, signs } = props;
  const { lang } = shell.page;
  const words = scheduleWords(lang);
  const errorAt = (name: string) => props.faults.find((fault) => fault.field === name)?.text;
  const text = (name: string, label: string, hint?: string) => (
    <TextField {...{ lang, name, label, hint, value: '', maxLength: 120, autoComplete: 'off', error: errorAt(name) }} />
  );
  return (
    <Section id="tanda" title={words.signs}>
      <Muted>{words.signsWhy}</Muted>
      <MoreSet>
        {signs.length > 0 && (
          <More summary={words.show(signs.length)} open={props.faults.some(({ field }) => field.startsWith('alasan-'))}>
            <Table
              caption={words.signs}
              columns={[words.sign, words.approved, words.withdraw].map((title) => ({ title }))}
              rows={signs.map((sign) => [
                say(sign.say, lang),
                `${sign.approvedBy}, ${sayDay(sign.approvedOn, lang)}`,
                <Form
                  page={shell.page}
                  action={`${PATH}/cabut`}
                  gap={3}
                  hidden={{ kode: sign.code, kunci: props.once() }}
                >
                  <TextField
                    {...{ lang, name: `alasan-${sign.code}`, label: words.reason, value: '', maxLength: 200 }}
                    {...{ autoComplete: 'off', error: errorAt(`alasan-${sign.code}`) }}
                  />
                  <Button look="second" wide={false}>
                    {words.withdraw}
                  </Button>
                </Form>,
              ])}
            />
          </More>
        )}
        <More summary={words.addSign} open={Object.keys(signLabels(lang)).some((name) => errorAt(name) !== undefined)}>
          <Narrow gap={4}>
            <Form page={shell.page} action={`${PATH}/tanda`} gap={3} hidden={{ kunci: props.once() }}>
              {text('tanda', words.signId, words.signHint)}
              {text('tanda-en', words.signEn)}
              {text('dokter', words.doctor)}
              {text('alasan', words.reason)}
              <Button look="second" wide={false}>
                {words.addSign}
              </Button>
            </Form>
          </Narrow>
        </More>
      </MoreSet>
    </Section>
  );
}

/** What the head of a place arranges of its queue. */
export function queueScheduleRoutes(t: OfficeDeps, web: FastifyInstance): void {
  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    faults: readonly FieldFault[],
  ): Promise<FastifyReply> {
    const desk = mustArrange(request);
    const lang = t.frame.lang(request);
    const [offer, arranged, told, signs, changes, closed, needs, today] = await Promise.all([
      t.queue.offer(desk.office.ref),
      t.queue.arranged(desk.doer),
      t.queue.toldBpjs(desk.doer),
      t.queue.approvedSigns(desk.doer),
      t.queue.changes(desk.doer),
      t.queue.closedDays(desk.doer),
      t.queue.needsArranged(desk.doer),
      t.queue.today(desk.office.ref),
    ]);
    const nameOf = (one: Arranged): string => {
      const poli = offer?.polis.find(({ code }) => code === one.poli);
      const hours = [one.starts, one.ends].map((time) => time.replace(':', '.')).join('–');
      return `${poli ? say(poli.name, lang) : one.poli}, ${hours}`;
    };
    const { zone } = desk.office;
    const page = (
      <SchedulePage
        {...{
          shell: shellOf(t, request),
          office: desk.office.name,
          emergency: offer?.place.kind === 'health' ? offer.place.emergency : undefined,
          signs,
          closed,
          needs,
          today,
          faults,
          once: t.frame.key,
        }}
        arranged={arranged.map((one) => ({ ...one, name: nameOf(one) }))}
        changes={changes.map((one) => ({ ...one, when: sayMoment(one.at, zone, lang) }))}
        codeless={arranged.filter((one) => one.doctorCode === null && told.has(one.poli)).map(nameOf)}
        done={queryOf(request, 'pesan') === 'tersimpan'}
      />
    );
    return t.frame.send(reply, page, faults.length > 0 ? 422 : 200);
  }

  web.get(PATH, (request, reply) => show(request, reply, []));

  web.post(`${PATH}/tanda`, async (request, reply) => {
    const desk = mustArrange(request);
    const words = scheduleWords(t.frame.lang(request));
    const field = (name: string) => fieldOf(bodyOf(request), name).trim().slice(0, 200);
    const faults = (['tanda', 'tanda-en', 'dokter', 'alasan'] as const)
      .filter((name) => field(name).length < 3)
      .map((name) => ({ field: name, text: name === 'alasan' ? words.reasonNeeded : words.fillIn }));
    if (faults.length > 0) return show(request, reply, faults);
    const sign = {
      say: { id: field('tanda'), en: field('tanda-en') },
      doctor: field('dokter'),
      reason: field('alasan'),
    };
    await t.queue.approveSign(desk.doer, sign, field('kunci'));
    return saved(reply);
  });

  web.post(`${PATH}/cabut`, async (request, reply) => {
    const desk = mustArrange(request);
    const words = scheduleWords(t.frame.lang(request));
    const field = (name: string) => fieldOf(bodyOf(request), name).trim().slice(0, 200);
    const code = field('kode');
    const reason = field(`alasan-${code}`);
    if (reason === '') return show(request, reply, [{ field: `alasan-${code}`, text: words.reasonNeeded }]);
    await t.queue.withdrawSign(desk.doer, code, reason, field('kunci'));
    return saved(reply);
  });
}

const daysOf = (weekdays: readonly number[], lang: Language): string =>
  weekdays.map((day) => scheduleWords(lang).weekdays.split(' ')[day]).join(', ');
