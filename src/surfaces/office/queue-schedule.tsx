import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import { actorOf, can } from '../../capabilities/accounts/index.ts';
import type { ApprovedSign, Arranged, Setting } from '../../capabilities/queue/index.ts';
import { sayDay, sayMoment } from '../../kernel/dates.ts';
import { Refusal } from '../../kernel/refusal.ts';
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
  Section,
  Table,
  TextField,
  Toast,
} from '../design/index.ts';
import type { Desk } from '../frame/index.ts';
import { bodyOf, fieldOf, type OfficeDeps, queryOf } from './deps.ts';
import { OfficePage, type Shell, shellOf } from './shell.tsx';
import { scheduleWords } from './words/queue-schedule.ts';

const PATH = '/kantor/antrean/jadwal';
/** More places a window than anybody means. */
const MOST = 200;

type Props = {
  readonly shell: Shell;
  readonly office: string;
  readonly arranged: readonly (Arranged & { readonly name: string })[];
  readonly signs: readonly ApprovedSign[];
  readonly settings: readonly (Setting & { readonly when: string })[];
  readonly once: () => string;
  readonly faults: readonly FieldFault[];
  readonly done: boolean;
};

function SchedulePage(props: Props): JSX.Element {
  const { shell } = props;
  const { lang } = shell.page;
  const words = scheduleWords(lang);
  return (
    <OfficePage shell={shell} title={words.title} at="queue">
      <DeskTitle title={words.title} text={props.office} />
      {props.done && <Toast still>{words.saved}</Toast>}
      <ErrorSummary lang={lang} faults={props.faults} />
      <Section id="tempat" title={words.places}>
        <Muted>{words.placesWhy}</Muted>
        <MoreSet>
          {props.arranged.map((one) => (
            <Quota key={one.code} {...props} one={one} />
          ))}
        </MoreSet>
      </Section>
      <Signs {...props} />
      <Section id="riwayat" title={words.log}>
        {props.settings.length === 0 ? (
          <Muted>{words.noLog}</Muted>
        ) : (
          <Table
            caption={words.log}
            columns={[words.when, words.who, words.what, words.reason].map((title) => ({ title }))}
            rows={props.settings.map((one) => [one.when, one.by, words.changed(one), one.reason])}
          />
        )}
      </Section>
    </OfficePage>
  );
}

function Quota(props: Props & { readonly one: Arranged & { readonly name: string } }): JSX.Element {
  const { shell, one } = props;
  const { lang } = shell.page;
  const words = scheduleWords(lang);
  const field = (name: string) => `${name}-${one.code}`;
  const errorAt = (name: string) => props.faults.find((fault) => fault.field === field(name))?.text;
  const hidden = { kode: one.code, 'dulu-pesan': String(one.online), 'dulu-langsung': String(one.desk) };
  const number = (name: string, label: string, value: number) => (
    <TextField
      {...{ lang, name: field(name), label, value: String(value), inputMode: 'numeric', width: 'short', maxLength: 3 }}
      {...{ autoComplete: 'off', error: errorAt(name) }}
    />
  );
  return (
    <More
      summary={`${one.name} (${one.online} + ${one.desk})`}
      open={['pesan', 'langsung', 'alasan'].some((name) => errorAt(name) !== undefined)}
    >
      <Muted>{words.windows(one.windowMinutes, one.rooms.join(', '), one.doctor ?? '')}</Muted>
      <Narrow gap={4}>
        <Form page={shell.page} action={`${PATH}/tempat`} gap={3} hidden={{ ...hidden, kunci: props.once() }}>
          {number('pesan', words.online, one.online)}
          {number('langsung', words.desk, one.desk)}
          <TextField
            {...{ lang, name: field('alasan'), label: words.reason, value: '', maxLength: 200, autoComplete: 'off' }}
            error={errorAt('alasan')}
          />
          <Button look="second" wide={false}>
            {words.save}
          </Button>
        </Form>
      </Narrow>
    </More>
  );
}

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
      {signs.length > 0 && (
        <Table
          caption={words.signs}
          columns={[words.sign, words.approved, words.withdraw].map((title) => ({ title }))}
          rows={signs.map((sign) => [
            say(sign.say, lang),
            `${sign.approvedBy}, ${sayDay(sign.approvedOn, lang)}`,
            <Form page={shell.page} action={`${PATH}/cabut`} gap={3} hidden={{ kode: sign.code, kunci: props.once() }}>
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
      )}
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
    </Section>
  );
}

/** What the head of a place arranges of its queue. */
export function queueScheduleRoutes(t: OfficeDeps, web: FastifyInstance): void {
  function mustArrange(request: FastifyRequest): Desk {
    const { desk } = request;
    const at = { region: desk.office.region, office: desk.office.ref };
    if (!can(actorOf(desk.signed), 'queue.arrange', at)) throw new Refusal('queue/not-yours', 403);
    return desk;
  }

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    faults: readonly FieldFault[],
  ): Promise<FastifyReply> {
    const desk = mustArrange(request);
    const lang = t.frame.lang(request);
    const [offer, arranged, signs, settings] = await Promise.all([
      t.queue.offer(desk.office.ref),
      t.queue.arranged(desk.doer),
      t.queue.approvedSigns(desk.doer),
      t.queue.settings(desk.doer),
    ]);
    const nameOf = (one: Arranged): string => {
      const poli = offer?.polis.find(({ code }) => code === one.poli);
      return `${poli ? say(poli.name, lang) : one.poli}: ${daysOf(one.weekdays, lang)}, ${one.starts}–${one.ends}`;
    };
    // One is sent on to a pharmacy: it gives out no places.
    const isFirst = (one: Arranged): boolean =>
      (offer?.polis.find(({ code }) => code === one.poli)?.stage ?? 'periksa') === 'periksa';
    const { zone } = desk.office;
    const page = (
      <SchedulePage
        {...{ shell: shellOf(t, request), office: desk.office.name, signs, faults, once: t.frame.key }}
        arranged={arranged.filter(isFirst).map((one) => ({ ...one, name: nameOf(one) }))}
        settings={settings.map((one) => ({ ...one, when: sayMoment(one.at, zone, lang) }))}
        done={queryOf(request, 'pesan') === 'tersimpan'}
      />
    );
    return t.frame.send(reply, page, faults.length > 0 ? 422 : 200);
  }

  const saved = (reply: FastifyReply): FastifyReply => reply.redirect(`${PATH}?pesan=tersimpan`, 303);

  web.get(PATH, (request, reply) => show(request, reply, []));

  web.post(`${PATH}/tempat`, async (request, reply) => {
    const desk = mustArrange(request);
    const words = scheduleWords(t.frame.lang(request));
    const field = (name: string) => fieldOf(bodyOf(request), name).trim();
    const code = field('kode');
    const count = (name: string): number => (/^\d{1,3}$/.test(field(name)) ? Number(field(name)) : -1);
    const places = { online: count(`pesan-${code}`), desk: count(`langsung-${code}`) };
    const reason = field(`alasan-${code}`).slice(0, 200);
    const fits = (one: number): boolean => one >= 0 && one <= MOST;
    const faults = [
      ...(fits(places.online) ? [] : [{ field: `pesan-${code}`, text: words.countWrong(MOST) }]),
      ...(fits(places.desk) ? [] : [{ field: `langsung-${code}`, text: words.countWrong(MOST) }]),
      ...(reason === '' ? [{ field: `alasan-${code}`, text: words.reasonNeeded }] : []),
    ];
    if (faults.length > 0) return show(request, reply, faults);
    const was = { online: count('dulu-pesan'), desk: count('dulu-langsung') };
    await t.queue.setQuota(desk.doer, { code, was, places, reason }, field('kunci'));
    return saved(reply);
  });

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
