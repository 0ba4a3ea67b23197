import type { ComponentChildren, JSX } from 'preact';
import { Icon, Logo } from './icon.tsx';
import type { IconName } from './icon-shapes.ts';
import { words } from './messages.ts';
import type { PageContext } from './page.ts';

export type NavItem = {
  readonly href: string;
  readonly label: string;
  readonly icon: IconName;
  readonly current?: boolean | undefined;
};

/** The hidden field that proves where a form comes from; every POST form needs it. */
export function Token({ page }: { readonly page: PageContext }): JSX.Element | null {
  return page.token ? <input type="hidden" name={page.token.name} value={page.token.value} data-token /> : null;
}

/** A screen that people use one after another: where it begins anew. */
export type StartOver = {
  readonly href: string;
  /** Also where nobody touches it: it speaks another language, or shows what somebody did. */
  readonly now: boolean;
};
/** Without a script no touch is seen: it begins anew some time after it was shown. */
const UNSEEN_SECONDS = 120;

type DocumentProps = {
  readonly page: PageContext;
  readonly title: string;
  /** One sentence for people who see the page in a list of results. */
  readonly description?: string | undefined;
  readonly sheet: 'citizen' | 'office';
  readonly bodyClass?: string | undefined;
  readonly startOver?: StartOver | undefined;
  readonly children: ComponentChildren;
};

export function Document(props: DocumentProps): JSX.Element {
  const { page, title, description, sheet, startOver } = props;
  const say = words(page.lang);
  const { theme, text } = page.preferences;
  return (
    <html
      lang={page.lang}
      data-theme={theme === 'auto' ? undefined : theme}
      class={text === 'large' ? 'text-large' : undefined}
    >
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} – ${say.product}`}</title>
        {description !== undefined && <meta name="description" content={description} />}
        <meta name="theme-color" content="#0a4a50" />
        <link rel="stylesheet" href={page.assets[sheet]} />
        <link rel="icon" href={page.assets.mark} type="image/svg+xml" />
        <script src={page.assets.script} defer />
        {startOver && (
          <noscript>
            <meta http-equiv="refresh" content={`${UNSEEN_SECONDS};url=${startOver.href}`} />
          </noscript>
        )}
      </head>
      <body class={props.bodyClass} data-start-over={startOver?.href} data-start-now={startOver?.now || undefined}>
        <a class="skip" href="#isi">
          {say.skip}
        </a>
        <p class="offline" role="status" data-offline hidden>
          {say.offline}
        </p>
        {props.children}
      </body>
    </html>
  );
}

export function LogoutButton({ page, action }: { readonly page: PageContext; readonly action: string }): JSX.Element {
  return (
    <form action={action} method="post">
      <Token page={page} />
      <button class="link" type="submit">
        <Icon name="logout" />
        {words(page.lang).logout}
      </button>
    </form>
  );
}

/** Switches the language by the same form post as the other display choices. */
export function LanguageSwitch({ page }: { readonly page: PageContext }): JSX.Element {
  const say = words(page.lang);
  return (
    <button type="submit" name="bahasa" value={say.otherLanguageCode} lang={say.otherLanguageCode}>
      {say.otherLanguage}
    </button>
  );
}

/** Theme, size of text and language: one small form, with or without script. */
export function DisplayChoices({ page }: { readonly page: PageContext }): JSX.Element | null {
  const say = words(page.lang);
  const { theme, text } = page.preferences;
  if (page.preferencesAction === null) return null;
  return (
    <form action={page.preferencesAction} method="post" aria-label={say.look} data-display>
      <Token page={page} />
      <input type="hidden" name="kembali" value={page.here} />
      <button
        type="submit"
        name="teks"
        value={text === 'large' ? 'normal' : 'large'}
        data-flip={text === 'large' ? `large|${say.textLarge}` : `normal|${say.textNormal}`}
      >
        {text === 'large' ? say.textNormal : say.textLarge}
      </button>
      <button
        type="submit"
        name="tema"
        value={theme === 'dark' ? 'light' : 'dark'}
        data-flip={theme === 'dark' ? `dark|${say.dark}` : `light|${say.light}`}
      >
        {theme === 'dark' ? say.light : say.dark}
      </button>
      <LanguageSwitch page={page} />
    </form>
  );
}

function Foot({ page, narrow }: { readonly page: PageContext; readonly narrow: boolean }): JSX.Element {
  const say = words(page.lang);
  return (
    <footer class={narrow ? 'foot wrap narrow' : 'foot wrap'}>
      {page.footLinks.length > 0 && (
        <ul>
          {page.footLinks.map((link) => (
            <li key={link.href}>
              <a href={link.href}>{link.label}</a>
            </li>
          ))}
        </ul>
      )}
      <DisplayChoices page={page} />
      <p>{`${say.product}, ${page.government}.${page.demo ? ` ${say.demo}` : ''}`}</p>
    </footer>
  );
}

function Bar({ page, items }: { readonly page: PageContext; readonly items: readonly NavItem[] }): JSX.Element {
  return (
    <nav class="bar" aria-label={words(page.lang).mainMenu}>
      <ul>
        {items.map((item) => (
          <li key={item.href}>
            <a href={item.href} aria-current={item.current ? 'page' : undefined}>
              <Icon name={item.icon} />
              {item.label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export type ForWhom = { readonly who: string; readonly changeHref?: string | undefined };

function WhomLine({ page, whom }: { readonly page: PageContext; readonly whom: ForWhom }): JSX.Element {
  const say = words(page.lang);
  return (
    <p class="for">
      <Icon name="family" />
      <span>
        {say.forWhom} <strong>{whom.who}</strong>
      </span>
      {whom.changeHref === undefined ? (
        <span />
      ) : (
        <a href={whom.changeHref} aria-label={say.changeWhomLong}>
          {say.changeWhom}
        </a>
      )}
    </p>
  );
}

/** Somebody else's hands on this form: who is helped, and the way back to where the help began. */
export type HelpedBy = {
  /** Names the band for screen readers. */
  readonly label: string;
  readonly title: string;
  readonly text: string;
  readonly back: { readonly href: string; readonly label: string };
};

function HelperBand({ label, title, text, back }: HelpedBy): JSX.Element {
  return (
    <section class="helper" aria-label={label}>
      <Icon name="person" />
      <p>
        <b>{title}</b>
        <br />
        {text}
      </p>
      <a class="link" href={back.href}>
        {back.label}
      </a>
    </section>
  );
}

export type CitizenFrameProps = {
  readonly page: PageContext;
  readonly title: string;
  readonly description?: string | undefined;
  /** `paper`: white sheet. `cloth`: wide ground. `single`: ground, one column. `front`: the front door, which brings its own band. */
  readonly shape?: 'paper' | 'cloth' | 'single' | 'front' | undefined;
  /** Air between the blocks of the page: 6 inside a form, 8 for reading. */
  readonly gap?: 6 | 8 | 10 | undefined;
  readonly bar?: readonly NavItem[] | undefined;
  readonly homeHref?: string | undefined;
  readonly logoutAction?: string | undefined;
  readonly loginLink?: { readonly href: string; readonly label: string } | undefined;
  readonly whom?: ForWhom | undefined;
  readonly helping?: HelpedBy | undefined;
  readonly startOver?: StartOver | undefined;
  readonly children: ComponentChildren;
};

const sheets = { paper: 'sheet', cloth: 'sheet cloth', single: 'sheet cloth one', front: undefined } as const;

/** Band with arches, sheet, foot; the bar of four words at the bottom of a phone when somebody is logged in. */
export function CitizenFrame(props: CitizenFrameProps): JSX.Element {
  const { page, title, shape = 'paper', gap = 8, bar, whom, children } = props;
  const front = shape === 'front';
  const top = (
    <>
      <a class="brand" href={props.homeHref ?? '/'}>
        <Logo />
      </a>
      {bar && <Bar page={page} items={bar} />}
      <div class="account">
        {props.loginLink && (
          <a class="link" href={props.loginLink.href}>
            <Icon name="person" />
            {props.loginLink.label}
          </a>
        )}
        {props.logoutAction !== undefined && <LogoutButton page={page} action={props.logoutAction} />}
      </div>
    </>
  );
  const line = bar ? 'top with-bar' : 'top';
  const sheet = sheets[shape];
  return (
    <Document
      page={page}
      title={title}
      description={props.description}
      sheet="citizen"
      bodyClass={bar ? 'has-bar' : undefined}
      startOver={props.startOver}
    >
      {front ? (
        <header class="band bare">
          <div class={`wrap ${line}`}>{top}</div>
        </header>
      ) : (
        <header class="band">
          <div class={shape === 'cloth' ? 'wrap' : 'wrap narrow'}>
            <div class={line}>{top}</div>
            {whom && <WhomLine page={page} whom={whom} />}
          </div>
        </header>
      )}
      {props.helping && <HelperBand {...props.helping} />}
      <main id="isi" class={sheet === undefined ? undefined : `${sheet} gap-${gap}`}>
        {children}
      </main>
      <Foot page={page} narrow={!front && shape !== 'cloth'} />
    </Document>
  );
}

/** For strangers: the check of a paper, notices of law. No account, no bar. */
export function PublicFrame(props: {
  readonly page: PageContext;
  readonly title: string;
  readonly description?: string | undefined;
  readonly gap?: 6 | 8 | 10 | undefined;
  readonly homeHref?: string | undefined;
  readonly startOver?: StartOver | undefined;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <CitizenFrame
      page={props.page}
      title={props.title}
      description={props.description}
      gap={props.gap ?? 6}
      homeHref={props.homeHref}
      startOver={props.startOver}
    >
      {props.children}
    </CitizenFrame>
  );
}

export type OfficeFrameProps = {
  readonly page: PageContext;
  readonly title: string;
  readonly homeHref: string;
  readonly nav: readonly Omit<NavItem, 'icon'>[];
  readonly officer?: { readonly name: string; readonly role: string; readonly href?: string | undefined } | undefined;
  readonly logoutAction?: string | undefined;
  /** `desk`: padded page. `case`: the case screen fills the width. */
  readonly shape?: 'desk' | 'case' | undefined;
  readonly children: ComponentChildren;
};

/** The officer's page: a top bar, then work. */
export function OfficeFrame(props: OfficeFrameProps): JSX.Element {
  const { page, title, nav, officer, shape = 'desk', children } = props;
  const say = words(page.lang);
  return (
    <Document page={page} title={title} sheet="office" bodyClass="office">
      <header class="band">
        <div class="desk-top">
          <a class="brand" href={props.homeHref}>
            <Logo />
          </a>
          <nav aria-label={say.mainMenu}>
            <ul>
              {nav.map((item) => (
                <li key={item.href}>
                  <a href={item.href} aria-current={item.current ? 'page' : undefined}>
                    {item.label}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          <div class="account">
            {officer && (
              <span>
                {officer.href === undefined ? <b>{officer.name}</b> : <a href={officer.href}>{officer.name}</a>}
                <br />
                <span class="on-band-2">{officer.role}</span>
              </span>
            )}
            {props.logoutAction !== undefined && <LogoutButton page={page} action={props.logoutAction} />}
          </div>
        </div>
      </header>
      <main id="isi" class={shape === 'desk' ? 'desk gap-4' : undefined}>
        {children}
      </main>
      <footer class="foot desk-foot">
        <DisplayChoices page={page} />
      </footer>
    </Document>
  );
}
