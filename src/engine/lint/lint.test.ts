import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { disk } from '../../../tests/support/tree.ts';
import { printProblem, readDefinition, standardWorld } from '../definition/index.ts';
import type { Files, Problem } from '../definition/model.ts';
import { lint } from './index.ts';

const { world } = standardWorld({ read: disk });
const paths = {
  baru: 'services/nasional/ktp-baru/service.yaml',
  sktm: 'services/daerah/32.76/sktm/service.yaml',
  akta: 'services/nasional/akta-kelahiran/service.yaml',
  ktp: 'services/nasional/ktp-hilang/service.yaml',
} as const;

/** What the linter says of a service with one place changed. */
function lintAfter(service: keyof typeof paths, before: string, after: string): readonly Problem[] {
  const path = paths[service];
  const source = disk(path) ?? '';
  expect(source).toContain(before);
  const files: Files = { read: (asked) => (asked === path ? source.replace(before, after) : disk(asked)) };
  const { definition, problems } = readDefinition(files, path, world);
  if (!definition) throw new Error(problems.map(printProblem).join('\n'));
  return lint(definition, world);
}

/** What is written instead of what, what is said of it, and what stands at the line that is named. */
const faults: readonly (readonly [string, keyof typeof paths, string, string, 'error' | 'warn', RegExp, string])[] = [
  [
    'a step nobody reaches',
    'sktm',
    '      kunjungi: { to: survei }\n',
    '',
    'error',
    /"survei" tidak pernah dicapai/,
    'survei:',
  ],
  [
    'an appointment beside other questions',
    'baru',
    '    title: Perekaman\n',
    '    title: Perekaman\n    together: true\n',
    'error',
    /Janji temu "recording" perlu layar sendiri/,
    '- id: recording',
  ],
  [
    'an office of an appointment that is asked for later',
    'baru',
    '        type: appointment(rekam)\n',
    '        type: appointment(rekam)\n        at: pickup\n',
    'error',
    /Ini membaca "pickup[\w.]*" yang baru ditanyakan sesudahnya/,
    '- id: recording',
  ],
  [
    'an outcome nobody reaches',
    'sktm',
    '  terbit: {',
    '  batal: { kind: expired, say: Batal. }\n  terbit: {',
    'error',
    /Hasil "batal" tidak pernah dicapai/,
    'batal: {',
  ],
  [
    'a step nobody leaves',
    'ktp',
    'adaBlanko: { to: cetak }',
    'adaBlanko: { to: tunggu }',
    'error',
    /Dari langkah "tunggu" tidak ada jalan/,
    'tunggu: {',
  ],
  [
    'a rejection without reasons',
    'sktm',
    'tolak: { to: ditolak, reasons: [L01, L02] }',
    'tolak: { to: ditolak }',
    'error',
    /perlu alasan/,
    'tolak: {',
  ],
  [
    'a rejection without a letter',
    'sktm',
    'ditolak: { paper: surat-penolakan }',
    'ditolak: { say: Ditolak. }',
    'error',
    /menolak tanpa surat/,
    'ditolak: {',
  ],
  [
    'being late that rejects',
    'ktp',
    '{ after: P180D, to: tidakDiambil }',
    '{ after: P180D, to: ditolak }',
    'error',
    /tidak boleh menolak/,
    'after: P180D',
  ],
  [
    'clocks beyond the promise',
    'sktm',
    'within: 4 jam kerja',
    'within: 2 hari kerja',
    'error',
    /terlampaui: batas waktu langkah-langkahnya 20 jam/,
    'verifikasi:',
  ],
  [
    'a step without a clock',
    'sktm',
    '    within: 4 jam kerja\n',
    '',
    'warn',
    /"tandaTangan" belum punya batas waktu/,
    'tandaTangan:',
  ],
  [
    'nobody who looks a second time',
    'sktm',
    '    not: verifikasi\n',
    '',
    'warn',
    /Satu orang bisa memeriksa/,
    'verifikasi:',
  ],
  [
    'a condition never true',
    'sktm',
    'when: income > 5000000',
    'when: 1 > 2',
    'error',
    /tidak pernah benar/,
    'when: 1 > 2',
  ],
  [
    'a condition on a later answer',
    'sktm',
    'when: purpose = "other"',
    'when: dependants > 2',
    'error',
    /"dependants" yang baru ditanyakan sesudahnya/,
    'id: otherPurpose',
  ],
  [
    'data that nothing reads',
    'sktm',
    'id: dependants,',
    'id: hobbies,',
    'warn',
    /"hobbies" ditanyakan, tetapi tidak dibaca/,
    'id: hobbies',
  ],
  [
    'data that the register has',
    'sktm',
    'label: Jumlah tanggungan',
    'label: Jumlah tanggungan }\n      - { id: faith, type: code(religion), label: Agama }\n      - { id: more, type: number, label: Lain',
    'warn',
    /pakai subject.religion/,
    'id: faith',
  ],
  [
    'a paper of the register outside a signing step',
    'akta',
    '    do: sign\n    by: kepalaDinas\n    within: 3 jam kerja',
    '    by: kepalaDinas\n    within: 3 jam kerja',
    'error',
    /milik register: taruh di langkah do: sign/,
    'document: register-akta-kelahiran',
  ],
  [
    "an officer's answer read where it may be missing",
    'ktp',
    'setujui: { to: cetak,',
    'setujui: { to: ambil,',
    'error',
    /"cardNumber" ditanyakan di langkah "cetak"/,
    'ambil:',
  ],
  [
    'a sentence too long',
    'sktm',
    'label: Untuk apa?',
    'label: Untuk keperluan apa sajakah surat keterangan ini akan Anda pakai nanti di tempat yang Anda tuju itu?',
    'warn',
    /Pecah menjadi kalimat pendek/,
    'id: purpose',
  ],
  ['a fee where the law has none', 'akta', 'fee: 0', 'fee: 5000', 'error', /gratis/, 'ask:'],
  [
    'a step that nobody does',
    'ktp',
    '    by: petugasLoket',
    '    by: []',
    'error',
    /"ambil" belum punya peran/,
    'ambil:',
  ],
  ['a condition always true', 'sktm', 'when: income > 5000000', 'when: 2 > 1', 'warn', /selalu benar/, 'when: 2 > 1'],
  [
    'a word too long',
    'sktm',
    'label: Untuk apa?',
    'label: Untuk dipertanggungjawabkan apa?',
    'warn',
    /"dipertanggungjawabkan" terlalu panjang/,
    'id: purpose',
  ],
  [
    'a repair that runs out into a rejection',
    'ktp',
    'expire: { after: P30D, to: kedaluwarsa }',
    'expire: { after: P30D, to: ditolak }',
    'error',
    /tidak boleh menjadi penolakan/,
    'perbaiki: {',
  ],
];

describe('the linter finds', () => {
  it.each(faults)('%s', (_, service, before, after, level, message, at) => {
    const found = lintAfter(service, before, after).filter(
      (each) => each.level === level && message.test(each.message),
    );
    expect(found.length).toBeGreaterThan(0);
    const [{ file, line } = { file: '', line: 0 }] = found;
    const changed = file === paths[service] ? disk(file)?.replace(before, after) : disk(file);
    expect(changed?.split('\n')[line - 1]).toContain(at);
  });
});

describe('the table of faults', () => {
  const rules = readdirSync(import.meta.dirname)
    .filter((file) => /^\w+\.ts$/.test(file) && file !== 'report.ts')
    .flatMap((file) => messagesIn(readFileSync(join(import.meta.dirname, file), 'utf8')));
  // Its own test below: it needs a register that no file of ours describes.
  const otherwise = [/tidak bisa diketahui di daerah dengan register/];

  it('holds every message that the linter has', () => {
    const said = faults.flatMap(([, service, before, after]) => lintAfter(service, before, after));
    const silent = rules.filter(
      (rule) => !said.some(({ message }) => rule.test(message)) && !otherwise.some((one) => one.test(rule.source)),
    );
    expect(rules.length).toBeGreaterThan(20);
    expect(silent.map(({ source }) => source)).toEqual([]);
  });
});

/** The messages in a source of rules, as patterns. @throws when one is written in a way that this does not read */
function messagesIn(source: string): readonly RegExp[] {
  const code = source.replaceAll("':0'", 'nowhere');
  const calls = code.match(/\b(?:error|warn)\(/g) ?? [];
  const found = [...code.matchAll(/\b(?:error|warn)\([^`'{};]*?([`'])([\s\S]*?)\1/g)].map(([, , text = '']) => {
    const parts = text.split(/\$\{[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('[\\s\\S]*')}$`);
  });
  expect(found.length).toBe(calls.length);
  return found;
}

it('lets the services through as they are', () => {
  for (const path of Object.values(paths)) {
    const { definition } = readDefinition({ read: disk }, path, world);
    expect(definition && lint(definition, world).map(printProblem)).toEqual([]);
  }
});

it('finds a fact that a register of another kind can neither give nor ask', () => {
  const { ask: _, ...birthDate } = world.person.birthDate ?? {
    type: { type: { kind: 'date' as const }, nullable: false },
    secrecy: 'usual' as const,
    ask: null,
  };
  const poorer = { ...world, person: { ...world.person, birthDate: { ...birthDate, ask: null } } };
  const { definition } = readDefinition({ read: disk }, paths.akta, poorer);
  if (!definition) throw new Error('no definition');
  const found = lint(definition, poorer)
    .map(({ message }) => message)
    .join('\n');
  expect(found).toMatch(/"applicant.age" tidak bisa diketahui di daerah dengan register "match"/);
  expect(found).not.toMatch(/register "own"/);
});
