import { join } from 'node:path';
import { expect, it } from 'vitest';
import { disk } from '../../../tests/support/tree.ts';
import { differences } from './difference.ts';
import { printProblem, readDefinition } from './read.ts';
import { standardWorld } from './world.ts';

const { world } = standardWorld({ read: disk });
const path = 'services/daerah/32.76/sktm/service.yaml';

type Changes = readonly (readonly [before: string, after: string])[];

/** SKTM with places of its file changed. */
function sktm(...changes: Changes) {
  const source = changes.reduce((text, [before, after]) => {
    expect(text).toContain(before);
    return text.replace(before, after);
  }, disk(path) ?? '');
  const { definition, problems } = readDefinition(
    { read: (asked) => (asked === path ? source : disk(asked)) },
    path,
    world,
  );
  if (!definition) throw new Error(problems.map(printProblem).join('\n'));
  return definition;
}
const told = (...changes: Changes) => differences(sktm(), sktm(...changes)).map(({ id }) => id);

it('says nothing of a file whose lines only moved', () => {
  expect(told(['ask:\n', '\n\nask:\n'])).toEqual([]);
});

it('says in words what is new, gone, longer and shorter', () => {
  expect(told(['workingDays: 1', 'workingDays: 3'])).toEqual(['waktu: 1 → 3 hari kerja']);
  expect(
    told([
      '      - { id: dependants, type: number, label: Jumlah tanggungan, min: 0, max: 20 }',
      '      - { id: dependants, type: number, label: Jumlah tanggungan, min: 0, max: 20 }\n      - { id: debts, type: money, label: Berapa utangnya? }',
    ]),
  ).toEqual(['pertanyaan baru: Berapa utangnya?']);
  expect(told(['label: Foto rumah tampak depan', 'optional: true, label: Foto rumah tampak depan'])).toEqual([
    'berkas “Foto rumah tampak depan” kini boleh kosong',
  ]);
  expect(told(['within: 4 jam kerja', 'within: 2 jam kerja'])).toEqual(['langkah “Tanda tangan”: 4 jam → 2 jam']);
  expect(told(['Hanya untuk warga Kota Depok.', 'Hanya untuk warga Depok.'])).toEqual([
    'syarat baru: Hanya untuk warga Depok.',
    'syarat dihapus: Hanya untuk warga Kota Depok.',
  ]);
});

it('names a rule that changed where no words of it did', () => {
  expect(told(['min: 0, max: 20', 'min: 0, max: 30'])).toEqual(['pertanyaan “Jumlah tanggungan” diubah aturannya']);
  expect(told(['    not: verifikasi\n', ''])).toEqual(['langkah “Paraf” diubah aturannya']);
});
