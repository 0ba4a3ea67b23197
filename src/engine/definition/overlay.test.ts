import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { disk } from '../../../tests/support/tree.ts';
import { printProblem, readDefinition } from './read.ts';
import { standardWorld } from './world.ts';

const { world } = standardWorld({ read: disk });
const national = 'services/nasional/ktp-hilang/service.yaml';
const own = 'services/daerah/32.76/ktp-hilang/service.yaml';
const everything = 'local: [workingDays, legalBasis, summary, words, start, ask]';

/** Reads Depok's adoption of the lost card, where the nation opens `local`. */
function adopt(overlay: string, local = everything) {
  const files: Readonly<Record<string, string>> = {
    [own]: overlay,
    [national]: `${disk(national)?.replace(/^local:.*\n/m, '')}${local}\n`.replace('workingDays: 1', 'workingDays: 3'),
    'services/daerah/32.76/ktp-hilang/en.yaml':
      'Dari mana Anda tahu?: How did you learn of it?\nCara tahu: How you know\n',
  };
  const { definition, problems } = readDefinition({ read: (path) => files[path] ?? disk(path) }, own, world);
  return { definition, errors: problems.filter(({ level }) => level === 'error') };
}
const head = 'extends: nasional/ktp-hilang@1\nowner: "32.76"\n';
const asked = `ask:
  - page: tahu
    title: Cara tahu
    questions: [{ id: source, type: text, label: "Dari mana Anda tahu?", optional: true }]
`;

it('is the national service with what the region sets', () => {
  const { definition, errors } = adopt(
    `${head}workingDays: 2\nwords: [ktp raib]\nlegalBasis: [Perda Depok 1/2024]\nstart: [warga]\n${asked}`,
  );
  expect(errors.map(printProblem)).toEqual([]);
  expect(definition).toMatchObject({
    ...{ id: 'ktp-hilang', owner: '32.76', extends: 'nasional/ktp-hilang@1', start: ['warga'] },
    standard: { workingDays: 2, fee: 0, legalBasis: ['Perpres 96/2018 Pasal 14', 'Perda Depok 1/2024'] },
  });
  expect(definition?.words).toEqual(expect.arrayContaining(['ktp hilang', 'ktp raib']));
  expect(definition?.pages.map(({ id }) => id)).toEqual(expect.arrayContaining(['hilang', 'berkas', 'tahu']));
});

describe('an adoption may not', () => {
  it.each([
    ['promise a longer time', `${head}workingDays: 5\n`, 3, /lebih pendek: nasional berjanji 3 hari kerja, di sini 5/],
    ['add a fee', `${head}standard: { fee: 10000 }\n`, 3, /"standard" milik layanan nasional/],
    ['change the steps', `${head}steps: {}\n`, 3, /"steps" milik layanan nasional/],
    [
      'ask for a file',
      `${head}ask:\n  - page: lain\n    title: Lain\n    files: [{ id: kk, label: Fotokopi KK }]\n`,
      6,
      /tidak boleh meminta berkas tambahan/,
    ],
    [
      'ask what must be answered',
      `${head}ask:\n  - page: lain\n    title: Lain\n    questions:\n      - { id: source, type: text, label: Dari mana? }\n`,
      7,
      /"source" dari daerah harus boleh kosong/,
    ],
    ['take a way in that is not there', `${head}start: [jadwal]\n`, 3, /"jadwal" tidak ada di layanan nasional/],
    [
      'adopt what is not there',
      'extends: nasional/ktp-raib@1\nowner: "32.76"\n',
      1,
      /"nasional\/ktp-raib@1" tidak ditemukan/,
    ],
  ] as const)('%s', (_, overlay, line, message) => {
    const { definition, errors } = adopt(overlay);
    expect(definition).toBeUndefined();
    expect(errors.map(printProblem).join('\n')).toMatch(message);
    expect(errors[0]).toMatchObject({ file: own, line });
  });

  it('set what the nation keeps', () => {
    const { errors } = adopt(`${head}summary: Singkat.\n`, 'local: [words]');
    expect(errors.map(printProblem)).toEqual([
      `${own}:3: "summary" tidak boleh diatur daerah: nasional/ktp-hilang@1 hanya membuka words. Hapus.`,
    ]);
  });
});
