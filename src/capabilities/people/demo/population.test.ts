import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ageOn } from '../../../kernel/age.ts';
import { parseRecordedName } from '../../../kernel/name.ts';
import { isNik, nikWarnings } from '../../../kernel/nik.ts';
import { brokenFamily, type Person } from '../person.ts';
import { readCast } from './cast.ts';
import type { NamePools } from './names.ts';
import { population } from './population.ts';

const demo = (name: string): unknown =>
  parse(readFileSync(join(import.meta.dirname, '../../../../reference/demo', name), 'utf8'));
const cast = readCast(demo('cast.yaml'));
const pools = demo('names.yaml') as NamePools;
const places = {
  '32.76': {
    share: 2 / 3,
    villages: [
      { code: '32.76.06.1004', name: 'Kemiri Muka' },
      { code: '32.76.10.1006', name: 'Cilangkap' },
    ],
  },
  '81.02': { share: 1 / 3, villages: [{ code: '81.02.01.2014', name: 'Langgur' }] },
};
const TODAY = '2026-11-23';
const make = (seed: number, people = 3000) => population({ seed, people, pools, cast, places });
const { persons, families } = make(1);
const byNik = new Map(persons.map((person) => [person.nik, person]));
const membersOf = (kk: string): readonly Person[] => persons.filter((person) => person.kk === kk);

describe('the people of the demo', () => {
  test('are the same for a seed, others for another', () => {
    expect(make(1)).toEqual({ persons, families });
    expect(make(2).persons[200]?.name).not.toBe(persons[200]?.name);
  });

  test('each stand in one whole family', () => {
    for (const family of families)
      expect([family.kk, brokenFamily(membersOf(family.kk), TODAY)]).toEqual([family.kk, undefined]);
    expect(new Set(persons.map((person) => person.nik)).size).toBe(persons.length);
    expect(new Set(families.map((family) => family.kk)).size).toBe(families.length);
  });

  test('have numbers that no real person has, and that fit their record', () => {
    for (const person of persons) {
      expect(isNik(person.nik) && person.nik.startsWith('99')).toBe(true);
      expect(nikWarnings(person.nik, person)).toEqual([]);
      expect(parseRecordedName(person.name).ok).toBe(true);
    }
  });

  test('marry each other, on one day, when old enough', () => {
    const married = persons.filter((person) => person.spouseNik !== null);
    expect(married.length).toBeGreaterThan(800);
    for (const person of married) {
      const spouse = byNik.get(person.spouseNik ?? '');
      expect(spouse).toMatchObject({
        spouseNik: person.nik,
        maritalStatus: person.maritalStatus,
        marriedOn: person.marriedOn,
        kk: person.kk,
      });
      expect(spouse?.sex).not.toBe(person.sex);
      expect(person.marriedOn === null || ageOn(person.birthDate, person.marriedOn) >= 19).toBe(true);
    }
  });

  test('are younger than their parents', () => {
    for (const person of persons)
      for (const nik of [person.motherNik, person.fatherNik]) {
        if (nik === null) continue;
        const parent = byNik.get(nik);
        expect(parent && ageOn(parent.birthDate, person.birthDate)).toBeGreaterThanOrEqual(16);
        expect(parent?.sex).toBe(nik === person.motherNik ? 'female' : 'male');
      }
  });

  test('live in every lawful shape of family', () => {
    const shapes = families.map((family) => new Set(membersOf(family.kk).map((member) => member.shdk)));
    for (const shdk of [
      'wife',
      'husband',
      'child',
      'childInLaw',
      'grandchild',
      'parent',
      'parentInLaw',
      'otherKin',
      'helper',
    ] as const)
      expect([shdk, shapes.some((shape) => shape.has(shdk))]).toEqual([shdk, true]);
    expect(families.some((family) => membersOf(family.kk).length === 1)).toBe(true);
    expect(persons.some((person) => person.maritalStatus === 'marriedUnrecorded')).toBe(true);
    expect(persons.some((person) => !person.name.includes(' '))).toBe(true);
    expect(persons.some((person) => person.name.includes("'"))).toBe(true);
  });

  test('two thirds in the city, and of every age', () => {
    const share = persons.filter((person) => person.region === '32.76').length / persons.length;
    expect(share).toBeGreaterThan(0.62);
    expect(share).toBeLessThan(0.72);
    const ages = persons.map((person) => ageOn(person.birthDate, TODAY));
    const under17 = ages.filter((age) => age < 17).length / ages.length;
    expect(under17).toBeGreaterThan(0.2);
    expect(under17).toBeLessThan(0.45);
    expect(Math.max(...ages)).toBeGreaterThan(80);
  });
});

describe('the cast', () => {
  const members = cast.families.flatMap((family) => family.members);

  test('has numbers that fit, and nobody twice', () => {
    for (const member of members) expect([member.key, nikWarnings(member.nik, member)]).toEqual([member.key, []]);
    expect(new Set(members.map((member) => member.key)).size).toBe(members.length);
    expect(new Set(members.map((member) => member.phone)).size).toBeGreaterThan(20);
  });

  test('keeps its numbers in the population', () => {
    for (const member of members) expect(byNik.get(member.nik)?.name).toBe(member.name);
    expect(byNik.get(members.find((member) => member.key === 'ratna')?.nik ?? '')?.protected).toBe(true);
  });

  test('a broken line is named', () => {
    expect(() =>
      readCast({ families: [{ ...cast.families[0], members: [{ ...members[0], spouse: 'nobody' }] }] }),
    ).toThrow('budi');
    expect(() => readCast({ families: [{ ...cast.families[0], kk: '1' }] })).toThrow('pratama');
  });
});
