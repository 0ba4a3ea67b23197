import { lastFour } from '../../kernel/masking.ts';
import type { FamilyFacts } from './facts.ts';
import type { FamilyCard } from './person.ts';

/** All that one member of a family sees of another: what stands on the family's own card. */
export type VisibleMember = {
  /** For choosing; pages never carry the NIK. */
  readonly id: string;
  readonly name: string;
  readonly lastFour: string;
  readonly self: boolean;
};

/** The members of one's own family to choose from. Protected members are hidden from all but themselves. */
export const visibleMembers = (card: FamilyCard, viewerNik: string): readonly VisibleMember[] =>
  card.members.some((member) => member.nik === viewerNik)
    ? card.members
        .filter((member) => member.nik === viewerNik || !member.protected)
        .map(({ id, name, nik }) => ({ id, name, lastFour: lastFour(nik), self: nik === viewerNik }))
    : [];

/** Facts of a family without the members that the viewer may not see. */
export function visibleFacts(facts: FamilyFacts, card: FamilyCard, viewerNik: string): FamilyFacts {
  const seen = new Set(visibleMembers(card, viewerNik).map((member) => member.id));
  return { ...facts, members: facts.members.filter((member) => seen.has(member.id)) };
}
