import { type Entry, isActive, type Mine } from '../../capabilities/queue/index.ts';
import { addDays, sayDate } from '../../kernel/dates.ts';
import { type Language, say } from '../../kernel/text.ts';
import { type ForCare, peopleForCare } from '../frame/index.ts';
import type { Tools } from './deps.ts';
import { sayRange } from './queue-choices.ts';
import { whomLine } from './queue-pages.tsx';
import { type Citizen, firstName } from './visitor.ts';
import { wishHref } from './wait-routes.tsx';
import { queueWords } from './words/queue.ts';

export type MineLine = { readonly href: string; readonly title: string; readonly text: string };
/** With what it is for, which stands behind the PIN. */
export type OwnNumber = Mine & { readonly entry: Entry | undefined };

export const ticketHref = (ref: Pick<Entry, 'region' | 'id'>): string => `/antrean/${ref.region}/${ref.id}`;

/** Numbers of today and later that still count. @param ended then those of today and yesterday that are over */
export async function ownNumbers(t: Tools, citizen: Citizen, ended = false): Promise<readonly OwnNumber[]> {
  const mine = await t.queue.mine(
    citizen.signed.person,
    addDays(await t.organisations.todayIn(citizen.person.region), -1),
  );
  const over = ended ? mine.filter((one) => !isActive(one.status) && one.status !== 'cancelled') : [];
  return Promise.all(
    [...mine.filter((one) => isActive(one.status)), ...over].map(async (one) => ({
      ...one,
      entry: citizen.signed.level === 2 ? await t.queue.entry(citizen.doer, one) : undefined,
    })),
  );
}

/** One's own numbers and what one waits for, as lines of a list. @param inFull with whose it is and what for; else by the first name @param ended those that are over too */
export async function mineLines(
  t: Tools,
  citizen: Citizen,
  lang: Language,
  inFull: boolean,
  ended = false,
): Promise<readonly MineLine[]> {
  const words = queueWords(lang);
  const [open, wishes] = await Promise.all([
    ownNumbers(t, citizen, ended),
    t.queue.wishes(citizen.doer, citizen.person.region),
  ]);
  // Behind the PIN alone are entries known, and whose they are; who is on his own needs no look at the family.
  const others = open.some(({ entry }) => entry && (inFull || entry.subject !== citizen.person.id));
  const people = others ? await peopleForCare(t, citizen) : [];
  const waiting = wishes
    .filter((wish) => wish.status !== 'offered')
    .map(async (wish): Promise<MineLine> => {
      const office = await t.organisations.findOffice(wish.office);
      return {
        href: wishHref(wish),
        title: `${wish.status === 'pooled' ? words.inDraw : words.waitsFor}, ${office?.name ?? ''}`,
        text: sayDate(wish.day, lang),
      };
    });
  const numbers = open.map(async (one): Promise<MineLine> => {
    const office = await t.organisations.findOffice(one.office);
    const range = sayRange(one.startsAt, one.endsAt, office?.zone ?? 'WIB', lang);
    const about = !one.entry
      ? []
      : inFull
        ? await aboutOf(t, one.entry, people, lang)
        : whoseOf(one.entry, citizen, people, lang);
    return {
      href: ticketHref(one),
      title: `${one.label.replace('-', '\u2011')}, ${office?.name ?? ''}`,
      text: [
        ...about,
        `${sayDate(one.day, lang)}, ${range}`,
        one.off && one.status === 'booked' ? words.off : words.status[one.status],
      ].join('. '),
    };
  });
  return Promise.all([...numbers, ...waiting]);
}

/** By the first name alone, where others may look on. */
function whoseOf(entry: Entry, citizen: Citizen, people: readonly ForCare[], lang: Language): readonly string[] {
  const person =
    entry.subject === citizen.person.id
      ? citizen.person
      : people.find((one) => one.person.id === entry.subject)?.person;
  return person ? [queueWords(lang).numberFor(firstName(person.name))] : [];
}

/** Whose it is and what for. What one may want to keep to oneself stands on the ticket only. */
async function aboutOf(t: Tools, entry: Entry, people: readonly ForCare[], lang: Language): Promise<readonly string[]> {
  const offer = await t.queue.offer(entry.office);
  const whom = people.find(({ person }) => person.id === entry.subject);
  const need = offer?.needs.find(({ code }) => code === entry.need);
  const title = need
    ? need.sensitive
      ? undefined
      : need.title
    : offer?.polis.find(({ code }) => code === entry.poli)?.name;
  return [...(whom ? [queueWords(lang).numberFor(whomLine(whom, lang))] : []), ...(title ? [say(title, lang)] : [])];
}
