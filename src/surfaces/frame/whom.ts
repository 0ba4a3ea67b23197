import { type Accounts, type PersonFacts as ActorFacts, covers, mayActFor } from '../../capabilities/accounts/index.ts';
import type { Doer, Party } from '../../capabilities/cases/index.ts';
import type { Family, FamilyCard, People, Person } from '../../capabilities/people/index.ts';
import type { Definition, SubjectKind } from '../../engine/index.ts';
import { ageOn } from '../../kernel/age.ts';
import type { Citizen } from './citizen.ts';

type Tools = { readonly accounts: Accounts; readonly people: People };

/** Somebody one may act for in this service. `value` is what the form posts. */
export type Whom = {
  readonly value: string;
  readonly kind: SubjectKind;
  readonly party: Party;
  readonly region: string;
  readonly age: number | null;
  readonly authority: 'self' | 'family' | 'mandate';
};

/** Who acts, for the one he chose: by what right is a fact that was looked up, so the room can ask for it. */
export function actingFor(doer: Doer, { authority, party }: Whom, service: string): Doer {
  const { citizen } = doer;
  if (!citizen) return doer;
  const children = authority === 'family' ? [party.id] : [];
  const mandates = authority === 'mandate' ? [{ giver: party.id, services: [service] }] : [];
  return { ...doer, citizen: { ...citizen, children, mandates } };
}

const partyOf = (person: Person): Party => ({ id: person.id, nik: person.nik, name: person.name });

/** Oneself, children under 17, and those who gave a mandate: as far as the service is for them and the law lets one act. */
export async function whomFor(
  t: Tools,
  citizen: Pick<Citizen, 'person'>,
  service: { readonly service: string; readonly definition: Pick<Definition, 'subject'> },
  today: string,
): Promise<readonly Whom[]> {
  const { person } = citizen;
  const kinds = service.definition.subject;
  const self: Whom = {
    ...{ value: 'self', kind: kinds.includes('unborn') && !kinds.includes('self') ? 'unborn' : 'self' },
    ...{ party: partyOf(person), region: person.region, authority: 'self', age: null },
  };
  const own = kinds.includes('self') || kinds.includes('unborn') ? [self] : [];
  const [children, mandates] = await Promise.all([
    kinds.includes('child') ? childrenOf(t, citizen, service.service, today) : [],
    kinds.includes('mandate') ? giversOf(t, citizen, service.service) : [],
  ]);
  return [...own, ...children, ...mandates];
}

async function cardOf(t: Tools, person: Person, today: string): Promise<FamilyCard | undefined> {
  if (person.kk === null) return undefined;
  const asked = { purpose: 'untuk-siapa', actor: person.id, caseId: null, today };
  return (await t.people.register(person.region)).card(person.kk, asked);
}

async function childrenOf(
  t: Tools,
  citizen: Pick<Citizen, 'person'>,
  service: string,
  today: string,
): Promise<readonly Whom[]> {
  const card = await cardOf(t, citizen.person, today);
  const members = card?.members ?? [];
  const actor = factsOf(citizen.person, members, card?.family);
  return members.flatMap((member): readonly Whom[] => {
    if (member.id === citizen.person.id || member.protected) return [];
    const about = { actor, subject: factsOf(member, members, card?.family), service, on: today };
    const may = mayActFor(about, []);
    if (!may.ok || may.by.kind !== 'family') return [];
    return [
      {
        ...{ value: `child:${member.id}`, kind: 'child', party: partyOf(member), region: member.region },
        ...{ authority: 'family', age: ageOn(member.birthDate, today) },
      },
    ];
  });
}

function factsOf(person: Person, members: readonly Person[], family: Family | undefined): ActorFacts {
  const parents = [person.motherNik, person.fatherNik].flatMap(
    (nik) => members.find((member) => member.nik === nik)?.id ?? [],
  );
  const leads = person.shdk === 'head' || person.shdk === 'wife' || person.shdk === 'husband';
  return { person: person.id, birthDate: person.birthDate, kk: family?.kk ?? null, leads, parents };
}

async function giversOf(t: Tools, citizen: Pick<Citizen, 'person'>, service: string): Promise<readonly Whom[]> {
  const { person } = citizen;
  const mandates = await t.accounts.mandatesOf(person.id);
  const running = mandates.filter((one) => one.receiver === person.id && !one.over && covers(one, service));
  const found = await Promise.all(
    running.map(async (one): Promise<readonly Whom[]> => {
      const giver = await t.people.findById(one.giverRegion ?? person.region, one.giver);
      if (giver?.status !== 'alive') return [];
      return [
        {
          ...{ value: `mandate:${giver.id}`, kind: 'mandate', party: partyOf(giver), region: giver.region },
          ...{ authority: 'mandate', age: null },
        },
      ];
    }),
  );
  return found.flat();
}
