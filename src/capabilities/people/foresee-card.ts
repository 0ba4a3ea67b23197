import type { Effect } from './effects.ts';
import { changesOf, type Foreseen, type Foresight, personOf } from './snapshot.ts';

type CardEffect = Extract<Effect, { kind: 'cardLost' | 'cardIssued' }>;

/** A KTP-el is lost, or a new one was handed over. */
export function foreseeCard(effect: CardEffect, { snapshot, today }: Foresight): Foreseen {
  const before = personOf(snapshot, effect.subject);
  const now =
    effect.kind === 'cardLost'
      ? { ...before, cardState: 'printReady', cardNumber: null, cardLostOn: today }
      : { ...before, cardState: 'issued', cardNumber: effect.cardNumber, cardIssuedOn: today, cardLostOn: null };
  const letter =
    effect.kind === 'cardLost'
      ? { policeNumber: [null, effect.letter.number] as const, policeDate: [null, effect.letter.date] as const }
      : {};
  return {
    persons: [now],
    families: [],
    events: [
      { kind: `person.${effect.kind}`, nik: before.nik, kk: null, changes: { ...changesOf(before, now), ...letter } },
    ],
  };
}
