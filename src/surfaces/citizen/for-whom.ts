import type { Case } from '../../capabilities/cases/index.ts';
import type { Definition } from '../../engine/index.ts';
import type { Language } from '../../kernel/text.ts';
import type { Helping } from './filler.ts';
import { commonWords } from './words/common.ts';

/** "Untuk:" on top of every page of a case. */
export function whomOf(found: Case, definition: Definition, lang: Language, helping: Helping | null = null): string {
  const words = commonWords(lang);
  if (helping) return whomHelped(found, definition, lang);
  if (definition.subject.includes('unborn')) return words.newChild;
  if (found.authority === 'family') return words.yourChild(found.subjectName);
  if (found.authority === 'mandate') return words.byMandate(found.subjectName);
  return `${found.subjectName}, ${words.self}`;
}

/** The same for an officer, who must never read "Anda" as himself. */
function whomHelped(found: Case, definition: Definition, lang: Language): string {
  const words = commonWords(lang);
  if (definition.subject.includes('unborn')) return words.newChildOf(found.applicantName);
  if (found.authority === 'family') return words.childOf(found.subjectName, found.applicantName);
  return found.authority === 'mandate' ? words.byMandate(found.subjectName) : found.subjectName;
}
