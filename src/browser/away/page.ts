import { callNext, end, givePaper } from './doing.ts';
import { look, send } from './exchange.ts';
import { type Counter, canKeep, change, nameOf, names, read } from './vault.ts';
import { list, tell, wordsOf } from './words.ts';

const EVERY = 5000;

/** The page that works without a network: it stands at a room's address, and in place of every other page of the queue. */
export function runAwayPage(): void {
  const found = document.querySelector<HTMLElement>('[data-away]');
  if (found === null || !canKeep()) return;
  const page = found;
  const words = wordsOf(page);
  // Here one goes on without a signal: the notice that one can't is for other pages.
  const notice = document.querySelector('[data-offline]');
  if (notice !== null) notice.remove();
  const part = (name: string): HTMLElement | null => page.querySelector(`[data-away-${name}]`);
  const text = (name: string, value: string): void => {
    const element = part(name);
    if (element !== null) element.textContent = value;
  };
  const hide = (name: string, hidden: boolean): void => {
    const element = part(name);
    if (element !== null) element.hidden = hidden;
  };

  async function chosen(): Promise<string | undefined> {
    const session = /^\/kantor\/antrean\/([0-9a-f-]{36})/.exec(location.pathname)?.[1] ?? '';
    const ruang = new URLSearchParams(location.search).get('ruang') ?? '1';
    const all = await names();
    return all.find((one) => one === nameOf(session, ruang)) ?? all[0];
  }

  function draw(counter: Counter | null): void {
    hide('none', counter !== null);
    hide('room', counter === null);
    if (counter === null) return;
    const lasts = counter.until > Date.now();
    const numbers = lasts ? counter.numbers : [];
    text('title', counter.room);
    text('now', counter.inside?.number ?? '–');
    text('says', counter.inside === null ? (words.empty ?? '') : (words.inside ?? ''));
    list(part('left'), [...numbers, ...counter.papers.map(({ number }) => number)]);
    const time = (at: number): string => new Date(at).toTimeString().slice(0, 5).replace(':', '.');
    text(
      'until',
      lasts && numbers.length > 0 ? (words.until ?? '').replace('{n}', time(counter.until)) : (words.over ?? ''),
    );
    text('heard', (words.heard ?? '').replace('{n}', time(counter.heard)));
    text('unsent', (words.unsent ?? '').replace('{n}', String(counter.acts.length)));
  }

  const doing: Readonly<Record<string, (counter: Counter, now: { key: string; at: number }) => Counter>> = {
    call: callNext,
    done: (counter, now) => end(counter, 'done', now),
    skip: (counter, now) => end(counter, 'skipped', now),
    paper: givePaper,
  };

  async function press(what: string): Promise<void> {
    const name = await chosen();
    const how = doing[what];
    if (name === undefined || how === undefined) return;
    const after = await change(name, (before) => {
      if (before === null) throw new Error('nothing is kept');
      return how(before, { key: crypto.randomUUID(), at: Date.now() });
    });
    draw(after);
    if (what === 'paper')
      text('given', (words.given ?? '').replace('{n}', after.papers[after.papers.length - 1]?.number ?? ''));
  }

  let under = false;
  /** Whether the server is there again: then what was done is sent, and the room's own page is the better one. */
  async function seek(): Promise<void> {
    if (under) return;
    under = true;
    try {
      const name = await chosen();
      const counter = name === undefined ? null : await read(name);
      draw(counter);
      if (name === undefined || counter === null) {
        const answer = await fetch(location.href, { credentials: 'same-origin', headers: { Accept: 'text/html' } });
        if (answer.ok) hide('back', false);
        return;
      }
      const told = tell(words, await send(name));
      await look(counter.session, counter.ruang, counter.room);
      draw(await read(name));
      if (told.length > 0) list(part('told'), told);
      const back = part('back');
      if (back instanceof HTMLElement) {
        back.hidden = false;
        const link = back.querySelector('a');
        if (link !== null) link.href = `/kantor/antrean/${counter.session}?ruang=${counter.ruang}`;
      }
      hide('lost', true);
    } catch (_) {
      hide('back', true);
      hide('lost', false);
    } finally {
      under = false;
    }
  }

  page.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-away-do]') : null;
    if (button !== null) void press(button.dataset.awayDo ?? '');
  });
  void seek();
  window.setInterval(seek, EVERY);
  window.addEventListener('online', seek);
}
