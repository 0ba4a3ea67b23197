import type { IsoDate } from '../../kernel/dates.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Context, Database, Queryable } from '../../platform/database/index.ts';
import { type Attaching, type Attachment, attach, readAttachment } from './attach.ts';
import { checkByCode, checkByToken } from './check.ts';
import { numberKey } from './check-code.ts';
import type { DocumentsDeps } from './deps.ts';
import type { By } from './history.ts';
import { checkOf, finish, renderPaper, type SigningOfficer, signAll } from './issue.ts';
import type { Paper, PaperRef, SignedPaper } from './paper.ts';
import { type Preparing, prepare, voidFor } from './prepare.ts';
import { revoke } from './revoke.ts';
import * as store from './store.ts';

export type Documents = ReturnType<typeof createDocuments>;
export type PaperFile = {
  readonly paper: Paper;
  /** For the download, e.g. `sktm-460-014-SPESIMEN-XI-2026.pdf` */
  readonly name: string;
  readonly type: 'application/pdf';
  readonly size: number;
  readonly bytes: AsyncIterable<Uint8Array>;
};

const MOST_OWN = 200;

/** Papers: numbers, preparation, signing, issue, revocation, and the check that anybody may make. */
export function createDocuments(deps: DocumentsDeps) {
  const reading = (context: Context): Queryable => store.reader(deps.db, context);

  /** @throws Refusal `documents/not-found` also when it exists and this context may not see it */
  async function getPaper(context: Context, ref: PaperRef): Promise<Paper> {
    const paper = await store.findPaper(reading(context), ref);
    if (!paper) throw new Refusal('documents/not-found', 404);
    return paper;
  }

  return {
    kinds: deps.kinds,

    // Inside the transaction of a case's step:
    prepare: (tx: Queryable, given: Preparing) => prepare(deps, tx, given),
    finish: (tx: Queryable, by: By, signed: readonly SignedPaper[]) => finish(deps, tx, by, signed),
    attach: (tx: Queryable, given: Attaching) => attach(deps, tx, given),
    voidFor: (tx: Queryable, given: { region: string; caseId: string; by: By }) => voidFor(deps, tx, given),

    /** What the signing port wants of an officer for each act of signing. */
    signingAsks: deps.signer.asks,

    // Outside any transaction:
    render: (paper: Paper, signer: SigningOfficer | null, at: Date = deps.clock()) =>
      renderPaper(deps, paper, signer, at),
    signAll: (officer: SigningOfficer, papers: readonly Paper[]) => signAll(deps, officer, papers),
    readAttachment: (region: string, pdf: Uint8Array): Promise<Attachment> => readAttachment(deps, region, pdf),
    revoke: (given: { paper: Paper; by: By; reason: string; key: string }) => revoke(deps, given),

    // What anybody may ask:
    checkByToken: (token: string) => checkByToken(deps, token),
    checkByCode: (number: string, code: string) => checkByCode(deps, number, code),

    // What holders and offices may read; whoever serves it logs the ids that it shows.
    getPaper,
    /** The papers of cases, as far as this context may see them, the oldest first. */
    papersOfCases: (context: Context, region: string, cases: readonly string[]) =>
      store.papersOfCases(reading(context), region, cases),
    /** Papers of a region that bear this number, however it is typed, as far as this context may see them. */
    papersByNumber: (context: Context, region: string, number: string) =>
      store.papersByNumber(reading(context), region, numberKey(number)),
    /** What an office gave out, the newest first; `before`: older than the last one seen. */
    papersOfOffice: (context: Context, region: string, office: string, before: Date | null, limit = 30) =>
      store.papersOfOffice(reading(context), { region, office, before, limit: Math.min(limit, 100) }),
    /** A person's own papers from all regions, the newest first, at most 200. */
    papersOf: (persons: readonly string[]) => store.ownPapers(reading({ persons }), persons, MOST_OWN),
    /** @throws Refusal `documents/not-found`, `documents/not-issued` */
    paperFile: async (context: Context, ref: PaperRef): Promise<PaperFile> => {
      const paper = await getPaper(context, ref);
      if (!paper.issued) throw new Refusal('documents/not-issued', 404);
      const { file } = paper.issued;
      return {
        paper,
        name: fileName(paper),
        type: 'application/pdf',
        size: file.size,
        bytes: deps.files.open(file.name),
      };
    },
    /** Address and code by which others check this paper, for those who may see it; null for one made elsewhere. */
    checkOf: (paper: Paper) => (paper.source === 'attached' ? null : checkOf(deps, paper)),
    /** Why it was revoked; for its office only. */
    revocationOf: (context: Context, ref: PaperRef) => store.revocationOf(reading(context), ref),
    /** The office's own register of numbers, the newest first. */
    numbersOf: (context: Context, region: string, office: string, limit = 50) =>
      store.numbersOf(reading(context), region, office, Math.min(limit, 200)),
  };
}

const fileName = (paper: Paper): string =>
  `${[paper.kind, paper.number ?? (paper.issued?.on satisfies IsoDate | undefined)].join('-').replace(/[^A-Za-z0-9]+/g, '-')}.pdf`;

/** Work that follows a paper: keeps the lists of its readers. `relay` is the connection under the relay's role. */
export function documentFollowers(relay: Database) {
  return ['document.issued', 'document.superseded', 'document.revoked'].map((topic) => ({
    topic,
    name: `documents.list-${topic.slice('document.'.length)}`,
    run: async (job: { readonly payload: unknown }): Promise<void> => {
      const { region, id } = job.payload as PaperRef;
      await store.followPaper(relay, { region, id });
    },
  }));
}
