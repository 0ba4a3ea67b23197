import type { IsoDate } from '../../kernel/dates.ts';
import { kkPrefix } from '../../kernel/kk.ts';
import { nikPrefix } from '../../kernel/nik.ts';
import type { Effect } from './effects.ts';
import { foreseeBirth } from './foresee-birth.ts';
import { foreseeCard } from './foresee-card.ts';
import { foreseeSplit } from './foresee-split.ts';
import type { NumberKind } from './register.ts';
import { type Foreseen, type Foresight, familyOf, membersOf, type Snapshot } from './snapshot.ts';

/** A number that must be there before the effects can be foreseen. */
export type NumberWanted = { readonly kind: NumberKind; readonly slot: string; readonly prefix: string };

/** Which numbers an effect will use. `province` stands for the first two digits in the demo. */
export function numbersWanted(
  effect: Effect,
  snapshot: Snapshot,
  today: IsoDate,
  province?: string,
): readonly NumberWanted[] {
  if (effect.kind === 'birth') {
    const region = familyOf(snapshot, effect.home).village;
    return [{ kind: 'nik', slot: 'child', prefix: nikPrefix({ region, ...effect.child }, province) }];
  }
  if (effect.kind !== 'splitFamily') return [];
  const prefix = kkPrefix({ region: familyOf(snapshot, effect.family).village, issuedOn: today }, province);
  const headLeaves = membersOf(snapshot, effect.family).some(
    (one) => one.shdk === 'head' && effect.movers.includes(one.nik),
  );
  const slots = headLeaves ? ['movers', 'stayers'] : ['movers'];
  return slots.map((slot) => ({ kind: 'kk' as const, slot, prefix }));
}

/** What an effect makes of the records: pure. @throws Refusal when the register's rules forbid it */
export function foresee(effect: Effect, foresight: Foresight): Foreseen {
  if (effect.kind === 'birth') return foreseeBirth(effect, foresight);
  if (effect.kind === 'splitFamily') return foreseeSplit(effect, foresight);
  return foreseeCard(effect, foresight);
}
