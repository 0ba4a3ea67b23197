import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PdfValue, parseValue, writeText, writeValue } from './pdf-syntax.ts';

const scalar = fc.oneof(
  fc.integer().map(String),
  fc.stringMatching(/^\/[A-Za-z0-9#.+-]{1,12}$/),
  fc.stringMatching(/^<([0-9A-F]{2}){0,8}>$/),
  fc.string({ unit: 'grapheme-ascii' }).map(writeText),
  fc.tuple(fc.nat(99_999), fc.nat(9)).map(([number, generation]) => `${number} ${generation} R`),
  fc.constantFrom('true', 'false', 'null'),
);
const { value } = fc.letrec<{ value: PdfValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('value'), { maxLength: 5 }),
    fc
      .dictionary(fc.stringMatching(/^[A-Za-z]{1,8}$/), tie('value'), { maxKeys: 5, noNullPrototype: true })
      .map((entries) => new Map(Object.entries(entries))),
  ),
}));

test('what is written is read back the same, up to its last byte', () => {
  fc.assert(
    fc.property(value, (one) => {
      const text = writeValue(one);
      expect(parseValue(`  ${text} 7`, 0)).toEqual({ value: one, end: text.length + 2 });
    }),
  );
});

test('hostile text ends with an error, never without an end', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'<>[]()/%\\ \nR1 0ab') }), (text) => {
      try {
        expect(parseValue(text, 0).end).toBeLessThanOrEqual(text.length);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }),
  );
});

test('comments and odd spaces do not disturb', () => {
  const { value: read } = parseValue('<</A%note >>\r/B/C[1 0 R(a\\)(b))]>>', 0);
  expect(writeValue(read)).toBe('<< /A /B /C [1 0 R (a\\)(b))] >>');
});

test('text outside ASCII is UTF-16', () => {
  expect(writeText('Dé(1)')).toBe('<FEFF004400E9002800310029>');
  expect(writeText('a(b\\')).toBe('(a\\(b\\\\)');
});
