import { type Case, isUnborn, subjectNameOf } from '../../capabilities/cases/index.ts';
import type { Definition, Names } from '../../engine/index.ts';
import type { Language } from '../../kernel/text.ts';
import type { Helping } from './filler.ts';
import { commonWords } from './words/common.ts';

type Of = {
  readonly found: Case;
  readonly definition: Definition;
  /** Of a draft: what its answers say so far. */
  readonly settled?: { readonly names: Names } | undefined;
};

/** "Untuk:" on top of every page of a case. */
export function whomOf(of: Of, lang: Language, helping: Helping | null = null): string {
  const { found, definition } = of;
  const words = commonWords(lang);
  if (isUnborn(definition)) return childOf(of, lang, helping);
  if (helping) return whomHelped(found, lang);
  if (found.authority === 'family') return words.yourChild(found.subjectName);
  if (found.authority === 'mandate') return words.byMandate(found.subjectName);
  return `${found.subjectName}, ${words.self}`;
}

/** The same for an officer, who must never read "Anda" as himself. */
function whomHelped(found: Case, lang: Language): string {
  const words = commonWords(lang);
  if (found.authority === 'family') return words.childOf(found.subjectName, found.applicantName);
  return found.authority === 'mandate' ? words.byMandate(found.subjectName) : found.subjectName;
}

/** A child whom no register knows yet: by the name that the answers give; until then by what it is. */
function childOf({ found, definition, settled }: Of, lang: Language, helping: Helping | null): string {
  const words = commonWords(lang);
  const name = settled ? subjectNameOf(found, definition, settled.names) : found.subjectName;
  if (name !== found.applicantName) return name;
  return helping ? words.newChildOf(found.applicantName) : words.newChild;
}
