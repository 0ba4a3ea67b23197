import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import { type Arranged, DRAWN_FIRST, type Offer, type Weekly } from '../../capabilities/queue/index.ts';
import type { IsoDate } from '../../kernel/dates.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { say } from '../../kernel/text.ts';
import {
  BackLink,
  Button,
  Checkboxes,
  DeskTitle,
  ErrorSummary,
  type FieldFault,
  Form,
  Muted,
  Narrow,
  Section,
  Select,
} from '../design/index.ts';
import { type Body, bodyOf, fieldOf, type OfficeDeps, queryOf, ticksOf } from './deps.ts';
import { Box, dateAndReason, FromAndWhy, mustArrange, named, SCHEDULE, saved, tryTo } from './queue-arrange.tsx';
import { OfficePage, type Shell, shellOf } from './shell.tsx';
import { arrangeWords } from './words/queue-arrange.ts';
import { scheduleWords } from './words/queue-schedule.ts';

type Props = {
  readonly shell: Shell;
  readonly offer: Offer;
  /** The session that is changed; undefined for a new one. */
  readonly one: Arranged | undefined;
  /** Of which services BPJS is told. */
  readonly told: ReadonlySet<string>;
  readonly first: IsoDate;
  /** What was sent, and by which of the two forms. */
  readonly body: Body | undefined;
  readonly ends: boolean;
  readonly faults: readonly FieldFault[];
  readonly once: () => string;
};

function WeeklyPage(props: Props): JSX.Element {
  const { shell, one, offer, told, first, faults } = props;
  const { lang } = shell.page;
  const words = arrangeWords(lang);
  const title = one ? words.session : words.addSession;
  const poli = offer.polis.find(({ code }) => code === one?.poli);
  const body = props.ends ? undefined : props.body;
  const own = props.ends ? [] : faults;
  const errorAt = (name: string) => own.find((fault) => fault.field === name)?.text;
  const box = (name: string, label: string, stands: string | number, more: object = {}) => (
    <Box {...{ lang, body, faults: own, name, label, stands: String(stands), ...more }} />
  );
  const hidden = { kode: one?.code ?? '', versi: String(one?.version ?? 0) };
  const labels = {
    ...{ layanan: words.service, hari: words.weekdays, 'jam-mulai': words.starts, 'jam-selesai': words.ends },
    ...{ huruf: words.prefix, ruang: words.rooms, 'kode-dokter': words.doctorCode, undian: words.drawMinutes },
    ...Object.fromEntries(NUMBERS.map(({ name, field }) => [name, words[field]])),
  };
  return (
    <OfficePage shell={shell} title={title} at="queue">
      <BackLink href={SCHEDULE}>{words.back}</BackLink>
      <DeskTitle title={title} text={poli ? say(poli.name, lang) : undefined} />
      <Narrow gap={4}>
        <ErrorSummary
          lang={lang}
          faults={named(faults, labels, lang).map((f) => ({ ...f, field: `${props.ends ? 'akhir-' : ''}${f.field}` }))}
        />
        <Muted>{one ? words.changeWhy : words.addWhy}</Muted>
        <Form page={shell.page} action={`${SCHEDULE}/sesi`} gap={4} hidden={{ ...hidden, kunci: props.once() }}>
          <Select
            {...{ lang, name: 'layanan', label: words.service, error: errorAt('layanan') }}
            value={body ? fieldOf(body, 'layanan') : (one?.poli ?? '')}
            options={offer.polis.map(({ code, name }) => ({ value: code, label: say(name, lang) }))}
          />
          <Checkboxes
            {...{ lang, name: 'hari', label: words.weekdays, error: errorAt('hari') }}
            values={body ? ticksOf(body, 'hari') : (one?.weekdays ?? []).map(String)}
            options={WEEK.map((day) => ({
              value: String(day),
              label: scheduleWords(lang).weekdays.split(' ')[day] ?? '',
            }))}
          />
          {box('jam-mulai', words.starts, shown(one?.starts ?? ''), { hint: words.timeHint, short: true })}
          {box('jam-selesai', words.ends, shown(one?.ends ?? ''), { short: true })}
          {box('huruf', words.prefix, one?.prefix ?? '', { hint: words.prefixHint, short: true, long: 1 })}
          {box('ruang', words.rooms, one?.rooms.join('; ') ?? '', { hint: words.roomsHint, long: 300 })}
          {box('dokter', words.doctor, one?.doctor ?? '', { optional: true, long: 80 })}
          {box('kode-dokter', words.doctorCode, one?.doctorCode ?? '', {
            ...{ hint: told.size > 0 ? words.doctorCodeHint : undefined },
            // Where BPJS is told of every service it is asked for; else a session of the others has none.
            ...{ optional: offer.polis.some(({ code }) => !told.has(code)), short: true, long: 9 },
          })}
          {NUMBERS.map(({ name, field, stands }) =>
            box(name, words[field], one ? one[field] : stands, { short: true, long: 5 }),
          )}
          {box('undian', words.drawMinutes, one?.drawMinutes ?? '', {
            ...{ hint: words.drawHint, optional: true, short: true, long: 2 },
          })}
          <Checkboxes
            {...{ lang, name: 'undian-dulu', label: words.drawFirst }}
            values={body ? ticksOf(body, 'undian-dulu') : [...(one?.drawFirst ?? DRAWN_FIRST)]}
            options={DRAWN_FIRST.map((group) => ({ value: group, label: words.groups[group] }))}
          />
          <FromAndWhy {...{ lang, first, body, faults: own }} />
          <Button>{words.save}</Button>
        </Form>
        {one && (
          <Section id="akhiri" title={words.end}>
            <Muted>{words.endWhy}</Muted>
            <Form
              page={shell.page}
              action={`${SCHEDULE}/sesi/akhir`}
              gap={4}
              hidden={{ ...hidden, kunci: props.once() }}
            >
              <FromAndWhy
                {...{ lang, first, id: 'akhir-' }}
                body={props.ends ? props.body : undefined}
                faults={props.ends ? faults : []}
              />
              <Button look="destroy" wide={false}>
                {words.endButton}
              </Button>
            </Form>
          </Section>
        )}
      </Narrow>
    </OfficePage>
  );
}

const WEEK = [1, 2, 3, 4, 5, 6, 0];
/** Whole numbers, what they may be, and what stands in an empty form. */
const NUMBERS = [
  { name: 'lama-jam', field: 'windowMinutes', least: 5, most: 720, stands: 30 },
  { name: 'pesan', field: 'online', least: 0, most: 200, stands: 2 },
  { name: 'langsung', field: 'desk', least: 0, most: 200, stands: 1 },
  { name: 'batas', field: 'cap', least: 1, most: 20_000, stands: '' },
  { name: 'lama-orang', field: 'visitMinutes', least: 1, most: 120, stands: 8 },
] as const;
const shown = (time: string): string => time.replace(':', '.');
const clockIn = (text: string): string | undefined => {
  const [, hour = '', minute = ''] = /^([01]?\d|2[0-3])[.:]([0-5]\d)$/.exec(text) ?? [];
  return hour === '' ? undefined : `${hour.padStart(2, '0')}:${minute}`;
};

/** The session as it was typed, and what is wrong with it. */
function weeklyIn(body: Body, offer: Offer, lang: 'id' | 'en'): { weekly: Weekly; faults: readonly FieldFault[] } {
  const words = arrangeWords(lang);
  const field = (name: string) => fieldOf(body, name);
  const weekdays = ticksOf(body, 'hari')
    .filter((day) => /^[0-6]$/.test(day))
    .map(Number);
  const [starts, ends] = [clockIn(field('jam-mulai')), clockIn(field('jam-selesai'))];
  const rooms = field('ruang')
    .split(';')
    .map((room) => room.trim())
    .filter((room) => room !== '');
  const code = field('kode-dokter');
  const number = (name: string): number =>
    /^\d{1,5}([.,]\d)?$/.test(field(name)) ? Number(field(name).replace(',', '.')) : Number.NaN;
  const values = NUMBERS.map(({ name, least, most, field: of }) => {
    const value = number(name);
    const whole = of === 'visitMinutes' || Number.isInteger(value);
    return { name, of, least, most, value, fits: whole && value >= least && value <= most };
  });
  const [drawn, groups] = [field('undian'), ticksOf(body, 'undian-dulu')];
  const amount = (of: (typeof NUMBERS)[number]['field']) => values.find((one) => one.of === of)?.value ?? 0;
  const wrong: readonly (readonly [boolean, string, string])[] = [
    [!offer.polis.some((poli) => poli.code === field('layanan')), 'layanan', words.wrongService],
    [weekdays.length === 0, 'hari', words.wrongDays],
    [starts === undefined, 'jam-mulai', words.wrongTime],
    [ends === undefined, 'jam-selesai', words.wrongTime],
    [starts !== undefined && ends !== undefined && ends <= starts, 'jam-selesai', words.endsFirst],
    [!/^[A-Z]$/.test(field('huruf')), 'huruf', words.wrongPrefix],
    [rooms.length === 0 || rooms.length > 12, 'ruang', words.wrongRooms],
    [code !== '' && !/^\d{1,9}$/.test(code), 'kode-dokter', words.wrongNumber(1, 999_999_999)],
    [
      drawn !== '' && !(/^\d{1,2}$/.test(drawn) && Number(drawn) >= 5 && Number(drawn) <= 60),
      'undian',
      words.wrongNumber(5, 60),
    ],
    ...values.map((one) => [!one.fits, one.name, words.wrongNumber(one.least, one.most)] as const),
  ];
  return {
    weekly: {
      ...{ poli: field('layanan'), weekdays, starts: starts ?? '', ends: ends ?? '', prefix: field('huruf'), rooms },
      ...{ doctor: field('dokter').slice(0, 80) || null, doctorCode: code === '' ? null : Number(code) },
      ...{ windowMinutes: amount('windowMinutes'), online: amount('online'), desk: amount('desk') },
      ...{ cap: amount('cap'), visitMinutes: amount('visitMinutes') },
      ...{
        drawMinutes: drawn === '' ? null : Number(drawn),
        drawFirst: DRAWN_FIRST.filter((one) => groups.includes(one)),
      },
    },
    faults: wrong.flatMap(([is, name, text]) => (is ? [{ field: name, text }] : [])),
  };
}

export function queueWeeklyRoutes(t: OfficeDeps, web: FastifyInstance): void {
  type Sent = { readonly body: Body; readonly ends: boolean; readonly faults: readonly FieldFault[] };

  async function show(request: FastifyRequest, reply: FastifyReply, code: string, sent?: Sent): Promise<FastifyReply> {
    const desk = mustArrange(request);
    const [offer, arranged, told, tomorrow] = await Promise.all([
      t.queue.offer(desk.office.ref),
      t.queue.arranged(desk.doer),
      t.queue.toldBpjs(desk.doer),
      t.queue.firstDay(desk.doer),
    ]);
    const one = arranged.filter((each) => each.code === code).at(-1);
    if (!offer || (code !== '' && !one)) throw new Refusal('queue/not-found', 404);
    const first = one && one.since > tomorrow ? one.since : tomorrow;
    const page = (
      <WeeklyPage
        {...{ shell: shellOf(t, request), offer, one, told, first, once: t.frame.key }}
        {...{ body: sent?.body, ends: sent?.ends ?? false, faults: sent?.faults ?? [] }}
      />
    );
    return t.frame.send(reply, page, sent ? 422 : 200);
  }

  web.get(`${SCHEDULE}/sesi`, (request, reply) => show(request, reply, queryOf(request, 'kode')));

  async function change(request: FastifyRequest, reply: FastifyReply, ends: boolean): Promise<FastifyReply> {
    const desk = mustArrange(request);
    const lang = t.frame.lang(request);
    const body = bodyOf(request);
    const offer = await t.queue.offer(desk.office.ref);
    if (!offer) throw new Refusal('queue/not-found', 404);
    const code = fieldOf(body, 'kode');
    const { date, reason, faults } = dateAndReason(body, lang);
    const typed = ends ? undefined : weeklyIn(body, offer, lang);
    const wrong = [...(typed?.faults ?? []), ...faults];
    if (wrong.length > 0) return show(request, reply, code, { body, ends, faults: wrong });
    const weekly = typed?.weekly ?? null;
    const was = code !== '' && /^\d{1,6}$/.test(fieldOf(body, 'versi')) ? Number(fieldOf(body, 'versi')) : 0;
    const wish = { code: code || (weekly ? codeOf(weekly) : ''), was, weekly, from: date, reason };
    const refused = await tryTo(() => t.queue.arrangeSession(desk.doer, wish, fieldOf(body, 'kunci')), lang);
    return refused.length > 0 ? show(request, reply, code, { body, ends, faults: refused }) : saved(reply);
  }

  web.post(`${SCHEDULE}/sesi`, (request, reply) => change(request, reply, false));
  web.post(`${SCHEDULE}/sesi/akhir`, (request, reply) => change(request, reply, true));
}

/** @example codeOf(weekly) // 'umum-0800-12345' */
const codeOf = (one: Weekly): string =>
  `${one.poli.slice(0, 14)}-${one.starts.replace(':', '')}-${[...one.weekdays].sort().join('')}`;
