import { uuidv7 } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { DocumentsDeps } from './deps.ts';
import { actOf, type By } from './history.ts';
import { kinds as moves } from './kinds.ts';
import type { Paper } from './paper.ts';

/**
 * Takes a paper back. The public check says that it is revoked, never why; the reason is for the office that issued it.
 * @param key of the request: the same key is answered as the first time
 * @throws Refusal `documents/not-active`, `documents/other-office`, `documents/reason-missing`, `documents/changed-meanwhile`
 */
export async function revoke(
  deps: DocumentsDeps,
  given: { readonly paper: Paper; readonly by: By; readonly reason: string; readonly key: string },
): Promise<void> {
  const { paper, by, key } = given;
  const { region, id, version, head, readers, caseNumber } = paper;
  const reason = given.reason.trim();
  if (reason === '') throw new Refusal('documents/reason-missing', 422);
  if (by.office !== paper.office) throw new Refusal('documents/other-office', 403);
  if (paper.state !== 'active' && paper.state !== 'revoked') throw new Refusal('documents/not-active', 409);
  const act = actOf(
    by,
    {
      ...{ region, id, version, head, at: deps.clock(), action: 'revoke', audit: { document: paper.kind } },
      set: { state: 'revoked' },
      // Whoever may read it is told; never why.
      outbox: [
        {
          ...{ id: uuidv7(deps.clock, deps.random), topic: 'document.revoked' },
          payload: { region, id, readers: [...readers], number: caseNumber },
        },
      ],
    },
    key,
  );
  const rows = { 'documents.revocation': [{ office: paper.office, reason }] };
  const stepped = await deps.step.run(moves.revoke, { ...act, rows });
  if (stepped.kind === 'lost') throw new Refusal('documents/changed-meanwhile', 409, { paper: id });
}
