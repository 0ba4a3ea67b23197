import type { Database } from '../../platform/database/index.ts';
import type { Job, Regular, Subscriber } from '../../platform/jobs/index.ts';
import { perform } from './acting.ts';
import { type CaseRef, NO_FLOW, SYSTEM } from './case.ts';
import { ERASE } from './kinds.ts';
import type { CasesDeps } from './ports.ts';
import { dueToErase, eraseConsents, filesOf, findCase, forgetMine, notesOf, sweepKeys } from './store.ts';

export const ERASED = 'case.erased';
const AT_ONCE = 20;
const DAY = 86_400_000;
/** How long the answer to a repeated act is kept. */
const KEYS_STAY = 30 * DAY;

type Erased = CaseRef & { readonly applicant: string; readonly stored: readonly string[] };

/** What has served its time: drafts after the promised days, closed cases when their definition's `keep` is over. */
export function createRetention(deps: CasesDeps) {
  /** Everything of one case that says something about people. Whoever moved it meanwhile has made it moot. */
  async function eraseOne(ref: CaseRef): Promise<boolean> {
    const context = { regions: [ref.region], persons: [SYSTEM.id], acts: [`${ref.id} ${SYSTEM.id}`] };
    const found = await findCase(deps.db, context, ref);
    if (!found) return false;
    const files = await filesOf(deps.db, context, ref, 'removed too');
    const notes = await notesOf(deps.db, context, ref);
    // A request that moved to another region took its files along: their bytes are named by the case, which lives on there.
    const stored = found.flow.movedTo ? [] : files.map((file) => file.stored);
    await perform(deps, ERASE, found, SYSTEM, {
      ...{ action: 'erase', key: `${ref.id} erase ${found.version}`, answer: {} },
      set: {
        ...{ status: 'dropped', answers: {}, facts: { applicant: null, subject: null, family: null } },
        ...{ flow: { ...NO_FLOW, ...(found.flow.movedTo ? { movedTo: found.flow.movedTo } : {}) } },
        ...{ applicant_name: '', subject_name: '', erase_at: null },
      },
      gone: {
        'cases.note': notes.map(({ version, kind }) => ({ version, kind })),
        'cases.file': files.map(({ id }) => ({ id })),
      },
      outbox: [{ topic: ERASED, payload: { ...ref, applicant: found.applicant, stored } }],
      more: (tx) => eraseConsents(tx, ref),
    });
    return true;
  }

  /** @param relay sees every region's due times, and nothing else of the cases */
  async function eraseDue(relay: Database): Promise<number> {
    let erased = 0;
    for (;;) {
      const due = await relay.transaction({}, (tx) => dueToErase(tx, deps.clock(), AT_ONCE));
      const done = await Promise.allSettled(due.map(eraseOne));
      const now = done.filter((one) => one.status === 'fulfilled' && one.value).length;
      erased += now;
      if (due.length === AT_ONCE && now > 0) continue;
      // One that fails holds up no other, but is not passed over in silence.
      const failed = done.find((one) => one.status === 'rejected');
      if (failed) throw failed.reason;
      return erased;
    }
  }

  return {
    eraseDue,
    /** After the commit: the bytes, and the line in the person's own list. */
    subscribers: (relay: Database, forget: (stored: string) => Promise<void>): Subscriber[] => [
      {
        topic: ERASED,
        name: 'cases.forget',
        run: async (job: Job) => {
          const { stored, ...rest } = job.payload as unknown as Erased;
          for (const name of stored) await forget(name);
          await relay.transaction({}, (tx) => forgetMine(tx, rest));
        },
      },
    ],
    regular: (relay: Database): Regular[] => [
      {
        name: 'cases.erase',
        cron: '23 * * * *',
        run: async () => {
          await eraseDue(relay);
          await sweepKeys(relay, new Date(deps.clock().getTime() - KEYS_STAY));
        },
      },
    ],
  };
}
