import type { IsoDate, Zone } from '../../kernel/dates.ts';
import type { Context, Database, Queryable, Row } from '../../platform/database/index.ts';
import type { Reservation } from './number.ts';
import type { Data, Issued, NumberKey, Paper, PaperRef, PaperState } from './paper.ts';

const COLUMNS = `region, id, version, head, kind, state, source, audience, scope, slot, case_id, case_number, office, office_name, place, zone,
  number, number_series, number_period, number_serial, holder, holder_label, holder_masked, readers, data, supersedes, valid, public_url,
  specimen, check_key, prepared_at, file, encode(file_sha256, 'hex') as file_sha256, file_size, issued_at, issued_on, valid_until,
  signer_name, signer_title, signer_acting, superseded_by`;

type PaperRow = {
  region: string;
  id: string;
  version: number;
  head: Uint8Array;
  kind: string;
  state: PaperState;
  source: Paper['source'];
  audience: Paper['audience'];
  scope: string;
  slot: string;
  case_id: string | null;
  case_number: string | null;
  office: string;
  office_name: string;
  place: string;
  zone: Zone;
  number: string | null;
  number_series: string | null;
  number_period: string | null;
  number_serial: number | null;
  holder: string | null;
  holder_label: string;
  holder_masked: string;
  readers: string[];
  data: Data;
  supersedes: boolean;
  valid: string | null;
  public_url: string;
  specimen: boolean;
  check_key: string;
  prepared_at: Date;
  file: string | null;
  file_sha256: string | null;
  file_size: number | null;
  issued_at: Date | null;
  issued_on: IsoDate | null;
  valid_until: IsoDate | null;
  signer_name: string | null;
  signer_title: string | null;
  signer_acting: string | null;
  superseded_by: string | null;
};

/** Statements under one context, each a transaction of its own. */
export const reader = (db: Database, context: Context): Queryable => ({
  query: (text, values) => db.query(context, text, values),
});

export async function findPaper(on: Queryable, { region, id }: PaperRef): Promise<Paper | undefined> {
  const [row] = await on.query<PaperRow>(`select ${COLUMNS} from documents.paper where region = $1 and id = $2`, [
    region,
    id,
  ]);
  return row && paperOf(row);
}

export async function papersById(on: Queryable, region: string, ids: readonly string[]): Promise<Paper[]> {
  const rows = await on.query<PaperRow>(
    `select ${COLUMNS} from documents.paper where region = $1 and id = any ($2::uuid[]) order by id`,
    [region, ids],
  );
  return rows.map(paperOf);
}

export async function papersOfCases(on: Queryable, region: string, cases: readonly string[]): Promise<Paper[]> {
  const rows = await on.query<PaperRow>(
    `select ${COLUMNS} from documents.paper where region = $1 and case_id = any ($2::uuid[]) order by id`,
    [region, cases],
  );
  return rows.map(paperOf);
}

/** Papers that bear a number, as anybody types it. */
export async function papersByNumber(on: Queryable, region: string, numberKey: string): Promise<Paper[]> {
  const rows = await on.query<PaperRow>(
    `select ${COLUMNS} from documents.paper where region = $1 and number_key = $2 and file is not null order by issued_at desc limit 20`,
    [region, numberKey],
  );
  return rows.map(paperOf);
}

/** What an office gave out, the newest first. */
export async function papersOfOffice(
  on: Queryable,
  of: { readonly region: string; readonly office: string; readonly before: Date | null; readonly limit: number },
): Promise<Paper[]> {
  const rows = await on.query<PaperRow>(
    `select ${COLUMNS} from documents.paper where region = $1 and office = $2 and issued_at is not null
       and ($3::timestamptz is null or issued_at < $3) order by issued_at desc limit $4`,
    [of.region, of.office, of.before, of.limit],
  );
  return rows.map(paperOf);
}

/** The waiting papers of a case, found by whoever moves the case. */
export const preparedOf = (tx: Queryable, region: string, caseId: string): Promise<{ id: string }[]> =>
  tx.query('select id from documents.prepared_of($1, $2)', [region, caseId]);

export type Current = { id: string; version: number; head: Uint8Array; office: string; number: string | null };

export const activeOf = (tx: Queryable, region: string, kind: string, holder: string): Promise<Current[]> =>
  tx.query<Current>('select id, version, head, office, number from documents.active_of($1, $2, $3) order by id', [
    region,
    kind,
    holder,
  ]);

/**
 * Names papers in the context of a transaction, which knew only its case: each with its one actor and, where it may be issued, its office.
 * In a statement of its own before those that it lets through.
 */
export async function nameInContext(
  tx: Queryable,
  actor: string,
  papers: readonly { readonly id: string; readonly office: string | null }[],
): Promise<void> {
  const acts = papers.map(({ id }) => `${id} ${actor}`);
  const holds = papers.flatMap(({ id, office }) => (office === null ? [] : [`${id} ${office}`]));
  if ([...acts, ...holds].some((entry) => entry.includes(','))) throw new Error('context: an entry holds a comma');
  await tx.query(
    `select set_config('app.acts', concat_ws(',', nullif(current_setting('app.acts', true), ''), nullif($1, '')), true),
       set_config('app.holds', concat_ws(',', nullif(current_setting('app.holds', true), ''), nullif($2, '')), true)`,
    [acts.join(','), holds.join(',')],
  );
}

export async function reserveNumber(
  tx: Queryable,
  of: {
    region: string;
    office: string;
    reservation: Reservation;
    caseId: string | null;
    paperId: string;
    at: Date;
  },
): Promise<{ serial: number; number: string }> {
  const { series, period, before, width, after } = of.reservation;
  const [row] = await tx.query<{ serial: number; number: string }>(
    'select serial, number from documents.reserve($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
    [of.region, of.office, series, period, before, width, after, of.caseId, of.paperId, of.at],
  );
  if (!row) throw new Error('no number came of a reservation');
  return row;
}

/** Numbers that these papers bear and that still wait. One that another paper still bears is not void. */
export const settleNumbers = (
  tx: Queryable,
  region: string,
  papers: readonly string[],
  state: 'issued' | 'void',
  at: Date,
): Promise<Row[]> =>
  tx.query(
    `update documents.number n set state = $3, settled_at = $4 from documents.paper p
     where p.region = $1 and p.id = any ($2::uuid[]) and n.region = p.region and n.office = p.office and n.series = p.number_series
       and n.period = p.number_period and n.serial = p.number_serial and n.state = 'reserved'
       and ($3 = 'issued' or not exists (select from documents.paper o where o.region = n.region and o.office = n.office
         and o.number_series = n.series and o.number_period = n.period and o.number_serial = n.serial and o.state <> 'void'))
     returning n.text`,
    [region, papers, state, at],
  );

export type NumberRow = NumberKey & {
  readonly text: string;
  readonly state: 'reserved' | 'issued' | 'void';
  readonly caseId: string | null;
  readonly paperId: string;
};

/** A page of an office's register of numbers, the newest first. */
export const numbersOf = (on: Queryable, region: string, office: string, limit: number): Promise<NumberRow[]> =>
  on.query<NumberRow & Row>(
    `select series, period, serial, text, state, case_id as "caseId", paper_id as "paperId" from documents.number
     where region = $1 and office = $2 order by reserved_at desc, serial desc limit $3`,
    [region, office, limit],
  );

export async function revocationOf(on: Queryable, { region, id }: PaperRef): Promise<string | undefined> {
  const [row] = await on.query<{ reason: string }>(
    'select reason from documents.revocation where region = $1 and paper_id = $2',
    [region, id],
  );
  return row?.reason;
}

export type CheckRow = {
  kind: string;
  state: 'active' | 'superseded' | 'revoked';
  number: string | null;
  issued_on: IsoDate;
  valid_until: IsoDate | null;
  holder_masked: string;
  signer_name: string | null;
  signer_title: string | null;
  signer_acting: string | null;
  office_name: string;
  specimen: boolean;
};

export async function checkPaper(
  db: Database,
  region: string,
  asked: { token: Uint8Array } | { number: string; codes: readonly Uint8Array[] },
): Promise<CheckRow | undefined> {
  const values = 'token' in asked ? [asked.token, null, null] : [null, asked.number, asked.codes];
  const [row] = await db.query<CheckRow>({ regions: [region] }, 'select * from documents.check_paper($1, $2, $3, $4)', [
    region,
    ...values,
  ]);
  return row;
}

/** One line of a person's own list. */
export type OwnPaper = PaperRef & {
  readonly kind: string;
  readonly number: string | null;
  readonly holderLabel: string;
  readonly officeName: string;
  readonly state: 'active' | 'superseded' | 'revoked';
  readonly specimen: boolean;
  readonly issuedOn: IsoDate;
  readonly validUntil: IsoDate | null;
};

export const ownPapers = (on: Queryable, persons: readonly string[], limit: number): Promise<OwnPaper[]> =>
  on.query<OwnPaper & Row>(
    `select distinct on (issued_on, region, id) region, id, kind, number, holder_label as "holderLabel", office_name as "officeName", state,
       specimen, issued_on as "issuedOn", valid_until as "validUntil"
     from documents.mine where person = any ($1::text[]) order by issued_on desc, region, id limit $2`,
    [persons, limit],
  );

/** Brings the lists of all its readers up to this paper; run by the relay, as often as it likes. */
export const followPaper = (relay: Database, { region, id }: PaperRef): Promise<Row[]> =>
  relay.query(
    {},
    `insert into documents.mine as m (person, region, id, version, kind, number, holder_label, office_name, state, specimen, issued_on, valid_until)
     select unnest(p.readers), p.region, p.id, p.version, p.kind, p.number, p.holder_label, p.office_name, p.state, p.specimen, p.issued_on, p.valid_until
     from documents.paper p where p.region = $1 and p.id = $2 and p.audience = 'citizen' and p.file is not null
     on conflict (person, region, id) do update set version = excluded.version, state = excluded.state, holder_label = excluded.holder_label
       where m.version < excluded.version`,
    [region, id],
  );

function paperOf(row: PaperRow): Paper {
  return {
    ...{ region: row.region, id: row.id, version: row.version, head: row.head, kind: row.kind, state: row.state },
    ...{
      source: row.source,
      audience: row.audience,
      scope: row.scope,
      slot: row.slot,
      caseId: row.case_id,
      caseNumber: row.case_number,
    },
    ...{ office: row.office, officeName: row.office_name, place: row.place, zone: row.zone, number: row.number },
    numberKey:
      row.number_series === null || row.number_period === null || row.number_serial === null
        ? null
        : { series: row.number_series, period: row.number_period, serial: row.number_serial },
    ...{ holder: row.holder, holderLabel: row.holder_label, holderMasked: row.holder_masked, readers: row.readers },
    ...{ data: row.data, supersedes: row.supersedes, valid: row.valid, publicUrl: row.public_url },
    ...{ specimen: row.specimen, checkKey: row.check_key, preparedAt: row.prepared_at, issued: issuedOf(row) },
    supersededBy: row.superseded_by,
  };
}

function issuedOf(row: PaperRow): Issued | undefined {
  if (!row.issued_at || !row.issued_on || !row.file || !row.file_sha256) return undefined;
  const { signer_name: name, signer_title: title, signer_acting: acting } = row;
  return {
    at: row.issued_at,
    on: row.issued_on,
    validUntil: row.valid_until,
    signer: name === null ? null : { name, title: title ?? '', acting },
    file: { name: row.file, sha256: row.file_sha256, size: row.file_size ?? 0 },
  };
}
