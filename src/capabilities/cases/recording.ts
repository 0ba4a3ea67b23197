import { type EffectCall, type Issue, withOfficers } from '../../engine/index.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { actingOn, getCase } from './acting.ts';
import type { Case, CaseRef, Doer } from './case.ts';
import { registerOf, settled } from './drafts.ts';
import { refusals } from './errors.ts';
import type { CasesDeps } from './ports.ts';
import { readNumber, recordedOf, recordIssue, registerWork, type WantedRecord, wantedRecords } from './record.ts';
import { type Recording, recordingsOf, saveRecording } from './recording-store.ts';
import { tasksOf } from './store.ts';
import { barredFrom, officersAnswers, stepOf } from './work.ts';

/** What an officer typed or sent of one paper; undefined where nothing new came. */
export type BroughtIn = {
  readonly slot: string;
  readonly number?: string | undefined;
  readonly pdf?: Uint8Array | undefined;
};

export type RecordView = {
  readonly wanted: readonly WantedRecord[];
  readonly saved: readonly Recording[];
  /** What is written in the other system by hand. */
  readonly work: readonly EffectCall[];
  /** What is still missing before the step may be done. */
  readonly missing: readonly Issue[];
};

const REFUSED: Readonly<Record<string, string>> = {
  'documents/not-pdf': 'record/not-pdf',
  'documents/not-signed': 'record/not-signed',
  'documents/signature-broken': 'record/signature-broken',
  'documents/signature-untrusted': 'record/signature-untrusted',
  'files/too-large': 'record/too-large',
};

/** Papers that the register's own system made, brought in piece by piece before the step that records them is done. */
export function createRecording(deps: CasesDeps) {
  async function viewOf(doer: Doer, found: Case, step: string): Promise<RecordView> {
    const { definition, settled: form, inputs } = await settled(deps, found);
    const here = stepOf(definition, step);
    const register = await registerOf(deps, found);
    const names = withOfficers(definition, form, officersAnswers(found.flow), inputs);
    const wanted = wantedRecords(definition, here, names, register);
    const saved = wanted.length === 0 ? [] : await recordingsOf(deps.db, actingOn(found, doer), found, step);
    return {
      wanted,
      saved,
      work: registerWork(definition, here, names, register),
      missing: recordedOf(wanted, saved).issues,
    };
  }

  async function recording(doer: Doer, ref: CaseRef, step: string): Promise<RecordView> {
    return viewOf(doer, await getCase(deps, doer, ref), step);
  }

  /**
   * Keeps what is right of it and says what is wrong with the rest, so that a page that comes back has lost nothing.
   * Saving again changes nothing; the case itself does not move.
   */
  async function bringIn(
    doer: Doer,
    ref: CaseRef,
    step: string,
    brought: readonly BroughtIn[],
  ): Promise<readonly Issue[]> {
    const found = await getCase(deps, doer, ref);
    const task = (await tasksOf(deps.db, actingOn(found, doer), ref)).find((one) => one.step === step);
    if (!task) throw refusals.lostGuard();
    const barred = barredFrom(found, task, doer, deps.clock());
    if (barred) throw refusals.notYours(barred);
    const { wanted } = await viewOf(doer, found, step);
    const issues: Issue[] = [];
    for (const one of brought) {
      const slot = wanted.find(({ slot: name }) => name === one.slot);
      if (slot) issues.push(...(await bringOne(doer, found, step, slot, one)));
    }
    return issues;
  }

  async function bringOne(
    doer: Doer,
    found: Case,
    step: string,
    { slot, call, number: asksNumber, file }: WantedRecord,
    one: BroughtIn,
  ): Promise<readonly Issue[]> {
    const read = asksNumber && one.number ? readNumber(one.number, deps.patternOf(call.document)) : undefined;
    const kept = file && one.pdf ? await readPdf(found.region, one.pdf) : undefined;
    const number = read && 'number' in read ? read.number : null;
    const attachment = kept && typeof kept !== 'string' ? kept : null;
    if (number !== null || attachment !== null)
      await saveRecording(
        deps.db,
        actingOn(found, doer),
        { region: found.region, id: found.id, step, by: doer.id, at: deps.clock() },
        { slot, number, attachment },
      );
    return [
      ...(read && 'code' in read ? [recordIssue(slot, 'nomor', read.code)] : []),
      ...(typeof kept === 'string' ? [recordIssue(slot, 'berkas', kept)] : []),
    ];
  }

  /** @returns what was kept, or the code of what is wrong with it */
  async function readPdf(region: string, pdf: Uint8Array) {
    try {
      return await deps.readAttachment(region, pdf);
    } catch (error) {
      const code = error instanceof Refusal ? REFUSED[error.code] : undefined;
      if (code === undefined) throw error;
      return code;
    }
  }

  return { recording, bringIn };
}
