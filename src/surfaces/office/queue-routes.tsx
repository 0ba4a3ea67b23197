import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { actorOf, can } from '../../capabilities/accounts/index.ts';
import {
  byLetter,
  type ClassReason,
  type Entry,
  FULL_REASONS,
  labelOf,
  OFF_REASONS,
  PAUSE_REASONS,
  type Session,
  type SessionState,
} from '../../capabilities/queue/index.ts';
import { sayAge } from '../../kernel/age.ts';
import { localDate, sayDay, sayTime } from '../../kernel/dates.ts';
import { isUuid } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type Language, say } from '../../kernel/text.ts';
import type { FieldFault } from '../design/index.ts';
import { type Desk, guardOf, looked } from '../frame/index.ts';
import { bodyOf, fieldOf, type OfficeDeps, queryOf } from './deps.ts';
import { type At, hrefOf, refOf, serving } from './queue-at.ts';
import { Watch } from './queue-away.tsx';
import type { PersonLine, WalkInTyped } from './queue-form.tsx';
import { paperLine } from './queue-paper.tsx';
import { QueuesPage, RoomPage } from './queue-room.tsx';
import { saidIn } from './queue-said.ts';
import { FirstPage } from './queue-session.tsx';
import { NOTHING, seenOf, typedOf, whomOf } from './queue-whom.tsx';
import { shellOf } from './shell.tsx';
import { queueWords } from './words/queue.ts';
import { awayWords } from './words/queue-away.ts';
import { saidWords } from './words/queue-said.ts';

const slipHref = ({ session, ruang }: At, nomor: string): string =>
  `/kantor/antrean/${session.id}/karcis?${new URLSearchParams({ ruang, nomor })}`;

/** A number as its room's list has it. */
type RoomView = NonNullable<Awaited<ReturnType<OfficeDeps['queue']['room']>>>;
type RoomEntry = Entry & { readonly prefix: string };
/** Where a queue is run: the sessions of today, and one page per room. */
export function queueRoutes(t: OfficeDeps, web: FastifyInstance): void {
  const { mustServe, atRoom, act } = serving(t);

  web.get('/kantor/antrean', async (request, reply) => {
    const desk = mustServe(request);
    const lang = t.frame.lang(request);
    const office = desk.office.ref;
    const today = await t.queue.today(office);
    const [days, offer] = await Promise.all([t.queue.days(office, today, today), t.queue.offer(office)]);
    const lines = await Promise.all(
      [...days].sort(byLetter).map(async ({ session }) => {
        const view = await t.queue.room(desk.doer, session);
        const entries = view?.entries ?? [];
        const count = (status: string) => entries.filter((entry) => entry.status === status).length;
        const poli = offer?.polis.find(({ code }) => code === session.poli);
        const words = queueWords(lang);
        return {
          id: session.id,
          title: `${poli ? say(poli.name, lang) : session.poli}, ${hours(session, desk, lang)}`,
          text: [stateSays(session, lang) ?? '', words.people(count('waiting'), count('booked'))].join(' ').trim(),
          rooms: session.rooms.map((room, i) => {
            const inside = entries.find((entry) => entry.status === 'called' && entry.room === room);
            return {
              href: hrefOf({ session, room, ruang: String(i + 1) }),
              title: room,
              text: inside ? words.insideNow(labelOf(inside.prefix, inside.number)) : words.empty,
            };
          }),
        };
      }),
    );
    const arranges = can(actorOf(desk.signed), 'queue.arrange', { region: desk.office.region, office });
    const board = `/papan/${desk.office.region}/${desk.office.code}`;
    return t.frame.send(
      reply,
      <QueuesPage
        {...{ shell: shellOf(t, request), office: desk.office.name, board, lines }}
        bpjs={await t.bpjs.isOn(office)}
        arranges={arranges}
        satusehat={arranges && (await t.satusehat.isOn(office))}
      />,
    );
  });

  web.get('/kantor/antrean/:antrean', async (request, reply) =>
    show(request, reply, await atRoom(request, queryOf(request, 'ruang') || '1'), NOTHING, []),
  );

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    at: At,
    walkIn: WalkInTyped,
    faults: readonly FieldFault[],
  ): Promise<FastifyReply> {
    const { desk } = request;
    const lang = t.frame.lang(request);
    const words = queueWords(lang);
    const view = await t.queue.room(desk.doer, at.session);
    if (!view) throw new Refusal('queue/not-found', 404);
    const offer = await t.queue.offer(desk.office.ref);
    const poli = offer?.polis.find(({ code }) => code === at.session.poli);
    const lineOf = (entry: RoomEntry): PersonLine => ({
      ...personLine(view, entry, desk, lang),
      slip: entry.session === at.session.id ? slipHref(at, entry.id) : undefined,
    });
    const waiting = t.queue.inOrder(view, offer?.place);
    const coming = view.entries.filter((entry) => entry.status === 'booked');
    const inside = view.entries.find((entry) => entry.status === 'called' && entry.room === at.room);
    const seen = [...waiting, ...coming, ...(inside ? [inside] : [])];
    await looked(t, desk, 'antrean', { seen: seen.map((one) => one.id), persons: seen.map((one) => one.subject) });
    const said = saidIn((name) => queryOf(request, name), { zone: desk.office.zone, lang, offer });
    const page = (
      <RoomPage
        {...{ shell: shellOf(t, request), room: at.room, ruang: at.ruang, walkIn, once: t.frame.key }}
        faults={[...faults, ...said.faults]}
        about={[poli ? say(poli.name, lang) : '', view.session.doctor ?? '', hours(view.session, desk, lang)]
          .filter((part) => part !== '')
          .join(', ')}
        shared={sharedWith(at, lang)}
        action={`/kantor/antrean/${at.session.id}`}
        inside={
          inside && {
            ...lineOf(inside),
            called: words.called(sayTime(inside.calledAt ?? t.clock(), desk.office.zone, lang), inside.calls),
          }
        }
        waiting={waiting.map(lineOf)}
        coming={coming.map(lineOf)}
        unnamed={view.entries.flatMap((entry) => {
          const patient = view.patients.get(entry.patient);
          if (!patient?.unnamed) return [];
          const { prefix } = entry;
          const ruang = entry.session === at.session.id ? at.ruang : '1';
          return [paperLine({ entry, prefix, paper: patient.name }, { ruang }, desk.office.zone, lang)];
        })}
        done={view.entries.filter((entry) => entry.status === 'done').length}
        parked={view.entries.filter((entry) => entry.status === 'parked').map(lineOf)}
        first={(poli?.stage ?? 'periksa') === 'periksa'}
        care={offer?.place.kind !== 'counter'}
        onwards={inside ? await onwardsOf(view.session, lang) : []}
        undo={await undoOf(desk, at, lang)}
        state={{ now: view.session.state, says: stateSays(view.session, lang) }}
        toast={said.toast}
        news={[
          ...(await offNews(view, lang)),
          ...(await t.queue.servedElsewhere(desk.doer, at.session, at.room)).map((one) =>
            awayWords(lang).elsewhere(
              labelOf(one.prefix, one.number),
              one.room,
              sayTime(one.at, desk.office.zone, lang),
            ),
          ),
        ]}
        watch={<Watch shell={shellOf(t, request)} at={at} here={hrefOf(at)} />}
        slip={slipOf(request, at)}
      />
    );
    return t.frame.send(reply, page, faults.length > 0 ? 422 : 200);
  }

  /** Several rooms of a session call from one line: whoever waits there is counted in none of them alone. */
  function sharedWith({ session, room }: At, lang: Language): string | undefined {
    const others = session.rooms.filter((one) => one !== room);
    return others.length === 0 ? undefined : queueWords(lang).sharedWith(others.join(', '));
  }

  async function onwardsOf(session: Session, lang: Language) {
    const all = await t.queue.onwards(session);
    // Medicine comes after most visits: it has the key.
    const sorted = [...all].sort((a, b) => Number(b.poli.stage === 'obat') - Number(a.poli.stage === 'obat'));
    return sorted.slice(0, MOST_ONWARDS).map(({ id, poli }) => ({ id, name: say(poli.name, lang) }));
  }

  async function undoOf(desk: Desk, at: At, lang: Language) {
    const words = queueWords(lang);
    const last = await t.queue.undoable(desk.doer, at.session);
    const act = last && words.acts[last.kind as keyof typeof words.acts];
    if (!last || act === undefined) return undefined;
    return { id: last.id, version: last.version, says: words.undo(labelOf(last.prefix, last.number), act) };
  }

  function stateSays({ state, stateReason }: Session, lang: Language): string | undefined {
    const words = queueWords(lang);
    const why = words.ruled[(stateReason ?? 'lain') as keyof typeof words.ruled] ?? words.ruled.lain;
    if (state === 'paused') return words.isPaused(why);
    if (state === 'full') return words.isFull(why);
    if (state === 'cancelled') return words.isOff(why);
    return state === 'open' ? undefined : words.isClosed;
  }

  /** Whom no message tells that the session does not take place. */
  async function offNews(view: RoomView, lang: Language): Promise<readonly string[]> {
    if (view.session.state !== 'cancelled') return [];
    const untold = await t.queue.unreached(view.entries);
    const names = untold.map(
      (entry) => `${labelOf(entry.prefix, entry.number)} ${view.patients.get(entry.patient)?.name ?? ''}`,
    );
    return names.length === 0 ? [] : [queueWords(lang).tellThem(names.join(', '))];
  }

  /** Of the number that was given just now. */
  function slipOf(request: FastifyRequest, at: At): string | undefined {
    const id = queryOf(request, 'karcis');
    return isUuid(id) ? slipHref(at, id) : undefined;
  }

  function personLine(view: RoomView, entry: RoomEntry, desk: Desk, lang: Language): PersonLine {
    const words = queueWords(lang);
    const patient = view.patients.get(entry.patient);
    const slot = view.slots.find((one) => one.id === entry.slot);
    const { zone } = desk.office;
    const reasons = [entry.classReason, entry.dueReason].filter((one) => one !== null);
    const born = patient?.birthDate;
    return {
      ...{ id: entry.id, version: entry.version, number: labelOf(entry.prefix, entry.number) },
      name: patient?.name ?? '',
      about: [
        ...(born ? [`${sayAge(born, localDate(t.clock(), zone), lang)}, ${words.born(sayDay(born, lang))}`] : []),
        ...(patient?.recordNumber ? [words.recordShort(patient.recordNumber)] : []),
      ].join(', '),
      tags: [...new Set(reasons)].map((reason) => ({
        label: Object.hasOwn(words.reasons, reason) ? words.reasons[reason as keyof typeof words.reasons] : reason,
        tone: reason === 'darurat' ? ('bad' as const) : ('waiting' as const),
      })),
      when: entry.arrivedAt
        ? words.since(sayTime(entry.arrivedAt, zone, lang))
        : words.window(slot ? sayTime(slot.startsAt, zone, lang) : ''),
    };
  }

  web.post('/kantor/antrean/:antrean/panggil', (request, reply) =>
    act(request, reply, async (at, body) => {
      const now = fieldOf(body, 'sekarang');
      const { session, room } = at;
      const key = fieldOf(body, 'kunci');
      const missed = fieldOf(body, 'hasil') === 'tidak';
      const inside = isUuid(now) ? now : null;
      const called = await t.queue.callNext(request.desk.doer, { session, room, now: inside, missed }, key);
      const jadi = missed ? await missedAs(request.desk, at, inside) : 'selesai';
      const was: Record<string, string> = inside === null ? {} : { tadi: fieldOf(body, 'label'), jadi };
      if (!called) return hrefOf(at, 'habis', was);
      return hrefOf(at, 'dipanggil', { nomor: labelOf(called.prefix, called.number), sebab: called.why, ...was });
    }),
  );

  /** Who did not come when called is called once more, and the second time absent; or he was in another room. */
  async function missedAs(desk: Desk, at: At, id: string | null): Promise<string> {
    const after = id === null ? undefined : await t.queue.entry(desk.doer, { region: at.session.region, id });
    return after?.status === 'waiting' ? 'dilewati' : after?.status === 'absent' ? 'absen' : '';
  }

  const simple = {
    'panggil-lagi': [t.queue.callAgain, 'lagi'],
    lewati: [t.queue.skip, ''],
    selesai: [t.queue.finish, 'selesai'],
    hadir: [t.queue.checkIn, 'hadir'],
    tahan: [t.queue.park, 'ditahan'],
    kembali: [t.queue.unpark, 'kembali'],
  } as const;
  for (const [path, [work, became]] of Object.entries(simple))
    web.post(`/kantor/antrean/:antrean/${path}`, (request, reply) =>
      act(request, reply, async (at, body) => {
        const ref = refOf(at, body);
        await work(request.desk.doer, ref, guardOf(body));
        const jadi = became === '' ? await missedAs(request.desk, at, ref.id) : became;
        return hrefOf(at, undefined, { tadi: fieldOf(body, 'label'), jadi });
      }),
    );

  web.post('/kantor/antrean/:antrean/urungkan', (request, reply) =>
    act(request, reply, async (at, body) => {
      await t.queue.undo(request.desk.doer, refOf(at, body), guardOf(body));
      return hrefOf(at, 'urung');
    }),
  );

  web.post('/kantor/antrean/:antrean/teruskan', (request, reply) =>
    act(request, reply, async (at, body) => {
      const to = fieldOf(body, 'ke');
      if (!isUuid(to)) throw new Refusal('queue/not-found', 404);
      await t.queue.transfer(request.desk.doer, refOf(at, body), to, guardOf(body));
      const next = await t.queue.session({ region: at.session.region, id: to });
      return hrefOf(at, undefined, { tadi: fieldOf(body, 'label'), jadi: 'diteruskan', ke: next?.poli ?? '' });
    }),
  );

  web.post('/kantor/antrean/:antrean/atur', async (request, reply) => {
    const body = bodyOf(request);
    const here = await atRoom(request, fieldOf(body, 'ruang'));
    const [from, to] = [fieldOf(body, 'dari'), fieldOf(body, 'menjadi')];
    if (!isState(from) || !isRuling(to)) throw new Refusal('queue/not-now', 409);
    const reason = fieldOf(body, `alasan-${to}`);
    if (!RULINGS[to].includes(reason)) {
      const text = saidWords(t.frame.lang(request)).reasonNeeded[to];
      return show(request, reply, here, NOTHING, [{ field: `alasan-${to}`, text }]);
    }
    return act(request, reply, async (at) => {
      await t.queue.rule(request.desk.doer, at.session, { from, to, reason }, fieldOf(body, 'kunci'));
      return to === 'open' ? hrefOf(at, 'lanjut') : undefined;
    });
  });

  web.get('/kantor/antrean/:antrean/dahulukan', async (request, reply) => {
    const at = await atRoom(request, queryOf(request, 'ruang') || '1');
    return firstPage(request, reply, at, queryOf(request, 'nomor'), []);
  });

  async function firstPage(
    request: FastifyRequest,
    reply: FastifyReply,
    at: At,
    id: string,
    faults: readonly FieldFault[],
  ): Promise<FastifyReply> {
    const { desk } = request;
    const lang = t.frame.lang(request);
    const view = await t.queue.room(desk.doer, at.session);
    const entry = view?.entries.find((one) => one.id === id);
    if (!view || !entry) throw new Refusal('queue/not-found', 404);
    await looked(t, desk, 'antrean', { seen: [entry.id], persons: [entry.subject] });
    const offer = await t.queue.offer(desk.office.ref);
    const page = (
      <FirstPage
        {...{ shell: shellOf(t, request), room: at.room, ruang: at.ruang, once: t.frame.key, back: hrefOf(at), faults }}
        action={`/kantor/antrean/${at.session.id}`}
        line={personLine(view, entry, desk, lang)}
        signs={(offer?.signs ?? []).map((sign) => ({ code: sign.code, say: say(sign.say, lang) }))}
      />
    );
    return t.frame.send(reply, page, faults.length > 0 ? 422 : 200);
  }

  web.post('/kantor/antrean/:antrean/darurat', async (request, reply) => {
    const body = bodyOf(request);
    const at = await atRoom(request, fieldOf(body, 'ruang'));
    const why = await whyOf(request.desk, fieldOf(body, 'alasan'));
    if (!why) {
      const text = queueWords(t.frame.lang(request)).putFirstNone;
      return firstPage(request, reply, at, fieldOf(body, 'nomor'), [{ field: 'alasan', text }]);
    }
    return act(request, reply, async () => {
      await t.queue.putFirst(request.desk.doer, refOf(at, body), why, guardOf(body));
      return undefined;
    });
  });

  /** A sign that the place's doctor approved, an emergency that the officer sees, or a right of priority. */
  async function whyOf(desk: Desk, typed: string): Promise<{ reason: ClassReason; sign?: string } | undefined> {
    const sign = /^tanda:(.+)$/.exec(typed)?.[1];
    if (sign === undefined) return isReason(typed) ? { reason: typed } : undefined;
    const known = (await t.queue.offer(desk.office.ref))?.signs.some(({ code }) => code === sign);
    return known ? { reason: 'darurat', sign } : undefined;
  }

  web.post('/kantor/antrean/:antrean/langsung', async (request, reply) => {
    const body = bodyOf(request);
    const at = await atRoom(request, fieldOf(body, 'ruang'));
    const typed = typedOf(body);
    const { whom, faults } = await whomOf(t, typed, queueWords(t.frame.lang(request)));
    if (!whom || faults.length > 0) return show(request, reply, at, typed, faults);
    try {
      const wish = { session: at.session, whom, ...seenOf(typed) };
      const given = await t.queue.walkIn(request.desk.doer, wish, fieldOf(body, 'kunci'));
      const told = { nomor: labelOf(at.session.prefix, given.number), karcis: given.id };
      return reply.redirect(hrefOf(at, 'diberi', told), 303);
    } catch (error) {
      // What was typed stays: another session may take him.
      const text = error instanceof Refusal ? noNumber(error.code, t.frame.lang(request)) : undefined;
      if (text === undefined) throw error;
      return show(request, reply, at, typed, [{ field: 'langsung', text, rule: true }]);
    }
  });

  /** Why somebody who stands there gets no number. */
  function noNumber(code: string, lang: Language): string | undefined {
    const { faults, over } = saidWords(lang);
    const said = { full: faults.penuh, shut: faults.ditutup, held: faults.ada, closed: over };
    return Object.entries(said).find(([word]) => code === `queue/${word}`)?.[1];
  }

  function hours(session: Session, desk: Desk, lang: Language): string {
    const { zone } = desk.office;
    return `${sayTime(session.startsAt, zone, lang).split(' ')[0]}–${sayTime(session.endsAt, zone, lang)}`;
  }
}

/** Queues that one is sent on to, as buttons. */
const MOST_ONWARDS = 4;
/** What may be ruled of a session, and the codes of reasons; to go on needs none. */
const RULINGS: Readonly<Record<'open' | 'paused' | 'full' | 'cancelled', readonly string[]>> = {
  ...{ open: [''], paused: PAUSE_REASONS, full: FULL_REASONS, cancelled: OFF_REASONS },
};
const isRuling = (word: string): word is keyof typeof RULINGS => Object.hasOwn(RULINGS, word);
const isState = (word: string): word is SessionState =>
  ['open', 'paused', 'full', 'closed', 'cancelled'].includes(word);
const isReason = (word: string): word is ClassReason =>
  ['darurat', 'hamil', 'disabilitas', 'lansia', 'balita'].includes(word);
