import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCsv, writeCsv } from './csv.ts';

describe('a CSV file', () => {
  test('is read with quotes, line ends of both kinds and a byte order mark', () => {
    expect(parseCsv('\uFEFFcode,name\r\n1,"a, ""b"""\r\n\r\n2,"x\ny"\n3,')).toEqual([
      { line: 1, cells: ['code', 'name'] },
      { line: 2, cells: ['1', 'a, "b"'] },
      { line: 4, cells: ['2', 'x\ny'] },
      { line: 6, cells: ['3', ''] },
    ]);
  });

  test('gives back what was written', () => {
    const cell = fc.stringMatching(/^[a-z ",\n']{0,8}$/);
    const row = fc.array(cell, { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
        expect(parseCsv(writeCsv(rows)).map((read) => read.cells)).toEqual(rows);
      }),
    );
  });

  test('runs nothing in a spreadsheet', () => {
    expect(writeCsv([['=1+1', '@a', '-2', -2, null]])).toBe("'=1+1,'@a,'-2,-2,\r\n");
  });

  test('never loops on a broken quote', () => {
    expect(parseCsv('a,"b\nc,d')).toEqual([{ line: 1, cells: ['a', 'b\nc,d'] }]);
  });
});
