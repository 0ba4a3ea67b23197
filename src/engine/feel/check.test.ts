import { describe, expect, it } from 'vitest';
import {
  choice,
  compileCall,
  compileExpression,
  isName,
  listOf,
  type Scope,
  simple,
  type Type,
  type Typed,
} from './index.ts';

const sure = (type: Type): Typed => ({ type, nullable: false });
const maybe = (type: Type): Typed => ({ type, nullable: true });
const [number, text, date, boolean] = [simple('number'), simple('text'), simple('date'), simple('boolean')];
const person: Type = {
  kind: 'record',
  name: 'person',
  fields: { nik: sure(text), age: number, sex: choice('male', 'female'), birthDate: sure(date) },
};

const SCOPE: Scope = {
  ...{ n: sure(number), m: maybe(number), t: sure(text), late: maybe(boolean), today: sure(date), on: sure(date) },
  ...{
    at: sure(simple('time')),
    letter: maybe(simple('file')),
    movers: sure(listOf(person)),
    maybeMovers: maybe(listOf(person)),
  },
  ...{ applicant: sure(person), mother: maybe(person), origin: sure(choice('parents', 'foundling')) },
  proof: maybe(choice('akta', 'sptjm')),
};

const problems = (source: string, expected?: Type | Typed) => {
  const result = compileExpression(source, SCOPE, expected);
  return result.ok ? [] : result.problems.map(({ from, to, message }) => `${source.slice(from, to)} → ${message.id}`);
};

const compiled = (source: string) => {
  const result = compileExpression(source, SCOPE);
  expect(result.ok ? [] : result.problems, source).toEqual([]);
  if (!result.ok) throw new Error(source);
  return result.value;
};

describe('what is refused, where, and what to write', () => {
  it.each([
    ['orign = "parents"', 'orign → Nama `orign` tidak ada. Maksud Anda `origin`?'],
    ['age >= 17', 'age → Nama `age` tidak ada. Maksud Anda `applicant.age`, `mother.age`?'],
    ['applicant.agee > 1', 'agee → data person tidak punya `agee`. Maksud Anda `age`?'],
    ['movers.nikk', 'nikk → data person tidak punya `nikk`. Maksud Anda `nik`?'],
    ['today.yeer', 'yeer → tanggal tidak punya `yeer`. Maksud Anda `year`?'],
    ['cuont(movers)', 'cuont → Fungsi `cuont` tidak ada. Maksud Anda `count`?'],
    [
      'origin = "parent"',
      '"parent" → Kode "parent" tidak ada di sini. Kodenya: "parents", "foundling". Maksud Anda "parents"?',
    ],
    ['proof in ("akta", "buku")', '"buku" → Kode "buku" tidak ada di sini. Kodenya: "akta", "sptjm".'],
    [
      'proof = origin',
      'proof = origin → Keduanya tidak pernah sama: "akta", "sptjm" dan "parents", "foundling". Bandingkan dengan kode yang ada.',
    ],
    [
      'origin in ["parents", "foundlin"]',
      '"foundlin" → Kode "foundlin" tidak ada di sini. Kodenya: "parents", "foundling". Maksud Anda "foundling"?',
    ],
    ['n > null', 'n > null → angka dan kosong tidak dapat dibandingkan. Untuk yang kosong, tulis `… = null`.'],
    ['n > 5.000', '5.000 → Tulis angka tanpa titik ribuan: `5000`. Untuk pecahan, tulis satu angka lagi: `5.0000`.'],
    [
      'n > 1.000.000',
      '1.000.000 → Tulis angka tanpa titik ribuan: `5000`. Untuk pecahan, tulis satu angka lagi: `5.0000`.',
    ],
    ['on < 2020-01-01', '2020-01-01 → Tulis tanggal sebagai `date("2026-01-31")`.'],
    ['n => 17', '=> → Tulis `>=` atau `<=`, tanpa spasi.'],
    ['n ≠ 3', '≠ → Untuk "tidak sama", tulis `!=`.'],
    ['late AND late', 'AND → Tulis kata ini dengan huruf kecil.'],
    ['n = "3"', 'n = "3" → angka dan teks "3" tidak dapat dibandingkan. Tulis angka tanpa tanda kutip.'],
    [
      'on > "2026-01-31"',
      'on > "2026-01-31" → tanggal dan teks "2026-01-31" tidak dapat dibandingkan. Tulis tanggal sebagai `date("2026-01-31")`.',
    ],
    [
      'today - on > 60',
      'today - on > 60 → lama dalam hari atau jam dan angka tidak dapat dibandingkan. Tulis lamanya sebagai `duration("P60D")`.',
    ],
    [
      'on + 60',
      'on + 60 → `+` tidak berlaku untuk tanggal dan angka. Tambah atau kurangi tanggal dengan `duration("P60D")`.',
    ],
    ['letter = "ada"', 'letter = "ada" → Berkas hanya bisa ada atau kosong. Tulis `… = null` atau `… != null`.'],
    ['not(n)', 'n → Di sini diminta ya/tidak, tetapi ini angka.'],
    ['date("2023-02-29")', '"2023-02-29" → Tulis isinya langsung, misalnya `date("2026-01-31")`.'],
    ['duration("60")', '"60" → Tulis isinya langsung, misalnya `duration("P60D")`.'],
    ['duration(t)', 't → Tulis isinya langsung, misalnya `duration("P60D")`.'],
    ['[n, t]', 't → Satu daftar berisi satu jenis saja, tetapi ini angka dan teks.'],
    ['if late then n else t', 'if late then n else t → `then` dan `else` harus sejenis, tetapi ini angka dan teks.'],
    ['substring(t)', 'substring(t) → Isi kurung tidak sesuai. Tulis `substring(text, start, length)`.'],
    ['string length(n)', 'n → Di sini diminta teks, tetapi ini angka. Tulis angka tanpa tanda kutip.'],
    ['n.x', 'x → angka tidak punya `x`.'],
    ['n[1]', 'n → Di sini diminta daftar, tetapi ini angka.'],
    [
      'matches(t, "(a+)+")',
      'matches → Pola tidak dipakai di sini. Pakai `contains`, `starts with`, atau jenis pertanyaan yang tepat.',
    ],
    ['today()', 'today → Tulis `today` tanpa kurung.'],
    ['split(t, ".")', '"." → Tulis isinya langsung, misalnya `split(text, ",")`.'],
  ])('%s', (source, expected) => {
    expect(problems(source)).toEqual([expected]);
  });

  it.each([
    ['some x in 1..3 satisfies x > n', '1..3'],
    ['for i in 1..100000000 return i', '1..100000000'],
    ['function(x) x', 'function(x) x'],
    ['{a: 1}', '{a: 1}'],
    ['n == 1', '=='],
    ['n <> 1', '<>'],
    ['late && late', '&&'],
    ['late || late', '||'],
    ['!late', '!'],
    ["t = 'a'", "'a'"],
    ['t = "a', '"a'],
    ['late dan late', 'dan'],
    ['n = 1 atau n = 2', 'atau'],
    ['jika late then 1 else 2', 'jika'],
    ['(n + 1', ''],
    ['n + 1)', ')'],
    ['n +', ''],
    ['if late then 1', ''],
    ['> 5', '> 5'],
    ['@"2026-01-31"', '@"2026-01-31"'],
    ['max(a: 1)', 'a: 1'],
    ['n instance of number', 'n instance of number'],
    ['t = "\\q"', '"\\q"'],
    ['', ''],
    ['  // nothing', '  // nothing'],
  ])('%s can not be read', (source, place) => {
    const result = compileExpression(source, SCOPE);
    expect(result.ok ? [] : result.problems.map(({ from, to }) => source.slice(from, to))).toEqual([place]);
  });

  it('says everything that is wrong, from left to right, in both languages', () => {
    const result = compileExpression('nn = 1 and origin = "x" and tt = ""', SCOPE);
    expect(result.ok ? [] : result.problems.map(({ from }) => from)).toEqual([0, 20, 28]);
    for (const { message } of result.ok ? [] : result.problems) {
      expect(message.id).toMatch(/\S/);
      expect(message.en).toMatch(/\S/);
    }
  });

  it('bounds length, depth and loops', () => {
    expect(problems(`${'n + '.repeat(600)}1`)[0]).toContain('paling banyak 2000');
    expect(problems(`${'not('.repeat(150)}late${')'.repeat(150)}`)[0]).toContain('terlalu bertingkat');
    expect(problems(`late${' and late'.repeat(60)}`)).toEqual([]);
    const four =
      'some a in movers satisfies some b in movers satisfies some c in movers satisfies some d in movers satisfies a.nik = d.nik';
    expect(problems(four)[0]).toContain('Paling banyak 3 perulangan');
  });
});

describe('what is known to be present', () => {
  it.each([
    ['n + 1', false],
    ['m + 1', true],
    ['if m = null then 0 else m', false],
    ['if m != null then m + 1 else 0', false],
    ['if m != null and m > 3 then m else n', false],
    ['if m = null or m > 3 then n else m', false],
    ['if not(m = null) then m else 0', false],
    ['if is defined(m) then m else 0', false],
    ['if m > 3 then m else 0', false],
    ['if m > 3 then 0 else m', true],
    ['if m != null then 0 else m', true],
    ['if late then "LT" else "LU"', false],
    ['m != null and m > 3', false],
    ['m > 3 and m != null', true],
    ['m = null or m > 3', false],
    ['m > 3 or late', true],
    ['mother.nik', true],
    ['if mother != null then mother.nik else "-"', false],
    ['if mother.age != null then mother.nik else "-"', false],
    ['if mother.age > 17 then mother.age else 0', false],
    ['mother != null and mother.age > 17', true],
    ['mother.nik = applicant.nik', false],
    ['mother.sex = applicant.sex', true],
    ['proof = "akta"', false],
    ['proof in ("akta", "sptjm")', false],
    ['if proof in ("akta") then proof else "sptjm"', false],
    ['mother = null', false],
    ['count(movers)', false],
    ['count(maybeMovers)', true],
    ['if count(maybeMovers) > 0 then count(maybeMovers) else 0', false],
    ['movers[age > 17]', false],
    ['movers[1]', true],
    ['max(movers.age)', true],
    ['max(n, 3)', false],
    ['n / 2', false],
    ['n / n', true],
    ['every x in movers satisfies x.age != null', false],
    ['every x in movers satisfies x.age > 17', true],
    ['movers[age != null and age > n].nik', false],
    ['list contains(movers.nik, mother.nik)', false],
    ['list contains(movers.age, m)', true],
    ['null', true],
  ])('%s may be absent: %s', (source, nullable) => {
    expect(compiled(source).nullable).toBe(nullable);
  });

  it('says what to write where a value is demanded', () => {
    expect(problems('today - on > duration("P60D")', sure(boolean))).toEqual([]);
    expect(problems('applicant.age >= 17 or late', sure(boolean))).toEqual([
      'applicant.age >= 17 or late → Hasilnya bisa kosong karena `applicant.age`, `late` bisa kosong. ' +
        'Beri `default: …`, atau tulis `if applicant.age = null then … else …`.',
    ]);
    expect(problems('applicant.age >= 17', boolean)).toEqual([]);
    expect(problems('n', boolean)).toEqual(['n → Di sini diminta ya/tidak, tetapi ini angka.']);
    expect(problems('if late then "a" else "b"', choice('a', 'c'))[0]).toContain('Kode "b" tidak ada');
    expect(problems('movers', listOf(person))).toEqual([]);
    expect(problems('[]', listOf(person))).toEqual([]);
    expect(problems('applicant', listOf(person))[0]).toContain('diminta daftar data person');
  });
});

describe('what is read', () => {
  it.each([
    ['applicant.age > 17 or late', ['applicant.age', 'late']],
    ['today.year - on.year', ['on', 'today']],
    ['movers[age > n].nik', ['movers', 'movers.age', 'movers.nik', 'n']],
    ['some x in movers satisfies x.age > 3', ['movers', 'movers.age']],
    ['movers[item.nik = mother.nik]', ['mother.nik', 'movers', 'movers.nik']],
    ['count(movers.nik)', ['movers.nik']],
    ['1 + 2', []],
  ])('%s', (source, reads) => {
    expect(compiled(source).reads).toEqual(reads);
  });
});

describe('how it is read', () => {
  it.each([
    ['n in [1..9] and late', '(n in [1..9]) and late'],
    ['late and n in [1..9] or origin = "parents"', '(late and (n in [1..9])) or origin = "parents"'],
    ['n in > 5 or late and late', '(n > 5) or (late and late)'],
    ['n between 1 and 9 and late', 'n in [1..9] and late'],
    ['late and n in (1, 2) and m in [3..4] or late', '(late and (n in (1, 2)) and (m in [3..4])) or late'],
    ['list  contains ( movers . nik ,\n t )', 'list contains(movers.nik, t)'],
    ['origin in ["parents", "foundling"]', 'origin in ("parents", "foundling")'],
    ['n > 5.00', 'n > 5'],
    ['n > 0.125 + 5.1250', 'n > 0.1250 + 5.1250'],
    ['t = "A AND B 5.000"', 't = "A AND B 5.000"'],
    ['n - -3', 'n - (- 3)'],
    ['is defined(m)', 'm != null'],
    ['(n).x', '(n).x'],
  ])('%s is %s', (source, same) => {
    const [a, b] = [source, same].map((each) => compileExpression(each, SCOPE));
    expect(a?.ok && a.value.tree).toEqual(b?.ok && b.value.tree);
  });

  it('takes texts as they stand, with their spaces', () => {
    expect(compiled('"a  b\\t\\"\\u0041"').tree).toBe('a  b\t"A');
  });
});

describe('effects', () => {
  const verbs = {
    'register.cardLost': { params: [{ name: 'person', type: person }] },
    'register.make': {
      params: [
        { name: 'of', type: person },
        { name: 'note', type: text, nullable: true },
      ],
      result: person,
    },
  } as const;
  const call = (source: string) => {
    const result = compileCall(source, SCOPE, verbs);
    return result.ok
      ? result.value
      : result.problems.map(({ from, to, message }) => `${source.slice(from, to)} → ${message.id}`);
  };

  it('name what they make, and what they read', () => {
    expect(call('made = register.make(applicant, t)')).toMatchObject({
      as: 'made',
      params: ['of', 'note'],
      reads: ['applicant', 't'],
      result: person,
    });
    expect(call('register.make(applicant)')).toMatchObject({
      as: null,
      params: ['of'],
      args: [{ tree: ['$', 'applicant'] }],
    });
    expect(call('register.make(movers[1], null)')).toEqual([
      'movers[1] → `of` wajib diisi, tetapi `movers[1]` bisa kosong. Wajibkan pertanyaannya, atau tulis `if … = null then … else …`.',
    ]);
  });

  it.each([
    [
      'register.cardLots(applicant)',
      'register.cardLots → Fungsi `register.cardLots` tidak ada. Maksud Anda `register.cardLost`?',
    ],
    ['register.cardLost()', 'register.cardLost() → Isi kurung tidak sesuai. Tulis `register.cardLost(person)`.'],
    ['register.cardLost(n)', 'n → Di sini diminta data person, tetapi ini angka.'],
    ['x = register.cardLost(applicant)', 'x → `register.cardLost` tidak memberi hasil. Hapus bagian sebelum `=`.'],
    ['n = register.make(applicant)', 'n → Nama `n` sudah dipakai. Pilih nama lain.'],
    ['n + 1', 'n + 1 → Tulis satu tindakan, misalnya `register.birth(child, mother)`.'],
  ])('%s', (source, problem) => {
    expect(call(source)).toEqual([problem]);
  });
});

it('knows which parts of an id may be names', () => {
  expect(['birthDate', 'f203', 'x'].map(isName)).toEqual([true, true, true]);
  expect(['Birth', 'a-b', '1a', 'and', 'count', 'item', 'null', ''].some(isName)).toBe(false);
});
