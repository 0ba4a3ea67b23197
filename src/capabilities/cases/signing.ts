import { Refusal } from '../../kernel/refusal.ts';
import type { CaseRef, Doer } from './case.ts';
import type { Guard } from './drafts.ts';
import type { Considered, Decision, Signatures } from './work.ts';

/** One of many that are decided in one go: its step, and the action that completes it. */
export type ToSign = CaseRef & { readonly step: string; readonly action: string; readonly guard: Guard };
export type Signed = { readonly of: ToSign } & ({ readonly ok: true } | { readonly ok: false; readonly code: string });

type Work = {
  considered(doer: Doer, ref: CaseRef, step: string, decision: Decision, guard: Guard): Promise<Considered>;
  sign(doer: Doer, ready: readonly Considered[]): Promise<Signatures>;
  commit(doer: Doer, ready: Considered, signatures: Signatures): Promise<unknown>;
};

/**
 * Signs the papers of many cases with one consent of the officer: each case is checked as if it stood alone (role, four eyes, family, guard),
 * all papers are signed in one call, then each case takes its own step in its own transaction. What fails keeps nobody else back.
 * @throws Refusal when the signing port itself refuses: then nothing happened to any of them
 */
export function createSigning(work: Work) {
  return async function signMany(doer: Doer, wishes: readonly ToSign[], consent?: string): Promise<readonly Signed[]> {
    const failed = new Map<ToSign, string>();
    const ready = new Map<ToSign, Considered>();
    for (const wish of wishes) {
      const decision: Decision = {
        ...{ action: wish.action, reasons: [], questions: [], note: null, body: {} },
        ...(consent === undefined ? {} : { consent }),
      };
      const one = await orRefusal(work.considered(doer, wish, wish.step, decision, wish.guard));
      if (typeof one === 'string') failed.set(wish, one);
      else ready.set(wish, one);
    }
    const signed = await work.sign(doer, [...ready.values()]);
    for (const [wish, one] of ready) {
      const done = await orRefusal(work.commit(doer, one, signed));
      if (typeof done === 'string') failed.set(wish, done);
    }
    return wishes.map((of): Signed => {
      const code = failed.get(of);
      return code === undefined ? { of, ok: true } : { of, ok: false, code };
    });
  };
}

async function orRefusal<T>(work: Promise<T>): Promise<T | string> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}
