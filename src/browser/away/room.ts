import { look, release, send } from './exchange.ts';
import { canKeep, keepPage, nameOf, wipe } from './vault.ts';
import { list, tell, wordsOf } from './words.ts';

const EVERY = 10_000;
/** So many looks in a row without an answer are no chance. */
const LOST = 2;

/** A room's page: keeps the list for the time without a network, sends what was done in one, and says when the network is gone. */
export function watchRoom(): void {
  const found = document.querySelector<HTMLElement>('[data-counter]');
  if (found === null || !canKeep()) return;
  const here = found;
  const { session = '', ruang = '', room = '', page = '', worker = '' } = here.dataset;
  const words = wordsOf(here);
  const name = nameOf(session, ruang);
  const lost = here.querySelector<HTMLElement>('[data-counter-lost]');
  let failed = 0;
  let stopped = false;

  const show = (): void => {
    if (lost !== null) lost.hidden = failed < LOST && navigator.onLine;
  };
  async function beat(): Promise<void> {
    try {
      const told = tell(words, await send(name));
      if (told.length > 0) list(here.querySelector('[data-counter-told]'), told);
      const held = await look(session, ruang, room);
      const other = here.querySelector<HTMLElement>('[data-counter-other]');
      if (other !== null) other.hidden = !held.other;
      failed = 0;
    } catch (_) {
      failed++;
    }
    show();
  }
  async function goOn(): Promise<void> {
    if (stopped) return;
    await beat();
    if (failed === 0) {
      here.dataset.kept = '1';
      // From here on one goes on without a network: that one has to wait for it is not so.
      document.querySelector('[data-offline]')?.remove();
    }
    window.setTimeout(goOn, failed === 0 ? EVERY : EVERY / 2);
  }

  const parts = Array.from(document.querySelectorAll('link[rel=stylesheet], link[rel=icon], script[src]')).map(
    (part) => part.getAttribute('href') ?? part.getAttribute('src') ?? '',
  );
  if ('serviceWorker' in navigator)
    navigator.serviceWorker
      .register(worker, { scope: '/kantor/antrean/' })
      .then(() => keepPage(page, parts))
      .then(() => {
        here.dataset.page = 'kept';
      })
      .catch(() => undefined);
  window.addEventListener('online', show);
  window.addEventListener('offline', show);
  // Before any other part of the page hears of it.
  const leave = (event: Event): void => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.getAttribute('action') !== '/kantor/keluar') return;
    event.preventDefault();
    event.stopImmediatePropagation();
    stopped = true;
    // What was done is written down, what was held is free again, and nothing stays here.
    send(name)
      .then(() => release(name))
      .catch(() => undefined)
      .then(wipe)
      .then(() => form.submit());
  };
  document.addEventListener('submit', leave, true);
  void goOn();
}
