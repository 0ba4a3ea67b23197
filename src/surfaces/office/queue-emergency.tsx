import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import type { EmergencyRoom } from '../../capabilities/queue/index.ts';
import { parsePhone, sayPhone } from '../../kernel/phone.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Language } from '../../kernel/text.ts';
import { BackLink, Button, DeskTitle, ErrorSummary, type FieldFault, Form, Muted, Narrow } from '../design/index.ts';
import { type Body, bodyOf, fieldOf, type OfficeDeps } from './deps.ts';
import { Box, dateAndReason, FromAndWhy, mustArrange, named, SCHEDULE, saved, tryTo } from './queue-arrange.tsx';
import { OfficePage, type Shell, shellOf } from './shell.tsx';
import { arrangeWords } from './words/queue-arrange.ts';
import { emergencyWords } from './words/queue-emergency.ts';

type Props = {
  readonly shell: Shell;
  readonly stands: EmergencyRoom | null;
  readonly body: Body | undefined;
  readonly faults: readonly FieldFault[];
  readonly once: string;
};

const SHORT_CODE = /^1\d{2}$/;
/** Read as people write it, or a short code such as 119. */
const phoneIn = (text: string): string | undefined => {
  const read = parsePhone(text);
  return read.ok ? read.value : SHORT_CODE.test(text) ? text : undefined;
};
const shown = (phone: string): string => {
  const read = phoneIn(phone);
  return read === undefined ? phone : sayPhone(read);
};

/** @example sayRoom(place.emergency, 'id') // 'Jalan Melati 1 · (021) 555-0001' */
export const sayRoom = (room: EmergencyRoom | null, lang: Language): string =>
  room === null ? emergencyWords(lang).none : [room.address ?? '', shown(room.phone)].filter(Boolean).join(' · ');

function EmergencyRoomPage({ shell, stands, body, faults, once }: Props): JSX.Element {
  const { lang } = shell.page;
  const words = emergencyWords(lang);
  const arrange = arrangeWords(lang);
  const box = (name: string, label: string, value: string, more: object = {}) => (
    <Box {...{ lang, body, faults, name, label, stands: value, ...more }} />
  );
  const labels = { alamat: words.address, telepon: words.phone, kalimat: words.say, 'kalimat-en': arrange.nameEn };
  return (
    <OfficePage shell={shell} title={words.title} at="queue">
      <BackLink href={SCHEDULE}>{arrange.back}</BackLink>
      <DeskTitle title={words.title} />
      <Narrow gap={4}>
        <ErrorSummary lang={lang} faults={named(faults, labels, lang)} />
        <Muted>{words.why}</Muted>
        <Form page={shell.page} action={`${SCHEDULE}/ugd`} gap={4} hidden={{ kunci: once }}>
          {box('alamat', words.address, stands?.address ?? '', { long: 200 })}
          {box('telepon', words.phone, stands ? shown(stands.phone) : '', { hint: words.phoneHint, long: 30 })}
          {box('kalimat', words.say, stands?.say.id ?? '', { hint: words.sayHint, long: 300 })}
          {box('kalimat-en', arrange.nameEn, stands?.say.en ?? '', { long: 300 })}
          <FromAndWhy {...{ lang, first: '', body, faults, undated: true }} />
          <Button>{arrange.save}</Button>
        </Form>
      </Narrow>
    </OfficePage>
  );
}

/** Where people go instead of queueing: said by whoever heads the place, not by whoever runs the hub. */
export function queueEmergencyRoutes(t: OfficeDeps, web: FastifyInstance): void {
  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    sent?: { readonly body: Body; readonly faults: readonly FieldFault[] },
  ): Promise<FastifyReply> {
    const desk = mustArrange(request);
    const offer = await t.queue.offer(desk.office.ref);
    if (offer?.place.kind !== 'health') throw new Refusal('queue/not-found', 404);
    const page = (
      <EmergencyRoomPage
        {...{ shell: shellOf(t, request), stands: offer.place.emergency, once: t.frame.key() }}
        {...{ body: sent?.body, faults: sent?.faults ?? [] }}
      />
    );
    return t.frame.send(reply, page, sent ? 422 : 200);
  }

  web.get(`${SCHEDULE}/ugd`, (request, reply) => show(request, reply));

  web.post(`${SCHEDULE}/ugd`, async (request, reply) => {
    const desk = mustArrange(request);
    const lang = t.frame.lang(request);
    const body = bodyOf(request);
    const field = (name: string, most: number) => fieldOf(body, name).trim().slice(0, most);
    const words = emergencyWords(lang);
    const phone = phoneIn(field('telepon', 30));
    const { reason, faults } = dateAndReason(body, lang, true);
    const [address, id, en] = [field('alamat', 200), field('kalimat', 300), field('kalimat-en', 300)];
    const short = { alamat: address, kalimat: id, 'kalimat-en': en };
    const wrong: FieldFault[] = [
      ...Object.entries(short).flatMap(([name, text]) =>
        text.length < 3 ? [{ field: name, text: arrangeWords(lang).fillIn }] : [],
      ),
      ...(phone === undefined ? [{ field: 'telepon', text: words.wrongPhone }] : []),
      ...faults,
    ];
    if (phone === undefined || wrong.length > 0) return show(request, reply, { body, faults: wrong });
    const wish: EmergencyRoom = { say: { id, en }, phone, address };
    const refused = await tryTo(() => t.queue.arrangeEmergency(desk.doer, wish, reason, fieldOf(body, 'kunci')), lang);
    return refused.length > 0 ? show(request, reply, { body, faults: refused }) : saved(reply);
  });
}
