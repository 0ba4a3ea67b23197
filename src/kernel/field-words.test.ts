import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeAktaNumber, parseAktaNumber } from './akta-number.ts';
import { kkPrefix, makeKk, parseKk } from './kk.ts';
import { lastFour, maskEmail, maskName, maskNumber, maskPhone } from './masking.ts';
import { parseNewName, parseRecordedName, sameName, tidyName } from './name.ts';
import { parseMobile, parsePhone, phoneSaid, sayPhone } from './phone.ts';
import {
  contains,
  dotted,
  isKota,
  kabupatenOf,
  kecamatanOf,
  levelOf,
  lineageOf,
  parentOf,
  parseRegionCode,
  undotted,
  villageKindOf,
} from './region-code.ts';
import { withAside } from './text.ts';

const codesOf = (read: { ok: boolean; issues?: readonly { code: string }[]; warnings?: readonly { code: string }[] }) =>
  (read.issues ?? read.warnings ?? []).map((one) => one.code);

const parts = fc.tuple(
  ...[99, 99, 99].map((max) => fc.integer({ min: 1, max }).map((n) => String(n).padStart(2, '0'))),
  fc.integer({ min: 1000, max: 3999 }).map(String),
);
const region = fc.tuple(parts, fc.integer({ min: 1, max: 4 })).map(([all, level]) => all.slice(0, level).join('.'));

describe('a region code', () => {
  test('survives losing its dots', () => {
    fc.assert(
      fc.property(region, (code) => {
        expect(dotted(undotted(code))).toBe(code);
        expect(parseRegionCode(undotted(code))).toMatchObject({ ok: true, value: code });
        expect(lineageOf(code)).toHaveLength(levelOf(code));
        expect(lineageOf(code).every((outer) => contains(outer, code))).toBe(true);
        expect(lineageOf(code).at(-2)).toBe(parentOf(code));
      }),
    );
  });

  test('knows where it lies and what it is', () => {
    expect(kabupatenOf('32.76.01.1006')).toBe('32.76');
    expect(kabupatenOf('32')).toBeUndefined();
    expect(kecamatanOf('32.76.01.1006')).toBe('32.76.01');
    expect(isKota('32.76')).toBe(true);
    expect(isKota('81.02')).toBe(false);
    expect(['32.76.01.1006', '81.02.01.2014', '35.01.01.3001', '32.76'].map(villageKindOf)).toEqual([
      'kelurahan',
      'desa',
      'desaAdat',
      undefined,
    ]);
    expect(contains('32.7', '32.76')).toBe(false);
    expect(['32.7', '32.76.1', 'ab', '', '327', '32.76.01.106'].map((text) => parseRegionCode(text).ok)).not.toContain(
      true,
    );
  });
});

describe('a KK number', () => {
  test('is made and read; an odd date is only odd', () => {
    expect(makeKk(kkPrefix({ region: '81.02.01.2014', issuedOn: '2026-11-23' }, '99'), 12)).toBe('9902012311260012');
    expect(parseKk('9902 0123 1126 0012')).toEqual({ ok: true, value: '9902012311260012', warnings: [] });
    expect(codesOf(parseKk('9902019999260012'))).toEqual(['kk/date-odd']);
    expect(parseKk('9902019999260012').ok).toBe(true);
    expect(codesOf(parseKk('123'))).toEqual(['kk/length']);
    expect(codesOf(parseKk('x'))).toEqual(['kk/digits-only']);
    expect(() => makeKk('990201231126', 10_000)).toThrow(RangeError);
  });
});

describe('the number of an akta', () => {
  test('of today is taken apart, an old one stays as it is', () => {
    const text = makeAktaNumber({ region: '99.76', series: 'LU', date: '2026-03-05', serial: 1 });
    expect(text).toBe('9976-LU-05032026-0001');
    expect(parseAktaNumber(' 9976-lu-05032026-0001 ')).toMatchObject({
      ok: true,
      value: { kind: 'siak', text, region: '99.76', series: 'LU', date: '2026-03-05', serial: 1 },
    });
    expect(parseAktaNumber('474.1/123 - 1990')).toMatchObject({ ok: true, value: { kind: 'free' } });
    expect(parseAktaNumber('9976-LU-31022026-0001')).toMatchObject({
      value: { kind: 'free' },
      warnings: [{ code: 'akta/date-odd' }],
    });
    expect(parseAktaNumber('?').ok).toBe(false);
  });
});

describe('a phone number', () => {
  test.each(['0812-3456-7890', '+62 812 3456 7890', '6281234567890', '(0812) 3456.7890', '+62 0812-3456-7890'])(
    '%s is one number',
    (text) => expect(parseMobile(text)).toMatchObject({ ok: true, value: '+6281234567890' }),
  );

  test('of a house is no mobile number', () => {
    expect(codesOf(parseMobile('(021) 7720-1234'))).toEqual(['phone/not-mobile']);
    expect(parsePhone('(021) 7720-1234')).toMatchObject({ ok: true, value: '+622177201234' });
    expect(codesOf(parseMobile('0812'))).toEqual(['phone/shape']);
    expect(codesOf(parseMobile('nol delapan'))).toEqual(['phone/digits-only']);
  });
});

test.each([
  ['+6281234567890', '0812-3456-7890'],
  ['+62812990100002', '0812-9901-00002'],
  ['+628123456789', '0812-345-6789'],
  ['+62812345678', '0812-345-678'],
  ['+62215550001', '(021) 555-0001'],
  ['+629165550001', '(0916) 555-0001'],
  ['119', '119'],
])('%s is shown as %s, and read again it is the same', (stored, said) => {
  expect(sayPhone(stored)).toBe(said);
  if (stored !== '119') expect(parsePhone(said)).toMatchObject({ ok: true, value: stored });
  expect(phoneSaid(stored)).toBe(said);
});

test('what is no stored phone number is said as it stands', () => {
  for (const text of ['Warung Ani', '+62', '+1 202 555 0100', '081234567890', '6281234567890'])
    expect(phoneSaid(text)).toBe(text);
});

test('an aside stands within the brackets that words end in', () => {
  expect(withAside('Nama ayah', 'boleh kosong')).toBe('Nama ayah (boleh kosong)');
  expect(withAside('Berat lahir (gram)', 'boleh kosong')).toBe('Berat lahir (gram, boleh kosong)');
});

describe('a name', () => {
  test.each([
    ['SITI  AMINAH', true, []],
    ['Siti', true, ['name/one-word']],
    ['M Rizki', true, ['name/abbreviation']],
    ['H Ahmad Fauzi', true, ['name/title']],
    ["Nur'aini Putri", false, ['name/letters-only']],
    ['Budi 2', false, ['name/digits']],
    ['', false, ['name/empty']],
    [`${'a'.repeat(30)} ${'b'.repeat(30)}`, false, ['name/too-long']],
  ] as const)('new to the register: %s', (text, ok, codes) => {
    const read = parseNewName(text);
    expect(read.ok).toBe(ok);
    expect(codesOf(read)).toEqual(codes);
  });

  test('of the register keeps apostrophes, dots and one word', () => {
    expect(parseRecordedName('NUR’AINI')).toEqual({ ok: true, value: "Nur'aini", warnings: [] });
    expect(parseRecordedName('A. Latuconsina').ok).toBe(true);
    expect(parseRecordedName('Budi2').ok).toBe(false);
  });

  test('tidying twice is tidying once', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-zéüñ'’. -]{0,40}$/), (text) => tidyName(tidyName(text)) === tidyName(text)),
    );
  });

  test('is the same in capitals and without marks', () => {
    expect(sameName("NUR'AINI  PUTRI", 'Nuraini Putri')).toBe(true);
    expect(sameName('Nur Aini', 'Nuraini')).toBe(false);
  });
});

describe('masking', () => {
  test('shows no more than it says', () => {
    expect(maskNumber('9976016311900001')).toBe('•••• •••• •••• 0001');
    expect(lastFour('9976016311900001')).toBe('0001');
    expect(maskPhone('+6281234567890')).toBe('0812-••••-7890');
    expect(maskName('Siti Nurhaliza')).toBe('S••• N••••••••');
    expect(maskEmail('siti@contoh.id')).toBe('s•••@contoh.id');
    expect(maskEmail('siti')).toBe('••••');
  });
});
