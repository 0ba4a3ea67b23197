import { all, later } from './dom.ts';

const quiet = 1500;

/** Fields of the form without its files: those have a way of their own. */
function answers(form: HTMLFormElement): URLSearchParams {
  const body = new URLSearchParams();
  new FormData(form).forEach((value, name) => {
    if (typeof value === 'string') body.append(name, value);
  });
  return body;
}

function keep(form: HTMLFormElement, url: string): void {
  const place = document.querySelector<HTMLElement>('[data-saved]');
  let last = answers(form).toString();
  const save = later(quiet, () => {
    const body = answers(form).toString();
    if (body === last || form.getAttribute('aria-busy') === 'true') return;
    fetch(url, {
      method: 'POST',
      body,
      credentials: 'same-origin',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'X-Autosave': '1' },
    })
      .then((answer) => (answer.ok ? answer.text() : ''))
      .then((words) => {
        if (words === '') return;
        last = body;
        if (place === null) return;
        place.textContent = words;
        place.hidden = false;
      })
      // Lost signal: the next change tries again, and sending the form keeps everything anyway.
      .catch(() => undefined);
  });
  form.addEventListener('input', save);
  form.addEventListener('change', save);
}

/** Keeps the draft while one writes; the server answers with the words to show. */
export function autosave(): void {
  for (const form of all<HTMLFormElement>('form[data-autosave]')) keep(form, form.dataset.autosave ?? form.action);
}
