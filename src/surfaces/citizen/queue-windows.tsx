import type { JSX } from 'preact';
import { promiseOf } from '../../capabilities/queue/index.ts';
import { addDays, sayDate, type Zone } from '../../kernel/dates.ts';
import type { Language } from '../../kernel/text.ts';
import type { DayItem, WindowItem } from '../design/index.ts';
import { type BookableDay, bookableDays } from '../frame/index.ts';
import type { Tools } from './deps.ts';
import { sayShortRange } from './queue-choices.ts';
import { drawWords } from './words/draw.ts';
import { queueWords } from './words/queue.ts';

// Days and windows with what is left of them, for booking and for changing.

/** The days ahead of a place for one of its services. */
export async function daysAhead(t: Tools, office: string, poli: string): Promise<readonly BookableDay[]> {
  const offer = await t.queue.offer(office);
  const first = await t.queue.today(office);
  const count = offer?.place.opensDays ?? 0;
  const days = await t.queue.days(office, first, addDays(first, count), poli);
  return bookableDays(days, first, count, t.clock());
}

/** The day of the month stays with its month. */
export const keepDay = (date: string): string => date.replaceAll(/(\d) (\S+) (\d)/g, '$1\u00a0$2\u00a0$3');

/** That a day was shut, and which one comes next: for whoever reads it to choose. */
export function ShutDay(props: {
  readonly lang: Language;
  readonly day: string;
  readonly today: boolean;
  readonly next: BookableDay | undefined;
  readonly href: (day: string) => string;
}): JSX.Element {
  const { lang, next } = props;
  const words = queueWords(lang);
  return (
    <>
      {words.shutDay(props.today ? words.today : keepDay(sayDate(props.day, lang)))}{' '}
      {next && (
        <a href={`${props.href(next.day)}#hari`}>{words.nextDay(keepDay(sayDate(next.day, lang)), next.left)}</a>
      )}
    </>
  );
}

/** @param href the page that shows a day's windows */
export function dayItem(
  each: BookableDay,
  current: BookableDay | undefined,
  href: (day: string) => string,
  lang: Language,
): DayItem {
  const words = queueWords(lang);
  const [weekday = '', rest = ''] = sayDate(each.day, lang).split(', ');
  const none = each.windows.length === 0;
  return {
    ...{ key: each.day, weekday, day: rest.split(' ')[0] ?? '' },
    note: none ? words.closed : each.shut ? words.shut : each.left === 0 ? words.full : words.placesLeft(each.left),
    // The windows stand below the days: whoever chose one sees them.
    ...(none ? {} : { href: `${href(each.day)}#hari` }),
    current: each.day === current?.day,
  };
}

export function windowItem(
  { session, slot, left, drawn }: BookableDay['windows'][number],
  zone: Zone,
  lang: Language,
  now: Date,
): WindowItem {
  const words = queueWords(lang);
  const { from, to } = promiseOf(session, slot);
  const time = sayShortRange(slot.startsAt, slot.endsAt, zone, lang);
  const promised = sayShortRange(from, to, zone, lang);
  const over = slot.endsAt <= now;
  return {
    ...{ value: slot.id, time, left },
    places: drawn ? (slot.onlineNext ?? slot.online) : slot.online,
    leftWords:
      left === 0 ? (
        over ? (
          words.over
        ) : session.state === 'full' ? (
          words.shut
        ) : session.pool === null ? (
          words.full
        ) : (
          drawWords(lang).drawing
        )
      ) : (
        <PlacesLeft count={left} lang={lang} />
      ),
    note:
      left === 0
        ? words.otherTime
        : drawn
          ? drawWords(lang).byDraw
          : promised === time
            ? undefined
            : words.calledAbout(promised),
    disabled: left === 0,
  };
}

function PlacesLeft({ count, lang }: { readonly count: number; readonly lang: Language }) {
  const [number, ...rest] = queueWords(lang).placesLeft(count).split(' ');
  return (
    <>
      <b>{number}</b> {rest.join(' ')}
    </>
  );
}
