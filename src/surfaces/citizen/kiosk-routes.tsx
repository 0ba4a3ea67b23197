import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { byLetter, type Entry, labelOf, type Session } from '../../capabilities/queue/index.ts';
import { isIsoDate, sayDate, sayTime, type Zone } from '../../kernel/dates.ts';
import { isUuid } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type Language, say } from '../../kernel/text.ts';
import { qrSvgPath } from '../../platform/qr/index.ts';
import {
  Actions,
  Button,
  DateField,
  dateNames,
  ErrorSummary,
  errorTitle,
  type FieldFault,
  Form,
  Muted,
  Notice,
  PageTitle,
  PublicFrame,
  Radios,
  Slip,
  TextField,
} from '../design/index.ts';
import { beginsAnew } from './arrive-routes.tsx';
import { bodyOf, fieldOf, paramOf, type Tools } from './deps.ts';
import { NoQueue } from './no-queue.tsx';
import { sayRange } from './queue-choices.ts';
import { arriveWords } from './words/arrive.ts';

const birth = dateNames('lahir');
/** One screen gives so many numbers a minute: a child that plays with it empties no session. */
const TAKEN = { max: 12, timeWindow: '1 minute' };

/** A screen at the place where whoever comes without a number takes one, from the places kept for such. */
export function kioskRoutes(t: Tools, web: FastifyInstance): void {
  async function placeOf(request: FastifyRequest) {
    const office = await t.organisations.findOffice(`${paramOf(request, 'region')}/${paramOf(request, 'office')}`);
    const offer = office && (await t.queue.offer(office.ref));
    if (!office || !offer) throw new Refusal('queue/not-found', 404);
    const token = paramOf(request, 'token');
    if (!(await t.queue.isScreenToken(office.ref, token))) throw new Refusal('queue/stale-code', 409);
    return { office, offer, token, path: `/kios/${office.ref}/${token}/nomor`, care: offer.place.kind === 'health' };
  }
  type Place = Awaited<ReturnType<typeof placeOf>>;

  /** Today's sessions to which one comes first, as long as they take people. */
  async function sessionsOf({ office, offer }: Place): Promise<readonly Session[]> {
    const today = await t.queue.today(office.ref);
    const days = await t.queue.days(office.ref, today, today);
    return [...days].sort(byLetter).flatMap(({ session }) => {
      const poli = offer.polis.find(({ code }) => code === session.poli);
      const open = (session.state === 'open' || session.state === 'paused') && session.endsAt > t.clock();
      return open && poli?.stage === 'periksa' ? [session] : [];
    });
  }

  async function page(
    request: FastifyRequest,
    reply: FastifyReply,
    place: Place,
    faults: readonly FieldFault[],
  ): Promise<FastifyReply> {
    const context = t.frame.sharedPage(request);
    const { lang } = context;
    const words = arriveWords(lang);
    const { office, offer } = place;
    const sessions = await sessionsOf(place);
    const body = faults.length > 0 ? bodyOf(request) : {};
    const value = (name: string) => fieldOf(body, name).slice(0, 60);
    const errorAt = (name: string) => faults.find((fault) => fault.field === name)?.text;
    const options = sessions.map((session) => {
      const poli = offer.polis.find(({ code }) => code === session.poli);
      return {
        value: session.id,
        label: poli ? say(poli.name, lang) : session.prefix,
        hint: words.until(sayTime(session.endsAt, office.zone, lang)),
      };
    });
    return t.frame.send(
      reply,
      <PublicFrame
        page={context}
        title={errorTitle(lang, words.takeTitle, faults)}
        homeHref={place.path}
        startOver={{ href: `${place.path}?awal`, now: lang !== 'id' || faults.length > 0 }}
      >
        <NoQueue lang={lang} place={office.ref} kind={offer.place.kind} />
        <ErrorSummary lang={lang} faults={faults} />
        <PageTitle lead={office.name}>{words.takeTitle}</PageTitle>
        {options.length === 0 ? (
          <Notice>{words.takeNone}</Notice>
        ) : (
          <Form page={context} action={place.path} hidden={{ kunci: t.frame.key() }}>
            <Radios
              {...{ lang, name: 'untuk', label: words.takeFor, options, error: errorAt('untuk') }}
              value={value('untuk')}
            />
            <TextField
              {...{ lang, name: 'nama', label: words.takeName, hint: words.takeNameHint, autoComplete: 'off' }}
              {...{ value: value('nama'), maxLength: 60, error: errorAt('nama') }}
            />
            {place.care && (
              <>
                <DateField
                  {...{ lang, name: 'lahir', label: words.takeBirth, hint: words.takeBirthHint, optional: true }}
                  value={{ day: value(birth.day), month: value(birth.month), year: value(birth.year) }}
                  error={errorAt('lahir')}
                />
                <Radios
                  {...{ lang, name: 'bayar', label: words.takePayer, value: value('bayar'), error: errorAt('bayar') }}
                  options={[
                    { value: 'bpjs', label: words.bpjs },
                    { value: 'umum', label: words.umum },
                  ]}
                />
              </>
            )}
            <Actions>
              <Button>{words.take}</Button>
            </Actions>
          </Form>
        )}
        <Muted>{words.takeWhy}</Muted>
      </PublicFrame>,
      faults.length > 0 ? 422 : 200,
    );
  }

  web.get('/kios/:region/:office/:token/nomor', async (request, reply) => {
    const place = await placeOf(request);
    if (beginsAnew(request)) return t.frame.forgetDisplay(request, reply).redirect(place.path, 303);
    return page(request, reply, place, []);
  });

  web.post('/kios/:region/:office/:token/nomor', { config: { rateLimit: TAKEN } }, async (request, reply) => {
    const place = await placeOf(request);
    const body = bodyOf(request);
    const context = t.frame.sharedPage(request);
    const words = arriveWords(context.lang);
    const field = (name: string) => fieldOf(body, name);
    const session = (await sessionsOf(place)).find((one) => one.id === field('untuk'));
    const born = [
      field(birth.year).padStart(4, '0'),
      field(birth.month).padStart(2, '0'),
      field(birth.day).padStart(2, '0'),
    ];
    const typedBirth = `${field(birth.year)}${field(birth.month)}${field(birth.day)}` !== '';
    const birthDate = typedBirth ? born.join('-') : null;
    const today = await t.queue.today(place.office.ref);
    const paid = !place.care || field('bayar') === 'bpjs' || field('bayar') === 'umum';
    const needed = words.takeNeeded;
    const faults: FieldFault[] = [
      ...(session ? [] : [{ field: 'untuk', text: needed.untuk }]),
      ...(field('nama') === '' ? [{ field: 'nama', text: needed.nama }] : []),
      ...(birthDate !== null && !(isIsoDate(birthDate) && birthDate <= today)
        ? [{ field: 'lahir', text: needed.lahir }]
        : []),
      ...(paid ? [] : [{ field: 'bayar', text: needed.bayar }]),
    ];
    const key = field('kunci');
    if (!isUuid(key)) throw new Refusal('frame/bad-request', 400);
    if (!session || faults.length > 0) return page(request, reply, place, faults);
    const whom = {
      ...{ person: null, nik: null, card: null, phone: null, name: field('nama').slice(0, 60), sex: null, birthDate },
      basis: 'counter' as const,
    };
    const payer = field('bayar') === 'bpjs' && place.care ? ('bpjs' as const) : ('umum' as const);
    try {
      const entry = await t.queue.takeAtKiosk(place.office.ref, place.token, { session, whom, payer }, key);
      const before = await t.queue.waitingBefore(session, entry.id);
      return t.frame.send(t.frame.forgetDisplay(request, reply), slip(context, place, { session, entry, before }));
    } catch (error) {
      const code = error instanceof Refusal ? error.code : '';
      const text =
        code === 'queue/full' ? words.full : code === 'queue/closed' || code === 'queue/shut' ? words.shut : undefined;
      if (text === undefined) throw error;
      return page(request, reply, place, [{ field: 'untuk', text, rule: true }]);
    }
  });

  function slip(context: ReturnType<typeof t.frame.page>, place: Place, given: Given) {
    const { session, entry } = given;
    const words = arriveWords(context.lang);
    const number = labelOf(session.prefix, entry.number);
    return (
      <Slip
        {...{ page: context, title: number, place: place.office.name, number, large: true }}
        lines={linesOf(given, place.office.zone, context.lang)}
        qr={qrSvgPath(`${t.config.publicUrl}/papan/${place.office.ref}`)}
        back={{ href: place.path, label: words.next }}
        startOver={{ href: `${place.path}?awal`, now: true }}
      />
    );
  }
}

type Given = { readonly session: Session; readonly entry: Entry; readonly before: number | undefined };

const linesOf = ({ session, entry, before }: Given, zone: Zone, lang: Language): readonly string[] => {
  const words = arriveWords(lang);
  return [
    sayDate(entry.day, lang),
    words.atRoom(session.rooms.join(', ')),
    words.about(sayRange(entry.promisedFrom, entry.promisedTo, zone, lang)),
    ...(before === undefined ? [] : [words.before(before)]),
    words.watch,
  ];
};
