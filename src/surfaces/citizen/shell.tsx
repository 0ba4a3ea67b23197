import type { FastifyRequest } from 'fastify';
import type { ComponentChildren, JSX } from 'preact';
import { CitizenFrame, type CitizenFrameProps, type NavItem, type PageContext } from '../design/index.ts';
import type { Around } from '../frame/index.ts';
import type { Tools } from './deps.ts';
import type { Helping } from './filler.ts';
import { commonWords } from './words/common.ts';

/** What the frame of a page needs beside its content. */
export type Shell = { readonly page: PageContext; readonly loggedIn: boolean; readonly helping: Helping | null };

export const shellOf = (t: Tools, request: FastifyRequest): Shell => ({
  page: t.frame.page(request),
  loggedIn: t.frame.citizen(request) !== undefined,
  helping: request.helping ?? null,
});

type Place = 'home' | 'cases' | 'papers' | 'account' | 'elsewhere' | 'none';

function barOf(page: PageContext, at: Place): readonly NavItem[] {
  const say = commonWords(page.lang);
  return [
    { href: '/', label: say.home, icon: 'house', current: at === 'home' },
    { href: '/urusan', label: say.cases, icon: 'clock', current: at === 'cases' },
    { href: '/surat', label: say.papers, icon: 'doccheck', current: at === 'papers' },
    { href: '/akun', label: say.account, icon: 'person', current: at === 'account' },
  ];
}

export type CitizenPageProps = Pick<CitizenFrameProps, 'title' | 'description' | 'shape' | 'gap' | 'whom'> & {
  readonly shell: Shell;
  /** `none`: inside a form, where other ways out would only distract. */
  readonly at?: Place | undefined;
  readonly children: ComponentChildren;
};

/** Every page of the citizen: the frame, with the way in or out. */
export function CitizenPage({ shell, at = 'none', children, ...frame }: CitizenPageProps): JSX.Element {
  const { page, loggedIn, helping } = shell;
  const words = commonWords(page.lang);
  return (
    <CitizenFrame
      {...frame}
      page={page}
      bar={loggedIn && at !== 'none' ? barOf(page, at) : undefined}
      logoutAction={loggedIn ? '/keluar' : undefined}
      loginLink={loggedIn || helping ? undefined : { href: '/masuk', label: words.login }}
      homeHref={helping?.home}
      helping={
        helping
          ? {
              label: words.helpingLabel,
              title: words.helping(helping.name),
              text: helping.office,
              back: { href: helping.home, label: words.toCounter },
            }
          : undefined
      }
    >
      {children}
    </CitizenFrame>
  );
}

/** Around a problem that a citizen who is logged in meets: his bar stays. */
export const aroundCitizen: Around = ({ page, title, children }) => (
  <CitizenPage shell={{ page, loggedIn: true, helping: null }} title={title} gap={6} at="elsewhere">
    {children}
  </CitizenPage>
);
