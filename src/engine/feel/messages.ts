import type { Text } from '../../kernel/text.ts';
import { nearest } from './nearest.ts';
import type { Type } from './types.ts';

const NAMES: Readonly<Record<Type['kind'], Text>> = {
  null: { id: 'kosong', en: 'empty' },
  boolean: { id: 'ya/tidak', en: 'yes/no' },
  number: { id: 'angka', en: 'a number' },
  text: { id: 'teks', en: 'a text' },
  date: { id: 'tanggal', en: 'a date' },
  time: { id: 'jam', en: 'a time' },
  daysDuration: { id: 'lama dalam hari atau jam', en: 'a duration of days or hours' },
  monthsDuration: { id: 'lama dalam bulan atau tahun', en: 'a duration of months or years' },
  file: { id: 'berkas', en: 'a file' },
  any: { id: 'apa saja', en: 'anything' },
  choice: { id: 'pilihan', en: 'a choice' },
  record: { id: 'data', en: 'data' },
  list: { id: 'daftar', en: 'a list' },
};

const quoted = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(', ');
const codesOf = (codes: readonly string[]): string => codes.map((code) => `"${code}"`).join(', ');

/** A type in words of both languages. */
export const describe = (type: Type): { readonly id: string; readonly en: string } => {
  const { id, en = id } = NAMES[type.kind];
  if (type.kind === 'record') return { id: `data ${type.name}`, en: `${type.name} data` };
  if (type.kind === 'choice' && type.codes.length === 1) {
    return { id: `teks ${codesOf(type.codes)}`, en: `the text ${codesOf(type.codes)}` };
  }
  if (type.kind === 'choice')
    return { id: `pilihan (${codesOf(type.codes)})`, en: `a choice (${codesOf(type.codes)})` };
  if (type.kind !== 'list' || type.of.kind === 'null' || type.of.kind === 'any') return { id, en };
  const of = describe(type.of);
  return { id: `daftar ${of.id}`, en: `a list of ${of.en.replace(/^a /, '')}` };
};

const meant = (name: string, known: readonly string[], more: readonly string[] = []): Text => {
  const guess = nearest(name, known);
  const guesses = [...new Set([...(guess ? [guess] : []), ...more])].slice(0, 3);
  if (guesses.length > 0) return { id: ` Maksud Anda ${quoted(guesses)}?`, en: ` Did you mean ${quoted(guesses)}?` };
  const some = [...new Set(known)].sort().slice(0, 12);
  if (some.length === 0) return { id: '', en: '' };
  return { id: ` Yang ada: ${quoted(some)}.`, en: ` There are: ${quoted(some)}.` };
};

const both = (id: string, en: string, tail: Text = { id: '', en: '' }): Text => ({
  id: id + tail.id,
  en: en + (tail.en ?? tail.id),
});

export const unknownName = (name: string, known: readonly string[], elsewhere: readonly string[]): Text =>
  both(`Nama \`${name}\` tidak ada.`, `There is no name \`${name}\`.`, meant(name, known, elsewhere));

export const unknownField = (of: Type, name: string, known: readonly string[]): Text => {
  const { id, en } = describe(of);
  return both(`${id} tidak punya \`${name}\`.`, `${en} has no \`${name}\`.`, meant(name, known));
};

export const unknownFunction = (name: string, known: readonly string[]): Text =>
  both(`Fungsi \`${name}\` tidak ada.`, `There is no function \`${name}\`.`, meant(name, known));

export const unknownCode = (code: string, codes: readonly string[]): Text => {
  const guess = nearest(code, codes);
  return both(
    `Kode "${code}" tidak ada di sini. Kodenya: ${codesOf(codes)}.`,
    `There is no code "${code}" here. The codes are: ${codesOf(codes)}.`,
    guess ? { id: ` Maksud Anda "${guess}"?`, en: ` Did you mean "${guess}"?` } : undefined,
  );
};

export const noCommonCode = (left: readonly string[], right: readonly string[]): Text =>
  both(
    `Keduanya tidak pernah sama: ${codesOf(left)} dan ${codesOf(right)}. Bandingkan dengan kode yang ada.`,
    `These are never equal: ${codesOf(left)} and ${codesOf(right)}. Compare with a code there is.`,
  );

const HINTS: Readonly<Record<string, Text>> = {
  'date text': { id: ' Tulis tanggal sebagai `date("2026-01-31")`.', en: ' Write a date as `date("2026-01-31")`.' },
  'time text': { id: ' Tulis jam sebagai `time("08:15")`.', en: ' Write a time as `time("08:15")`.' },
  'daysDuration number': {
    id: ' Tulis lamanya sebagai `duration("P60D")`.',
    en: ' Write the duration as `duration("P60D")`.',
  },
  'daysDuration text': {
    id: ' Tulis lamanya sebagai `duration("P60D")`.',
    en: ' Write the duration as `duration("P60D")`.',
  },
  'date number': {
    id: ' Tambah atau kurangi tanggal dengan `duration("P60D")`.',
    en: ' Add to or take from a date with `duration("P60D")`.',
  },
  'daysDuration monthsDuration': {
    id: ' Panjang bulan berbeda-beda: pakai hari, `duration("P30D")`, atau `years and months duration(a, b)`.',
    en: ' Months differ in length: use days, `duration("P30D")`, or `years and months duration(a, b)`.',
  },
  'number text': { id: ' Tulis angka tanpa tanda kutip.', en: ' Write a number without quotes.' },
  'boolean text': {
    id: ' Tulis `true` atau `false` tanpa tanda kutip.',
    en: ' Write `true` or `false` without quotes.',
  },
};

const NOTHING: Text = { id: ' Untuk yang kosong, tulis `… = null`.', en: ' For what is empty, write `… = null`.' };

const hint = (left: Type, right: Type): Text | undefined => {
  if (left.kind === 'null' || right.kind === 'null') return NOTHING;
  const [a, b] = [left, right].map(({ kind }) => (kind === 'choice' ? 'text' : kind));
  return HINTS[`${a} ${b}`] ?? HINTS[`${b} ${a}`];
};

export const cannotCompare = (left: Type, right: Type): Text => {
  const [a, b] = [describe(left), describe(right)];
  const id = `${a.id} dan ${b.id} tidak dapat dibandingkan.`;
  return both(id, `${a.en} and ${b.en} can't be compared.`, hint(left, right));
};

export const cannotCompute = (op: string, left: Type, right: Type): Text => {
  const [a, b] = [describe(left), describe(right)];
  return both(
    `\`${op}\` tidak berlaku untuk ${a.id} dan ${b.id}.`,
    `\`${op}\` does not work on ${a.en} and ${b.en}.`,
    hint(left, right),
  );
};

export const wrongType = (actual: Type, wanted: Type): Text => {
  const [a, w] = [describe(actual), describe(wanted)];
  return both(
    `Di sini diminta ${w.id}, tetapi ini ${a.id}.`,
    `This asks for ${w.en}, but this is ${a.en}.`,
    hint(wanted, actual),
  );
};

export const lacksFields = (name: string, missing: readonly string[]): Text =>
  both(
    `Data ini belum cocok dengan ${name}: lengkapi ${quoted(missing)}.`,
    `This does not fit ${name} yet: complete ${quoted(missing)}.`,
  );

export const maybeEmpty = (because: readonly string[]): Text => {
  const some = [...new Set(because)].slice(0, 4);
  const [first = 'x'] = some;
  return both(
    `Hasilnya bisa kosong karena ${quoted(some)} bisa kosong. Beri \`default: …\`, atau tulis \`if ${first} = null then … else …\`.`,
    `The result may be empty because ${quoted(some)} may be. Give a \`default: …\`, or write \`if ${first} = null then … else …\`.`,
  );
};

export const argumentMaybeEmpty = (name: string, because: readonly string[]): Text => {
  const some = quoted([...new Set(because)].slice(0, 4));
  return both(
    `\`${name}\` wajib diisi, tetapi ${some} bisa kosong. Wajibkan pertanyaannya, atau tulis \`if … = null then … else …\`.`,
    `\`${name}\` is required, but ${some} may be empty. Make its question required, or write \`if … = null then … else …\`.`,
  );
};

export const wrongCount = (usage: string): Text =>
  both(`Isi kurung tidak sesuai. Tulis \`${usage}\`.`, `These arguments don't match. Write \`${usage}\`.`);

export const mixedList = (a: Type, b: Type): Text =>
  both(
    `Satu daftar berisi satu jenis saja, tetapi ini ${describe(a).id} dan ${describe(b).id}.`,
    `A list holds one kind only, but these are ${describe(a).en} and ${describe(b).en}.`,
  );

export const mixedBranches = (a: Type, b: Type): Text =>
  both(
    `\`then\` dan \`else\` harus sejenis, tetapi ini ${describe(a).id} dan ${describe(b).id}.`,
    `\`then\` and \`else\` must be of one kind, but these are ${describe(a).en} and ${describe(b).en}.`,
  );

export const fileOnlyPresent = (): Text =>
  both(
    'Berkas hanya bisa ada atau kosong. Tulis `… = null` atau `… != null`.',
    'A file is present or empty only. Write `… = null` or `… != null`.',
  );

export const tooManyLoops = (most: number): Text =>
  both(
    `Paling banyak ${most} perulangan bertumpuk. Pecah menjadi beberapa \`compute\`.`,
    `At most ${most} loops inside each other. Split it into several \`compute\` entries.`,
  );

/** Functions of FEEL that are left out, each with what to use. */
export const LEFT_OUT: Readonly<Record<string, Text>> = {
  today: { id: 'Tulis `today` tanpa kurung.', en: 'Write `today` without brackets.' },
  now: {
    id: 'Jam sekarang tidak dipakai dalam aturan. Pakai `today` atau `submittedOn`.',
    en: 'Rules do not use the present time. Use `today` or `submittedOn`.',
  },
  matches: {
    id: 'Pola tidak dipakai di sini. Pakai `contains`, `starts with`, atau jenis pertanyaan yang tepat.',
    en: 'Patterns are not used here. Use `contains`, `starts with`, or the right question type.',
  },
  replace: { id: 'Pola tidak dipakai di sini. Pakai `substring`.', en: 'Patterns are not used here. Use `substring`.' },
  'date and time': {
    id: 'Tanggal dan jam disimpan terpisah. Pakai `date("2026-01-31")` atau `time("08:15")`.',
    en: 'Date and time are kept apart. Use `date("2026-01-31")` or `time("08:15")`.',
  },
};

export const literalOnly = (example: string): Text =>
  both(`Tulis isinya langsung, misalnya \`${example}\`.`, `Write it out, as in \`${example}\`.`);

export const badName = (name: string): Text =>
  both(
    `\`${name}\` bukan nama yang boleh. Mulai dengan huruf kecil, lalu huruf dan angka saja, dan bukan kata milik bahasa.`,
    `\`${name}\` is no allowed name. Begin with a small letter, then letters and digits only, and no word of the language.`,
  );

export const nameTaken = (name: string): Text =>
  both(`Nama \`${name}\` sudah dipakai. Pilih nama lain.`, `The name \`${name}\` is taken. Choose another.`);

export const noResult = (verb: string): Text =>
  both(
    `\`${verb}\` tidak memberi hasil. Hapus bagian sebelum \`=\`.`,
    `\`${verb}\` gives no result. Remove the part before \`=\`.`,
  );

export const notACall = (): Text =>
  both(
    'Tulis satu tindakan, misalnya `register.birth(child, mother)`.',
    'Write one act, as in `register.birth(child, mother)`.',
  );
