import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import { NEED_FIRST, type Need, type NeedWish, type Offer } from '../../capabilities/queue/index.ts';
import type { IsoDate } from '../../kernel/dates.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type Language, say } from '../../kernel/text.ts';
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
import { type Body, bodyOf, fieldOf, type OfficeDeps, queryOf } from './deps.ts';
import { Box, dateAndReason, FromAndWhy, mustArrange, named, SCHEDULE, saved, tryTo } from './queue-arrange.tsx';
import { OfficePage, type Shell, shellOf } from './shell.tsx';
import { queueWords } from './words/queue.ts';
import { arrangeWords } from './words/queue-arrange.ts';

type Props = {
  readonly shell: Shell;
  readonly offer: Offer;
  readonly one: Need | undefined;
  readonly first: IsoDate;
  readonly body: Body | undefined;
  readonly ends: boolean;
  readonly faults: readonly FieldFault[];
  readonly once: () => string;
};

const MOST_MONTHS = 1800;

function NeedPage(props: Props): JSX.Element {
  const { shell, one, offer, first, faults, ends } = props;
  const { lang } = shell.page;
  const words = arrangeWords(lang);
  const title = one ? words.need : words.addNeed;
  const body = ends ? undefined : props.body;
  const own = ends ? [] : faults;
  const errorAt = (name: string) => own.find((fault) => fault.field === name)?.text;
  const box = (name: string, label: string, stands: string | number, more: object = {}) => (
    <Box {...{ lang, body, faults: own, name, label, stands: String(stands), ...more }} />
  );
  const hidden = { kode: one?.code ?? '' };
  const labels = {
    ...{ judul: words.title, 'judul-en': words.nameEn, layanan: words.service },
    ...{ 'dari-bulan': words.fromMonths, 'sampai-bulan': words.belowMonths },
  };
  return (
    <OfficePage shell={shell} title={title} at="queue">
      <BackLink href={SCHEDULE}>{words.back}</BackLink>
      <DeskTitle title={title} text={one ? say(one.title, lang) : undefined} />
      <Narrow gap={4}>
        <ErrorSummary
          lang={lang}
          faults={named(faults, labels, lang).map((f) => ({ ...f, field: `${ends ? 'akhir-' : ''}${f.field}` }))}
        />
        <Form page={shell.page} action={`${SCHEDULE}/keperluan`} gap={4} hidden={{ ...hidden, kunci: props.once() }}>
          {box('judul', words.title, one?.title.id ?? '')}
          {box('judul-en', words.nameEn, one?.title.en ?? '')}
          {box('petunjuk', words.hint, one?.hint?.id ?? '', { optional: true })}
          {box('petunjuk-en', words.hintEn, one?.hint?.en ?? '', { optional: true })}
          {box('kata', words.words, one?.words ?? '', { optional: true, long: 300 })}
          <Select
            {...{ lang, name: 'layanan', label: words.service, error: errorAt('layanan') }}
            value={body ? fieldOf(body, 'layanan') : (one?.poli ?? '')}
            options={offer.polis.map(({ code, name }) => ({ value: code, label: say(name, lang) }))}
          />
          {box('dari-bulan', words.fromMonths, one?.fromMonths ?? '', { optional: true, short: true, long: 4 })}
          {box('sampai-bulan', words.belowMonths, one?.belowMonths ?? '', { optional: true, short: true, long: 4 })}
          <Select
            {...{ lang, name: 'kelamin', label: words.sex, empty: words.anybody }}
            value={body ? fieldOf(body, 'kelamin') : (one?.sex ?? '')}
            options={[
              { value: 'female', label: words.female },
              { value: 'male', label: words.male },
            ]}
          />
          <Select
            {...{ lang, name: 'dahulu', label: words.goesFirst, empty: words.goesFirstNo }}
            value={body ? fieldOf(body, 'dahulu') : (one?.first ?? '')}
            options={NEED_FIRST.map((reason) => ({ value: reason, label: queueWords(lang).reasons[reason] }))}
          />
          <Checkboxes
            {...{ lang, name: 'peka', label: words.sensitive }}
            values={(body ? fieldOf(body, 'peka') === '1' : one?.sensitive) ? ['1'] : []}
            options={[{ value: '1', label: words.sensitiveYes }]}
          />
          <FromAndWhy {...{ lang, first, body, faults: own, undated: one !== undefined }} />
          <Button>{words.save}</Button>
        </Form>
        {one && (
          <Section id="akhiri" title={words.endNeed}>
            <Form
              page={shell.page}
              action={`${SCHEDULE}/keperluan/akhir`}
              gap={4}
              hidden={{ ...hidden, kunci: props.once() }}
            >
              <FromAndWhy
                {...{ lang, first, id: 'akhir-' }}
                body={ends ? props.body : undefined}
                faults={ends ? faults : []}
              />
              <Button look="destroy" wide={false}>
                {words.endButton}
              </Button>
            </Form>
          </Section>
        )}
        <Muted>{words.needsWhy}</Muted>
      </Narrow>
    </OfficePage>
  );
}

function needIn(body: Body, offer: Offer, lang: Language): { need: NeedWish; faults: readonly FieldFault[] } {
  const words = arrangeWords(lang);
  const field = (name: string, most = 120) => fieldOf(body, name).slice(0, most);
  const months = (name: string): number | null =>
    field(name) === '' ? null : /^\d{1,4}$/.test(field(name)) ? Number(field(name)) : -1;
  const [fromMonths, belowMonths] = [months('dari-bulan'), months('sampai-bulan')];
  const off = (value: number | null): boolean => value !== null && (value < 0 || value > MOST_MONTHS);
  const hint =
    field('petunjuk') === '' ? null : { id: field('petunjuk'), en: field('petunjuk-en') || field('petunjuk') };
  const sex = field('kelamin');
  const wrong: readonly (readonly [boolean, string, string])[] = [
    [field('judul').length < 3, 'judul', words.fillIn],
    [field('judul-en').length < 3, 'judul-en', words.fillIn],
    [!offer.polis.some(({ code }) => code === field('layanan')), 'layanan', words.wrongService],
    [off(fromMonths), 'dari-bulan', words.wrongNumber(0, MOST_MONTHS)],
    [off(belowMonths), 'sampai-bulan', words.wrongNumber(0, MOST_MONTHS)],
  ];
  return {
    need: {
      ...{
        title: { id: field('judul'), en: field('judul-en') },
        hint,
        words: field('kata', 300),
        poli: field('layanan'),
      },
      ...{
        fromMonths,
        belowMonths,
        sex: sex === 'female' || sex === 'male' ? sex : null,
        sensitive: field('peka') === '1',
        first: NEED_FIRST.find((reason) => reason === field('dahulu')) ?? null,
      },
    },
    faults: wrong.flatMap(([is, name, text]) => (is ? [{ field: name, text }] : [])),
  };
}

/** What people come for at a place, in their words. */
export function queueNeedsRoutes(t: OfficeDeps, web: FastifyInstance): void {
  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    code: string,
    sent?: Pick<Props, 'body' | 'ends' | 'faults'>,
  ): Promise<FastifyReply> {
    const desk = mustArrange(request);
    const [offer, needs, first] = await Promise.all([
      t.queue.offer(desk.office.ref),
      t.queue.needsArranged(desk.doer),
      t.queue.firstDay(desk.doer),
    ]);
    const one = needs.find((need) => need.code === code);
    if (!offer || (code !== '' && !one)) throw new Refusal('queue/not-found', 404);
    const page = (
      <NeedPage
        {...{ shell: shellOf(t, request), offer, one, first, once: t.frame.key }}
        {...{ body: sent?.body, ends: sent?.ends ?? false, faults: sent?.faults ?? [] }}
      />
    );
    return t.frame.send(reply, page, sent ? 422 : 200);
  }

  web.get(`${SCHEDULE}/keperluan`, (request, reply) => show(request, reply, queryOf(request, 'kode')));

  web.post(`${SCHEDULE}/keperluan`, async (request, reply) => {
    const desk = mustArrange(request);
    const lang = t.frame.lang(request);
    const body = bodyOf(request);
    const offer = await t.queue.offer(desk.office.ref);
    if (!offer) throw new Refusal('queue/not-found', 404);
    const code = fieldOf(body, 'kode');
    const { need, faults } = needIn(body, offer, lang);
    const when = dateAndReason(body, lang, code !== '');
    const wrong = [...faults, ...when.faults];
    if (wrong.length > 0) return show(request, reply, code, { body, ends: false, faults: wrong });
    const wish = { code: code || null, need, since: code === '' ? when.date : null, reason: when.reason };
    const refused = await tryTo(() => t.queue.arrangeNeed(desk.doer, wish, fieldOf(body, 'kunci')), lang);
    return refused.length > 0 ? show(request, reply, code, { body, ends: false, faults: refused }) : saved(reply);
  });

  web.post(`${SCHEDULE}/keperluan/akhir`, async (request, reply) => {
    const desk = mustArrange(request);
    const lang = t.frame.lang(request);
    const body = bodyOf(request);
    const code = fieldOf(body, 'kode');
    const { date, reason, faults } = dateAndReason(body, lang);
    if (faults.length > 0) return show(request, reply, code, { body, ends: true, faults });
    await t.queue.endNeed(desk.doer, code, date, reason, fieldOf(body, 'kunci'));
    return saved(reply);
  });
}
