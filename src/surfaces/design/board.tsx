import type { ComponentChildren, JSX } from 'preact';
import { Logo, Loket } from './icon.tsx';
import { words } from './messages.ts';
import type { PageContext } from './page.ts';

export type BoardCallLine = {
  readonly number: string;
  readonly room: string;
  /** The room is only a name, which takes more space than a word and a figure. */
  readonly words?: boolean;
};
export type BoardView = {
  readonly place: string;
  readonly date: string;
  readonly time: string;
  readonly moment: string;
  readonly callWord: string;
  readonly recentWord: string;
  readonly now:
    | (BoardCallLine & {
        /** A room that is a word and a figure; undefined for one that is only a name. */
        readonly sign: { readonly word: string; readonly digits: string } | undefined;
        readonly way: string;
      })
    | undefined;
  readonly nobody: string;
  readonly recent: readonly BoardCallLine[];
  readonly waitsWord: string;
  readonly waits: readonly { readonly title: string; readonly text: string }[];
  /** What was called just now, oldest first, for the voice. */
  readonly spoken: readonly {
    /** Another one each time somebody is called. */
    readonly key: string;
    readonly clips: readonly string[];
    readonly text: string;
  }[];
  /** When this was last heard from the server. */
  readonly heard: string;
};

/** The document of a screen that nobody touches: its own sheet, no menu. `refresh`: seconds after which it asks again without a script. */
export function BoardFrame(props: {
  readonly page: PageContext;
  readonly title: string;
  readonly refresh: number;
  /** Words of the button that turns the voice on. */
  readonly voice: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  const { page, title, refresh, voice } = props;
  return (
    <html lang={page.lang}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <noscript>
          <meta http-equiv="refresh" content={String(refresh)} />
        </noscript>
        <title>{`${title} – ${words(page.lang).product}`}</title>
        <link rel="stylesheet" href={page.assets.board} />
        <link rel="icon" href={page.assets.mark} type="image/svg+xml" />
        <script src={page.assets.script} defer />
        <script src={page.assets.voice} defer />
      </head>
      <body>
        {props.children}
        <button type="button" class="voice" data-voice hidden>
          {voice}
        </button>
      </body>
    </html>
  );
}

/** Lines for which there is space beside each other. */
const FEW_WAITS = 5;

/** Numbers and rooms, nothing else. */
export function Board({ view }: { readonly view: BoardView }): JSX.Element {
  const { now } = view;
  return (
    <main class={view.waits.length > FEW_WAITS ? 'board many' : 'board'} id="isi">
      <header class="board-top">
        <Logo />
        <h1>{view.place}</h1>
        <p>
          <span>{view.date}</span>
          <time dateTime={view.moment}>{view.time}</time>
        </p>
      </header>
      <div class="board-mid">
        <section class="call" aria-live="assertive" aria-labelledby="panggil">
          <h2 id="panggil">{now ? view.callWord : view.nobody}</h2>
          {now ? (
            <p class={now.sign ? 'call-now' : 'call-now named'}>
              <b>{now.number}</b>
              {now.sign ? (
                <span class="room">
                  <span>{now.sign.word}</span>
                  <Loket>{now.sign.digits}</Loket>
                </span>
              ) : (
                <span class="room-name">{now.room}</span>
              )}
            </p>
          ) : (
            <p />
          )}
          <p>{now?.way}</p>
        </section>
        <section class="calls-box" aria-labelledby="baru">
          <h2 id="baru">{view.recentWord}</h2>
          <ol class="calls">
            {view.recent.map((call) => (
              <li key={`${call.number} ${call.room}`}>
                {call.number} <span class={call.words ? 'words' : undefined}>{call.room}</span>
              </li>
            ))}
          </ol>
        </section>
      </div>
      {view.waits.length > 0 && (
        <ul class="waits" aria-label={view.waitsWord}>
          {view.waits.map((wait) => (
            <li key={wait.title}>
              <b>{wait.title}</b>
              <span>{wait.text}</span>
            </li>
          ))}
        </ul>
      )}
      <ul hidden>
        {view.spoken.map((one) => (
          <li key={one.key} data-call={one.key} data-clips={one.clips.join(' ')} data-say={one.text} />
        ))}
      </ul>
      <p class="board-live">{view.heard}</p>
    </main>
  );
}
