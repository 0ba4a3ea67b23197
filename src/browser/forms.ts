import { all, on } from './dom.ts';

const patience = 10_000;

const sign = (): HTMLElement | null => document.querySelector<HTMLElement>('[data-offline]');

const showSignal = (): void => {
  const notice = sign();
  if (notice !== null) notice.hidden = navigator.onLine;
};

const rest = (form: HTMLElement): void => form.removeAttribute('aria-busy');

/** A second press does nothing while the first is under way; without signal the page is kept. */
export function guardForms(): void {
  on('submit', 'form', (form, event) => {
    if (event.defaultPrevented) return;
    if (!navigator.onLine) {
      event.preventDefault();
      showSignal();
      return;
    }
    if (!form.hasAttribute('data-once')) return;
    if (form.getAttribute('aria-busy') === 'true') {
      event.preventDefault();
      return;
    }
    form.setAttribute('aria-busy', 'true');
    window.setTimeout(() => rest(form), patience);
  });
  // A page that comes back from the browser's own memory must be usable again.
  window.addEventListener('pageshow', ({ persisted }) => {
    all<HTMLElement>('form[aria-busy]').forEach(rest);
    if (persisted && document.querySelector('form[data-fresh]')) window.location.reload();
  });
  window.addEventListener('online', showSignal);
  window.addEventListener('offline', showSignal);
  showSignal();
}

/** After an error the summary is read first; where the page asks one thing alone, its box with what is wrong. */
export function focusFirst(): void {
  const wrong = '.field-bad :is(input:not([type="hidden"], [disabled]), select, textarea)';
  const first = document.querySelector<HTMLElement>('[data-focus]') ?? document.querySelector<HTMLElement>(wrong);
  first?.focus();
}
