import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { printProblem, readDefinition, standardWorld } from '../definition/index.ts';
import type { Files, Problem } from '../definition/model.ts';
import { lint } from './index.ts';

const root = join(import.meta.dirname, '../../..');
const disk = (path: string): string | undefined => {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return undefined;
  }
};
const { world } = standardWorld({ read: disk });
const paths = {
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

describe('the linter finds', () => {
  const faults: readonly (readonly [string, keyof typeof paths, string, string, 'error' | 'warn', RegExp])[] = [
    ['a step nobody reaches', 'sktm', '      kunjungi: { to: survei }\n', '', 'error', /"survei" tidak pernah dicapai/],
    [
      'an outcome nobody reaches',
      'sktm',
      '  terbit: {',
      '  batal: { kind: expired, say: Batal. }\n  terbit: {',
      'error',
      /Hasil "batal" tidak pernah dicapai/,
    ],
    [
      'a step nobody leaves',
      'ktp',
      'adaBlanko: { to: cetak }',
      'adaBlanko: { to: tunggu }',
      'error',
      /Dari langkah "tunggu" tidak ada jalan/,
    ],
    [
      'a rejection without reasons',
      'sktm',
      'tolak: { to: ditolak, reasons: [L01, L02] }',
      'tolak: { to: ditolak }',
      'error',
      /perlu alasan/,
    ],
    [
      'a rejection without a letter',
      'sktm',
      'ditolak: { paper: surat-penolakan }',
      'ditolak: { say: Ditolak. }',
      'error',
      /menolak tanpa surat/,
    ],
    [
      'being late that rejects',
      'ktp',
      '{ after: P180D, to: tidakDiambil }',
      '{ after: P180D, to: ditolak }',
      'error',
      /tidak boleh menolak/,
    ],
    [
      'clocks beyond the promise',
      'sktm',
      'within: 4 jam kerja',
      'within: 2 hari kerja',
      'error',
      /terlampaui: batas waktu langkah-langkahnya 20 jam/,
    ],
    [
      'a step without a clock',
      'sktm',
      '    within: 4 jam kerja\n',
      '',
      'warn',
      /"tandaTangan" belum punya batas waktu/,
    ],
    ['nobody who looks a second time', 'sktm', '    not: verifikasi\n', '', 'warn', /Satu orang bisa memeriksa/],
    ['a condition never true', 'sktm', 'when: income > 5000000', 'when: 1 > 2', 'error', /tidak pernah benar/],
    [
      'a condition on a later answer',
      'sktm',
      'when: purpose = "other"',
      'when: dependants > 2',
      'error',
      /"dependants" yang baru ditanyakan sesudahnya/,
    ],
    [
      'data that nothing reads',
      'sktm',
      'id: dependants,',
      'id: hobbies,',
      'warn',
      /"hobbies" ditanyakan, tetapi tidak dibaca/,
    ],
    [
      'data that the register has',
      'sktm',
      'label: Jumlah tanggungan',
      'label: Jumlah tanggungan }\n      - { id: faith, type: code(religion), label: Agama }\n      - { id: more, type: number, label: Lain',
      'warn',
      /pakai subject.religion/,
    ],
    [
      'a paper of the register outside a signing step',
      'akta',
      '    do: sign\n    by: kepalaDinas\n    within: 3 jam kerja',
      '    by: kepalaDinas\n    within: 3 jam kerja',
      'error',
      /milik register: taruh di langkah do: sign/,
    ],
    [
      "an officer's answer read where it may be missing",
      'ktp',
      'setujui: { to: cetak,',
      'setujui: { to: ambil,',
      'error',
      /"cardNumber" ditanyakan di langkah "cetak"/,
    ],
    [
      'a sentence too long',
      'sktm',
      'label: Untuk apa?',
      'label: Untuk keperluan apa sajakah surat keterangan ini akan Anda pakai nanti di tempat yang Anda tuju itu?',
      'warn',
      /Pecah menjadi kalimat pendek/,
    ],
    ['a fee where the law has none', 'akta', 'fee: 0', 'fee: 5000', 'error', /gratis/],
  ];
  it.each(faults)('%s', (_, service, before, after, level, message) => {
    const found = lintAfter(service, before, after).filter(
      (each) => each.level === level && message.test(each.message),
    );
    expect(found.length).toBeGreaterThan(0);
    expect(found[0]?.file).toMatch(/\.yaml$/);
    expect(found[0]?.line).toBeGreaterThan(0);
  });
});

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
