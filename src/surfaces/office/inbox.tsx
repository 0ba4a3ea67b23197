import type { JSX } from 'preact';
import type { Inbox, InboxItem } from '../../capabilities/cases/index.ts';
import {
  Button,
  DeskTitle,
  EmptyState,
  FilterBar,
  Filters,
  Form,
  type InboxGroup,
  type InboxRow,
  KeyHelp,
  Muted,
  OfficeInbox,
  Tabs,
  Toast,
} from '../design/index.ts';
import type { ClockGroup } from './clock.ts';
import { Seek } from './seek.tsx';
import { OfficePage, type Shell } from './shell.tsx';
import { inboxWords } from './words/inbox.ts';

export type InboxView = {
  readonly held: boolean;
  readonly service: string;
};
export type InboxLine = { readonly item: InboxItem; readonly group: ClockGroup; readonly row: InboxRow };

export type InboxProps = {
  readonly shell: Shell;
  readonly office: string;
  readonly counts: Inbox['counts'];
  readonly view: InboxView;
  readonly lines: readonly InboxLine[];
  readonly services: readonly { readonly value: string; readonly label: string }[];
  readonly next: string | undefined;
  readonly paged: boolean;
  readonly updated: string;
  readonly toast: string | undefined;
};

const GROUPS = ['late', 'today', 'tomorrow', 'later'] as const;

export function InboxPage(props: InboxProps): JSX.Element {
  const { shell, counts, view, lines } = props;
  const { page } = shell;
  const words = inboxWords(page.lang);
  return (
    <OfficePage shell={shell} title={words.title} at="inbox">
      <DeskTitle
        title={words.title}
        text={props.office}
        figures={[
          { term: words.waiting, value: counts.waiting },
          { term: words.late, value: counts.late, bad: counts.late > 0 },
          { term: words.held, value: counts.held },
        ]}
        action={
          <Form page={page} action="/kantor/berikutnya" gap={3}>
            <Button keyName="N" wide={false}>
              {words.take}
            </Button>
          </Form>
        }
      />
      {props.toast !== undefined && <Toast still>{props.toast}</Toast>}
      <Tabs
        label={words.views}
        items={[
          { href: '/kantor', label: words.todo, count: counts.waiting, current: !view.held },
          { href: '/kantor?lihat=saya', label: words.mine, count: counts.held, current: view.held },
        ]}
      />
      <FilterBar>
        <Seek shell={shell} />
        <InboxFilters {...props} />
      </FilterBar>
      {lines.length > 0 ? <InboxTable {...props} /> : <NothingThere {...props} />}
    </OfficePage>
  );
}

function InboxFilters({ shell, view, services, updated }: InboxProps): JSX.Element {
  const words = inboxWords(shell.page.lang);
  return (
    <Filters
      action="/kantor"
      live={words.updated(updated)}
      fields={[
        {
          id: 'layanan',
          label: words.service,
          control: (
            <select class="input" id="layanan" name="layanan">
              <option value="">{words.allServices}</option>
              {services.map((service) => (
                <option key={service.value} value={service.value} selected={service.value === view.service}>
                  {service.label}
                </option>
              ))}
            </select>
          ),
        },
      ]}
      button={
        <>
          {view.held && <input type="hidden" name="lihat" value="saya" />}
          <Button look="second" wide={false}>
            {words.filter}
          </Button>
        </>
      }
    />
  );
}

function InboxTable({ shell, lines, next, paged, view, counts }: InboxProps): JSX.Element {
  const { lang } = shell.page;
  const words = inboxWords(lang);
  const groups: InboxGroup[] = GROUPS.flatMap((group) => {
    const rows = lines.filter((line) => line.group === group).map((line) => line.row);
    return rows.length > 0 ? [{ title: words.groupTitle(words.groups[group], rows.length), rows }] : [];
  });
  const total = view.held ? counts.held : counts.waiting;
  const plain = view.service === '' && !paged;
  return (
    <>
      <OfficeInbox lang={lang} caption={words.caption} groups={groups} />
      <div class="bar-line">
        <KeyHelp
          lang={lang}
          keys={[
            { keys: ['J', 'K'], does: words.keys.walk },
            { keys: ['Enter'], does: words.keys.open },
            { keys: ['N'], does: words.keys.take },
            { keys: ['/'], does: words.keys.search },
          ]}
        />
        <Muted>
          {plain && `${words.shown(lines.length, Math.max(total, lines.length))} `}
          {next !== undefined && <a href={next}>{words.next}</a>}
          {next === undefined && paged && <a href="/kantor">{words.first}</a>}
        </Muted>
      </div>
    </>
  );
}

function NothingThere({ shell, view }: InboxProps): JSX.Element {
  const words = inboxWords(shell.page.lang);
  return view.held ? (
    <EmptyState title={words.emptyMine}>{words.emptyMineWhy}</EmptyState>
  ) : (
    <EmptyState title={words.empty}>{words.emptyWhy}</EmptyState>
  );
}
