import type { FastifyRequest } from 'fastify';
import type { ComponentChildren, JSX } from 'preact';
import { ADMIN_ROLE, COUNTER_ROLES, HEAD_ROLES, QUEUE_ROLES } from '../../capabilities/accounts/index.ts';
import { Narrow, OfficeFrame, type PageContext } from '../design/index.ts';
import { type Around, type Desk, holdsOneOf, roleWords } from '../frame/index.ts';
import type { OfficeDeps } from './deps.ts';
import { shellWords } from './words/shell.ts';

export type Place = 'inbox' | 'sign' | 'print' | 'counter' | 'papers' | 'deliveries' | 'queue' | 'none';

/** What the frame of a page needs beside its content. */
export type Shell = {
  readonly page: PageContext;
  readonly officer?: { readonly name: string; readonly role: string; readonly href?: string };
  readonly nav: readonly { readonly at: Place; readonly href: string; readonly label: string }[];
};

export function shellOf(t: OfficeDeps, request: FastifyRequest): Shell {
  const page = t.frame.page(request);
  const desk = request.desk as Desk | null;
  if (!desk) return { page, nav: [] };
  const words = shellWords(page.lang);
  const nav = [
    { at: 'inbox', href: '/kantor', label: words.inbox, open: !desk.onlyQueue },
    { at: 'sign', href: '/kantor/tanda-tangan', label: words.sign, open: signs(desk) },
    {
      at: 'print',
      href: '/kantor/cetak',
      label: words.print,
      open: !desk.onlyQueue && holdsOneOf(desk, ['pencetak', ...COUNTER_ROLES]),
    },
    { at: 'papers', href: '/kantor/surat', label: words.papers, open: !desk.onlyQueue },
    { at: 'counter', href: '/kantor/loket', label: words.counter, open: holdsOneOf(desk, COUNTER_ROLES) },
    { at: 'deliveries', href: '/kantor/kabar', label: words.deliveries, open: holdsOneOf(desk, [ADMIN_ROLE]) },
    { at: 'queue', href: '/kantor/antrean', label: words.queue, open: serves(desk) },
    { at: 'none', href: '/kantor/kursi', label: words.seat, open: desk.seats > 1 },
  ] as const;
  return {
    page,
    officer: { name: desk.signed.name, role: roleWords(t, desk, page.lang), href: '/kantor/akun' },
    nav: nav.filter((item) => item.open),
  };
}

/** Whoever heads an office or registers civil events signs papers there. */
const signs = (desk: Desk): boolean => holdsOneOf(desk, [...HEAD_ROLES, 'pps']);

/** Whoever works with the queue of an office that has one. */
const serves = (desk: Desk): boolean => desk.hasQueue === true && holdsOneOf(desk, QUEUE_ROLES);

export function OfficePage(props: {
  readonly shell: Shell;
  readonly title: string;
  readonly at?: Place | undefined;
  readonly shape?: 'desk' | 'case' | undefined;
  readonly children: ComponentChildren;
}): JSX.Element {
  const { shell, title, at = 'none', shape, children } = props;
  return (
    <OfficeFrame
      page={shell.page}
      title={title}
      homeHref={shell.officer ? '/kantor' : '/'}
      nav={shell.nav.map((item) => ({ href: item.href, label: item.label, current: item.at === at && at !== 'none' }))}
      officer={shell.officer}
      logoutAction={shell.officer && '/kantor/keluar'}
      shape={shape}
    >
      {children}
    </OfficeFrame>
  );
}

/** Around a problem that an officer meets: the way back to the inbox stays. */
export const aroundOfficer =
  (name: string): Around =>
  ({ page, title, children }) => {
    const words = shellWords(page.lang);
    const nav = [{ at: 'inbox', href: '/kantor', label: words.inbox }] as const;
    return (
      <OfficePage shell={{ page, officer: { name, role: '' }, nav }} title={title}>
        <Narrow>{children}</Narrow>
      </OfficePage>
    );
  };
