import type { Context, Database, Queryable, Row } from '../../platform/database/index.ts';
import type { Attachment } from '../documents/index.ts';
import type { CaseRef } from './case.ts';

/** What was brought in of one paper so far. */
export type Recording = {
  readonly slot: string;
  readonly number: string | null;
  readonly attachment: Attachment | null;
};

type Stored = Omit<Recording, 'attachment'> & {
  readonly attachment: (Omit<Attachment, 'signedAt'> & { readonly signedAt: string }) | null;
};

export async function recordingsOf(
  db: Database,
  context: Context,
  ref: CaseRef,
  step: string,
): Promise<readonly Recording[]> {
  const rows = await db.query<Stored & Row>(
    context,
    'select slot, number, attachment from cases.recording where region = $1 and case_id = $2 and step = $3 order by slot',
    [ref.region, ref.id, step],
  );
  return rows.map(({ attachment, ...row }) => ({
    ...row,
    attachment: attachment && { ...attachment, signedAt: new Date(attachment.signedAt) },
  }));
}

export type RecordingKey = CaseRef & { readonly step: string; readonly by: string; readonly at: Date };

/** What was saved before stays where nothing new comes. */
export const saveRecording = (
  db: Database,
  context: Context,
  of: RecordingKey,
  { slot, number, attachment }: Recording,
): Promise<Row[]> =>
  db.query(
    context,
    `insert into cases.recording as r (region, case_id, step, slot, number, attachment, by_whom, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (region, case_id, step, slot) do update set number = coalesce(excluded.number, r.number),
       attachment = coalesce(excluded.attachment, r.attachment), by_whom = excluded.by_whom, at = excluded.at returning slot`,
    [of.region, of.id, of.step, slot, number, attachment && JSON.stringify(attachment), of.by, of.at],
  );

export const deleteRecordings = (tx: Queryable, ref: CaseRef): Promise<Row[]> =>
  tx.query('delete from cases.recording where region = $1 and case_id = $2 returning slot', [ref.region, ref.id]);
