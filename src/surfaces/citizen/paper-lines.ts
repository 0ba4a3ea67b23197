import type { Case } from '../../capabilities/cases/index.ts';
import { sayDate } from '../../kernel/dates.ts';
import { type Language, say } from '../../kernel/text.ts';
import { codeText, type Tools } from './deps.ts';
import type { Citizen } from './visitor.ts';
import { paperWords } from './words/paper.ts';

export type PaperLine = { readonly href: string; readonly title: string; readonly text: string };

/** The papers that a case gave its applicant, as far as they are out. */
export async function paperLines(
  t: Tools,
  citizen: Citizen,
  found: Case,
  lang: Language,
): Promise<readonly PaperLine[]> {
  const context = { regions: [found.region], persons: [citizen.signed.person] };
  const papers = await t.documents.papersOfCases(context, found.region, [found.id]);
  const words = paperWords(lang);
  return papers.flatMap((paper) =>
    paper.issued
      ? [
          {
            href: `/surat/${paper.region}/${paper.id}`,
            title: say(codeText(t, 'documents', paper.kind), lang),
            text: [paper.number, sayDate(paper.issued.on, lang), words.states[paper.state]].filter(Boolean).join(', '),
          },
        ]
      : [],
  );
}
