import type { IsoDate } from '../../kernel/dates.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Effect, Roles } from './effects.ts';
import { brokenFamily, type Family, type Person } from './person.ts';
import type { Change } from './register.ts';
import { changesOf, type Foreseen, type Foresight, familyOf, membersOf } from './snapshot.ts';

/**
 * Part of a family gets a card of its own at the same address. The number belongs to the head: while the head stays, the others keep
 * it; when the head goes too, those who stay get a new number under a new head and the old card is closed.
 */
export function foreseeSplit(effect: Extract<Effect, { kind: 'splitFamily' }>, foresight: Foresight): Foreseen {
  const { snapshot, today, number, id } = foresight;
  const old = familyOf(snapshot, effect.family);
  const members = membersOf(snapshot, old.kk);
  const movers = members.filter((member) => effect.movers.includes(member.nik));
  const stayers = members.filter((member) => !effect.movers.includes(member.nik));
  if (movers.length === 0 || movers.length < new Set(effect.movers).size) throw new Refusal('people/not-a-member', 409);
  if (stayers.length === 0) throw new Refusal('people/nobody-stays', 409);

  const made: Family = { ...old, kk: number('movers'), id: id(), issuedOn: today, version: 1 };
  const moved = seated(movers, made, effect.newHead, effect.newRoles, today);
  const headLeaves = movers.some((member) => member.shdk === 'head');
  const kept: Family = headLeaves
    ? { ...old, kk: number('stayers'), id: id(), issuedOn: today, version: 1 }
    : { ...old, issuedOn: today };
  const stayed = headLeaves ? seated(stayers, kept, effect.oldHead ?? '', effect.oldRoles, today) : [];
  const closed: Family[] = headLeaves ? [{ ...old, status: 'closed' }] : [];

  const events: Change[] = [
    { kind: 'family.created', nik: null, kk: made.kk, changes: changesOf(null, made) },
    ...(headLeaves
      ? [{ kind: 'family.created', nik: null, kk: kept.kk, changes: changesOf(null, kept) }]
      : [{ kind: 'family.membersLeft', nik: null, kk: kept.kk, changes: changesOf(old, kept) }]),
    ...closed.map((family) => ({ kind: 'family.closed', nik: null, kk: old.kk, changes: changesOf(old, family) })),
    ...[...moved, ...stayed].map((person) => ({
      kind: 'person.familyChanged',
      nik: person.nik,
      kk: person.kk,
      changes: changesOf(snapshot.persons.get(person.nik) ?? null, person),
    })),
  ];
  return {
    persons: [...moved, ...stayed],
    families: [made, kept, ...closed],
    events,
    makes: { kind: 'family', kk: made.kk },
    ...(headLeaves ? { successors: { [old.kk]: kept.kk } } : {}),
  };
}

function seated(
  people: readonly Person[],
  family: Family,
  head: string,
  roles: Roles,
  today: IsoDate,
): readonly Person[] {
  const placed = people.map((person): Person => {
    const shdk = person.nik === head ? 'head' : roles[person.nik];
    if (shdk === undefined) throw new Refusal('people/role-missing', 409, { name: person.name });
    return { ...person, kk: family.kk, shdk };
  });
  const broken = brokenFamily(placed, today);
  if (broken) throw new Refusal(broken, 409);
  return placed;
}
