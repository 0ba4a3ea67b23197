import type { ComponentChildren, JSX } from 'preact';
import { sayCaseNumber } from '../../kernel/case-number.ts';
import type { Language } from '../../kernel/text.ts';
import { ButtonLink } from './buttons.tsx';
import { Clock, type ClockProps } from './journey.tsx';
import { words } from './messages.ts';
import { Tag, type TagTone } from './notice.tsx';

export type Figure = { readonly term: string; readonly value: ComponentChildren; readonly bad?: boolean | undefined };

/** Numbers an officer glances at. */
export function Figures({ items }: { readonly items: readonly Figure[] }): JSX.Element {
  return (
    <dl class="figs">
      {items.map((item) => (
        <div key={item.term} class={item.bad ? 'bad' : undefined}>
          <dt>{item.term}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}

export type DeskTitleProps = {
  readonly title: ComponentChildren;
  readonly text?: ComponentChildren;
  readonly figures?: readonly Figure[] | undefined;
  /** The one filled button: take the next case. */
  readonly action?: ComponentChildren;
};

export function DeskTitle(props: DeskTitleProps): JSX.Element {
  return (
    <div class="bar-line">
      <div>
        <h1>{props.title}</h1>
        {props.text !== undefined && <p class="muted">{props.text}</p>}
      </div>
      <div class="desk-head">
        {props.figures ? <Figures items={props.figures} /> : <span />}
        {props.action}
      </div>
    </div>
  );
}

/** Search and filters of a list, side by side where there is room. */
export const FilterBar = ({ children }: { readonly children: ComponentChildren }): JSX.Element => (
  <div class="filter-bar">{children}</div>
);

/** A box of filters above a list: GET, so that a view can be kept and shared. */
export function Filters(props: {
  readonly action: string;
  readonly fields: readonly { readonly id: string; readonly label: string; readonly control: ComponentChildren }[];
  readonly button: ComponentChildren;
  readonly live?: ComponentChildren;
}): JSX.Element {
  return (
    <form class="filters" action={props.action} method="get">
      {props.fields.map((field) => (
        <div key={field.id}>
          <label for={field.id}>{field.label}</label>
          {field.control}
        </div>
      ))}
      {props.button}
      {props.live !== undefined && <p class="live">{props.live}</p>}
    </form>
  );
}

export type InboxRow = {
  readonly href: string;
  readonly clock: ClockProps;
  readonly service: string;
  readonly number: string;
  readonly whom: ComponentChildren;
  readonly by?: ComponentChildren;
  readonly notes?: readonly { readonly tone?: TagTone | undefined; readonly label: string }[] | undefined;
  readonly holder?: string | undefined;
};

export type InboxGroup = { readonly title: string; readonly rows: readonly InboxRow[] };

export type OfficeInboxProps = {
  readonly lang: Language;
  readonly caption: string;
  readonly groups: readonly InboxGroup[];
};

/** Cases by their clock, late ones first. J and K walk through the rows, Enter opens. */
export function OfficeInbox({ lang, caption, groups }: OfficeInboxProps): JSX.Element {
  const say = words(lang);
  return (
    <div class="table-wrap">
      <table class="grid" data-rows>
        <caption class="sr">{caption}</caption>
        <thead>
          <tr>
            <th scope="col" class="col-clock">
              {say.remaining}
            </th>
            <th scope="col">{say.service}</th>
            <th scope="col" class="col-number">
              {say.number}
            </th>
            <th scope="col" class="col-whom">
              {say.whom}
            </th>
            <th scope="col" class="col-notes">
              {say.notes}
            </th>
            <th scope="col" class="col-holder">
              {say.holder}
            </th>
          </tr>
        </thead>
        {groups.map((group) => (
          <tbody key={group.title}>
            <tr class="group">
              <th scope="rowgroup" colSpan={6}>
                {group.title}
              </th>
            </tr>
            {group.rows.map((row) => (
              <InboxLine key={row.number} lang={lang} row={row} />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function InboxLine({ lang, row }: { readonly lang: Language; readonly row: InboxRow }): JSX.Element {
  return (
    <tr data-row>
      <th scope="row">
        <Clock {...row.clock} />
      </th>
      <td>
        <a href={row.href}>{row.service}</a>
      </td>
      <td class="num nowrap">{sayCaseNumber(row.number)}</td>
      <td>
        {row.whom}
        {row.by !== undefined && <small>{row.by}</small>}
      </td>
      <td>
        {row.notes?.map((note) => (
          <Tag key={note.label} tone={note.tone}>
            {note.label}
          </Tag>
        ))}
      </td>
      <td>{row.holder ?? <span class="muted">{words(lang).nobody}</span>}</td>
    </tr>
  );
}

/** The keys of a page, printed at its foot. */
export function KeyHelp(props: {
  readonly lang: Language;
  readonly keys: readonly { readonly keys: readonly string[]; readonly does: string }[];
}): JSX.Element {
  return (
    <ul class="keys" aria-label={words(props.lang).shortcuts}>
      {props.keys.map((one) => (
        <li key={one.does}>
          {one.keys.map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}{' '}
          {one.does}
        </li>
      ))}
    </ul>
  );
}

/** The filled button of the inbox. */
export function TakeNext({
  href,
  children,
}: {
  readonly href: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <ButtonLink href={href} keyName="N" wide={false}>
      {children}
    </ButtonLink>
  );
}

export type PickRow = {
  readonly value: string;
  readonly title: string;
  readonly href?: string | undefined;
  readonly text?: ComponentChildren;
  readonly clock?: ClockProps | undefined;
  readonly checked?: boolean | undefined;
};

/** Many to act on in one go, e.g. papers to sign: each with a box, its own page behind its name, and its clock. */
export function PickList(props: {
  /** The name under which the ticked values are posted. */
  readonly name: string;
  /** What the list is, for screen readers. */
  readonly caption: string;
  readonly rows: readonly PickRow[];
}): JSX.Element {
  return (
    <div class="table-wrap">
      <table class="grid picks" data-rows>
        <caption class="sr">{props.caption}</caption>
        <tbody>
          {props.rows.map((row) => (
            <tr key={row.value} data-row>
              <td class="col-pick">
                <input
                  type="checkbox"
                  id={`${props.name}-${row.value}`}
                  name={props.name}
                  value={row.value}
                  checked={row.checked}
                />
                <label class="sr" for={`${props.name}-${row.value}`}>
                  {row.title}
                </label>
              </td>
              <th scope="row">
                {row.href === undefined ? row.title : <a href={row.href}>{row.title}</a>}
                {row.text !== undefined && <small>{row.text}</small>}
              </th>
              <td class="col-clock">{row.clock && <Clock {...row.clock} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
