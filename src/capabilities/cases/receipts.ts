import { type Definition, summary } from '../../engine/index.ts';
import { type CaseNumber, caseRegion, sayCaseNumber } from '../../kernel/case-number.ts';
import { localDate, sayTime } from '../../kernel/dates.ts';
import type { Json } from '../../kernel/json.ts';
import type { Keys } from '../../platform/crypto/index.ts';
import { getCase, reading } from './acting.ts';
import type { Case, CaseRef, Doer, Event, Status } from './case.ts';
import { settled } from './drafts.ts';
import { refusals } from './errors.ts';
import type { CasesDeps } from './ports.ts';
import { numberOfCode, numberOfToken, receiptSecrets } from './receipt-code.ts';
import type { ResultsDeps } from './results.ts';
import { eventsOf, filesOf, standingOf } from './store.ts';

export type ReceiptsDeps = {
  readonly keys: Keys;
  readonly render: (kind: string, data: Json) => Promise<Uint8Array>;
  readonly publicUrl: string;
  readonly demo: boolean;
};

/** Where and by which code a receipt finds its case again. */
export type ReceiptCheck = { readonly url: string; readonly address: string; readonly code: string };

/** How a case stands, for whoever holds its receipt: nothing of what was asked, of whom, or why it was decided so. */
export type PublicStanding = {
  readonly number: CaseNumber;
  readonly region: string;
  readonly definition: Definition;
  readonly status: Status;
  readonly outcome: string | null;
  /** The open step and where it lies; else the responsible office. */
  readonly step: string | null;
  readonly office: string | null;
  readonly since: Date;
  readonly dueAt: Date | null;
  readonly repairUntil: Date | null;
};

/** What a citizen takes home from the counter, and how it is used later without an account. */
export function createReceipts(deps: CasesDeps, making: Pick<ResultsDeps, 'issuing'>, r: ReceiptsDeps) {
  const host = r.publicUrl.replace(/^https?:\/\//, '');
  function receiptCheck(number: string): ReceiptCheck {
    const { token, code } = receiptSecrets(r.keys, number);
    return { url: `${r.publicUrl}/lacak/${token}`, address: `${host}/lacak`, code };
  }

  /** The receipt as PDF. Printed again it is the same, byte for byte. */
  async function receiptPdf(doer: Doer, ref: CaseRef): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
    const found = await getCase(deps, doer, ref);
    if (found.number === null || found.submittedAt === null || found.office === null) throw refusals.notOpen();
    const data = await dataOf(doer, found, found.number, found.submittedAt, found.office);
    return { name: `tanda-terima-${found.number}.pdf`, bytes: await r.render('tanda-terima', data) };
  }

  async function dataOf(doer: Doer, found: Case, number: string, submittedAt: Date, key: string): Promise<Json> {
    const { definition } = await deps.catalogue.version(found.service, found.serviceVersion);
    const office = await deps.offices.get(key);
    if (!office) throw refusals.noOffice();
    const context = reading(found.region, doer);
    const [files, events] = await Promise.all([filesOf(deps.db, context, found), eventsOf(deps.db, context, found)]);
    const { name, above, address, place } = await making.issuing(office);
    const { zone } = office.calendar;
    const sent = events.find((event) => event.kind === 'submitted');
    const questions = definition.pages.flatMap((page) => page.questions);
    const form = await settled(deps, found);
    const comes = summary(definition, form.settled).flatMap(({ question, shown }) =>
      question.field.kind === 'appointment' && shown ? [shown.id] : [],
    );
    return {
      ...{ createdAt: submittedAt.toISOString(), specimen: r.demo, number: null, place, signer: null },
      ...{ issuer: { name, above, address }, date: localDate(submittedAt, zone), check: { ...receiptCheck(number) } },
      ...{ service: definition.title.id, caseNumber: sayCaseNumber(number), fee: definition.standard.fee },
      ...{ receivedOn: localDate(submittedAt, zone), receivedAt: sayTime(submittedAt, zone, 'id') },
      applicant: { name: found.applicantName },
      subject: found.subject === found.applicant ? null : found.subjectName,
      receivedBy: await receivedBy(deps, found, sent, office.name),
      promisedOn: promised(events, zone),
      comes: comes.length > 0 ? comes.join('; ') : null,
      files: [
        ...new Set(files.map((file) => questions.find((one) => one.id === file.question)?.label.id ?? file.name)),
      ],
    };
  }

  async function standing(number: CaseNumber | undefined): Promise<PublicStanding | undefined> {
    const region = number && caseRegion(number);
    const row = region && (await standingOf(deps.db, region, number));
    if (!row) return undefined;
    const { definition } = await deps.catalogue.version(row.service, row.serviceVersion);
    const { status, outcome, step, dueAt, repairUntil } = row;
    return {
      number,
      region,
      definition,
      status,
      outcome,
      step,
      dueAt,
      repairUntil,
      office: row.stepOffice ?? row.office,
      since: row.since,
    };
  }

  return {
    receiptCheck,
    receiptPdf,
    /** By the QR of a receipt. */
    standingByToken: (token: string) => standing(numberOfToken(r.keys, token)),
    /** By number and code typed from it. */
    standingByCode: (number: string, code: string) => standing(numberOfCode(r.keys, number, code)),
  };
}

/** At a counter: its office and the officer; from a phone: the office that answers for it. */
async function receivedBy(deps: CasesDeps, found: Case, sent: Event | undefined, own: string): Promise<Json> {
  if (found.channel !== 'petugas' || !sent?.office) return { office: own, officer: null };
  const counter = await deps.offices.get(sent.office);
  return { office: `Loket ${counter?.name ?? own}`, officer: sent.actorLabel };
}

/** The day that was promised when it was sent, whatever came later. */
function promised(events: readonly Event[], zone: Parameters<typeof localDate>[1]): string | null {
  const due = events.find((event) => event.kind === 'submitted' && event.data.due)?.data.due;
  return due ? localDate(new Date(due), zone) : null;
}
