export const all = <E extends Element>(selector: string, within: ParentNode = document): E[] =>
  Array.prototype.slice.call(within.querySelectorAll<E>(selector));

/** Listens on the document, so that parts that arrive later are heard too. */
export const on = <K extends keyof DocumentEventMap>(
  type: K,
  selector: string,
  react: (element: HTMLElement, event: DocumentEventMap[K]) => void,
): void =>
  document.addEventListener(type, (event) => {
    const target = event.target;
    const element = target instanceof Element ? target.closest<HTMLElement>(selector) : null;
    if (element !== null) react(element, event);
  });

/** Calls once, after it has been quiet for a while. */
export const later = (wait: number, work: () => void): (() => void) => {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(work, wait);
  };
};
