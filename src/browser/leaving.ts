import { on } from './dom.ts';

/** Whoever logs out at a counter leaves nothing in its browser: what it kept for a time without a network goes before the session does. */
export function wipeWhenLeaving(): void {
  on('submit', 'form[action="/kantor/keluar"]', (form, event) => {
    if (event.defaultPrevented || !(form instanceof HTMLFormElement) || !('caches' in window)) return;
    event.preventDefault();
    const go = (): void => form.submit();
    const forget = indexedDB.deleteDatabase('satuloket-loket');
    forget.onsuccess =
      forget.onerror =
      forget.onblocked =
        () => {
          caches.delete('satuloket-loket').then(go, go);
        };
  });
}
