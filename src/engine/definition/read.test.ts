import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { disk } from '../../../tests/support/tree.ts';
import { printProblem, readDefinition, standardWorld } from './index.ts';
import type { Files } from './model.ts';

const { world } = standardWorld({ read: disk });
const path = 'services/daerah/32.76/sktm/service.yaml';
const sktm = disk(path) ?? '';
const lineWith = (text: string, source: string): number =>
  source.split('\n').findIndex((line) => line.includes(text)) + 1;

/** What is said of the letter of the city with one place changed. */
function errorsAfter(before: string, after: string): readonly string[] {
  expect(sktm).toContain(before);
  const changed = sktm.replace(before, after);
  const files: Files = { read: (asked) => (asked === path ? changed : disk(asked)) };
  return readDefinition(files, path, world)
    .problems.filter(({ level }) => level === 'error')
    .map(printProblem);
}

describe('a slip is told with its line and what to do', () => {
  const slips: readonly (readonly [string, string, string, string, RegExp])[] = [
    [
      'an unknown key',
      'sector: RAL.01.23',
      'sektor: RAL.01.23',
      'sektor',
      /"sektor" tidak dikenal. Yang boleh di sini: id, title/,
    ],
    [
      'a sector that is not there',
      'sector: RAL.01.23',
      'sector: RAL.1.23',
      'sector',
      /"RAL.1.23" tidak ada. .*RAL.01.23 Kependudukan,/,
    ],
    ['a key twice', 'rate: true', 'rate: true\nrate: false', 'rate: false', /sudah ada di atas/],
    ['a key without a value', 'rate: true', 'rate:', 'rate:', /"rate" tidak berisi apa-apa/],
    [
      'a comma in an unquoted sentence',
      'label: Sebutkan,',
      'label: Sebutkan, hint: Singkat saja, ya,',
      'Singkat saja',
      /"ya" tidak berisi apa-apa/,
    ],
    ['a number for the owner', 'owner: "32.76"', 'owner: 32.76', 'owner', /tanda kutip/],
    ['an unknown name in an expression', 'when: income > 5000000', 'when: incme > 5000000', 'incme', /incme/],
    ['a code that is not among the choices', 'when: purpose = "other"', 'when: purpose = "othr"', 'othr', /othr/],
    [
      'a target that is not there',
      'kunjungi: { to: survei }',
      'kunjungi: { to: survey }',
      'survey',
      /Tujuan "survey" tidak ada/,
    ],
    ['a role that is not there', 'by: lurah', 'by: luruh', 'luruh', /Peran "luruh"/],
    ['a reason that is not there', 'reasons: [L01, L02] }', 'reasons: [L01, L09] }', 'L09', /Alasan "L09" tidak ada/],
    ['a working time that is none', 'within: 4 jam kerja', 'within: 4 jam', 'within: 4 jam', /bukan waktu kerja/],
    [
      'an outcome for the repair that is not there',
      'after: P14D, to: kedaluwarsa',
      'after: P14D, to: lewat',
      'lewat',
      /Hasil "lewat"/,
    ],
    ['a document that is not there', 'document: sktm', 'document: sktn', 'sktn', /Jenis dokumen "sktn"/],
    ['a pattern without a serial', '460/{serial:3}/', '460/', '460/', /nomor urut/],
    [
      'an id that is a word of the language',
      'id: dependants',
      'id: count',
      'id: count',
      /"count" tidak bisa menjadi nama/,
    ],
    ['an id that begins another', 'id: dependants', 'id: income.net', 'income.net', /"income" sudah menjadi jawaban/],
    [
      'a page whose name has a mark',
      'page: keadaan',
      'page: keadaan.keluarga',
      'keadaan.keluarga',
      /"keadaan.keluarga" tidak bisa menjadi nama/,
    ],
    ['a kind of question that is not there', 'type: money', 'type: rupiah', 'rupiah', /"rupiah" tidak dikenal/],
    ['a repair without an end', ', expire: { after: P14D, to: kedaluwarsa }', '', 'perbaiki', /perlu batas waktu/],
  ];
  it.each(slips)('%s', (_, before, after, at, message) => {
    const errors = errorsAfter(before, after);
    const line = lineWith(at, sktm.replace(before, after));
    expect(errors.join('\n')).toMatch(message);
    expect(errors.some((error) => error.startsWith(`${path}:${line}: `) && message.test(error))).toBe(true);
  });
});

it('says what is missing', () => {
  expect(errorsAfter('rate: true', '')).toEqual([]);
  expect(errorsAfter('summary: Surat dari Lurah untuk sekolah, rumah sakit, atau bantuan.\n', '').join()).toMatch(
    /Belum ada "summary"/,
  );
});

it('refuses a file that is too long or too wide', () => {
  expect(errorsAfter('rate: true', `rate: true\n${'#\n'.repeat(100)}`).join()).toMatch(/paling banyak 150/);
  expect(errorsAfter('rate: true', `rate: true # ${'x'.repeat(120)}`).join()).toMatch(/lebih dari 120 huruf/);
});

it('wants a translation for each text, and no other', () => {
  const files: Files = {
    read: (asked) =>
      asked.endsWith('sktm/en.yaml') ? (disk(asked) ?? '').replace('Sekolah: School', 'Sekola: School') : disk(asked),
  };
  const warnings = readDefinition(files, path, world).problems.map(printProblem);
  expect(warnings).toHaveLength(2);
  expect(warnings.join('\n')).toMatch(/tambahkan "Sekolah"/);
  expect(warnings.join('\n')).toMatch(/"Sekola" tidak dipakai/);
});

it('has no definition when something is wrong', () => {
  const files: Files = { read: (asked) => (asked === path ? sktm.replace('by: lurah', 'by: luruh') : disk(asked)) };
  expect(readDefinition(files, path, world).definition).toBeUndefined();
});

it('refuses data of a paper under a name that the paper itself has', () => {
  const document = 'documents/sktm/document.yaml';
  const changed = (disk(document) ?? '').replace('  purpose:', '  place: =purpose\n  purpose:');
  const { problems } = standardWorld({ read: (asked) => (asked === document ? changed : disk(asked)) });
  expect(problems.map(printProblem)).toEqual([
    `${document}:${lineWith('place:', changed)}: "place" ditulis surat sendiri, jadi data ini tidak akan tercetak. Beri nama lain.`,
  ]);
});
