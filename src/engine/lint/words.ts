import type { Text } from '../../kernel/text.ts';
import type { Definition, Line } from '../definition/model.ts';
import type { Report } from './report.ts';

/** Sentences longer than this are hard for who reads slowly. */
const MOST_WORDS = 16;
const LONGEST_WORD = 18;

const sentences = (text: string): readonly string[] => text.split(/[.?!]\s+/);

function readable(text: Text | undefined, line: Line, { warn }: Report): void {
  for (const sentence of sentences(text?.id ?? '')) {
    const words = sentence.split(/\s+/).filter((word) => word !== '');
    if (words.length > MOST_WORDS)
      warn(
        line,
        `Kalimat ini ${words.length} kata: "${sentence}". Pecah menjadi kalimat pendek, paling banyak ${MOST_WORDS} kata.`,
      );
    const long = words.find((word) => word.replace(/[^\p{L}]/gu, '').length > LONGEST_WORD);
    if (long !== undefined)
      warn(line, `Kata "${long}" terlalu panjang untuk dibaca cepat. Pakai kata yang lebih pendek.`);
  }
}

/** Texts that citizens read, in short words and sentences. */
export function lintWords(definition: Definition, report: Report): void {
  const top = definition.pages[0]?.line ?? ':0';
  readable(definition.summary, top, report);
  for (const page of definition.pages) {
    readable(page.title, page.line, report);
    for (const { label, hint, line } of page.questions) {
      readable(label, line, report);
      readable(hint, line, report);
    }
  }
  for (const { say, line } of [
    ...definition.allow,
    ...definition.require,
    ...definition.parties,
    ...definition.outcomes,
  ])
    readable(say, line, report);
  for (const { actions, on } of definition.steps) {
    for (const { to, line } of actions) for (const { notify } of to) readable(notify, line, report);
    for (const { notify, line } of on) readable(notify, line, report);
  }
}
