import { sayCaseNumber } from '../../kernel/case-number.ts';
import type { Language, Text } from '../../kernel/text.ts';
import type { Database } from '../../platform/database/index.ts';
import type { Job, Regular, Subscriber } from '../../platform/jobs/index.ts';
import { MailFailed } from '../../platform/mail/index.ts';
import { MessageFailed } from '../../platform/messages/index.ts';
import {
  aboutOf,
  DELIVER_TOPIC,
  type Notices,
  type NoticesDeps,
  queueDelivery,
  queueing,
  type Waiting,
} from './notices.ts';
import { MOST_TRIES, waitBefore } from './retry.ts';
import { contactOf, type Due, markFailed, markSent, noticeById, overdueDeliveries, takeDelivery } from './store.ts';
import { isTemplate, outside } from './words.ts';

/** A try that neither succeeded nor failed after this long died with its process. */
const STALE_MS = 5 * 60_000;

/** What a case says of itself after each move: names of things, no content. */
type CaseMoved = {
  readonly kind: string;
  readonly person: string;
  readonly region: string;
  readonly id: string;
  readonly number: string;
  readonly subjectName: string;
  readonly say?: readonly Text[];
};
type PartyAsked = {
  readonly kind: 'asked' | 'reminded';
  readonly person: string;
  readonly region: string;
  readonly id: string;
  readonly askedAt: string;
};
type PartyAnswered = {
  readonly kind: 'agreed' | 'refused';
  readonly person: string;
  readonly region: string;
  readonly id: string;
};
/** A paper that no longer counts, and whose it was. */
type PaperRevoked = {
  readonly region: string;
  readonly id: string;
  readonly readers: readonly string[];
  readonly number: string | null;
};
type AccountChanged = { readonly person: string; readonly region: string; readonly what: string };

export type Places = {
  /** Path of a case's page. */
  readonly ofCase: (region: string, id: string) => string;
  readonly ofAccount: string;
  /** Path of a request for somebody's word. */
  readonly ofRequest: (region: string, id: string) => string;
  /** Whether an answer to it is still awaited. */
  readonly stillAsked: (asked: PartyAsked) => Promise<boolean>;
  readonly ofPaper: (region: string, id: string) => string;
};

export function noticeSubscribers(
  d: NoticesDeps,
  notices: Pick<Notices, 'tell'>,
  places: Places,
): readonly Subscriber[] {
  return [
    {
      topic: 'case.moved',
      name: 'notices.case-moved',
      run: async (job: Job) => {
        const moved = job.payload as CaseMoved;
        const template = `case.${moved.kind}`;
        if (!isTemplate(template)) return;
        const { person, region, number } = moved;
        const place = places.ofCase(region, moved.id);
        await notices.tell({
          id: job.id,
          person,
          region,
          template,
          number,
          place,
          name: moved.subjectName,
          say: moved.say ?? [],
        });
      },
    },
    {
      topic: 'case.party-asked',
      name: 'notices.party-asked',
      run: async (job: Job) => {
        const asked = job.payload as PartyAsked;
        // A reminder that comes after the answer would only confuse.
        if (asked.kind === 'reminded' && !(await places.stillAsked(asked))) return;
        const { person, region } = asked;
        const place = places.ofRequest(region, asked.id);
        const template = 'party.asked';
        await notices.tell({ id: job.id, person, region, template, number: null, place, name: '' });
      },
    },
    {
      topic: 'case.party-answered',
      name: 'notices.party-answered',
      run: async (job: Job) => {
        const { person, region, id, kind } = job.payload as PartyAnswered;
        const template = kind === 'agreed' ? 'party.agreed' : 'party.refused';
        await notices.tell({
          ...{ id: job.id, person, region, template, number: null, place: places.ofCase(region, id), name: '' },
        });
      },
    },
    {
      topic: 'accounts.changed',
      name: 'notices.account-changed',
      run: async (job: Job) => {
        const { person, region, what } = job.payload as AccountChanged;
        const template = `account.${what}`;
        if (!isTemplate(template)) return;
        await notices.tell({ id: job.id, person, region, template, number: null, place: places.ofAccount, name: '' });
      },
    },
    {
      topic: 'document.revoked',
      name: 'notices.document-revoked',
      run: async (job: Job) => {
        const { region, id, readers, number } = job.payload as PaperRevoked;
        const place = places.ofPaper(region, id);
        for (const person of readers)
          await notices.tell({ id: job.id, person, region, template: 'paper.revoked', number, place, name: '' });
      },
    },
    {
      topic: DELIVER_TOPIC,
      name: 'notices.deliver',
      run: (job: Job) => deliver(d, job.payload as { region: string; id: string }),
    },
  ];
}

/** One try of one message. A job that runs twice finds it sent, or taken by the other. */
export async function deliver(
  d: NoticesDeps,
  { region, id }: { readonly region: string; readonly id: string },
): Promise<void> {
  const now = d.clock();
  const due = await takeDelivery(d.db, region, id, now, new Date(now.getTime() + STALE_MS));
  if (!due) return;
  try {
    await markSent(d.db, region, id, d.clock(), await send(d, id, due));
  } catch (error) {
    await failed(d, { region, id, person: due.person, tries: due.tries }, error);
  }
}

async function send(d: NoticesDeps, id: string, due: Due): Promise<string> {
  const notice = await noticeById(d.db, due.person, due.notice);
  if (!notice || !isTemplate(notice.template)) throw new MessageFailed('the notice is gone', false);
  const contact = await contactOf(d.db, due.person);
  const language: Language = (notice.params.language ?? contact?.language) === 'en' ? 'en' : 'id';
  const { subject, text } = outside(
    notice.template,
    { number: notice.number && sayCaseNumber(notice.number), about: aboutOf(notice.params) },
    notice.place === '' ? null : d.publicUrl + notice.place,
    language,
  );
  if (due.channel !== 'email') {
    const phone = await d.phoneOf(due.person);
    if (!phone) throw new MessageFailed('the person has no number', false);
    return d.messages.send({ id, channel: due.channel, to: phone, text });
  }
  if (!d.mail || !contact?.email) throw new MailFailed('the person has no e-mail', false);
  return d.mail.send({ id, to: d.envelope.open(contact.email, `notices.contact.email:${due.person}`), subject, text });
}

async function failed(d: NoticesDeps, at: Waiting & { readonly tries: number }, error: unknown): Promise<void> {
  const { region, id, person, tries } = at;
  const expected = error instanceof MessageFailed || error instanceof MailFailed;
  const again = !expected || error.again;
  const asked = error instanceof MessageFailed ? error.after : null;
  const due = new Date(d.clock().getTime() + waitBefore(tries, (d.random(1)[0] ?? 128) / 256, asked) * 1000);
  const status = again ? (tries < MOST_TRIES ? 'waiting' : 'given-up') : 'failed';
  await d.db.transaction(queueing({ region, person }), async (tx) => {
    await markFailed(tx, { region, id, status, error: expected ? error.message : 'an error of our own', due });
    if (status === 'waiting') await queueDelivery(d, tx, { region, id, person }, due);
  });
  if (!expected) throw error;
}

/** Every few minutes: messages whose try died with its process go on their way again. */
export const overdueRegular = (d: NoticesDeps, relay: Database): Regular => ({
  name: 'notices.overdue',
  cron: '*/5 * * * *',
  run: async () => {
    const before = new Date(d.clock().getTime() - STALE_MS);
    for (const waiting of await overdueDeliveries(relay, before))
      await d.db.transaction(queueing(waiting), (tx) => queueDelivery(d, tx, waiting));
  },
});
