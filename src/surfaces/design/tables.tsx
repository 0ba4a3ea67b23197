import type { ComponentChildren, JSX } from 'preact';
import type { Language } from '../../kernel/text.ts';
import { words } from './messages.ts';
import { Tag } from './notice.tsx';

export type TableProps = {
  /** Says what the table is; unseen unless `showCaption`. */
  readonly caption: string;
  readonly showCaption?: boolean | undefined;
  readonly columns: readonly { readonly title: string; readonly numeric?: boolean | undefined }[];
  /** Cells in the order of the columns; the first names the row. */
  readonly rows: readonly (readonly ComponentChildren[])[];
};

export function Table({ caption, showCaption = false, columns, rows }: TableProps): JSX.Element {
  const dress = (index: number): string | undefined => (columns[index]?.numeric ? 'count-of' : undefined);
  return (
    <div class="table-wrap">
      <table class="table">
        <caption class={showCaption ? 'table-caption' : 'sr'}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th key={column.title} scope="col" class={dress(index)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={`${row + 1}`}>
              {cells.map((cell, index) =>
                index === 0 ? (
                  <th key="first" scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={columns[index]?.title ?? index} class={dress(index)}>
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export type TabItem = {
  readonly href: string;
  readonly label: string;
  readonly count?: number | undefined;
  readonly current?: boolean | undefined;
};

/** Ways to look at the same list; each is a page of its own. */
export function Tabs({ label, items }: { readonly label: string; readonly items: readonly TabItem[] }): JSX.Element {
  return (
    <nav class="tabs" aria-label={label}>
      {items.map((item) => (
        <a key={item.href} href={item.href} aria-current={item.current ? 'page' : undefined}>
          {item.label}
          {item.count !== undefined && (
            <>
              {' '}
              <Tag tone={item.current ? 'going' : 'plain'}>{item.count}</Tag>
            </>
          )}
        </a>
      ))}
    </nav>
  );
}

export type PaginationProps = {
  readonly lang: Language;
  readonly page: number;
  readonly total: number;
  readonly href: (page: number) => string;
};

export function Pagination({ lang, page, total, href }: PaginationProps): JSX.Element | null {
  if (total <= 1) return null;
  const say = words(lang);
  return (
    <nav class="pages" aria-label={say.pages}>
      <span>
        {page > 1 && (
          <a class="link" href={href(page - 1)} rel="prev">
            {say.previous}
          </a>
        )}
      </span>
      <span class="muted small">{say.pageOf(page, total)}</span>
      <span>
        {page < total && (
          <a class="link" href={href(page + 1)} rel="next">
            {say.next}
          </a>
        )}
      </span>
    </nav>
  );
}
