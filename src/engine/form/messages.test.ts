import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { issueCodes, sayIssue } from './messages.ts';

const read = (folder: string, names: readonly string[]): string =>
  names.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
const fields = join(import.meta.dirname, 'fields');
const kernel = join(import.meta.dirname, '../../kernel');
const source =
  read(fields, readdirSync(fields)) +
  read(import.meta.dirname, ['facts.ts', 'settle.ts']) +
  read(kernel, ['nik.ts', 'kk.ts', 'phone.ts']);
const raised = new Set([...source.matchAll(/'((?:[a-z]+\/[a-z-]+)|shape|missing)'/g)].map((match) => match[1] ?? ''));
// Warnings of the kernel are for the office; names are read with the rules for recorded names.
const notForPeople = new Set(['nik/region-unknown', 'nik/birth-date-differs', 'nik/sex-differs', 'kk/date-odd']);

describe('words for what is wrong', () => {
  it.each([...raised].filter((code) => !notForPeople.has(code)))('%s has its own', (code) => {
    expect(issueCodes).toContain(code);
  });

  it('says the number that it is about', () => {
    expect(sayIssue({ code: 'date/too-late', params: { limit: '2026-11-23' } })).toEqual({
      id: 'Paling akhir Senin, 23 November 2026.',
      en: 'Monday, 23 November 2026 at the latest.',
    });
    expect(sayIssue({ code: 'number/too-small', params: { limit: 1500 } }).id).toBe('Paling sedikit 1.500.');
  });

  it('has words even for a code it does not know', () => {
    expect(sayIssue({ code: 'constructor', params: {} }).id).not.toBe('');
  });

  it('is short', () => {
    for (const code of issueCodes) {
      const { id } = sayIssue({ code, params: { limit: '2026-11-23', max: 60, got: 15 } });
      expect(id.split(' ').length).toBeLessThanOrEqual(14);
      expect(id).toMatch(/\.$/);
    }
  });
});
