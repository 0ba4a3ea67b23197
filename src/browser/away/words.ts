import type { Told } from './exchange.ts';

/** The words that the page brings, with `{n}` where a number stands. */
export type Words = Readonly<Record<string, string>>;

export const wordsOf = (element: HTMLElement): Words => JSON.parse(element.dataset.words ?? '{}') as Words;

const fill = (text: string, number: string, then = ''): string => text.replace('{n}', number).replace('{m}', then);

/** What a person should hear of it: where two said different things, and what paper numbers are called now. */
export function tell(words: Words, told: readonly Told[]): string[] {
  return told
    .filter(({ act, outcome }) => outcome !== 'recorded' || act.kind === 'paper')
    .map(({ act, outcome, number }) =>
      outcome === 'recorded'
        ? fill(words.paper ?? '', act.number, number)
        : fill(words[outcome] ?? outcome, act.number),
    );
}

export function list(element: HTMLElement | null, lines: readonly string[]): void {
  if (element === null) return;
  element.textContent = '';
  for (const line of lines) {
    const item = document.createElement('li');
    item.textContent = line;
    element.appendChild(item);
  }
  element.hidden = lines.length === 0;
}
