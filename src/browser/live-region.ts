import { later } from './dom.ts';

const most = 120_000;

/** The same control in the new words: by its id, or the link to the same page. */
function again(region: HTMLElement, before: Element): HTMLElement | null {
  if (before.id !== '') return document.getElementById(before.id);
  const href = before.getAttribute('href');
  return Array.from(region.querySelectorAll('a')).find((link) => link.getAttribute('href') === href) ?? null;
}

/** Writes the new words and gives the focus back to the control that had it. */
function swap(region: HTMLElement, html: string): void {
  const active = document.activeElement;
  const before = active !== null && active !== region && region.contains(active) ? active : null;
  region.innerHTML = html;
  if (before !== null) again(region, before)?.focus();
}

/** `<live-region src every>` asks the server for its inner HTML again; it rests while nobody looks, and longer after each failure. */
export function defineLiveRegion(): void {
  if (!('customElements' in window)) return;
  customElements.define(
    'live-region',
    class extends HTMLElement {
      private last = '';
      private wait = 0;
      private stopped = false;
      private stream: EventSource | null = null;
      private heard = false;

      connectedCallback(): void {
        this.stopped = false;
        this.wait = this.rhythm();
        this.plan();
        this.listen();
        document.addEventListener('visibilitychange', this.look);
      }

      disconnectedCallback(): void {
        this.stopped = true;
        if (this.stream !== null) this.stream.close();
        document.removeEventListener('visibilitychange', this.look);
      }

      /** The server says when to look; asking by the clock goes on, rarely, and as often as before when the line breaks. */
      private listen(): void {
        const url = this.getAttribute('stream');
        if (url === null || !('EventSource' in window)) return;
        if (this.stream !== null) this.stream.close();
        this.stream = new EventSource(url);
        this.stream.onmessage = () => {
          this.heard = true;
          this.fetchNow(false);
        };
        this.stream.onerror = () => {
          this.heard = false;
        };
      }

      /** What is looked at moved on to where other events tell of it. */
      private hearAt(url: string | null): void {
        if (url === null || this.stopped || url === this.getAttribute('stream')) return;
        this.setAttribute('stream', url);
        this.listen();
      }

      private rhythm(): number {
        return Math.max(Number(this.getAttribute('every')) || 30, 2) * (this.heard ? 5000 : 1000);
      }

      private plan(): void {
        if (!this.stopped) later(this.wait, this.look)();
      }

      private look = (): void => {
        this.fetchNow(true);
      };

      private fetchNow(again: boolean): void {
        const src = this.getAttribute('src');
        if (this.stopped || document.hidden || src === null) return;
        fetch(src, { credentials: 'same-origin', headers: { Accept: 'text/html', 'X-Fragment': '1' } })
          .then((answer) => {
            if (!answer.ok || answer.redirected) return Promise.reject(answer.status);
            this.hearAt(answer.headers.get('X-Stream'));
            return answer.text();
          })
          .then((html) => {
            this.wait = this.rhythm();
            if (html !== this.last && !this.stopped) swap(this, html);
            this.last = html;
          })
          .catch(() => {
            this.wait = Math.min(this.wait * 2, most);
          })
          .then(() => {
            if (again) this.plan();
          });
      }
    },
  );
}
