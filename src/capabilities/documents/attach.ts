import type { PaperCall } from '../../engine/index.ts';
import { type IsoDate, isIsoDate, localDate } from '../../kernel/dates.ts';
import { uuidv7 } from '../../kernel/ids.ts';
import { maskName } from '../../kernel/masking.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type Queryable, violated } from '../../platform/database/index.ts';
import { readSignatures } from '../../platform/signing/index.ts';
import type { DocumentsDeps } from './deps.ts';
import { type By, record } from './history.ts';
import { following, issuedColumns, takePlace } from './issue.ts';
import { kinds as moves } from './kinds.ts';
import { type Holder, type Issued, type IssuingOffice, lastDay, type PaperEvent, slotOf } from './paper.ts';
import { nameInContext } from './store.ts';

/** A paper that the register's own system made and signed, as an officer brings it in. */
export type Attachment = {
  readonly paperId: string;
  readonly region: string;
  readonly file: Issued['file'];
  /** The holder of the certificate, and when by the signer's clock. */
  readonly signer: string;
  readonly signedAt: Date;
  /** Something stands after the newest signature, as long-term evidence does: the officer has to look at it. */
  readonly extended: boolean;
};

export type Attaching = {
  readonly region: string;
  readonly office: IssuingOffice;
  readonly case: { readonly id: string; readonly number: string | null };
  readonly by: By;
  /** The step that brings them in. */
  readonly scope?: string;
  readonly papers: readonly {
    readonly call: PaperCall;
    readonly holder: Holder;
    /** The key under which the paper stood that this one replaces, when it is another. */
    readonly former?: string | null;
    /** As the officer typed it. */
    readonly number: string;
    readonly issuedOn: IsoDate;
    readonly attachment: Attachment;
  }[];
};

const LIMIT = 10 * 1024 * 1024;
const REFUSED: Readonly<Record<string, string | undefined>> = {
  none: 'not-signed',
  broken: 'signature-broken',
  untrusted: 'signature-untrusted',
};

/**
 * Reads the signature of a PDF made elsewhere and stores it, outside any transaction.
 * @throws Refusal `documents/not-pdf`, `documents/not-signed`, `documents/signature-broken`, `documents/signature-untrusted`
 */
export async function readAttachment(deps: DocumentsDeps, region: string, pdf: Uint8Array): Promise<Attachment> {
  if (!Buffer.from(pdf.subarray(0, 1024)).includes('%PDF-')) throw new Refusal('documents/not-pdf', 422);
  const report = readSignatures(pdf, { roots: deps.roots, clock: deps.clock });
  const refused = REFUSED[report.verdict];
  if (refused) throw new Refusal(`documents/${refused}`, 422);
  const [newest] = report.signatures.toReversed();
  const paperId = uuidv7(deps.clock, deps.random);
  const file = await deps.files.put({ region, id: paperId }, pdf, { limit: LIMIT });
  const extended = report.verdict === 'extended';
  return { paperId, region, file, signer: newest?.signer ?? '', signedAt: newest?.time ?? deps.clock(), extended };
}

/**
 * Brings papers of the register's own system into a case, inside the transaction of its step: active at once, with the number that the
 * officer typed; the papers that they replace are superseded.
 * @throws Refusal `documents/number-shape`, `documents/issue-date`, and `documents/number-taken` when an active paper of the kind bears the
 *   number already
 */
export async function attach(deps: DocumentsDeps, tx: Queryable, given: Attaching): Promise<readonly PaperEvent[]> {
  const { region, by, office } = given;
  const at = deps.clock();
  const events: PaperEvent[] = [];
  await nameInContext(
    tx,
    by.actor,
    given.papers.map(({ attachment }) => ({ id: attachment.paperId, office: by.office })),
  );
  for (const [nth, paper] of given.papers.entries()) {
    const { call, holder, attachment } = paper;
    const { number, issuedOn } = checked(paper, given, at);
    const id = attachment.paperId;
    const places = call.supersedes === null ? [] : [...new Set([holder.key, paper.former ?? null])];
    for (const place of places)
      events.push(...(await takePlace(deps, tx, by, { region, id, kind: call.document, holder: place }, at)));
    const validUntil = call.valid === null ? null : lastDay(issuedOn, call.valid);
    const signer = { name: attachment.signer, title: '', acting: null };
    const issued: Issued = { at: attachment.signedAt, on: issuedOn, validUntil, signer, file: attachment.file };
    const set = {
      ...{
        kind: call.document,
        source: 'attached',
        audience: call.for,
        scope: given.scope ?? '',
        slot: slotOf(call.document, call.of, nth),
      },
      ...{ case_id: given.case.id, case_number: given.case.number, office: office.ref, office_name: office.name },
      ...{ place: office.place, zone: office.zone, number, prepared_at: at },
      ...{ holder: holder.key, holder_label: holder.label, holder_masked: maskName(holder.label) },
      ...{ readers: call.for === 'citizen' ? holder.readers : [], data: {}, supersedes: call.supersedes !== null },
      ...{ valid: call.valid, public_url: deps.publicUrl, specimen: deps.demo, check_key: '' },
      ...issuedColumns(issued),
    };
    await record(tx, moves.attach, by, {
      ...{ region, id, version: 0, head: new Uint8Array(), at, action: 'attach', set },
      audit: { document: call.document, sha256: attachment.file.sha256 },
      outbox: [following(deps, 'document.issued', { region, id })],
    }).catch((error: unknown) => {
      if (violated(error)?.constraint === 'paper_attached')
        throw new Refusal('documents/number-taken', 409, { number });
      throw error;
    });
    events.push({ region, id, kind: 'issued', document: call.document, number });
  }
  return events;
}

function checked(
  paper: Attaching['papers'][number],
  given: Attaching,
  at: Date,
): { number: string; issuedOn: IsoDate } {
  const number = paper.number.trim();
  if (!/^[\w./\- ]{1,60}$/.test(number)) throw new Refusal('documents/number-shape', 422);
  if (!isIsoDate(paper.issuedOn) || paper.issuedOn > localDate(at, given.office.zone))
    throw new Refusal('documents/issue-date', 422);
  if (paper.attachment.region !== given.region) throw new Error('an attachment lies in the region of its case');
  return { number, issuedOn: paper.issuedOn };
}
