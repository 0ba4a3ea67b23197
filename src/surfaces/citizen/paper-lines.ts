import type { Case } from '../../capabilities/cases/index.ts';
import type { PaperState } from '../../capabilities/documents/index.ts';
import { sayDay } from '../../kernel/dates.ts';
import { type Language, say } from '../../kernel/text.ts';
import type { TagTone } from '../design/index.ts';
import { ownPapersOfCase } from '../frame/index.ts';
import type { Tools } from './deps.ts';
import type { Citizen } from './visitor.ts';
import { paperWords } from './words/papers.ts';

export const paperTitle = (t: Pick<Tools, 'kinds'>, kind: string, lang: Language): string =>
  say(t.kinds[kind]?.title ?? { id: kind }, lang);

export function stateOf(state: PaperState, lang: Language): { readonly tone: TagTone; readonly label: string } {
  const words = paperWords(lang);
  if (state === 'superseded') return { tone: 'waiting', label: words.superseded };
  return state === 'revoked' ? { tone: 'bad', label: words.revoked } : { tone: 'ok', label: words.active };
}

/** The papers of a case that this person may read. */
export async function paperLines(t: Tools, citizen: Citizen, found: Case, lang: Language) {
  return (await ownPapersOfCase(t, citizen, found)).map((paper) => ({
    href: `/surat/${paper.region}/${paper.id}`,
    title: paperTitle(t, paper.kind, lang),
    text: `${stateOf(paper.state, lang).label}, ${sayDay(paper.issued.on, lang)}`,
  }));
}
