import type { IsoDate } from '../../kernel/dates.ts';
import { type ActingFor, isAdult, type MandateFacts, mayActFor, type PersonFacts } from './authority.ts';
import type { Actor } from './can.ts';
import type { Signed } from './signed.ts';

/** One line of "Untuk siapa?": a person and by what right. */
export type Whom = { readonly person: string; readonly by: ActingFor };

/**
 * For whom somebody may act: oneself first, then one's children, then who gave a mandate.
 * @param others the family and those who gave mandates, as the register knows them
 */
export function whomFor(
  actor: PersonFacts,
  others: readonly PersonFacts[],
  mandates: readonly MandateFacts[],
  on: IsoDate,
): readonly Whom[] {
  const all = [actor, ...others.filter((one) => one.person !== actor.person)];
  return all.flatMap((subject): Whom[] => {
    const may = mayActFor({ actor, subject, service: null, on }, mandates);
    return may.ok ? [{ person: subject.person, by: may.by }] : [];
  });
}

/** What `can` asks of who is logged in. Without facts a citizen is alone: no family, no mandates. */
export function actorOf(
  signed: Signed | undefined,
  facts: {
    readonly actor: PersonFacts;
    readonly others: readonly PersonFacts[];
    readonly mandates: readonly MandateFacts[];
    readonly on: IsoDate;
  } | null = null,
): Actor {
  if (!signed) return { kind: 'anonymous' };
  if (signed.kind === 'officer') return { kind: 'officer', id: signed.officer, roles: signed.roles };
  const { person, level } = signed;
  if (!facts) return { kind: 'citizen', person, level, children: [], mandates: [] };
  const whom = whomFor(facts.actor, facts.others, facts.mandates, facts.on);
  const children = whom.filter((one) => one.by.kind === 'family').map((one) => one.person);
  const standing = facts.mandates.filter((m) => m.receiver === person && m.status === 'active' && m.until >= facts.on);
  const grown = isAdult(facts.actor, facts.on) ? standing : [];
  return {
    kind: 'citizen',
    person,
    level,
    children,
    mandates: grown.map(({ giver, services }) => ({ giver, services })),
  };
}
