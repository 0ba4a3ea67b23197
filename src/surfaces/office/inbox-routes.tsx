import type { FastifyInstance } from 'fastify';
import { type InboxItem, isTalk, TALKS } from '../../capabilities/cases/index.ts';
import { parseCaseNumber, sayCaseNumber } from '../../kernel/case-number.ts';
import { sayTime } from '../../kernel/dates.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type Language, say } from '../../kernel/text.ts';
import type { Desk } from '../frame/index.ts';
import { looked } from '../frame/index.ts';
import { clockOf, groupOf } from './clock.ts';
import { codeText, type OfficeDeps, queryOf } from './deps.ts';
import { type InboxLine, InboxPage } from './inbox.tsx';
import { shellOf } from './shell.tsx';
import { inboxWords } from './words/inbox.ts';

const SHOWN = 20;
const TRIES = 12;

export const caseHref = (ref: { readonly region: string; readonly id: string }): string =>
  `/kantor/berkas/${ref.region}/${ref.id}`;

/** The case with this step of it in front: words of the citizen would else stand behind the officer's own step. */
export function taskHref(item: InboxItem, query = new URLSearchParams()): string {
  if (isTalk(item.step)) query.set('langkah', item.step);
  return query.size > 0 ? `${caseHref(item)}?${query}` : caseHref(item);
}

/** What waits at this desk, by its clock. */
export function inboxRoutes(t: OfficeDeps, web: FastifyInstance): void {
  web.get('/kantor', async (request, reply) => {
    const { desk } = request;
    // No case ever waits at this desk.
    if (desk.onlyQueue) return reply.redirect('/kantor/antrean', 303);
    const lang = t.frame.lang(request);
    const service = queryOf(request, 'layanan');
    const held = queryOf(request, 'lihat') === 'saya';
    const after = afterOf(queryOf(request, 'sesudah'));
    const wish = { held, ...(service === '' ? {} : { service }), limit: SHOWN };
    const inbox = await t.cases.inbox(desk.doer, after ? { ...wish, after } : wish);
    const last = inbox.items.at(-1);
    await looked(t, desk, 'kotak kerja', { seen: inbox.items.map((item) => item.id) });
    const next = inbox.more && last?.dueAt ? nextHref(last, { held, service }) : undefined;
    return t.frame.send(
      reply,
      <InboxPage
        shell={shellOf(t, request)}
        office={desk.office.name}
        counts={inbox.counts}
        view={{ held, service }}
        lines={await linesOf(t, desk, inbox.items, lang)}
        services={await servicesOf(t, desk, lang)}
        next={next}
        paged={after !== undefined}
        updated={sayTime(t.clock(), desk.office.zone, lang)}
        toast={toastOf(queryOf(request, 'pesan'), queryOf(request, 'nomor'), lang)}
      />,
    );
  });

  web.post('/kantor/berikutnya', async (request, reply) => {
    const next = await takeNext(t, request.desk);
    const held = new URLSearchParams({ pesan: 'dipegang' });
    return reply.redirect(next ? taskHref(next, held) : '/kantor?pesan=habis', 303);
  });
}

/** What just happened, by a word of the address; anything else says nothing. */
export function toastOf(message: string, number: string, lang: Language): string | undefined {
  const words = inboxWords(lang);
  const parsed = parseCaseNumber(number);
  const said = parsed.ok ? sayCaseNumber(parsed.value) : undefined;
  if (message === 'habis') return [...(said ? [words.done(said)] : []), words.noneLeft].join(' ');
  if (message === 'selesai' && said) return words.doneNext(said);
  if (message === 'dilepas') return words.released;
  if (message === 'dicatat') return words.noted;
  return message === 'dipegang' ? words.taken : undefined;
}

/** The most urgent case that this officer may work on and nobody holds, held now; else one he holds already. */
export async function takeNext(t: OfficeDeps, desk: Desk, but?: string): Promise<InboxItem | undefined> {
  const { items } = await t.cases.inbox(desk.doer, { limit: 60 });
  const now = t.clock();
  const mine = (item: InboxItem) => item.claimedBy === desk.doer.id;
  const free = (item: InboxItem) => item.claimedBy === null || (item.claimedUntil ?? now) <= now;
  const open = items.filter((item) => item.id !== but && !item.barred.includes(desk.doer.id));
  for (const item of open.filter((one) => free(one)).slice(0, TRIES))
    try {
      await t.cases.hold(desk.doer, item, item.step, { version: item.since, key: t.frame.key() }, true);
      return item;
    } catch (error) {
      // Somebody was faster, or it is his own family's: the next one, then.
      if (!(error instanceof Refusal)) throw error;
    }
  return open.find((item) => mine(item) && !free(item));
}

async function linesOf(
  t: OfficeDeps,
  desk: Desk,
  items: readonly InboxItem[],
  lang: Language,
): Promise<readonly InboxLine[]> {
  const known = await t.catalogue.current();
  const words = inboxWords(lang);
  const now = t.clock();
  return items.map((item): InboxLine => {
    const definition = known.get(item.service)?.definition;
    const step = definition?.steps.find((one) => one.id === item.step)?.title ?? codeText(t, 'steps', item.step);
    const talk = isTalk(item.step) && (item.step === TALKS.objected ? words.objection : words.question);
    // Of a child that no register knows yet only who reports it has a name.
    const newborn = definition?.subject.includes('unborn') === true && item.applicantName === item.subjectName;
    const self = !newborn && item.applicantName === item.subjectName;
    const holds = item.claimedBy !== null && (item.claimedUntil ?? now) > now;
    const marks = [
      ...(item.marks.includes('repaired') ? [{ label: words.repaired }] : []),
      ...(item.marks.includes('objected') ? [{ tone: 'waiting' as const, label: words.accepted }] : []),
      ...(item.barred.includes(desk.doer.id) ? [{ tone: 'waiting' as const, label: words.notYours }] : []),
    ];
    return {
      item,
      group: groupOf(item, now, desk.calendar),
      row: {
        href: taskHref(item),
        clock: clockOf(item, now, desk.calendar, lang),
        service: definition ? say(definition.title, lang) : item.service,
        number: item.number,
        whom: newborn ? words.newborn : item.subjectName,
        by: self ? words.bySelf : words.by(item.applicantName),
        notes: [talk ? { tone: 'waiting', label: talk } : { label: say(step, lang) }, ...marks],
        holder: holds ? (item.claimedBy === desk.doer.id ? words.you : (item.claimedLabel ?? '')) : undefined,
      },
    };
  });
}

/** The services that have a step for this officer. */
async function servicesOf(t: OfficeDeps, { doer }: Desk, lang: Language) {
  return [...(await t.catalogue.current()).values()]
    .filter(({ definition }) => definition.steps.some((step) => step.by.some((role) => doer.roles.includes(role))))
    .map(({ service, definition }) => ({ value: service, label: say(definition.title, lang) }))
    .toSorted((a, b) => a.label.localeCompare(b.label));
}

function afterOf(text: string): { due: Date; id: string } | undefined {
  const [due = '', id = ''] = text.split('~');
  const at = new Date(due);
  return /^[0-9a-f-]{36}$/.test(id) && !Number.isNaN(at.getTime()) ? { due: at, id } : undefined;
}

function nextHref(last: InboxItem, view: { readonly held: boolean; readonly service: string }): string {
  const query = new URLSearchParams({
    ...(view.held ? { lihat: 'saya' } : {}),
    ...(view.service === '' ? {} : { layanan: view.service }),
    sesudah: `${last.dueAt?.toISOString()}~${last.id}`,
  });
  return `/kantor?${query}`;
}
