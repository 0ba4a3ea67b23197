const pick = <T>(next: () => number, from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;

/** Stands in what is shaped like script; a page that shows it unescaped is found by it. */
export const MARK = 'kenari';

const LONG = 70_000;

/** Text as nobody means it: each family of trouble, one of it. A dollar before a word would be a fact of the table. */
const texts: readonly ((n: () => number) => string)[] = [
  () => '',
  () => ' \t\r\n ',
  () => '\u0000',
  () => 'a\u0000b',
  () => `<script>${MARK}()</script>`,
  () => `"><img src=x onerror=${MARK}()>`,
  () => `' onfocus='${MARK}()' autofocus='`,
  () => `javascript:${MARK}()`,
  () => "'; drop table cases.case; --",
  () => "' or '1'='1",
  () => '1) union select null, null --',
  () => '../../../../etc/passwd',
  () => '..%2f..%2fetc%2fpasswd',
  () => 'C:\\Windows\\win.ini',
  () => '{{7*7}}<%= 7*7 %>#{7*7}',
  () => '%s%n%x%d',
  () => '\u202e\u200f\u2066gnp.exe',
  () => '\ufeff\ufffe\uffff',
  () => 'Z\u0351\u0343\u0302'.repeat(200),
  () => '𐍈😀👨‍👩‍👧‍👦ﷺ',
  () => 'İıſK',
  () => '٣٢٧٦',
  () => '１２３４５６７８９０１２３４５６',
  () => '=cmd|/c calc!A1',
  () => 'NaN',
  () => '-1',
  () => '1e400',
  () => '9'.repeat(400),
  () => '0x10',
  () => '2026-02-30',
  () => '0000-00-00',
  () => '99999-12-31',
  () => 'true',
  () => 'null',
  () => '[object Object]',
  () => '__proto__',
  () => 'constructor.prototype',
  () => `${'a'.repeat(40)}!`.repeat(50),
  () => `${' '.repeat(3000)}x`,
  () => `a@${'a.'.repeat(2000)}`,
  () => 'ab'.repeat(LONG),
  () => '((((((((((a*)*)*)*)*)*)*)*)*)*)b',
  (n) => String.fromCodePoint(...Array.from({ length: 12 }, () => wellFormed(n))),
  (n) => String(Math.floor((n() - 0.5) * 2 ** 53)),
];

// A lone half of a pair is no text that a form or an address can carry; in JSON it is, and stands below.
function wellFormed(next: () => number): number {
  const code = Math.floor(next() * 0x10ffff);
  return code >= 0xd800 && code <= 0xdfff ? 0x20ac : code;
}

const nested = (depth: number, inner: unknown): unknown => (depth === 0 ? inner : [nested(depth - 1, inner)]);

const values: readonly unknown[] = [
  ...[null, true, 0, -0, -1, 1e308, 2 ** 53, [], {}, [null], [[]], { '': '' }, { $gt: '' }, { length: 1e9 }],
  ...['\ud800', '\udfff\ud800', nested(400, 1), Array.from({ length: 3000 }, () => ({ a: [] }))],
  ...[JSON.parse('{"__proto__": {"admin": true}, "constructor": {"prototype": {}}}'), { toString: 'x', valueOf: null }],
];

export const hostileText = (next: () => number): string => pick(next, texts)(next);
export const hostileValue = (next: () => number): unknown => (next() < 0.5 ? hostileText(next) : pick(next, values));
