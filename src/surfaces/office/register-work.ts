import type { RecordView } from '../../capabilities/cases/index.ts';
import { type Language, say } from '../../kernel/text.ts';
import type { FieldFault } from '../design/index.ts';
import { codeText, type OfficeDeps } from './deps.ts';
import { recordWords } from './words/record.ts';

/** What an officer writes into the other system: what to do, and with whom. */
export type RegisterTask = {
  readonly title: string;
  readonly rows: readonly { readonly term: string; readonly value: string }[];
};

export function registerTasks(t: Pick<OfficeDeps, 'world'>, work: RecordView['work'], lang: Language): RegisterTask[] {
  const words = recordWords(lang);
  return work.map(({ verb, args }) => ({
    title: say(t.world.verbs[verb]?.text ?? { id: verb }, lang),
    rows: Object.entries(args).flatMap(([name, value]) => {
      const text = textOf(t, value, lang);
      return text === '' ? [] : [{ term: words.args[name] ?? name, value: text }];
    }),
  }));
}

export const recordFaultsOf = (
  issues: readonly { readonly input: string; readonly code: string }[],
  lang: Language,
): readonly FieldFault[] =>
  issues.map(({ input, code }) => ({ field: input, text: recordWords(lang).faults[code] ?? code }));

function textOf(t: Pick<OfficeDeps, 'world'>, value: unknown, lang: Language): string {
  if (Array.isArray(value)) return value.map((one) => textOf(t, one, lang)).join('; ');
  if (typeof value === 'string') return say(codeText(t, 'shdk', value), lang);
  if (typeof value !== 'object' || value === null) return '';
  const of = value as Readonly<Record<string, unknown>>;
  if (typeof of.date === 'string') return of.date;
  if ('item' in of) return `${textOf(t, of.item, lang)}: ${textOf(t, of.shdk, lang)}`;
  const parts = [of.name, of.nik ?? of.kk, of.birthDate].map((part) =>
    typeof part === 'object' ? textOf(t, part, lang) : part,
  );
  return parts.filter((part) => typeof part === 'string' && part !== '').join(', ');
}
