import { describe, expect, it } from 'vitest';
import type { MandateFacts, PersonFacts } from './authority.ts';
import type { CitizenSigned } from './signed.ts';
import { actorOf, whomFor } from './whom.ts';

const ON = '2026-11-23';
const person = (name: string, birthDate: string, parents: string[] = []): PersonFacts => ({
  person: name,
  birthDate,
  kk: 'K',
  leads: false,
  parents,
});
const IBU = person('ibu', '1990-01-01');
const ANAK = person('anak', '2015-01-01', ['ibu']);
const DEWASA = person('dewasa', '2000-01-01', ['ibu']);
const NENEK = person('nenek', '1950-01-01');
const mandate: MandateFacts = {
  id: 'm',
  giver: 'nenek',
  receiver: 'ibu',
  services: ['ktp'],
  status: 'active',
  until: ON,
};
const at = new Date(0);
const signed: CitizenSigned = {
  ...{
    kind: 'citizen',
    session: 's',
    account: 'a',
    person: 'ibu',
    region: '32.76',
    level: 2,
    pinSet: true,
    shared: false,
  },
  ...{ beganAt: at, expiresAt: at },
};

describe('whomFor', () => {
  it('names oneself, one s children and who gave a mandate, and nobody else of the family', () => {
    expect(whomFor(IBU, [ANAK, IBU, DEWASA, NENEK], [mandate], ON)).toEqual([
      { person: 'ibu', by: { kind: 'self' } },
      { person: 'anak', by: { kind: 'family', as: 'parent' } },
      { person: 'nenek', by: { kind: 'mandate', mandate: 'm' } },
    ]);
  });
});

describe('actorOf', () => {
  it('is nobody without a session, alone without facts', () => {
    expect(actorOf(undefined)).toEqual({ kind: 'anonymous' });
    expect(actorOf(signed)).toMatchObject({ kind: 'citizen', person: 'ibu', children: [], mandates: [] });
  });
  it('carries children and standing mandates', () => {
    const facts = {
      actor: IBU,
      others: [ANAK, DEWASA, NENEK],
      mandates: [mandate, { ...mandate, id: 'n', until: '2026-11-22' }],
      on: ON,
    };
    expect(actorOf(signed, facts)).toMatchObject({
      children: ['anak'],
      mandates: [{ giver: 'nenek', services: ['ktp'] }],
    });
  });
});
