import type { ComponentChildren, JSX } from 'preact';
import type { Language } from '../../kernel/text.ts';
import { describedBy, FaultBox } from './field-shell.tsx';
import { Icon, Loket } from './icon.tsx';
import { More } from './layout.tsx';

/** Before anything else on every page of booking: who must not queue. */
export function Emergency(props: {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly link?: { readonly href: string; readonly label: string } | undefined;
}): JSX.Element {
  return (
    <div class="notice notice-bad ugd" role="note">
      <Icon name="alert" />
      <div>
        <b>{props.title}</b>
        <div>
          {props.children}
          {props.link && (
            <>
              {' '}
              <a href={props.link.href}>{props.link.label}</a>
            </>
          )}
        </div>
      </div>
    </div>
  );
}

/** The same in one line, where it was said in full before. */
export function EmergencyLine(props: { readonly href: string; readonly children: ComponentChildren }): JSX.Element {
  return (
    <p class="ugd-line" role="note">
      <Icon name="alert" />
      <a href={props.href}>{props.children}</a>
    </p>
  );
}

export type DayItem = {
  readonly key: string;
  readonly weekday: string;
  readonly day: string;
  readonly note: string;
  /** Absent: nothing can be booked. */
  readonly href?: string | undefined;
  readonly current?: boolean | undefined;
};

/** The days ahead with what is left of each. */
export function Days({ items }: { readonly items: readonly DayItem[] }): JSX.Element {
  return (
    <ul class="days">
      {items.map((item) => {
        const face = (
          <>
            {item.weekday}
            <b>{item.day}</b>
            {item.note}
          </>
        );
        return (
          <li key={item.key}>
            {item.href === undefined ? (
              <span>{face}</span>
            ) : (
              <a href={item.href} aria-current={item.current ? 'date' : undefined}>
                {face}
              </a>
            )}
          </li>
        );
      })}
    </ul>
  );
}

export type WindowItem = {
  readonly value: string;
  readonly time: string;
  readonly left: number;
  readonly places: number;
  /** "3 tempat", "Penuh" */
  readonly leftWords: ComponentChildren;
  readonly note: string | undefined;
  readonly disabled?: boolean | undefined;
};

const MOST_BARS = 12;
/** So many windows are shown at once, more where fewer than three of them have a place. */
const SHOWN = 5;
const FREE_SHOWN = 3;

/** Windows of arrival: how many places are left, when one is called. */
export function Windows(props: {
  readonly name: string;
  readonly title: string;
  readonly items: readonly WindowItem[];
  readonly value?: string | undefined;
  /** Names the later windows of a long day: their hours, and how many places they have. */
  readonly later: (range: string, places: number) => string;
  /** What is wrong with what was chosen, where nothing else says it. */
  readonly wrong?: { readonly lang: Language; readonly error: string } | undefined;
}): JSX.Element {
  const { items, value, wrong } = props;
  const free = items.flatMap((item, index) => (item.disabled ? [] : [index]));
  const cut = Math.max(SHOWN, (free[FREE_SHOWN - 1] ?? items.length) + 1);
  // One window alone is not worth a line to open.
  const rest = items.length > cut + 1 ? items.slice(cut) : [];
  const [from] = partsOf(rest[0]?.time);
  const range = `${from ?? ''}\u2060–\u2060${partsOf(rest.at(-1)?.time).at(-1) ?? ''}`;
  const places = rest.reduce((sum, item) => sum + (item.disabled ? 0 : item.left), 0);
  return (
    <fieldset aria-describedby={wrong && describedBy({ ...wrong, name: props.name })}>
      <legend>
        <h2>{props.title}</h2>
      </legend>
      <FaultBox field={{ lang: 'id', ...wrong, name: props.name }}>
        <WindowChoices {...props} items={rest.length > 0 ? items.slice(0, cut) : items} first={0} />
        {rest.length > 0 && (
          <More summary={props.later(range, places)} open={rest.some((item) => item.value === value)}>
            <WindowChoices {...props} items={rest} first={cut} />
          </More>
        )}
      </FaultBox>
    </fieldset>
  );
}

const partsOf = (time: string | undefined): readonly string[] => (time ?? '').split(/[\u2060–]+/);

function WindowChoices(props: {
  readonly name: string;
  readonly items: readonly WindowItem[];
  readonly value?: string | undefined;
  /** Where these stand among all windows. */
  readonly first: number;
}): JSX.Element {
  return (
    <div class="choices">
      {props.items.map((item, i) => {
        const index = props.first + i;
        const id = index === 0 ? props.name : `${props.name}-${index + 1}`;
        return (
          <div key={item.value} class="choice">
            <input
              type="radio"
              name={props.name}
              id={id}
              value={item.value}
              disabled={item.disabled}
              checked={!item.disabled && item.value === props.value}
            />
            <label for={id} class="slot">
              <b>{item.time}</b>
              <span class={item.disabled ? 'muted' : undefined}>{item.leftWords}</span>
              {item.note !== undefined && <small>{item.note}</small>}
              <Places left={item.left} of={item.places} />
            </label>
          </div>
        );
      })}
    </div>
  );
}

function Places({ left, of }: { readonly left: number; readonly of: number }): JSX.Element | null {
  if (of > MOST_BARS) return null;
  return (
    <span class="places" aria-hidden="true">
      {Array.from({ length: of }, (_, i) => (
        <i key={i} class={i < left ? 'free' : undefined} />
      ))}
    </span>
  );
}

export type TicketProps = {
  readonly label: string;
  readonly place: string;
  readonly address?: string | undefined;
  readonly what: string;
  /** It counts no more: struck through. */
  readonly gone?: boolean | undefined;
  readonly numberWord: string;
  readonly number: string;
  /** What the number says, in one line. */
  readonly means?: string | undefined;
  readonly room?: { readonly word: string; readonly name: string } | undefined;
  readonly children: ComponentChildren;
};

/** A number that is held: what it is for above, how it stands below. */
export function Ticket(props: TicketProps): JSX.Element {
  return (
    <section class={props.gone ? 'ticket ticket-gone' : 'ticket'} aria-label={props.label}>
      <div class="ticket-a gap-4">
        <p>
          <b>{props.place}</b>
          <br />
          <span class="on-band-2">{props.what}</span>
        </p>
        <div class="ticket-no">
          <p>
            <span class="on-band-2">{props.numberWord}</span>
            <b>{props.gone ? <s>{props.number}</s> : props.number}</b>
          </p>
          {props.room && (
            <div class="to">
              <span class="on-band-2">{props.room.word}</span>
              <Loket>{props.room.name}</Loket>
            </div>
          )}
        </div>
        {props.means !== undefined && <p class="on-band-2">{props.means}</p>}
        {/* Below the number, which must be in sight on the smallest phone. */}
        {props.address !== undefined && <p class="on-band-2">{props.address}</p>}
      </div>
      <div class="ticket-b gap-4">{props.children}</div>
    </section>
  );
}

/** The number of people before oneself as a sentence, and from when to when one is called. */
export function Turn(props: {
  readonly truth: ComponentChildren;
  readonly ahead?: number | undefined;
  readonly when?: { readonly word: string; readonly range: string; readonly likely: string } | undefined;
}): JSX.Element {
  return (
    <div class="gap-4">
      <p class="truth">{props.truth}</p>
      {props.ahead !== undefined && <LineUp ahead={props.ahead} />}
      {props.when && (
        <div>
          <p class="muted">{props.when.word}</p>
          <p class="when">{props.when.range}</p>
          <p class="muted">{props.when.likely}</p>
        </div>
      )}
    </div>
  );
}

const DRAWN = 4;
const BODY = 'M0 34v-7a10 10 0 0 1 20 0v7z';

/** Oneself, those before, the door. At most four are drawn; the words say how many. */
function LineUp({ ahead }: { readonly ahead: number }): JSX.Element {
  const drawn = Math.min(ahead, DRAWN);
  return (
    <svg class="line-up" viewBox="0 0 232 44" aria-hidden="true">
      <path d="M0 37h232" stroke="var(--line)" stroke-width="2" />
      <g fill="var(--edge)">
        {Array.from({ length: drawn }, (_, i) => (
          <g key={i} transform={`translate(${148 - i * 28} 0)`}>
            <circle cx="10" cy="9" r="5.5" />
            <path d={BODY} />
          </g>
        ))}
      </g>
      <g fill="var(--accent)" transform="translate(24 0)">
        <circle cx="10" cy="9" r="5.5" />
        <path d={BODY} />
      </g>
      <path
        d="M190 32V18a14 14 0 0 1 28 0v14"
        fill="none"
        stroke="currentColor"
        stroke-width="3"
        stroke-linecap="round"
      />
      <path d="M182 37h44" stroke="currentColor" stroke-width="4" />
      <path d="M18 37h32" stroke="currentColor" stroke-width="4" />
    </svg>
  );
}

/** The heading of a page whose largest words are a number: for screen readers. */
export function UnseenTitle({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return <h1 class="sr">{children}</h1>;
}

/** Who is in the officer's room now. */
export function RoomNow(props: { readonly number: string; readonly children: ComponentChildren }): JSX.Element {
  return (
    <div class="card">
      <div class="room-now">
        <p class="no">{props.number}</p>
        <div class="gap-2">{props.children}</div>
      </div>
    </div>
  );
}

/** An officer's room: who is there at the left, what is done now and then beside it. On a phone below each other. */
export function RoomColumns(props: {
  readonly aside: ComponentChildren;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <div class="room-cols">
      <div class="gap-4">{props.children}</div>
      <div class="gap-4">{props.aside}</div>
    </div>
  );
}

/** Small forms beside each other: what may be done with one line. */
export function RowForms({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return <div class="row-forms">{children}</div>;
}
