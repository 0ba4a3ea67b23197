import { describe, expect, it } from 'vitest';
import {
  choice,
  compileCall,
  compileExpression,
  evaluate,
  type Field,
  listOf,
  type Names,
  type Scope,
  simple,
  type Type,
  type Typed,
  type Value,
  type Verbs,
} from './index.ts';

/** The expressions of four real services, with the names they may use and what they must give. */
const record = (name: string, fields: Readonly<Record<string, Field>>): Type => ({ kind: 'record', name, fields });
const sure = (type: Type): Typed => ({ type, nullable: false });
const maybe = (type: Type): Typed => ({ type, nullable: true });
const text = simple('text');
const date = simple('date');

const person = record('person', {
  nik: sure(text),
  name: sure(text),
  sex: sure(choice('male', 'female')),
  age: sure(simple('number')),
  everMarried: sure(simple('boolean')),
  spouseNik: text,
});
const family = record('family', {
  kk: sure(text),
  region: sure(text),
  head: sure(person),
  members: sure(listOf(person)),
  husbandAndWife: sure(simple('boolean')),
});
const office = record('office', { kind: sure(text), region: sure(text), name: sure(text) });

const birth: Scope = {
  applicant: sure(person),
  reporter: sure(person),
  mother: maybe(person),
  father: maybe(person),
  witness1: sure(person),
  witness2: sure(person),
  it: sure(person),
  home: sure(family),
  child: sure(record('child', { name: sure(text), birthDate: sure(date) })),
  relationship: sure(choice('child', 'grandchild', 'otherKin')),
  origin: sure(choice('parents', 'foundling')),
  marriageProof: maybe(choice('bukuNikah', 'akta', 'sptjm', 'none')),
  birthStatement: maybe(simple('file')),
  submittedOn: maybe(date),
  recordedCouple: sure(simple('boolean')),
  late: maybe(simple('boolean')),
  pickup: sure(office),
};

const split: Scope = {
  applicant: sure(person),
  family: sure(family),
  cause: sure(choice('wed', 'divorced', 'own')),
  movers: sure(listOf(person)),
  stayers: sure(listOf(person)),
  newHead: maybe(person),
  oldHead: maybe(person),
  newRoles: sure(listOf(record('newRoles', { shdk: sure(text) }))),
  oldRoles: maybe(listOf(record('oldRoles', { shdk: sure(text) }))),
};

const card: Scope = {
  subject: sure(
    record('person', { nik: sure(text), region: sure(text), village: sure(text), cardIssued: simple('boolean') }),
  ),
  dataChanged: sure(choice('no', 'yes')),
  policeDate: sure(date),
  submittedOn: sure(date),
  cardNumber: sure(text),
};

const letter: Scope = {
  subject: sure(record('person', { nik: sure(text), region: sure(text), village: sure(text) })),
  purpose: sure(choice('school', 'hospital', 'legal', 'other')),
  income: maybe(simple('number')),
};

const run = (source: string, scope: Scope, names: Names): Value => {
  const compiled = compileExpression(source, scope);
  expect(compiled.ok ? [] : compiled.problems, source).toEqual([]);
  return compiled.ok ? evaluate(compiled.value.tree, names) : null;
};

const ani = { nik: '1', name: 'Ani', sex: 'female', age: 30, everMarried: true, spouseNik: '2' };
const budi = { nik: '2', name: 'Budi', sex: 'male', age: 33, everMarried: true, spouseNik: '1' };
const cici = { nik: '3', name: 'Cici', sex: 'female', age: 17, everMarried: false, spouseNik: null };
const dodi = { nik: '4', name: 'Dodi', sex: 'male', age: 9, everMarried: false, spouseNik: null };

const born = (on: string, submitted: string | null): Names => ({
  child: { name: 'Sari', birthDate: { date: on } },
  submittedOn: submitted === null ? null : { date: submitted },
});

describe('akta-kelahiran', () => {
  it.each([
    ['2026-01-01', '2026-03-02', false],
    ['2026-01-01', '2026-03-03', true],
    ['2024-01-01', '2024-03-01', false],
    ['2024-01-01', '2024-03-02', true],
    ['2026-01-01', null, null],
  ])('a birth of %s reported on %s is late: %s', (on, submitted, late) => {
    expect(run('submittedOn - child.birthDate > duration("P60D")', birth, born(on, submitted))).toBe(late);
  });

  it.each([
    [{ mother: ani, father: budi }, true],
    [{ mother: cici, father: budi }, false],
    [{ mother: ani, father: null }, false],
    // Neither a husband on record nor a father named: that makes nobody a couple.
    [{ mother: cici, father: null }, null],
    [{ mother: null, father: null }, null],
  ])('a recorded couple %#', (names, couple) => {
    expect(run('mother.spouseNik = father.nik', birth, names)).toBe(couple);
  });

  const wording = `
    if origin = "foundling" then "none"
    else if recordedCouple or marriageProof in ("bukuNikah", "akta") then "couple"
    else if marriageProof = "sptjm" and home.husbandAndWife then "unrecorded" else "mother"`;

  it.each([
    [{ origin: 'foundling', recordedCouple: false, marriageProof: null }, 'none'],
    [{ origin: 'parents', recordedCouple: true, marriageProof: null }, 'couple'],
    [{ origin: 'parents', recordedCouple: false, marriageProof: 'akta' }, 'couple'],
    [{ origin: 'parents', recordedCouple: false, marriageProof: 'sptjm' }, 'unrecorded'],
    [{ origin: 'parents', recordedCouple: false, marriageProof: 'none' }, 'mother'],
    [{ origin: 'parents', recordedCouple: false, marriageProof: null }, 'mother'],
  ])('the wording by law %#', (names, expected) => {
    expect(run(wording, birth, { ...names, home: { husbandAndWife: true } })).toBe(expected);
  });

  it('types the wording as the choice it is, never empty', () => {
    const codes = choice('couple', 'unrecorded', 'mother', 'none');
    expect(compileExpression(wording, birth, sure(codes)).ok).toBe(true);
  });

  it.each([
    [ani, true],
    [budi, true],
    [cici, true],
    [dodi, false],
  ])('who may report %#', (applicant, allowed) => {
    expect(run('applicant.age >= 17 or applicant.everMarried', birth, { applicant })).toBe(allowed);
  });

  it('conditions of questions and files', () => {
    expect(run('it.sex = "female"', birth, { it: ani })).toBe(true);
    expect(run('father != null and not(recordedCouple)', birth, { father: budi, recordedCouple: false })).toBe(true);
    expect(run('father != null and not(recordedCouple)', birth, { father: null, recordedCouple: false })).toBe(false);
    const f203 = 'origin = "parents" and birthStatement = null';
    expect(run(f203, birth, { origin: 'parents', birthStatement: null })).toBe(true);
    expect(run(f203, birth, { origin: 'parents', birthStatement: { id: 'x', name: 'a.pdf' } })).toBe(false);
    expect(run('marriageProof in ("bukuNikah", "akta")', birth, { marriageProof: null })).toBe(false);
    expect(run('mother.nik', birth, { mother: null })).toBe(null);
  });

  it('a witness is neither reporter nor parent, and the second another person', () => {
    const other = 'not(list contains([reporter.nik, mother.nik, father.nik], witness1.nik))';
    expect(run(other, birth, { reporter: ani, mother: ani, father: null, witness1: cici })).toBe(true);
    expect(run(other, birth, { reporter: ani, mother: ani, father: null, witness1: ani })).toBe(false);
    expect(compileExpression(other, birth, sure(simple('boolean'))).ok).toBe(true);
    expect(run('witness1.nik != witness2.nik', birth, { witness1: ani, witness2: cici })).toBe(true);
  });

  it('the series of a number, the office, and where to collect', () => {
    expect(run('if late then "LT" else "LU"', birth, { late: null })).toBe('LU');
    expect(run('if late then "LT" else "LU"', birth, { late: true })).toBe('LT');
    const home = { region: '32.76' };
    expect(run('office("dukcapil", home.region)', birth, { home })).toEqual({ kind: 'dukcapil', region: '32.76' });
    expect(compileExpression('office("dukcapil", home.region)', birth, sure(office)).ok).toBe(true);
    expect(compileExpression('pickup', birth, sure(office)).ok).toBe(true);
  });

  it('its effect', () => {
    const verbs: Verbs = {
      'register.birth': {
        params: [
          { name: 'child', type: record('child', { name: sure(text), birthDate: sure(date) }) },
          { name: 'mother', type: person, nullable: true },
          { name: 'father', type: person, nullable: true },
          { name: 'home', type: family },
          { name: 'relationship', type: text },
        ],
      },
    };
    const call = compileCall('register.birth(child, mother, father, home, relationship)', birth, verbs);
    expect(call).toMatchObject({
      ok: true,
      value: { as: null, verb: 'register.birth', reads: ['child', 'father', 'home', 'mother', 'relationship'] },
    });
  });
});

describe('kk-pisah', () => {
  const names: Names = {
    applicant: ani,
    family: { kk: '9', region: '32.76', head: budi, members: [ani, budi, cici, dodi] },
    movers: [ani, cici, dodi],
    newHead: ani,
  };

  it('people left out, adults asked, rows for the others', () => {
    expect(run('family.members[not(list contains(movers.nik, nik))]', split, names)).toEqual([budi]);
    expect(run('movers[age >= 17 and nik != applicant.nik]', split, names)).toEqual([cici]);
    expect(run('movers[nik != newHead.nik]', split, names)).toEqual([cici, dodi]);
    expect(run('list contains(movers.nik, family.head.nik)', split, names)).toBe(false);
  });

  it('somebody grown must stay', () => {
    const adult = 'count(stayers[age >= 17 or everMarried]) > 0';
    expect(run(adult, split, { stayers: [dodi] })).toBe(false);
    expect(run(adult, split, { stayers: [dodi, cici] })).toBe(true);
    expect(run('count(stayers) > 0', split, { stayers: [] })).toBe(false);
    expect(compileExpression(adult, split, sure(simple('boolean'))).ok).toBe(true);
  });

  it('its effect names what it makes', () => {
    const list = listOf(record('role', {}));
    const verbs: Verbs = {
      'register.splitFamily': {
        params: [
          { name: 'family', type: family },
          { name: 'movers', type: listOf(person) },
          { name: 'newHead', type: person },
          { name: 'newRoles', type: list },
          { name: 'oldHead', type: person, nullable: true },
          { name: 'oldRoles', type: list, nullable: true },
        ],
        result: family,
      },
    };
    const source = 'newFamily = register.splitFamily(family, movers, newHead, newRoles, oldHead, oldRoles)';
    const answered: Scope = { ...split, newHead: sure(person) };
    const call = compileCall(source, answered, verbs);
    expect(call).toMatchObject({ ok: true, value: { as: 'newFamily', verb: 'register.splitFamily', result: family } });
    const open = compileCall(source, split, verbs);
    expect(open.ok ? '' : open.problems[0]?.message.id).toContain('`newHead` wajib diisi');
    expect(open.ok ? '' : source.slice(open.problems[0]?.from, open.problems[0]?.to)).toBe('newHead');
  });
});

describe('ktp-hilang and sktm', () => {
  it('cards and letters', () => {
    expect(run('subject.cardIssued', card, { subject: { cardIssued: true } })).toBe(true);
    expect(run('dataChanged = "no"', card, { dataChanged: 'no' })).toBe(true);
    const dates = { submittedOn: { date: '2026-03-01' }, policeDate: { date: '2026-01-30' } };
    expect(run('submittedOn - policeDate > duration("P30D")', card, dates)).toBe(false);
    expect(run('subject.region = "32.76"', letter, { subject: { region: '32.76' } })).toBe(true);
    expect(run('purpose in ("school", "hospital")', letter, { purpose: 'legal' })).toBe(false);
    expect(run('income > 5000000', letter, { income: 5_000_001 })).toBe(true);
    expect(run('income > 5000000', letter, { income: null })).toBe(null);
    const village = { subject: { village: '32.76.01.1001' } };
    expect(run('office("kelurahan", subject.village)', letter, village)).toEqual({
      kind: 'kelurahan',
      region: '32.76.01.1001',
    });
  });
});
