import { on } from './dom.ts';

/** The button offers the way back: its second value and words wait in `data-flip`. */
function flip(button: HTMLButtonElement): void {
  const [value = '', words = ''] = (button.dataset.flip ?? '').split('|');
  const now = `${button.value}|${button.textContent ?? ''}`;
  button.value = value;
  button.textContent = words;
  button.dataset.flip = now;
}

/** Theme and size of text change at once and keep what is written on the page; the same form keeps the choice on the server. */
export function chooseDisplay(): void {
  on('click', 'form[data-display] button[data-flip]', (button, event) => {
    const form = button.closest('form');
    if (!(button instanceof HTMLButtonElement) || form === null) return;
    event.preventDefault();
    const body = new URLSearchParams();
    new FormData(form).forEach((value, name) => {
      body.append(name, String(value));
    });
    body.append(button.name, button.value);
    const root = document.documentElement;
    if (button.name === 'tema') root.setAttribute('data-theme', button.value);
    else root.classList.toggle('text-large', button.value === 'large');
    flip(button);
    // Without signal the choice holds for this page only.
    fetch(form.action, { method: 'POST', body, credentials: 'same-origin', redirect: 'manual' }).catch(() => undefined);
  });
}
