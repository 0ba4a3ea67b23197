import { expect, test } from 'vitest';
import { paperWords } from './words/papers.ts';

test('why data was opened is said in the reader’s language; what is not known stays as it was written', () => {
  expect(paperWords('en').lookedFor('lampiran')).toBe('evidence');
  expect(paperWords('id').lookedFor('lampiran')).toBe('lampiran');
  expect(paperWords('en').lookedFor('lain')).toBe('lain');
});
