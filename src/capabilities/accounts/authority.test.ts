import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MandateFacts, mayActFor, ownFamily, type PersonFacts, type Relative } from './authority.ts';

const ON = '2026-11-23';
const person = (name: string, birthDate: string, kk: string | null, more: Partial<PersonFacts> = {}): PersonFacts => ({
  person: name,
  birthDate,
  kk,
  leads: false,
  parents: [],
  ...more,
});
const IBU = person('ibu', '1990-01-01', 'KK1', { leads: true });
const ANAK = person('anak', '2015-05-05', 'KK1', { parents: ['ibu', 'ayah'] });
const AYAH_JAUH = person('ayah', '1985-01-01', 'KK2', { leads: true });
const KAKEK = person('kakek', '1950-01-01', 'KK3', { leads: true });
const CUCU = person('cucu', '2012-05-05', 'KK3', { parents: ['x', 'y'] });
const TANTE = person('tante', '1992-01-01', 'KK1');
const KAKAK = person('kakak', '2008-01-01', 'KK1', { parents: ['ibu'] });
const TANPA_KK = person('tanpa', '1990-01-01', null, { leads: true });
const ANAK_TANPA_KK = person('anak-tanpa', '2015-01-01', null);

const mandate = (more: Partial<MandateFacts>): MandateFacts => ({
  id: 'm',
  giver: 'kakak',
  receiver: 'tante',
  services: [],
  status: 'active',
  until: '2026-12-31',
  ...more,
});

describe('mayActFor', () => {
  const table: [string, PersonFacts, PersonFacts, MandateFacts[], string][] = [
    ['oneself', IBU, IBU, [], 'self'],
    ['a mother for her child', IBU, ANAK, [], 'family:parent'],
    ['a father in another KK for his child', AYAH_JAUH, ANAK, [], 'family:parent'],
    ['a grandfather who leads the family', KAKEK, CUCU, [], 'family:head'],
    ['an aunt of the same KK who does not lead it', TANTE, ANAK, [], 'not-family'],
    ['a stranger for a child', KAKEK, ANAK, [], 'not-family'],
    ['a mother for her grown child', IBU, KAKAK, [], 'adult'],
    ['a child for itself', ANAK, ANAK, [], 'too-young-to-act'],
    ['a child for its mother', ANAK, IBU, [mandate({ giver: 'ibu', receiver: 'anak' })], 'too-young-to-act'],
    ['two without a KK are no family', TANPA_KK, ANAK_TANPA_KK, [], 'not-family'],
    ['by mandate', TANTE, KAKAK, [mandate({})], 'mandate:m'],
    ['by mandate for this service', TANTE, KAKAK, [mandate({ services: ['ktp'] })], 'mandate:m'],
    ['by mandate for another service', TANTE, KAKAK, [mandate({ services: ['kk'] })], 'mandate-other-service'],
    ['by one of two mandates', TANTE, KAKAK, [mandate({ id: 'n', services: ['kk'] }), mandate({})], 'mandate:m'],
    ['by a mandate on its last day', TANTE, KAKAK, [mandate({ until: ON })], 'mandate:m'],
    ['by a mandate of yesterday', TANTE, KAKAK, [mandate({ until: '2026-11-22' })], 'mandate-over'],
    ['by a mandate only asked for', TANTE, KAKAK, [mandate({ status: 'asked' })], 'adult'],
    ['by a mandate taken back', TANTE, KAKAK, [mandate({ status: 'revoked' })], 'adult'],
    ['by a mandate given to another', IBU, KAKAK, [mandate({})], 'adult'],
    ['the other way round', KAKAK, TANTE, [mandate({})], 'adult'],
  ];
  it.each(table)('%s', (_, actor, subject, mandates, expected) => {
    const may = mayActFor({ actor, subject, service: 'ktp', on: ON }, mandates);
    const said = may.ok ? [may.by.kind, ...Object.values(may.by).slice(1)].join(':') : may.why;
    expect(said).toBe(expected);
  });

  it('ends on the seventeenth birthday, to the day', () => {
    const child = { ...ANAK, birthDate: '2009-11-24' };
    expect(mayActFor({ actor: IBU, subject: child, service: null, on: '2026-11-23' }, []).ok).toBe(true);
    expect(mayActFor({ actor: IBU, subject: child, service: null, on: '2026-11-24' }, []).ok).toBe(false);
  });

  it('never lets anybody act for an adult without a mandate, whatever the family', () => {
    const facts = fc.record({
      person: fc.constantFrom('a', 'b', 'c'),
      birthDate: fc.constantFrom('1950-01-01', '1980-06-06', '2009-11-23', '2020-01-01'),
      kk: fc.constantFrom('K1', 'K2', null),
      leads: fc.boolean(),
      parents: fc.subarray(['a', 'b', 'c']),
    });
    fc.assert(
      fc.property(facts, facts, (actor, subject) => {
        const may = mayActFor({ actor, subject, service: null, on: ON }, []);
        const adult = subject.birthDate <= '2009-11-23';
        if (may.ok && adult) expect(subject.person).toBe(actor.person);
        if (may.ok) expect(may.by.kind).not.toBe('mandate');
      }),
    );
  });
});

describe('ownFamily', () => {
  const rel = (name: string, kk: string | null, parents: string[] = [], spouse: string | null = null): Relative => ({
    person: name,
    kk,
    parents,
    spouse,
  });
  const OFFICER = rel('saya', 'K1', ['ibu', 'ayah'], 'istri');
  it.each<[string, Relative, boolean]>([
    ['oneself', rel('saya', 'K9'), true],
    ['the same KK', rel('x', 'K1'), true],
    ['a mother elsewhere', rel('ibu', 'K2'), true],
    ['a child elsewhere', rel('anak', 'K3', ['saya', 'istri']), true],
    ['a sister elsewhere', rel('adik', 'K4', ['ibu']), true],
    ['a wife elsewhere', rel('istri', 'K5'), true],
    ['a stepchild elsewhere', rel('tiri', 'K6', ['istri']), true],
    ['a stranger', rel('z', 'K7', ['p', 'q'], 'r'), false],
    ['somebody without a KK', rel('z', null), false],
  ])('%s', (_, other, expected) => {
    expect(ownFamily(OFFICER, [rel('jauh', 'K8'), other])).toBe(expected);
  });
  it('of an officer whom the register does not know is empty', () => {
    expect(ownFamily(undefined, [OFFICER])).toBe(false);
    expect(ownFamily(rel('a', null), [rel('b', null)])).toBe(false);
  });
});
