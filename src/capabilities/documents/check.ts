import { type IsoDate, localDate } from '../../kernel/dates.ts';
import type { Text } from '../../kernel/text.ts';
import { type AskedByCode, askedByCode, askedByToken } from './check-code.ts';
import type { DocumentsDeps } from './deps.ts';
import type { PaperSigner } from './paper.ts';
import { type CheckRow, checkPaper } from './store.ts';

/** What anybody may learn of a paper. What its kind does not show is absent. */
export type CheckAnswer =
  | { readonly kind: 'notFound' }
  | {
      readonly kind: 'found';
      readonly state: 'active' | 'superseded' | 'revoked';
      readonly specimen: boolean;
      readonly document: string;
      readonly title: Text;
      readonly office: string;
      readonly number?: string;
      readonly date?: IsoDate;
      /** masked */
      readonly holder?: string;
      readonly signer?: PaperSigner;
      readonly validUntil?: IsoDate;
      /** The day until which it is valid has passed. */
      readonly lapsed: boolean;
    };

const NOT_FOUND = { kind: 'notFound' } as const;

/** By the token of the QR alone. */
export async function checkByToken(deps: DocumentsDeps, token: string): Promise<CheckAnswer> {
  const asked = askedByToken(token);
  if (!asked) return NOT_FOUND;
  return answerOf(deps, await checkPaper(deps.db, asked.region, { token: asked.hash }));
}

/** By number and code, typed from a printed page. Whoever serves it limits how often one may ask: the code has 40 bits. */
export async function checkByCode(deps: DocumentsDeps, number: string, code: string): Promise<CheckAnswer> {
  const asked: AskedByCode | undefined = askedByCode(deps.keys, number, code);
  if (!asked) return NOT_FOUND;
  return answerOf(deps, await checkPaper(deps.db, asked.region, { number: asked.number, codes: asked.macs }));
}

function answerOf(deps: DocumentsDeps, row: CheckRow | undefined): CheckAnswer {
  const kind = row && deps.kinds[row.kind];
  if (!row || !kind) return NOT_FOUND;
  const shows = new Set(kind.check);
  const { signer_name: name, signer_title: title, signer_acting: acting } = row;
  // The westernmost zone: a paper is not called lapsed while its last day goes on somewhere.
  const lapsed = row.valid_until !== null && row.valid_until < localDate(deps.clock(), 'WIB');
  return {
    ...{ kind: 'found', state: row.state, specimen: row.specimen, document: row.kind, title: kind.title, lapsed },
    office: row.office_name,
    ...(shows.has('number') && row.number !== null ? { number: row.number } : {}),
    ...(shows.has('date') ? { date: row.issued_on } : {}),
    ...(shows.has('holder') ? { holder: row.holder_masked } : {}),
    ...(shows.has('signer') && name !== null ? { signer: { name, title: title ?? '', acting } } : {}),
    ...(shows.has('validUntil') && row.valid_until !== null ? { validUntil: row.valid_until } : {}),
  };
}
