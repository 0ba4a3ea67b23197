import type { Move, Opening } from '../../engine/index.ts';
import type { Json } from '../../kernel/json.ts';
import type { Outgoing } from '../../platform/step/index.ts';
import type { Case } from './case.ts';
import { refusals } from './errors.ts';
import type { After } from './moving.ts';
import type { CasesDeps, OfficeInfo } from './ports.ts';

/** The office of each step that a move opens, looked up before anything is written. */
export async function officesOf(
  deps: CasesDeps,
  own: OfficeInfo,
  move: Move,
): Promise<(opening: Opening) => OfficeInfo> {
  const found = new Map<Opening, OfficeInfo>();
  for (const opening of move.opens) {
    const office = opening.office ? await deps.offices.serving(opening.office) : own;
    if (!office) throw refusals.noOffice(opening.office?.kind);
    found.set(opening, office);
  }
  return (opening) => found.get(opening) ?? own;
}

export type Told = {
  readonly kind:
    | 'replied'
    | 'submitted'
    | 'moved'
    | 'returned'
    | 'ended'
    | 'withdrawn'
    | 'repaired'
    | 'overdue'
    | 'reminded';
  readonly number: string;
  readonly version: number;
  readonly after: Pick<After, 'status' | 'outcome' | 'dueAt' | 'opened'>;
  readonly at: Date;
  /** What the definition wants said at this moment, filled in. */
  readonly say?: readonly Json[];
};

/** What follows a move: the person's own list, and a notice. No content travels: ids, codes and times. */
export function tellMove(found: Case, told: Told): Omit<Outgoing, 'id'>[] {
  const now = told.after.opened[0];
  const payload: Json = {
    ...{ kind: told.kind, person: found.applicant, region: found.region, id: found.id, number: told.number },
    ...{
      service: found.service,
      serviceVersion: found.serviceVersion,
      subject: found.subject,
      subjectName: found.subjectName,
    },
    ...{ status: told.after.status, outcome: told.after.outcome, version: told.version, at: told.at.toISOString() },
    dueAt: told.after.dueAt?.toISOString() ?? null,
    sentence: {
      step: now?.step ?? null,
      office: now?.office ?? found.office,
      since: (now?.openedAt ?? told.at).toISOString(),
    },
    say: told.say ?? [],
  };
  return [{ topic: 'case.moved', payload }];
}
