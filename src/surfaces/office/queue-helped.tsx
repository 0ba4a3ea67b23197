import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import { deskLeft, labelOf, type Session, type Slot, takesHelped } from '../../capabilities/queue/index.ts';
import { addDays, type IsoDate, sayDate, sayTime } from '../../kernel/dates.ts';
import { isUuid } from '../../kernel/ids.ts';
import { parseMobile } from '../../kernel/phone.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { say } from '../../kernel/text.ts';
import {
  BackLink,
  Button,
  DeskTitle,
  EmergencyLine,
  ErrorSummary,
  type FieldFault,
  Form,
  GetForm,
  Muted,
  Narrow,
  Notice,
  Radios,
  Row,
  Rows,
  Section,
  Select,
  TextField,
} from '../design/index.ts';
import { bodyOf, fieldOf, type OfficeDeps, queryOf } from './deps.ts';
import { serving } from './queue-at.ts';
import type { WalkInTyped } from './queue-form.tsx';
import { NOTHING, seenOf, typedOf, WhomFields, whomOf } from './queue-whom.tsx';
import { OfficePage, type Shell, shellOf } from './shell.tsx';
import { queueWords } from './words/queue.ts';
import { helpedWords } from './words/queue-helped.ts';

const HELPED = '/kantor/antrean/pesankan';

type Option = { readonly value: string; readonly label: string; readonly hint?: string };
type Props = {
  readonly shell: Shell;
  readonly office: string;
  readonly services: readonly Option[];
  readonly days: readonly Option[];
  readonly windows: readonly Option[];
  /** The service and the day of these windows. */
  readonly about: string;
  readonly chosen: Chosen;
  readonly window: string;
  readonly typed: WalkInTyped;
  readonly told: ToldTyped;
  readonly care: boolean;
  readonly faults: readonly FieldFault[];
  readonly once: string;
  readonly given: { readonly says: string; readonly slip: string } | undefined;
};
type ToldTyped = { readonly phone: string; readonly language: string };
type Chosen = { readonly layanan: string; readonly hari: IsoDate };

function HelpedPage(props: Props): JSX.Element {
  const { shell, chosen, faults, given } = props;
  const { lang } = shell.page;
  const words = helpedWords(lang);
  const errorAt = (name: string) => faults.find((fault) => fault.field === name)?.text;
  return (
    <OfficePage shell={shell} title={words.title} at="queue">
      <BackLink href="/kantor/antrean">{queueWords(lang).title}</BackLink>
      {props.care && <EmergencyLine href="/berobat/ugd">{words.emergency}</EmergencyLine>}
      <DeskTitle title={words.title} text={props.office} />
      {given && (
        <>
          <Notice title={given.says}>{words.tell}</Notice>
          <Rows>
            <Row href={given.slip} icon="print" title={queueWords(lang).printSlip} />
          </Rows>
        </>
      )}
      <Narrow gap={4}>
        <ErrorSummary lang={lang} faults={faults} />
        <GetForm action={HELPED}>
          <Select
            {...{ lang, name: 'layanan', label: words.service, value: chosen.layanan, options: props.services }}
          />
          {props.days.length > 0 && (
            <Select {...{ lang, name: 'hari', label: words.day, value: chosen.hari, options: props.days }} />
          )}
          <Button look="second" wide={false}>
            {words.show}
          </Button>
        </GetForm>
        {chosen.layanan === '' ? null : props.windows.length === 0 ? (
          <Muted>{words.none}</Muted>
        ) : (
          <Form
            page={shell.page}
            action={HELPED}
            gap={4}
            hidden={{ ...chosen, kunci: props.once, ...payer(props.care) }}
          >
            <Radios
              {...{
                lang,
                name: 'jam',
                label: words.windowsOf(props.about),
                error: errorAt('jam'),
                value: props.window,
              }}
              options={props.windows}
            />
            <Section id="siapa" title={words.whom}>
              <WhomFields {...{ lang, faults, typed: props.typed, care: props.care }} />
              <TextField
                {...{ lang, name: 'hp', label: words.phone, hint: words.phoneHint, value: props.told.phone }}
                {...{ type: 'tel', inputMode: 'tel', maxLength: 30, width: 'middle', autoComplete: 'off' }}
                {...{ optional: true, error: errorAt('hp') }}
              />
              <Select
                {...{ lang, name: 'bahasa-pesan', label: words.phoneLanguage, value: props.told.language }}
                options={[
                  { value: 'id', label: 'Bahasa Indonesia' },
                  { value: 'en', label: 'English' },
                ]}
              />
            </Section>
            <Button>{words.book}</Button>
          </Form>
        )}
      </Narrow>
    </OfficePage>
  );
}
const payer = (care: boolean): Readonly<Record<string, string>> => (care ? {} : { bayar: 'umum' });

/** A later day for somebody who stands at the counter or phones. */
export function queueHelpedRoutes(t: OfficeDeps, web: FastifyInstance): void {
  const { mustServe } = serving(t);
  type Sent = {
    readonly typed: WalkInTyped;
    readonly told: ToldTyped;
    readonly window: string;
    readonly faults: readonly FieldFault[];
  };

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    wanted: { readonly layanan: string; readonly hari: string },
    sent?: Sent,
    status = 422,
  ): Promise<FastifyReply> {
    const { office } = mustServe(request);
    const lang = t.frame.lang(request);
    const words = helpedWords(lang);
    const offer = await t.queue.offer(office.ref);
    if (!offer) throw new Refusal('queue/not-found', 404);
    const now = t.clock();
    const today = await t.queue.today(office.ref);
    // Nobody books a pharmacy: one is sent there.
    const polis = offer.polis.filter(({ stage }) => stage === 'periksa');
    // Of several services none is taken for granted: whoever overlooks the choice would book the wrong one.
    const only = polis.length === 1 ? polis[0] : undefined;
    const poli = polis.find(({ code }) => code === wanted.layanan) ?? only;
    const layanan = poli?.code ?? '';
    const all = poli ? await t.queue.days(office.ref, today, addDays(today, offer.place.opensDays), poli.code) : [];
    const open = all.flatMap(({ session, slots }) =>
      slots.filter((slot) => takesHelped(session, slot, now)).map((slot) => ({ session, slot })),
    );
    const days = [...new Set(open.map(({ session }) => session.day))];
    const hari = days.find((day) => day === wanted.hari) ?? days.find((day) => day > today) ?? days[0] ?? today;
    const placesOn = (day: IsoDate) =>
      open
        .filter(({ session }) => session.day === day)
        .reduce((sum, { session, slot }) => sum + deskLeft(session, slot), 0);
    const windows = open.filter(({ session, slot }) => session.day === hari && deskLeft(session, slot) > 0);
    const page = (
      <HelpedPage
        {...{ shell: shellOf(t, request), office: office.name, chosen: { layanan, hari }, once: t.frame.key() }}
        {...{ typed: sent?.typed ?? NOTHING, told: sent?.told ?? { phone: '', language: 'id' } }}
        {...{ window: sent?.window ?? '', faults: sent?.faults ?? [] }}
        care={offer.place.kind !== 'counter'}
        services={polis.map(({ code, name }) => ({ value: code, label: say(name, lang) }))}
        days={days.map((day) => ({ value: day, label: `${sayDate(day, lang)}: ${words.left(placesOn(day))}` }))}
        windows={windows.map(({ session, slot }) => ({
          value: slot.id,
          label: `${rangeOf(slot)}, ${words.left(deskLeft(session, slot))}`,
          hint: [session.doctor ?? '', session.rooms.join(', ')].filter((part) => part !== '').join(', '),
        }))}
        about={poli ? `${say(poli.name, lang)}, ${sayDate(hari, lang)}` : ''}
        given={await givenIn(request)}
      />
    );
    return t.frame.send(reply, page, sent ? status : 200);

    function rangeOf(slot: Slot): string {
      return `${sayTime(slot.startsAt, office.zone, lang).split(' ')[0]}–${sayTime(slot.endsAt, office.zone, lang)}`;
    }

    /** The number that was given just now, to be said on the phone. */
    async function givenIn(of: FastifyRequest): Promise<Props['given']> {
      const id = queryOf(of, 'diberi');
      if (!isUuid(id)) return undefined;
      const entry = await t.queue.entry(of.desk.doer, { region: office.region, id });
      const both = await t.queue.window({ region: office.region, id: entry.slot });
      if (!both) return undefined;
      return {
        says: words.booked(labelOf(both.session.prefix, entry.number), sayDate(entry.day, lang), rangeOf(both.slot)),
        slip: slipOf(both.session, id),
      };
    }
  }
  const slipOf = (session: Session, id: string): string =>
    `/kantor/antrean/${session.id}/karcis?${new URLSearchParams({ ruang: '1', nomor: id })}`;

  web.get(HELPED, (request, reply) =>
    show(request, reply, { layanan: queryOf(request, 'layanan'), hari: queryOf(request, 'hari') }),
  );

  web.post(HELPED, async (request, reply) => {
    const { doer, office } = mustServe(request);
    const lang = t.frame.lang(request);
    const words = helpedWords(lang);
    const body = bodyOf(request);
    const wanted = { layanan: fieldOf(body, 'layanan'), hari: fieldOf(body, 'hari') };
    const [typed, slot] = [typedOf(body), fieldOf(body, 'jam')];
    const { whom, faults } = await whomOf(t, typed, queueWords(lang));
    const told = { phone: fieldOf(body, 'hp').slice(0, 30), language: fieldOf(body, 'bahasa-pesan') };
    const phone = told.phone === '' ? undefined : parseMobile(told.phone);
    const wrong = [
      ...(isUuid(slot) ? [] : [{ field: 'jam', text: words.windowNeeded }]),
      ...faults,
      ...(phone === undefined || phone.ok ? [] : [{ field: 'hp', text: words.phoneWrong }]),
    ];
    if (wrong.length > 0) return show(request, reply, wanted, { typed, told, window: slot, faults: wrong });
    try {
      const language = told.language === 'en' ? ('en' as const) : ('id' as const);
      const wish = {
        ...{ region: office.region, slot, whom, ...seenOf(typed) },
        told: phone?.ok ? { phone: phone.value, language } : undefined,
      };
      const { id } = await t.queue.bookHelped(doer, wish, fieldOf(body, 'kunci'));
      return reply.redirect(`${HELPED}?${new URLSearchParams({ ...wanted, diberi: id })}`, 303);
    } catch (error) {
      const text = error instanceof Refusal ? faultOf(error.code, words) : undefined;
      if (text === undefined) throw error;
      const faults: FieldFault[] = [{ field: 'jam', text, rule: true }];
      return show(request, reply, wanted, { typed, told, window: slot, faults }, 409);
    }
  });
}

const faultOf = (code: string, words: ReturnType<typeof helpedWords>): string | undefined =>
  ({ 'queue/full': words.full, 'queue/held': words.held, 'queue/closed': words.closed, 'queue/shut': words.shut })[
    code
  ];
