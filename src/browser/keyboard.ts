import { all } from './dom.ts';

const writing = (element: Element | null): boolean =>
  element instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName) && !isBox(element);

const isBox = (element: HTMLElement): boolean =>
  element instanceof HTMLInputElement && /^(radio|checkbox|submit)$/.test(element.type);

/** The control that prints this key on itself. */
const control = (key: string): HTMLElement | undefined =>
  all<HTMLElement>('[data-key]').find((one) => (one.dataset.key ?? '').toLowerCase() === key);

const rows = (): HTMLElement[] => all<HTMLElement>('[data-rows] [data-row]');

/** The row that has the focus is the one that is looked at, also when the mouse or the tabulator brought it there. */
function mark(here: Element | null): void {
  for (const row of rows()) {
    if (row === here) row.setAttribute('aria-current', 'true');
    else row.removeAttribute('aria-current');
    row.classList.toggle('here', row === here);
  }
}

function walk(step: number): boolean {
  const list = rows();
  const now = list.findIndex((row) => row.hasAttribute('aria-current'));
  const next = list[Math.min(Math.max(now + step, 0), list.length - 1)];
  next?.querySelector<HTMLElement>('a')?.focus();
  return next !== undefined;
}

function press(key: string): boolean {
  if (key === 'j' && walk(1)) return true;
  if (key === 'k' && walk(-1)) return true;
  if (key === '/') {
    const seek = document.querySelector<HTMLElement>('[data-seek], input[type=search]');
    seek?.focus();
    return seek !== null;
  }
  const found = control(key);
  found?.click();
  return found !== undefined;
}

/** Keys for officers: one letter, never while writing, never with a helper key; Ctrl + Enter sends the decision. */
export function listenToKeys(): void {
  document.addEventListener('focusin', (event) => {
    const row = event.target instanceof Element ? event.target.closest('[data-rows] [data-row]') : null;
    if (row !== null) mark(row);
  });
  document.addEventListener('keydown', (event) => {
    if (event.altKey || event.metaKey || event.isComposing) return;
    const sends = event.key === 'Enter' && event.ctrlKey;
    if (event.ctrlKey && !sends) return;
    if (!sends && (event.key.length !== 1 || writing(document.activeElement))) return;
    if (press(sends ? 'ctrl + enter' : event.key.toLowerCase())) event.preventDefault();
  });
}
