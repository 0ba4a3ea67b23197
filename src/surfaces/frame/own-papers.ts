import { actorOf, can } from '../../capabilities/accounts/index.ts';
import type { Documents, Paper, PaperFile, PaperRef } from '../../capabilities/documents/index.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Citizen } from './citizen.ts';

type Rooms = { readonly documents: Documents };
type IssuedPaper = Paper & { readonly issued: NonNullable<Paper['issued']> };

/** A paper that this citizen holds, once it is out. @throws Refusal `documents/not-found` also when it exists and is another's */
export async function ownPaper(t: Rooms, by: Citizen, ref: PaperRef): Promise<IssuedPaper> {
  const paper = await t.documents.getPaper(contextOf(by, ref), ref);
  if (!isOwn(by, paper)) throw new Refusal('documents/not-found', 404);
  return paper;
}

/** Its signed PDF. */
export async function ownPaperFile(t: Rooms, by: Citizen, ref: PaperRef): Promise<PaperFile> {
  await ownPaper(t, by, ref);
  return t.documents.paperFile(contextOf(by, ref), ref);
}

export const ownPapers = async (t: Rooms, by: Citizen): ReturnType<Documents['papersOf']> =>
  by.signed.level === 2 ? t.documents.papersOf([by.signed.person]) : [];

/** Those that came out of a case of his. */
export async function ownPapersOfCase(t: Rooms, by: Citizen, of: PaperRef): Promise<readonly IssuedPaper[]> {
  const papers = await t.documents.papersOfCases(contextOf(by, of), of.region, [of.id]);
  return papers.filter((paper): paper is IssuedPaper => isOwn(by, paper));
}

const contextOf = (by: Citizen, { region }: PaperRef) => ({ regions: [region], persons: [by.signed.person] });

/** Papers name who may read them; that somebody asked for one does not say so. */
function isOwn(by: Citizen, paper: Paper): paper is IssuedPaper {
  const { region, office, readers } = paper;
  const may = can(actorOf(by.signed), 'paper.view', { region, office, persons: readers, applicant: '' });
  return may && paper.issued !== undefined && paper.audience === 'citizen';
}
