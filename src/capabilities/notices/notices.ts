import { sayCaseNumber } from '../../kernel/case-number.ts';
import { type Clock, type Random, uuidv7 } from '../../kernel/ids.ts';
import type { Json } from '../../kernel/json.ts';
import { type Issue, issue } from '../../kernel/parsed.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Language, Text } from '../../kernel/text.ts';
import type { Envelope } from '../../platform/crypto/index.ts';
import type { Database, Queryable } from '../../platform/database/index.ts';
import { enqueue } from '../../platform/jobs/index.ts';
import type { Mail } from '../../platform/mail/index.ts';
import type { Messages } from '../../platform/messages/index.ts';
import {
  type ChannelKind,
  contactOf,
  insertDelivery,
  insertNotice,
  markRead,
  type NoticeRow,
  noticesOf,
  reviveDelivery,
  type Stopped,
  saveContact,
  saveLanguage,
  stoppedIn,
  stoppedPerson,
  unreadOf,
} from './store.ts';
import { isQuiet, isTemplate, listed, type Template } from './words.ts';

export type NoticesDeps = {
  readonly db: Database;
  readonly envelope: Envelope;
  readonly clock: Clock;
  readonly random: Random;
  readonly written: () => void;
  readonly messages: Messages;
  /** Absent: no e-mail is offered. */
  readonly mail: Mail | undefined;
  /** Origin for links, without a slash at the end. */
  readonly publicUrl: string;
  /** The number of a person's account. */
  readonly phoneOf: (person: string) => Promise<string | undefined>;
};

export type News = {
  /** Same id, same news: told once. */
  readonly id: string;
  readonly person: string;
  readonly region: string;
  readonly template: Template;
  readonly number: string | null;
  /** Path behind the login that says more; empty where there is none. */
  readonly place: string;
  readonly name: string;
  /** Sentences of the service's own, only for the list. */
  readonly say?: readonly Text[];
  /** Of a queue: a number with its day and time. */
  readonly about?: Text;
  /** Of whoever has chosen none himself. */
  readonly language?: Language;
};

export type Listed = {
  readonly id: string;
  readonly at: Date;
  readonly read: boolean;
  readonly place: string;
  readonly text: Text;
  readonly more: readonly Text[];
};

export const DELIVER_TOPIC = 'notices.deliver';
/** Who acts when a clock or a job does. */
export const SYSTEM = 'sistem';
const PAGE = 30;

/** Whose message it is: jobs of one person run in order, so that "received" never comes after "done". */
export type Waiting = { readonly region: string; readonly id: string; readonly person: string };
/** What `queueDelivery` needs in the context of its transaction. */
export const queueing = ({ region, person }: Pick<Waiting, 'region' | 'person'>) => ({
  regions: [region],
  acts: [`${person} ${SYSTEM}`],
});

export async function queueDelivery(d: NoticesDeps, tx: Queryable, of: Waiting, runAt?: Date): Promise<void> {
  const { region, id, person } = of;
  const work = { region, id: uuidv7(d.clock, d.random), topic: DELIVER_TOPIC, subject: person, actor: SYSTEM };
  await enqueue(tx, { ...work, payload: { region, id }, ...(runAt ? { runAt } : {}) });
}

export type Notices = ReturnType<typeof createNoticesRoom>;

export function createNoticesRoom(d: NoticesDeps) {
  async function channelsOf(person: string): Promise<readonly ChannelKind[]> {
    const contact = await contactOf(d.db, person);
    const wanted = contact?.channels ?? ['sms'];
    return wanted.filter((channel) => channel !== 'email' || (d.mail !== undefined && contact?.email));
  }

  return {
    /** Puts news into a person's list and its messages on their way, in one transaction. Told twice, it stands once. */
    async tell(news: News): Promise<void> {
      const channels = isQuiet(news.template) ? [] : await channelsOf(news.person);
      const deliveries = channels.map((channel) => ({ channel, id: uuidv7(d.clock, d.random) }));
      const context = { persons: [news.person], ...queueing(news) };
      const { id, person, region, template, number, place } = news;
      const params: Json = {
        name: news.name,
        say: (news.say ?? []).map((text) => ({ ...text })),
        ...(news.about ? { about: { ...news.about } } : {}),
        ...(news.language ? { language: news.language } : {}),
      };
      await d.db.transaction(context, async (tx) => {
        if (!(await insertNotice(tx, { id, person, region, template, number, place, params, at: d.clock() }))) return;
        for (const delivery of deliveries) {
          await insertDelivery(tx, {
            region,
            id: delivery.id,
            notice: id,
            person,
            channel: delivery.channel,
            now: d.clock(),
          });
          await queueDelivery(d, tx, { region, id: delivery.id, person });
        }
      });
    },

    async list(person: string, before: Date | null = null): Promise<readonly Listed[]> {
      const rows = await noticesOf(d.db, person, before, PAGE);
      return rows.flatMap((row) => listedOf(row));
    },
    unread: (person: string) => unreadOf(d.db, person),
    markRead: (person: string, ids: readonly string[]) => markRead(d.db, person, ids, d.clock()),

    async contact(person: string): Promise<{
      readonly email: string | null;
      readonly channels: readonly ChannelKind[];
      readonly language: string;
    }> {
      const contact = await contactOf(d.db, person);
      const email = contact?.email ? d.envelope.open(contact.email, `notices.contact.email:${person}`) : null;
      return { email, channels: contact?.channels ?? ['sms'], language: contact?.language ?? 'id' };
    },

    /** How a person wants to be told. An empty list means: only here. */
    async setContact(
      person: string,
      given: { readonly email: string | null; readonly channels: readonly ChannelKind[]; readonly language: Language },
    ): Promise<readonly Issue[]> {
      const email = given.email?.trim() ?? '';
      if (email !== '' && !(email.length <= 254 && /^[^\s@<>(),;:"]+@[^\s@<>(),;:"]+\.[a-z]{2,}$/i.test(email)))
        return [issue('email/shape')];
      if (email === '' && given.channels.includes('email')) return [issue('email/missing')];
      const sealed = email === '' ? null : d.envelope.seal(email, `notices.contact.email:${person}`);
      await saveContact(
        d.db,
        person,
        { email: sealed, channels: [...new Set(given.channels)], language: given.language },
        d.clock(),
      );
      return [];
    },

    /** What a person is told outside comes in the language that he chose last. */
    async setLanguage(person: string, language: Language): Promise<void> {
      await saveLanguage(d.db, person, language, d.clock());
    },

    /** For the operator of a region: messages that will not go out by themselves any more. */
    stopped: (region: string): Promise<readonly Stopped[]> => stoppedIn(d.db, region),

    async tryAgain(region: string, id: string): Promise<void> {
      const person = await stoppedPerson(d.db, region, id);
      if (person === undefined) throw new Refusal('notices/not-stopped', 409);
      await d.db.transaction(queueing({ region, person }), async (tx) => {
        if (!(await reviveDelivery(tx, region, id, d.clock()))) throw new Refusal('notices/not-stopped', 409);
        await queueDelivery(d, tx, { region, id, person });
      });
    },
  };
}

function listedOf(row: NoticeRow): Listed[] {
  if (!isTemplate(row.template)) return [];
  const about = aboutOf(row.params);
  const named = { number: sayCaseNumber(row.number ?? ''), name: String(row.params.name ?? ''), about };
  const say = row.params.say;
  const more = Array.isArray(say) ? (say as readonly Json[]).flatMap((text) => (isText(text) ? [text] : [])) : [];
  return [
    { id: row.id, at: row.at, read: row.readAt !== null, place: row.place, text: listed(row.template, named), more },
  ];
}

/** A number with its day and time, as the news was told. */
export const aboutOf = (params: Readonly<Record<string, Json>>): Text | undefined =>
  isText(params.about) ? params.about : undefined;

const isText = (value: Json | undefined): value is Text & { readonly [language: string]: string } =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  Object.values(value).every((text) => typeof text === 'string');
