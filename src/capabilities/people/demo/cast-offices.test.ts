import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseCsv } from '../../../kernel/csv.ts';
import { readCast } from './cast.ts';

const demo = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../../../reference/demo', name), 'utf8');

test('everybody of the tour has an office in the own village', () => {
  const villages = new Set(
    parseCsv(demo('offices.csv')).flatMap(({ cells }) => (cells[2] === 'kelurahan' ? [cells[8]] : [])),
  );
  for (const family of readCast(parse(demo('cast.yaml'))).families)
    expect([family.key, villages.has(family.village)]).toEqual([family.key, true]);
});
