import type { JSX } from 'preact';
import { Token } from './frames.tsx';
import { Notice } from './notice.tsx';
import type { PageContext } from './page.ts';
import { RowForms } from './queue.tsx';

type Words = Readonly<Record<string, string>>;

/** Unseen while there is a network. Without script nothing of it is there. */
export function CounterWatch(props: {
  readonly page: PageContext;
  readonly session: string;
  readonly ruang: string;
  readonly room: string;
  /** The page that works without a network. */
  readonly away: string;
  readonly here: string;
  readonly lost: string;
  readonly goAway: string;
  readonly other: string;
  readonly told: string;
  readonly words: Words;
}): JSX.Element {
  const { page } = props;
  return (
    <div
      data-counter
      data-session={props.session}
      data-ruang={props.ruang}
      data-room={props.room}
      data-page={props.away}
      data-worker={page.assets.worker}
      data-words={JSON.stringify(props.words)}
    >
      <div data-counter-lost hidden>
        <Notice tone="warning" role="status" title={props.lost}>
          <a class="link" href={props.here}>
            {props.goAway}
          </a>
        </Notice>
      </div>
      <div data-counter-other hidden>
        <Notice>{props.other}</Notice>
      </div>
      <ul data-counter-told aria-label={props.told} role="status" hidden />
      <script src={page.assets.room} defer />
    </div>
  );
}

function Do(props: {
  readonly what: string;
  readonly look: string;
  readonly keyName?: string;
  readonly children: string;
}): JSX.Element {
  return (
    <button type="button" class={props.look} data-away-do={props.what} data-key={props.keyName}>
      {props.children}
      {props.keyName !== undefined && <kbd>{props.keyName}</kbd>}
    </button>
  );
}

/** A counter's room without a network: filled by the script from what the browser kept. */
export function AwayRoom(props: {
  readonly page: PageContext;
  readonly words: Words;
  readonly none: string;
  readonly noneWhy: string;
  readonly lost: string;
  readonly back: string;
  readonly goBack: string;
  readonly call: string;
  readonly done: string;
  readonly skip: string;
  readonly paper: string;
  readonly paperWhy: string;
  readonly next: string;
  readonly told: string;
}): JSX.Element {
  return (
    <div class="gap-4" data-away data-words={JSON.stringify(props.words)}>
      <Token page={props.page} />
      <div data-away-lost>
        <Notice tone="warning">{props.lost}</Notice>
      </div>
      <div data-away-back role="status" hidden>
        <Notice tone="success" title={props.back}>
          <a class="link" href="/kantor/antrean">
            {props.goBack}
          </a>
        </Notice>
      </div>
      <ul data-away-told aria-label={props.told} role="status" hidden />
      <div data-away-none>
        <Notice icon="info" title={props.none}>
          {props.noneWhy}
        </Notice>
      </div>
      <div class="gap-4" data-away-room hidden>
        <h2 data-away-title>–</h2>
        <div class="card">
          <div class="room-now">
            <p class="no" data-away-now aria-live="polite">
              –
            </p>
            <div class="gap-2">
              <p>
                <b data-away-says />
              </p>
              <RowForms>
                <Do what="call" look="btn" keyName="N">
                  {props.call}
                </Do>
                <Do what="skip" look="btn btn-2" keyName="L">
                  {props.skip}
                </Do>
                <Do what="done" look="btn btn-2" keyName="S">
                  {props.done}
                </Do>
              </RowForms>
            </div>
          </div>
        </div>
        <section class="gap-2" aria-labelledby="berikutnya">
          <h2 id="berikutnya">{props.next}</h2>
          <ol data-away-left hidden />
          <p class="muted" data-away-until />
        </section>
        <section class="gap-2" aria-labelledby="kertas">
          <h2 id="kertas">{props.paper}</h2>
          <p class="muted">{props.paperWhy}</p>
          <RowForms>
            <Do what="paper" look="btn btn-2">
              {props.paper}
            </Do>
          </RowForms>
          <p role="status">
            <b data-away-given />
          </p>
        </section>
        <p class="muted">
          <span data-away-heard /> <span data-away-unsent />
        </p>
      </div>
      <script src={props.page.assets.room} defer />
    </div>
  );
}
