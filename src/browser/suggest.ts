import { later, on } from './dom.ts';

const quiet = 250;
const shortest = 2;

const plans = new WeakMap<HTMLInputElement, () => void>();

function look(field: HTMLInputElement): void {
  const box = document.getElementById(`${field.id}-hasil`);
  const words = field.value.trim();
  const url = field.dataset.suggest;
  if (box === null || url === undefined || words.length < shortest) return;
  fetch(`${url}${url.includes('?') ? '&' : '?'}q=${encodeURIComponent(words)}`, {
    credentials: 'same-origin',
    headers: { Accept: 'text/html', 'X-Fragment': '1' },
  })
    .then((answer) => (answer.ok ? answer.text() : undefined))
    .then((html) => {
      // A slow answer to older words must not replace the newer.
      if (html !== undefined && field.value.trim() === words) box.innerHTML = html;
    })
    .catch(() => undefined);
}

/** Finds places while one writes; the button "Cari" does the same without script. */
export function suggestPlaces(): void {
  on('input', 'input[data-suggest]', (element) => {
    if (!(element instanceof HTMLInputElement)) return;
    const plan = plans.get(element) ?? later(quiet, () => look(element));
    plans.set(element, plan);
    plan();
  });
}
