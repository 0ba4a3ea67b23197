import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { printProblem, readDefinition, standardWorld } from '../../engine/index.ts';
import { elsewhereFor } from './find.ts';
import { search, searchable, wordsOf } from './search.ts';
import { rootsOf, slips } from './search-stem.ts';
import { keyOf, type Published } from './service.ts';

const root = join(import.meta.dirname, '../../..');
const files = {
  read: (path: string) => {
    try {
      return readFileSync(join(root, path), 'utf8');
    } catch {
      return undefined;
    }
  },
};

const paths = [
  'services/nasional/akta-kelahiran/service.yaml',
  'services/nasional/ktp-hilang/service.yaml',
  'services/nasional/kk-pisah/service.yaml',
  'services/daerah/32.76/sktm/service.yaml',
];
const { world } = standardWorld(files);
const services = paths.map((path): Published => {
  const { definition, problems } = readDefinition(files, path, world);
  if (!definition) throw new Error(problems.map(printProblem).join());
  return { service: keyOf(definition), version: 1, definition, publishedAt: new Date(0) };
});
const among = searchable(services);

const asked: readonly (readonly [question: string, first: string])[] = [
  ['anak baru lahir', 'akta-kelahiran'],
  ['bikin akte anak', 'akta-kelahiran'],
  ['akta klahiran', 'akta-kelahiran'],
  ['mengurus akta kelahiran terlambat', 'akta-kelahiran'],
  ['istri saya baru melahirkan, surat lahirnya gimana?', 'akta-kelahiran'],
  ['surat keterangan lahir bayi', 'akta-kelahiran'],
  ['daftarkan bayi yang baru dilahirkan', 'akta-kelahiran'],
  ['birth certificate', 'akta-kelahiran'],
  ['KTP ilang', 'ktp-hilang'],
  ['ktp saya hilang di pasar kemarin', 'ktp-hilang'],
  ['kecopetan, ktp ikut hilang', 'ktp-hilang'],
  ['kartu tanda penduduk hilng', 'ktp-hilang'],
  ['dompet saya dicuri', 'ktp-hilang'],
  ['pecah kk', 'kk-pisah'],
  ['pisah kartu keluarga', 'kk-pisah'],
  ['misah kk dari orang tua', 'kk-pisah'],
  ['bikin kartu keluarga sendiri', 'kk-pisah'],
  ['habis nikah mau kk baru', 'kk-pisah'],
  ['baru menikah', 'kk-pisah'],
  ['sktm', '32.76/sktm'],
  ['surat tidak mampu buat sekolah', '32.76/sktm'],
  ['surat miskn', '32.76/sktm'],
  ['keringanan biaya sekolah anak', '32.76/sktm'],
  ['surat keterangan gak mampu', '32.76/sktm'],
  ['mau berobat gratis', '32.76/sktm'],
];

const foreign = [
  'perpanjang sim',
  'sim hilang',
  'bayar pajak motor',
  'paspor',
  'bpjs kesehatan',
  'akta kematian',
  'surat nikah',
  'buku nikah hilang',
  'izin mendirikan bangunan',
  'npwp',
  'sertifikat tanah',
  'surat kelakuan baik',
  'lowongan kerja',
  'akta cerai',
  'cuaca besok',
];

describe('search', () => {
  it.each(asked)('%s → %s', (question, first) => {
    expect(search(question, among)[0]?.service).toBe(first);
  });

  it.each(foreign)('invents nothing for: %s', (question) => {
    expect(search(question, among)).toEqual([]);
  });

  it('takes anything that is typed', () => {
    for (const text of ['', ' ', '???', 'a', '%_\\', 'x'.repeat(5000), '\u0000'])
      expect(search(text, among)).toEqual([]);
  });
});

describe('words', () => {
  it('drops what says nothing and spells everyday words as services do', () => {
    expect(wordsOf('Bagaimana cara urus KTP saya yang ilang?')).toEqual(['urus', 'ktp', 'hilang']);
    expect(wordsOf('kartu tanda penduduk')).toEqual(['ktp']);
  });

  it('finds the roots of Indonesian words', () => {
    expect(rootsOf('kehilangan')).toContain('hilang');
    expect(rootsOf('menikah')).toContain('nikah');
    expect(rootsOf('bercerai')).toContain('cerai');
    expect(rootsOf('memisahkannya')).toContain('pisah');
    expect(rootsOf('mengurus')).toContain('urus');
  });

  it('counts slips of the finger', () => {
    expect(slips('hilang', 'hilnag', 2)).toBe(1);
    expect(slips('hilang', 'hlang', 2)).toBe(1);
    expect(slips('hilang', 'paspor', 2)).toBe(3);
  });
});

describe('what is done elsewhere', () => {
  it.each(['nikah', 'mau menikah di gereja', 'daftar nikah di KUA'])('%s → KUA or Disdukcapil', (text) => {
    expect(elsewhereFor(text)?.id).toContain('KUA');
  });

  it.each([...foreign, 'ktp hilang', 'anak baru lahir', ''])('nothing is said of it for: %s', (text) => {
    expect(elsewhereFor(text)).toBeUndefined();
  });
});
