import { describe, expect, it } from 'vitest';
import { akta, ani, budi, inputs, kk, ktp, person, sktm } from '../../../tests/support/four-services.ts';
import { disk } from '../../../tests/support/tree.ts';
import type { Json } from '../../kernel/json.ts';
import { readDefinition, standardWorld } from '../definition/index.ts';
import type { Profile } from '../definition/model.ts';
import {
  answersSchema,
  checkStep,
  openInRepair,
  parseScreen,
  questionsOf,
  screenFields,
  settle,
  summary,
} from './index.ts';
import type { Answers } from './model.ts';

const SKTM = 'services/daerah/32.76/sktm/service.yaml';
const { world } = standardWorld({ read: disk });
const said = (text: string) => ({ id: text, en: text });

describe('a form', () => {
  it('drops what is off the path before it computes', () => {
    const answers = { purpose: 'school', institution: 'SDN 1', otherPurpose: 'lain' };
    expect(settle(sktm, answers, inputs()).answers).toEqual({ purpose: 'school', institution: 'SDN 1' });
    const hidden = { origin: 'foundling', mother: ani, marriageProof: 'bukuNikah' };
    const settled = settle(akta, hidden, inputs());
    expect(settled.answers).toEqual({ origin: 'foundling' });
    expect(settled.computed.parentKey).toBe('-');
    expect(settled.computed.wording).toBe('none');
  });

  it('goes to the first screen that is not done, one question each, files together', () => {
    expect(settle(sktm, {}, inputs()).next?.ref).toBe('keperluan.purpose');
    const done = { purpose: 'legal', income: 1, dependants: 0, poor: true };
    const settled = settle(sktm, done, inputs());
    expect(settled.next).toMatchObject({ ref: 'berkas', kind: 'files', questions: ['rtLetter', 'house'] });
  });

  it('reads dates in three boxes and numbers as Indonesians write them', () => {
    const boxes = { 'child.birthDate.day': '3', 'child.birthDate.month': 'Nov', 'child.birthDate.year': '2026' };
    expect(parseScreen(akta, 'anak.child.birthDate', boxes).values).toEqual({ 'child.birthDate': '2026-11-03' });
    expect(parseScreen(sktm, 'keadaan.income', { income: 'Rp 1.500.000,00' }).values).toEqual({ income: 1500000 });
    expect(parseScreen(sktm, 'keadaan.income', { income: '1.50' }).issues).toMatchObject([
      { code: 'number/not-a-number' },
    ]);
    const leap = { 'child.birthDate.day': '30', 'child.birthDate.month': '2', 'child.birthDate.year': '2026' };
    expect(parseScreen(akta, 'anak.child.birthDate', leap).issues).toMatchObject([
      { code: 'date/not-real', input: 'child.birthDate' },
    ]);
  });

  it('says a phone number as people call it, and keeps it as it is stored', () => {
    const asked = 'type: phone, label: Telepon sekolah';
    const source = (disk(SKTM) ?? '')
      .replace('type: text, label: Nama sekolah atau rumah sakit', asked)
      .replace('label: Jumlah tanggungan', 'label: "Jumlah tanggungan, menurut {institution}"');
    const { definition } = readDefinition({ read: (path) => (path === SKTM ? source : disk(path)) }, SKTM, world);
    if (!definition) throw new Error('no definition');
    const { values } = parseScreen(definition, 'keperluan.institution', { institution: '+62 812 3456 7890' });
    expect(values).toEqual({ institution: '+6281234567890' });
    const settled = settle(definition, { purpose: 'school', ...values }, inputs());
    const lines = summary(definition, settled);
    expect(lines.find(({ question }) => question.id === 'institution')?.shown).toEqual(said('0812-3456-7890'));
    expect(lines.find(({ question }) => question.id === 'dependants')?.label.id).toBe(
      'Jumlah tanggungan, menurut 0812-3456-7890',
    );
    const [field] = screenFields(definition, 'keperluan.institution', settled, inputs());
    expect([field?.inputs[0]?.value, settled.answers.institution]).toEqual(['0812-3456-7890', '+6281234567890']);
  });

  it('shows again what could not be read', () => {
    const body = { income: 'banyak' };
    const [field] = screenFields(sktm, 'keadaan.income', settle(sktm, {}, inputs()), inputs(), body);
    expect(field?.inputs[0]?.value).toBe('banyak');
  });

  it('shows of others in the family name and last four digits, and chooses them by neither NIK nor place alone', () => {
    const fields = screenFields(kk, 'anggota.movers', settle(kk, { cause: 'own' }, inputs()), inputs());
    const text = JSON.stringify(fields);
    expect(text).toContain('Budi Santoso (…\u20600002)');
    expect(text).not.toContain('9976010107880002');
    const chosen = parseScreen(kk, 'anggota.movers', { movers: ['0-0002', '1-0001'] });
    expect(settle(kk, { cause: 'own', ...chosen.values }, inputs()).answers.movers).toMatchObject([
      { name: 'Budi Santoso' },
      { name: 'Ani Lestari' },
    ]);
    const wrong = parseScreen(kk, 'anggota.movers', { movers: ['1-0002'] });
    expect(settle(kk, { cause: 'own', ...wrong.values }, inputs()).issues[0]?.code).toBe('person/not-in-family');
  });

  it('offers in a row about somebody only what can be true of him or her', () => {
    const [head, other] = ['9976010107880002', '9976014503900001'].map((nik) => ({ nik }));
    const settled = settle(kk, { cause: 'own', movers: [head, other] as Json, newHead: head as Json }, inputs());
    const [field] = screenFields(kk, 'anggota.newRoles', settled, inputs());
    const offered = field?.inputs.find(({ name }) => name === 'newRoles.0.shdk')?.options.map(({ value }) => value);
    expect(offered).toContain('wife');
    expect(offered).not.toContain('husband');
  });

  it('asks for the facts of somebody whom a register keeps that gives nothing out, and shows them to the office in full', () => {
    const named = { nik: '9976010202700007', elsewhere: true };
    const asked = settle(akta, { witness1: named }, inputs());
    expect(asked.issues.filter(({ question }) => question === 'witness1')).toMatchObject([
      { code: 'person/elsewhere', input: 'witness1.nik' },
      { code: 'missing', input: 'witness1.name' },
    ]);
    const boxes = screenFields(akta, 'saksi.witness1', asked, inputs()).flatMap((field) => field.inputs);
    expect(boxes.map(({ name }) => name)).toEqual(['witness1.nik', 'witness1.name']);
    const body = { 'witness1.nik': named.nik, 'witness1.name': 'Hasan Basri' };
    expect(parseScreen(akta, 'saksi.witness1', body, 'own').values.witness1).toEqual({
      nik: named.nik,
      name: 'Hasan Basri',
    });
    const typed = settle(akta, { witness1: { ...named, name: 'Hasan Basri' } }, inputs());
    expect(typed.issues.filter(({ question }) => question === 'witness1')).toEqual([]);
    expect(JSON.stringify(summary(akta, typed))).toContain('Hasan Basri (…\u20600007)');
    expect(JSON.stringify(summary(akta, typed, true))).toContain('Hasan Basri, NIK 9976');
  });

  it('never tells the applicant whose name belongs to a typed NIK', () => {
    const stranger = person('9976011206940006', { name: 'Dedi Kurnia', sex: 'female', kk: '9976010101999999' });
    const answers = {
      origin: 'parents',
      mother: stranger,
      home: { of: 'mother', kk: '9976010101999999', village: '32.76.01.1006' },
    };
    const settled = settle(akta, answers, inputs());
    const seen = settled.screens.flatMap(({ ref }) => screenFields(akta, ref, settled, inputs()));
    expect(JSON.stringify([seen, summary(akta, settled)])).not.toMatch(/Dedi|9999/);
    expect(JSON.stringify(seen)).toContain('NIK …\u20600006');
    expect(JSON.stringify(summary(akta, settled, true))).toContain('Dedi Kurnia (…\u20600006)');
    expect(settled.names.mother).toMatchObject({ name: 'Dedi Kurnia' });
  });

  it('says whose family card was chosen: to the office always, to the applicant only of the own family', () => {
    const home = (number: string, more: Readonly<Record<string, Json>> = {}): Answers => ({
      ...{ origin: 'parents', mother: ani },
      home: { of: 'mother', kk: number, head: person('9976010107880002', { name: 'Budi Santoso', ...more }) },
    });
    const seen = (answers: Answers, full: boolean): string => {
      const rows = summary(akta, settle(akta, answers, inputs()), full);
      return rows.find(({ question }) => question.id === 'home')?.shown?.id ?? '';
    };
    const [own, other] = ['9976010101150001', '9976010101999999'];
    expect(seen(home(own), false)).toBe('KK dengan kepala keluarga Budi Santoso');
    expect(seen(home(own, { protected: true }), false)).toBe('KK yang Anda pilih');
    expect(seen(home(other), false)).toBe('KK yang Anda pilih');
    expect(seen(home(other, { protected: true }), true)).toBe('KK dengan kepala keluarga Budi Santoso');
  });

  it('hides protected members from a choice', () => {
    const hidden = {
      ...inputs(),
      family: { kk: '9976010101150001', members: [{ ...(budi as object), protected: true }, ani] } as Json,
    };
    expect(
      JSON.stringify(screenFields(kk, 'anggota.movers', settle(kk, { cause: 'own' }, hidden), hidden)),
    ).not.toContain('Budi');
  });

  it('asks rows for each person of a list, labelled with the name', () => {
    const answers = {
      cause: 'own',
      movers: [{ nik: '9976010107880002' }, { nik: '9976014503900001' }],
      newHead: { nik: '9976010107880002' },
    };
    const fields = screenFields(kk, 'anggota.newRoles', settle(kk, answers, inputs()), inputs());
    expect(fields[0]?.inputs[1]?.label?.id).toBe('Hubungan Ani Lestari');
    const parsed = parseScreen(kk, 'anggota.newRoles', { 'newRoles.0.shdk': 'wife' });
    const settled = settle(kk, { ...answers, ...parsed.values }, inputs());
    expect(settled.answers.newRoles).toEqual([{ shdk: 'wife', item: '9976014503900001' }]);
    // The list changes: what was said of somebody who is no longer on it is forgotten.
    const fewer = { ...settled.answers, movers: [{ nik: '9976010107880002' }] };
    expect(settle(kk, fewer, inputs()).answers.newRoles).toEqual([]);
  });

  it('says whose each row is, for the applicant and for the office', () => {
    const answers = { cause: 'own', movers: [budi, ani], newHead: budi, newRoles: [{ shdk: 'wife' }] };
    const settled = settle(kk, answers, inputs());
    const row = { id: 'Ani Lestari (…\u20600001): Istri', en: 'Ani Lestari (…\u20600001): Wife' };
    for (const full of [false, true])
      expect(summary(kk, settled, full).find(({ question }) => question.id === 'newRoles')?.shown).toEqual(row);
  });

  it('does not drop a NIK typed beside a chosen member of the family', () => {
    const both = { mother: '1-0001', 'mother.nik': '9976011206940006' };
    const read = parseScreen(akta, 'orangtua.mother', both);
    expect(read.issues).toMatchObject([{ input: 'mother.nik', code: 'person/two' }]);
    expect(parseScreen(akta, 'orangtua.mother', { ...both, mother: 'typed' }).issues).toEqual([]);
    expect(parseScreen(akta, 'orangtua.mother', { ...both, 'mother.nik': '' }).issues).toEqual([]);
  });

  it('keeps a row with its person when the list has changed since the page was drawn', () => {
    const three = {
      ...inputs(),
      family: { kk: '9976010101150001', members: [budi, ani, person('9976016010080004', { name: 'Citra' })] } as Json,
    };
    const answers = {
      cause: 'own',
      movers: ['9976014503900001', '9976016010080004', '9976010107880002'].map((nik) => ({ nik })),
      newHead: { nik: '9976010107880002' },
    };
    const drawn = screenFields(kk, 'anggota.newRoles', settle(kk, answers, three), three)[0]?.inputs ?? [];
    expect(drawn.filter(({ kind }) => kind === 'hidden').map(({ value }) => value)).toEqual(['1-0001', '2-0004']);
    const body = {
      'newRoles.0': '1-0001',
      'newRoles.0.shdk': 'wife',
      'newRoles.1': '2-0004',
      'newRoles.1.shdk': 'child',
    };
    const fewer = { ...answers, movers: answers.movers.slice(1), ...parseScreen(kk, 'anggota.newRoles', body).values };
    expect(settle(kk, fewer, three).answers.newRoles).toEqual([{ shdk: 'child', item: '9976016010080004' }]);
  });

  it('offers empty rows without a script, and forgets those left empty', () => {
    const manual = inputs('manual');
    const ref = 'data.family.members';
    const boxes = screenFields(kk, ref, settle(kk, {}, manual), manual)[0]?.inputs ?? [];
    expect(boxes.filter(({ kind }) => kind === 'hidden')).toHaveLength(4);
    const body = { 'family.members.0.name': 'Ani', 'family.members.2.name': 'Budi', 'family.members.3.name': '' };
    expect(parseScreen(kk, ref, body, 'manual').values).toEqual({
      'family.members': [{ name: 'Ani' }, { name: 'Budi' }],
    });
  });

  it('says each answer in words', () => {
    const settled = settle(sktm, { purpose: 'school', institution: 'SDN 1', income: 2500000 }, inputs());
    expect(
      summary(sktm, settled)
        .slice(0, 3)
        .map(({ shown }) => shown?.id),
    ).toEqual(['Sekolah', 'SDN 1', 'Rp2.500.000']);
  });

  it('opens in a repair what was named, and what the new answers bring up', () => {
    const done = {
      purpose: 'other',
      otherPurpose: 'Listrik',
      income: 1,
      dependants: 0,
      poor: true,
      rtLetter: { id: 'a' },
      house: { id: 'b' },
    };
    expect(openInRepair(settle(sktm, done, inputs()), ['purpose'])).toEqual(['purpose']);
    expect(openInRepair(settle(sktm, { ...done, purpose: 'school' }, inputs()), ['purpose'])).toEqual([
      'purpose',
      'institution',
    ]);
  });

  it('shows an optional question once, and then lets it be empty', () => {
    const upToWeight = settle(akta, { origin: 'foundling' }, inputs()).screens.map(({ ref }) => ref);
    expect(upToWeight).toContain('anak.child.weight');
    const done = (answers: Answers) =>
      settle(akta, answers, inputs()).screens.find(({ ref }) => ref === 'anak.child.weight')?.done;
    expect(done({})).toBe(false);
    expect(done({ 'child.weight': null })).toBe(true);
    expect(parseScreen(akta, 'anak.child.weight', { 'child.weight': '' }).values).toEqual({ 'child.weight': null });
  });

  it("needs an officer's answers to move on, not to send back", () => {
    const step = ktp.steps.find(({ id }) => id === 'cetak');
    if (!step) throw new Error('cetak');
    const codes = (action: string, values: Answers) =>
      checkStep(ktp, settle(ktp, {}, inputs()), { step, action, values, before: {} }, inputs()).issues.map(
        ({ question, code }) => `${question}: ${code}`,
      );
    expect(codes('siap', { cardNumber: null })).toEqual(['cardNumber: missing']);
    expect(codes('siap', { cardNumber: 7 })).toEqual(['cardNumber: shape']);
    expect(codes('siap', { cardNumber: 'A1' })).toEqual([]);
    expect(codes('blankoHabis', {})).toEqual([]);
  });

  it('asks what another kind of register leaves open, once', () => {
    const refs = (profile: Profile) =>
      settle(ktp, {}, inputs(profile))
        .screens.filter(({ page }) => page === 'data')
        .map(({ ref }) => ref);
    expect(refs('own')).toEqual([]);
    expect(refs('match')).toEqual(['data.subject.village', 'data.subject.cardIssued']);
    expect(refs('manual')).toEqual(refs('match'));
  });
});

it('reads the stored form from a client of the API as it is', () => {
  const stored: Answers = {
    'child.birthDate': '2026-11-03',
    'child.birthPlace': { code: '32.76' },
    home: { of: 'mother' },
  };
  for (const [id, value] of Object.entries(stored)) {
    const page = akta.pages.find(({ questions }) => questions.some((question) => question.id === id));
    expect(parseScreen(akta, `${page?.id}.${id}`, { [id]: value }, 'own').values).toEqual({ [id]: value });
  }
});

it('has a schema for each answer', () => {
  const schema = answersSchema(akta) as { readonly properties: Readonly<Record<string, Json>> };
  expect(Object.keys(schema.properties)).toEqual(akta.pages.flatMap((page) => page.questions.map(({ id }) => id)));
  expect(questionsOf(akta, 'berkas')).toHaveLength(5);
});
