import { createHash } from 'node:crypto';
import { addDays, localDate, localHour, sayTime, type Zone } from '../../kernel/dates.ts';
import type { Language, Text } from '../../kernel/text.ts';
import type { Database, Row } from '../../platform/database/index.ts';
import type { Job, Subscriber } from '../../platform/jobs/index.ts';
import type { Template } from '../notices/index.ts';
import type { QueueDeps } from './deps.ts';
import { ruleOf } from './forecast.ts';
import { orderOf } from './order.ts';
import { holderOf } from './phones.ts';
import { type Entry, labelOf } from './queue.ts';
import { offerOf } from './store.ts';

// What holders of a number are told: the number, its day and time, a link. Never where, never for what, never for whom.

type Held = {
  readonly region: string;
  readonly id: string;
  readonly office: string;
  readonly applicant: string;
  readonly subject: string;
  readonly channel: Entry['channel'];
  readonly authority: Entry['authority'];
  readonly status: string;
  readonly prefix: string;
  readonly number: number;
  readonly day: string;
  readonly starts: Date;
  readonly lane: string;
  /** The language in which he is told at a phone of his own, who has no account; null: no such phone was noted. */
  readonly phoned: Language | null;
};

const HELD = `select e.region, e.id, e.office, e.applicant, e.subject, e.channel, e.authority, e.status, s.prefix, e.number, to_char(e.day, 'YYYY-MM-DD') as day, l.starts_at as starts, e.lane,
    f.language as phoned
  from queue.entry e join queue.session s on s.region = e.region and s.id = e.session join queue.slot l on l.region = e.region and l.id = e.slot
  left join queue.phone f on f.region = e.region and f.entry = e.id`;

/**
 * What is told at once, by what happened; whether the day and time stand in it. `here`: of use to whoever has a phone in the waiting room, where whoever got his
 * number at a counter has a paper one.
 */
const TOLD: Readonly<Record<string, { readonly template: Template; readonly dated: boolean; readonly here?: true }>> = {
  booked: { template: 'queue.booked', dated: true },
  moved: { template: 'queue.moved', dated: true },
  called: { template: 'queue.called', dated: false, here: true },
  skipped: { template: 'queue.skipped', dated: false, here: true },
  unserved: { template: 'queue.unserved', dated: true },
  offered: { template: 'queue.offered', dated: true },
};
/** So many before somebody: time to come back to the waiting room. */
const SOON = 3;
/** The hour of the evening at which tomorrow is remembered. */
const EVENING = 18;

const WEEKDAYS = {
  id: ['Min', 'Sen', 'Sel', 'Rab', 'Kam', 'Jum', 'Sab'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
};

/** @example dayOf('2026-11-16', 'id') // 'Sen 16/11' */
function dayOf(date: string, lang: 'id' | 'en'): string {
  const [, month, day] = date.split('-');
  return `${WEEKDAYS[lang][new Date(`${date}T00:00:00Z`).getUTCDay()]} ${day}/${month}`;
}

/** @example aboutOf(held, 'WIB').id // 'A-012, Sen 16/11 08.30 WIB' */
function aboutOf(held: Held, zone: Zone, dated: boolean): Text {
  const label = labelOf(held.prefix, held.number);
  if (!dated) return { id: label, en: label };
  const say = (lang: 'id' | 'en'): string => `${label}, ${dayOf(held.day, lang)} ${sayTime(held.starts, zone, lang)}`;
  return { id: say('id'), en: say('en') };
}

/** The same words give the same id: what is told or asked twice is there once. */
export function sameId(...words: readonly string[]): string {
  const hex = createHash('sha256').update(words.join(' ')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * Who reads what is told of a number: whoever took it from home. Of one that an officer gave: who asked for it, or whom it is about, where he has an account.
 * Mobile JKN tells its own.
 */
export async function readerOf(
  deps: Pick<QueueDeps, 'phoneOf'>,
  { channel, authority, applicant, subject }: Pick<Entry, 'channel' | 'authority' | 'applicant' | 'subject'>,
): Promise<string | undefined> {
  if (channel === 'mjkn') return undefined;
  if (authority !== 'office') return applicant;
  for (const person of [applicant, subject]) if ((await deps.phoneOf(person)) !== undefined) return person;
  return undefined;
}

export function queueNews(deps: QueueDeps, relay: Database) {
  async function tell(held: Held, template: Template, id: string, dated: boolean): Promise<void> {
    const reader = await readerOf(deps, held);
    const at = reader === undefined ? held.phoned : null;
    if (reader === undefined && at === null) return;
    const office = await deps.organisations.findOffice(held.office);
    await deps.notices.tell({
      ...{ id, person: reader ?? holderOf(held), region: held.region, template, number: null, name: '' },
      about: aboutOf(held, office?.zone ?? 'WIB', dated),
      // Without an account nobody opens a page behind the login.
      ...(at === null ? { place: `/antrean/${held.region}/${held.id}` } : { place: '', language: at }),
    });
  }
  /** Whether the last call was made without a network. */
  async function wasAway(held: Held): Promise<boolean> {
    const [row] = await relay.query<{ away: boolean } & Row>(
      {},
      `select data ? 'away' as away from queue.event where region = $1 and entry_id = $2 and kind = 'called' order by version desc limit 1`,
      [held.region, held.id],
    );
    return row?.away === true;
  }
  const byPhone = (held: Held): boolean => held.channel === 'warga' || held.phoned !== null;

  /** Who comes soon now that somebody was called: by the order as it really is, priority and all. */
  async function tellSoon(lane: string, region: string, office: string): Promise<void> {
    const place = (await offerOf(relay, office))?.place;
    const [session] = await relay.query<{ streak: number } & Row>(
      {},
      'select streak from queue.session where region = $1 and id = $2',
      [region, lane],
    );
    if (!place || !session) return;
    const rows = await relay.query<Held & { class: 'regular' | 'priority' | 'emergency'; due: Date } & Row>(
      {},
      `select h.*, e.class, e.due_at as due from (${HELD} where e.region = $1 and e.lane = $2 and e.status = 'waiting') h
       join queue.entry e on e.region = h.region and e.id = h.id`,
      [region, lane],
    );
    const line = orderOf(
      rows.map((held) => ({ held, number: held.number, class: held.class, due: held.due.getTime() })),
      session.streak,
      ruleOf(place),
      deps.clock().getTime(),
    );
    for (const { next } of line.slice(0, SOON))
      if (byPhone(next.held)) await tell(next.held, 'queue.soon', sameId('soon', next.held.id, lane), false);
  }

  const subscribers: readonly Subscriber[] = [
    {
      topic: 'entry.changed',
      name: 'queue.news',
      run: async (job: Job) => {
        const { kind } = job.payload as { readonly kind: string };
        const told = TOLD[kind];
        const [held] = await relay.query<Held & Row>({}, `${HELD} where e.region = $1 and e.id = $2`, [
          job.region,
          job.subject,
        ]);
        if (!held) return;
        // What a counter did without a network is heard of when it is over: nobody is called to a door that closed behind another.
        const past = kind === 'called' && (await wasAway(held));
        if (told && (byPhone(held) || !told.here) && !past) await tell(held, told.template, job.id, told.dated);
        if (kind === 'called') await tellSoon(held.lane, held.region, held.office);
      },
    },
    {
      topic: 'wish.lost',
      name: 'queue.drawn-out',
      run: async ({ id, region, subject }: Job) => {
        const [wish] = await relay.query<{ applicant: string; day: string } & Row>(
          {},
          `select applicant, to_char(day, 'YYYY-MM-DD') as day from queue.wish where region = $1 and id = $2`,
          [region, subject],
        );
        if (!wish) return;
        await deps.notices.tell({
          ...{ id, person: wish.applicant, region, template: 'queue.drawn-out', number: null, name: '' },
          ...{ place: `/tunggu/${region}/${subject}`, about: { id: dayOf(wish.day, 'id'), en: dayOf(wish.day, 'en') } },
        });
      },
    },
    {
      topic: 'session.doctor',
      name: 'queue.doctor',
      run: async (job: Job) => {
        const all = await relay.query<Held & Row>(
          {},
          `${HELD} where e.region = $1 and e.session = $2 and e.status in ('booked', 'waiting')`,
          [job.region, job.subject],
        );
        for (const held of all) await tell(held, 'queue.doctor', sameId('doctor', held.id, job.id), true);
      },
    },
    {
      topic: 'session.cancelled',
      name: 'queue.called-off',
      run: async (job: Job) => {
        const all = await relay.query<Held & Row>(
          {},
          `${HELD} where e.region = $1 and e.lane = $2 and e.status in ('booked', 'waiting')`,
          [job.region, job.subject],
        );
        for (const held of all) await tell(held, 'queue.called-off', sameId('off', held.id, job.id), true);
      },
    },
  ];

  /** The evening before, by the clock of each office. */
  async function remind(): Promise<void> {
    const rows = await relay.query<Held & Row>(
      {},
      `${HELD} where e.status = 'booked' and s.state in ('open', 'paused') and l.starts_at between $1 and $1 + interval '36 hours'`,
      [deps.clock()],
    );
    for (const held of rows) {
      const zone = (await deps.organisations.findOffice(held.office))?.zone ?? 'WIB';
      const now = deps.clock();
      if (localHour(now, zone) !== EVENING || held.day !== addDays(localDate(now, zone), 1)) continue;
      await tell(held, 'queue.reminded', sameId('remind', held.id, held.day), true);
    }
  }
  return { subscribers, regular: [{ name: 'queue.remind', cron: '3 * * * *', run: remind }] };
}
