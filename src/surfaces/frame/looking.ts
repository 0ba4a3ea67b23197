import type { Audit } from '../../capabilities/audit/index.ts';
import type { World } from '../../engine/index.ts';
import { type Desk, roleWords } from './desk.ts';

/** Why somebody's data stood on an officer's screen, as the person reads it. */
export type Purpose =
  | 'kotak kerja'
  | 'pencarian'
  | 'berkas'
  | 'lampiran'
  | 'tanda tangan'
  | 'surat'
  | 'loket'
  | 'antrean';

/** Written before the page is shown: whoever saw data is on record even if the answer is lost on its way. */
export function looked(
  t: { readonly audit: Audit; readonly world: World },
  desk: Desk,
  purpose: Purpose,
  about: { readonly region?: string; readonly seen: readonly string[]; readonly persons?: readonly string[] },
): Promise<void> {
  return t.audit.looked({
    ...{ region: about.region ?? desk.office.region, actor: desk.doer.id },
    ...{ actorLabel: `${desk.signed.name}, ${roleWords(t, desk, 'id')}`, office: desk.doer.seat, purpose },
    ...{ seen: about.seen, persons: [...new Set(about.persons ?? [])] },
  });
}
