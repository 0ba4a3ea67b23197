import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import { type PlaceRules, type QueuePlace, sayWaves } from '../../capabilities/queue/index.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Language } from '../../kernel/text.ts';
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
} from '../design/index.ts';
import { type Body, bodyOf, fieldOf, type OfficeDeps } from './deps.ts';
import { Box, dateAndReason, FromAndWhy, mustArrange, named, SCHEDULE, saved, tryTo } from './queue-arrange.tsx';
import { OfficePage, type Shell, shellOf } from './shell.tsx';
import { arrangeWords } from './words/queue-arrange.ts';
import { rulesWords } from './words/queue-rules.ts';

type Props = {
  readonly shell: Shell;
  readonly place: QueuePlace;
  readonly body: Body | undefined;
  readonly faults: readonly FieldFault[];
  readonly once: string;
};

/** Whole numbers, and what they may be. */
const NUMBERS = [
  { name: 'buka', field: 'opensDays', least: 0, most: 60 },
  { name: 'hadir', field: 'checkinMinutes', least: 0, most: 240 },
  { name: 'toleransi', field: 'graceMinutes', least: 0, most: 120 },
  { name: 'dahulu', field: 'priorityRow', least: 1, most: 9 },
  { name: 'tunggu', field: 'boundMinutes', least: 15, most: 480 },
  { name: 'nomor', field: 'mostNumbers', least: 1, most: 100 },
] as const;
/** A counter that is no place of care has nothing that an adolescent would keep to himself. */
const TEENS = [
  { name: 'remaja-dari', field: 'teenFromMonths', least: 0, most: 1800 },
  { name: 'remaja-sampai', field: 'teenBelowMonths', least: 0, most: 1800 },
] as const;
const numbersOf = (place: QueuePlace) => (place.kind === 'health' ? [...NUMBERS, ...TEENS] : NUMBERS);
const MOST_WAVES = 6;

function RulesPage({ shell, place, body, faults, once }: Props): JSX.Element {
  const { lang } = shell.page;
  const words = rulesWords(lang);
  const arrange = arrangeWords(lang);
  const box = (name: string, field: keyof typeof words.labels, stands: string, more: object = {}) => (
    <Box
      {...{ lang, body, faults, name, label: words.labels[field], hint: words.hints[field], stands, ...more }}
      key={name}
    />
  );
  const numbers = numbersOf(place);
  const screen = body ? fieldOf(body, 'layar') === 'ya' : place.numberScreen;
  const labels = {
    ...Object.fromEntries(numbers.map(({ name, field }) => [name, words.labels[field]])),
    gelombang: words.labels.waves,
  };
  return (
    <OfficePage shell={shell} title={words.title} at="queue">
      <BackLink href={SCHEDULE}>{arrange.back}</BackLink>
      <DeskTitle title={words.title} />
      <Narrow gap={4}>
        <ErrorSummary lang={lang} faults={named(faults, labels, lang)} />
        <Muted>{words.why}</Muted>
        <Form page={shell.page} action={`${SCHEDULE}/aturan`} gap={4} hidden={{ kunci: once }}>
          {numbers.map(({ name, field }) => box(name, field, String(place[field]), { short: true, long: 4 }))}
          <Checkboxes
            {...{ lang, name: 'layar', label: words.screen, values: screen ? ['ya'] : [] }}
            options={[{ value: 'ya', label: words.screenYes }]}
          />
          {box('gelombang', 'waves', sayWaves(place.waves), { optional: true })}
          <FromAndWhy {...{ lang, first: '', body, faults, undated: true }} />
          <Button>{arrange.save}</Button>
        </Form>
      </Narrow>
    </OfficePage>
  );
}

/** @example wavesIn('7: 40; 0: 60', 7) // [{ days: 7, share: 0.4 }, { days: 0, share: 0.6 }] */
function wavesIn(text: string, opensDays: number): PlaceRules['waves'] | undefined {
  if (text === '') return [];
  const parts = text.split(';').map((part) => /^\s*(\d{1,2})\s*:\s*(\d{1,3})\s*%?\s*$/.exec(part));
  const waves = parts.flatMap((part) => (part ? [{ days: Number(part[1]), percent: Number(part[2]) }] : []));
  const fits =
    waves.length === parts.length &&
    waves.length <= MOST_WAVES &&
    new Set(waves.map(({ days }) => days)).size === waves.length &&
    waves.every(({ days, percent }) => days <= opensDays && percent > 0) &&
    waves.reduce((sum, { percent }) => sum + percent, 0) === 100;
  return fits ? waves.map(({ days, percent }) => ({ days, share: percent / 100 })) : undefined;
}

/** The rules as they were typed, and what is wrong with them. */
function rulesIn(body: Body, place: QueuePlace, lang: Language): { rules: PlaceRules; faults: readonly FieldFault[] } {
  const words = rulesWords(lang);
  const typed = numbersOf(place).map((one) => {
    const text = fieldOf(body, one.name);
    const value = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
    return { ...one, value, fits: value >= one.least && value <= one.most };
  });
  const { opensDays, checkinMinutes, graceMinutes, priorityRow, boundMinutes, mostNumbers } = place;
  const { teenFromMonths, teenBelowMonths, waves: stands } = place;
  const rules = {
    ...{ opensDays, checkinMinutes, graceMinutes, priorityRow, boundMinutes, mostNumbers },
    ...{ teenFromMonths, teenBelowMonths },
    ...Object.fromEntries(typed.map(({ field, value }) => [field, value])),
  };
  const waves = wavesIn(fieldOf(body, 'gelombang').trim(), rules.opensDays);
  return {
    rules: { ...rules, waves: waves ?? stands, numberScreen: fieldOf(body, 'layar') === 'ya' },
    faults: [
      ...typed.flatMap(({ fits, name, least, most }) =>
        fits ? [] : [{ field: name, text: arrangeWords(lang).wrongNumber(least, most) }],
      ),
      ...(rules.teenFromMonths > rules.teenBelowMonths ? [{ field: 'remaja-sampai', text: words.wrongTeens }] : []),
      ...(waves ? [] : [{ field: 'gelombang', text: words.wrongWaves }]),
    ],
  };
}

/** The rules of a place, as whoever heads it sets them. */
export function queueRulesRoutes(t: OfficeDeps, web: FastifyInstance): void {
  async function placeAt(request: FastifyRequest) {
    const desk = mustArrange(request);
    const offer = await t.queue.offer(desk.office.ref);
    if (!offer) throw new Refusal('queue/not-found', 404);
    return { desk, place: offer.place };
  }
  function show(
    request: FastifyRequest,
    reply: FastifyReply,
    place: QueuePlace,
    sent?: { readonly body: Body; readonly faults: readonly FieldFault[] },
  ): FastifyReply {
    const { body, faults = [] } = sent ?? {};
    const page = <RulesPage {...{ shell: shellOf(t, request), place, body, faults, once: t.frame.key() }} />;
    return t.frame.send(reply, page, sent ? 422 : 200);
  }

  web.get(`${SCHEDULE}/aturan`, async (request, reply) => show(request, reply, (await placeAt(request)).place));

  web.post(`${SCHEDULE}/aturan`, async (request, reply) => {
    const { desk, place } = await placeAt(request);
    const lang = t.frame.lang(request);
    const body = bodyOf(request);
    const { rules, faults } = rulesIn(body, place, lang);
    const { reason, faults: unreasoned } = dateAndReason(body, lang, true);
    const wrong = [...faults, ...unreasoned];
    if (wrong.length > 0) return show(request, reply, place, { body, faults: wrong });
    const refused = await tryTo(() => t.queue.arrangeRules(desk.doer, rules, reason, fieldOf(body, 'kunci')), lang);
    return refused.length > 0 ? show(request, reply, place, { body, faults: refused }) : saved(reply);
  });
}
