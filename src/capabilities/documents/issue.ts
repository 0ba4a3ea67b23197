import { localDate, ZONE_HOURS } from '../../kernel/dates.ts';
import { uuidv7 } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Queryable } from '../../platform/database/index.ts';
import { readSignatures, signPdfs } from '../../platform/signing/index.ts';
import { checkSecrets } from './check-code.ts';
import type { DocumentsDeps } from './deps.ts';
import { type By, type Entry, record } from './history.ts';
import { kinds as moves } from './kinds.ts';
import { type Data, type Issued, lastDay, type Paper, type PaperEvent, type SignedPaper } from './paper.ts';
import { activeOf, nameInContext, settleNumbers } from './store.ts';

/** Who signs, as the paper names them. `acting`: 'Plt.' or 'Plh.' when in another's place. */
export type SigningOfficer = {
  /** id of the officer as the signing port knows it */
  readonly officer: string;
  readonly name: string;
  readonly title: string;
  readonly acting: string | null;
  readonly nip: string | null;
  /** What the officer gives for this act, when the signing port asks for it. */
  readonly consent?: string;
};

/** Where its QR leads, and what is printed beside it. */
export function checkOf(deps: DocumentsDeps, paper: Paper): { url: string; address: string; code: string } {
  const { token, code } = checkSecrets(deps.keys, paper.checkKey, paper);
  const url = `${paper.publicUrl}/periksa/${token}`;
  return { url, address: `${new URL(paper.publicUrl).host}/periksa`, code };
}

/** The PDF of a prepared paper as this officer would sign it now, not signed. The same paper, officer and time give the same bytes. */
export function renderPaper(
  deps: DocumentsDeps,
  paper: Paper,
  signer: SigningOfficer | null,
  at: Date,
): Promise<Uint8Array> {
  const date = localDate(at, paper.zone);
  const data: Data = {
    recordedOn: date,
    ...paper.data,
    ...{ createdAt: at.toISOString(), date, check: checkOf(deps, paper) },
    ...(signer ? { signer: { name: signer.name, title: signer.title, acting: signer.acting, nip: signer.nip } } : {}),
    ...(paper.valid === null ? {} : { validUntil: lastDay(date, paper.valid) }),
  };
  return deps.render(paper.kind, data);
}

/** What came of papers to sign. One that can't be typeset, say because its data lack something, keeps no other back. */
export type Batch = {
  readonly signed: readonly SignedPaper[];
  readonly unmade: readonly { readonly paper: Paper; readonly refusal: Refusal }[];
};

/**
 * Typesets, signs and stores papers of one office, with a single call of the signing port. Outside any transaction: a crash leaves files
 * that no paper names, and the next call makes the same papers again. The papers of a case are made all or none.
 * @throws Refusal `documents/not-prepared` when one of them no longer waits
 */
export async function signAll(deps: DocumentsDeps, officer: SigningOfficer, papers: readonly Paper[]): Promise<Batch> {
  const stale = papers.find((paper) => paper.state !== 'prepared');
  if (stale) throw new Refusal('documents/not-prepared', 409, { paper: stale.id });
  const at = new Date(Math.floor(deps.clock().getTime() / 1000) * 1000);
  const rendered: Rendered[] = [];
  const unmade: { paper: Paper; refusal: Refusal }[] = [];
  for (const paper of papers) {
    const needs = deps.kinds[paper.kind]?.signed !== false;
    try {
      rendered.push({ paper, needs, pdf: await renderPaper(deps, paper, needs ? officer : null, at) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      unmade.push({ paper, refusal: error });
    }
  }
  const lost = new Set(unmade.map(({ paper }) => paper.caseId));
  const whole = rendered.filter(({ paper }) => !lost.has(paper.caseId));
  const signed = await signRendered(
    deps,
    officer,
    whole.filter(({ needs }) => needs),
    at,
  );
  const stored = await Promise.all(
    whole.map(async ({ paper, pdf, needs }) => {
      const { name, title, acting } = officer;
      const file = await deps.files.put(paper, signed.get(paper.id) ?? pdf);
      const on = localDate(at, paper.zone);
      const validUntil = paper.valid === null ? null : lastDay(on, paper.valid);
      const issued: Issued = { at, on, validUntil, signer: needs ? { name, title, acting } : null, file };
      return { paper, issued };
    }),
  );
  return { signed: stored, unmade };
}

/** `needs`: a signature; some kinds go out without. */
type Rendered = { readonly paper: Paper; readonly pdf: Uint8Array; readonly needs: boolean };

async function signRendered(
  deps: DocumentsDeps,
  officer: SigningOfficer,
  rendered: readonly Rendered[],
  time: Date,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const [first] = rendered;
  if (!first) return new Map();
  if (rendered.some(({ paper }) => paper.office !== first.paper.office))
    throw new Refusal('documents/several-offices', 422);
  const pdfs = await signPdfs(
    rendered.map(({ pdf }) => pdf),
    {
      ...{ signer: deps.signer, officer: officer.officer, time, utcOffset: ZONE_HOURS[first.paper.zone] * 60 },
      ...{ name: officer.name, reason: 'Menandatangani surat', location: first.paper.place },
      ...(officer.consent === undefined ? {} : { consent: officer.consent }),
    },
  );
  // A signer out of order must not put a paper into the world that nobody can verify.
  for (const pdf of pdfs) {
    const { verdict } = readSignatures(pdf, { roots: deps.roots, clock: deps.clock });
    if (verdict !== 'valid') throw new Refusal('documents/signature-not-valid', 502, { verdict });
  }
  return new Map(rendered.map(({ paper }, index) => [paper.id, pdfs[index] ?? new Uint8Array()]));
}

/**
 * Puts signed papers into the world inside the transaction that applies what they say: active, their numbers issued, the papers that they
 * replace superseded. All or none.
 * @throws Refusal `documents/changed-meanwhile` when one was issued, prepared again or given up meanwhile
 */
export async function finish(
  deps: DocumentsDeps,
  tx: Queryable,
  by: By,
  signed: readonly SignedPaper[],
): Promise<readonly PaperEvent[]> {
  const at = deps.clock();
  const events: PaperEvent[] = [];
  const ordered = [...signed].sort((a, b) => (a.paper.id < b.paper.id ? -1 : 1));
  await nameInContext(
    tx,
    by.actor,
    ordered.map(({ paper }) => ({ id: paper.id, office: by.office })),
  );
  for (const { paper, issued } of ordered) {
    if (paper.supersedes) events.push(...(await takePlace(deps, tx, by, paper, at)));
    await record(tx, moves.issue, by, issuing(deps, paper, issued, at));
    events.push({ region: paper.region, id: paper.id, kind: 'issued', document: paper.kind, number: paper.number });
  }
  const [first] = ordered;
  if (first) {
    const ids = ordered.map(({ paper }) => paper.id);
    await settleNumbers(tx, first.paper.region, ids, 'issued', at);
  }
  return events;
}

function issuing(deps: DocumentsDeps, paper: Paper, issued: Issued, at: Date): Entry {
  const { region, id, version, head } = paper;
  const { tokenHash, codeMac } = checkSecrets(deps.keys, paper.checkKey, paper);
  return {
    ...{ region, id, version, head, at, action: 'issue' },
    audit: { document: paper.kind, sha256: issued.file.sha256 },
    set: { ...issuedColumns(issued), token_hash: tokenHash, code_mac: codeMac },
    outbox: [following(deps, 'document.issued', { region, id })],
  };
}

/** What the database keeps of an issue. */
export const issuedColumns = ({ at, on, validUntil, signer, file }: Issued) => ({
  ...{ state: 'active', file: file.name, file_sha256: Buffer.from(file.sha256, 'hex'), file_size: file.size },
  ...{ issued_at: at, issued_on: on, valid_until: validUntil },
  ...{ signer_name: signer?.name, signer_title: signer?.title, signer_acting: signer?.acting },
});

export const following = (deps: DocumentsDeps, topic: string, ref: { region: string; id: string }) => ({
  ...{ id: uuidv7(deps.clock, deps.random), topic },
  payload: { region: ref.region, id: ref.id },
});

/** Supersedes what this paper replaces, which another office may have issued: the new paper is the reason, so its own office is named. */
export async function takePlace(
  deps: DocumentsDeps,
  tx: Queryable,
  by: By,
  paper: Pick<Paper, 'region' | 'id' | 'kind' | 'holder'>,
  at: Date,
): Promise<readonly PaperEvent[]> {
  if (paper.holder === null) return [];
  const { region, kind } = paper;
  const former = await activeOf(tx, region, kind, paper.holder);
  await nameInContext(tx, by.actor, former);
  for (const { id, version, head } of former)
    await record(tx, moves.supersede, by, {
      ...{ region, id, version, head, at, action: 'supersede', audit: { document: kind, by: paper.id } },
      set: { state: 'superseded', superseded_by: paper.id },
      outbox: [following(deps, 'document.superseded', { region, id })],
    });
  return former.map(({ id, number }) => ({ region, id, kind: 'superseded', document: kind, number }));
}
