const IDLE = 60_000;
const TOUCHES = ['pointerdown', 'keydown', 'input', 'scroll'] as const;

/**
 * A screen that people use one after another begins anew a minute after the last touch: nobody finds what somebody else typed, or his
 * language. Where nothing was touched nothing happens: without a network the page that is there is better than none.
 */
export function startOver(): void {
  const { startOver: to, startNow } = document.body.dataset;
  if (to === undefined) return;
  let timer = 0;
  const wait = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(() => (navigator.onLine ? location.replace(to) : wait()), IDLE);
  };
  for (const touch of TOUCHES) document.addEventListener(touch, wait, { passive: true });
  // A page that comes back from the browser's own memory may have been touched before.
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) wait();
  });
  if (startNow !== undefined) wait();
}
