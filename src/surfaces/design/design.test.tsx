import { readFileSync } from 'node:fs';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildAssets } from './build-assets.ts';
import { iconShapes } from './icon-shapes.ts';
import {
  Bars,
  CaseHead,
  Clock,
  Declaration,
  ErrorSummary,
  errorTitle,
  type FieldFault,
  fours,
  NumberPlate,
  OfficeInbox,
  renderFragment,
  TextField,
  type WindowItem,
  Windows,
} from './index.ts';
import { choosePreferences, defaultPreferences, formatPreferences, parsePreferences } from './preferences.ts';

test('the drawn sprite and the icons of the pages are the same', () => {
  const sprite = readFileSync(new URL('../../../assets/icons.svg', import.meta.url), 'utf8');
  const drawn = Object.fromEntries(
    [...sprite.matchAll(/<symbol id="(\w+)" viewBox="0 0 24 24"><path d="([^"]+)"\/><\/symbol>/g)].map((m) => [
      m[1],
      m[2],
    ]),
  );
  expect(drawn).toEqual(iconShapes);
});

test('numbers are said in groups of four and lose nothing', () => {
  expect(fours('41835206')).toBe('4183 5206');
  expect(fours('7K3M9QX')).toBe('7K3M 9QX');
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789AZ'), maxLength: 40 }), (text) => {
      expect(fours(text).replaceAll(' ', '')).toBe(text);
      expect(fours(fours(text))).toBe(fours(text));
    }),
  );
});

test('the number of a case looks the same on a plate, in a list and at the head of its page', () => {
  const number = '32760000123K';
  const row = {
    href: '#',
    clock: { state: 'calm', left: 1, text: '' },
    service: 'SKTM',
    number,
    whom: 'Bayu',
  } as const;
  for (const html of [
    renderFragment(<NumberPlate lang="id" number={number} />),
    renderFragment(<OfficeInbox lang="id" caption="Kotak kerja" groups={[{ title: 'Hari ini', rows: [row] }]} />),
    renderFragment(<CaseHead lang="id" title="SKTM" number={number} inbox={{ href: '#', label: 'Kotak kerja' }} />),
  ])
    expect(html).toContain('3276-0000-123K');
});

test('a question that may be left empty and ends in brackets has one pair of them', () => {
  const label = (text: string): string =>
    renderFragment(<TextField lang="id" name="n" label={text} optional />).match(/<label[^>]*>(.*?)<\/label>/)?.[1] ??
    '';
  expect(label('Berat lahir (gram)')).toBe('Berat lahir (gram<span class="optional">, boleh kosong)</span>');
  expect(label('Nama ayah')).toBe('Nama ayah<span class="optional"> (boleh kosong)</span>');
});

test('display choices survive their cookie, and a spoilt cookie is the default', () => {
  const every = fc.record({
    theme: fc.constantFrom('auto', 'light', 'dark'),
    text: fc.constantFrom('normal', 'large'),
    lang: fc.constantFrom('id', 'en'),
  });
  fc.assert(
    fc.property(every, (choice) => {
      expect(parsePreferences(formatPreferences(choice))).toEqual(choice);
    }),
  );
  expect(parsePreferences(undefined)).toEqual(defaultPreferences);
  expect(parsePreferences('<b>.x.y')).toEqual(defaultPreferences);
});

test('one button changes one choice', () => {
  expect(choosePreferences(defaultPreferences, { tema: 'dark' })).toEqual({ ...defaultPreferences, theme: 'dark' });
  expect(choosePreferences(defaultPreferences, { teks: 'large', tema: 7 })).toEqual({
    ...defaultPreferences,
    text: 'large',
  });
  expect(choosePreferences(defaultPreferences, { bahasa: 'xx' })).toEqual(defaultPreferences);
});

test('a field in error names hint and error, in that order, and says so', () => {
  const html = renderFragment(<TextField lang="id" name="nama" label="Nama" hint="Dua kata" error="Tulis nama" />);
  expect(html).toContain('aria-describedby="nama-petunjuk nama-salah"');
  expect(html).toContain('aria-invalid="true"');
  expect(html).toMatch(/id="nama-salah".*Perlu diperbaiki: .*Tulis nama/);
});

test('what people write is escaped', () => {
  const html = renderFragment(<TextField lang="id" name="n" label="<img src=x>" value={'"><script>'} />);
  expect(html).not.toMatch(/<img|<script/);
});

test('no errors, no summary; the title says that there are some', () => {
  expect(
    renderFragment(
      <div>
        <ErrorSummary lang="id" faults={[]} />
      </div>,
    ),
  ).toBe('<div></div>');
  expect(errorTitle('id', 'Nama', 0)).toBe('Nama');
  expect(errorTitle('en', 'Name', 2)).toBe('Needs fixing: Name');
});

test('a rule that stands in the way is not called an answer to be fixed', () => {
  const rule = { field: 'jam', text: 'Jam itu baru saja penuh', rule: true } as const;
  const wrong = { field: 'nama', text: 'Isi namanya' };
  const summary = (faults: readonly FieldFault[]) => renderFragment(<ErrorSummary lang="id" faults={faults} />);
  expect(summary([rule])).toMatch(/Belum bisa dilakukan.*href="#jam"/);
  expect(summary([rule, wrong])).toMatch(/Satu isian perlu diperbaiki.*href="#jam".*href="#nama"/);
  expect(summary([{ ...rule, field: '' }])).not.toContain('href');
  expect(errorTitle('id', 'Pilih waktu', [rule])).toBe('Belum bisa: Pilih waktu');
  expect(errorTitle('en', 'Choose a time', [rule, wrong])).toBe('Needs fixing: Choose a time');
});

test('a long day shows five windows, more where few have a place, and never one alone behind a line', () => {
  const item = (nth: number, left: number): WindowItem => ({
    ...{
      value: `w${nth}`,
      time: `0${nth}.00\u2060–\u20600${nth}.30`,
      left,
      places: 4,
      leftWords: left,
      note: undefined,
    },
    disabled: left === 0,
  });
  const day = (lefts: readonly number[], value?: string) =>
    renderFragment(
      <Windows
        {...{ name: 'jam', title: 'Senin', items: lefts.map((left, nth) => item(nth, left)), value }}
        later={(range, places) => `${range} ${places}`}
      />,
    );
  const folded = (html: string) =>
    (/<details(.*)<\/details>/.exec(html)?.[1] ?? '').match(/type="radio"/g)?.length ?? 0;
  expect(folded(day([4, 4, 4, 4, 4, 4]))).toBe(0);
  expect(day([4, 4, 4, 4, 4, 1, 2])).toContain('05.00\u2060–\u206006.30 3');
  expect(folded(day([4, 4, 4, 4, 4, 1, 2]))).toBe(2);
  expect(folded(day([0, 0, 0, 0, 1, 1, 1, 4, 4]))).toBe(2);
  expect(folded(day([0, 0, 0, 0, 0, 0, 0]))).toBe(0);
  expect(day([4, 4, 4, 4, 4, 1, 2], 'w6')).toMatch(/<details[^>]* open/);
});

test('a declaration that was not ticked is in error at its box', () => {
  const html = renderFragment(
    <Declaration lang="id" name="benar" error="Beri tanda bila benar">
      Semua benar
    </Declaration>,
  );
  expect(html).toContain('aria-describedby="benar-salah"');
});

test('the ring of a clock stays a drawable arc for every share', () => {
  fc.assert(
    fc.property(fc.double({ min: -1, max: 2, noNaN: true }), (left) => {
      const html = renderFragment(<Clock state="calm" left={left} text="Sisa" />);
      expect(html).toMatch(/d="M14 2\.5A11\.5 11\.5 0 [01] 1 -?\d+(\.\d)? -?\d+(\.\d)?"/);
    }),
  );
});

test('built files carry the hash of their content, and unpack to themselves', async () => {
  const [first, second] = await Promise.all([buildAssets(), buildAssets()]);
  expect(second.citizen.file).toBe(first.citizen.file);
  expect(first.citizen.file).toMatch(/^citizen\.[0-9a-f]{12}\.css$/);
  expect(first.script.file).toMatch(/^app\.[0-9a-f]{12}\.js$/);
  for (const asset of Object.values(first)) {
    expect(gunzipSync(asset.gzip).equals(asset.bytes)).toBe(true);
    expect(brotliDecompressSync(asset.brotli).equals(asset.bytes)).toBe(true);
  }
  expect(first.citizen.brotli.length).toBeLessThan(first.citizen.gzip.length);
  const sheet = Buffer.from(first.citizen.bytes).toString();
  expect(sheet).not.toContain('@import');
  expect(sheet).not.toContain('.case-head');
  expect(Buffer.from(first.office.bytes).toString()).toContain('.case-head');
});

test('one bar is no wider than one of many, and stands beside a scale', () => {
  const widths = (values: readonly number[]) => {
    const bars = values.map((value, i) => ({ label: String(i), value, text: String(value) }));
    const html = renderFragment(<Bars bars={bars} />);
    const marks = [...html.matchAll(/text-anchor="end"[^>]*>(\d+)</g)].map(([, mark]) => Number(mark));
    expect(marks[2]).toBeGreaterThanOrEqual(Math.max(...values));
    expect(marks[1]).toBe((marks[2] ?? 0) / 2);
    const rects = [...html.matchAll(/<rect x="([\d.]+)"[^>]* width="([\d.]+)"/g)];
    for (const [, x, width] of rects) expect(Number(x) + Number(width)).toBeLessThanOrEqual(640);
    return new Set(rects.map(([, , width]) => Number(width)));
  };
  expect(widths([1])).toEqual(widths([3, 17, 44]));
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 24 }), (of) => void widths(of)),
  );
});
