import { expect, test } from 'vitest';
import { qrSvg, qrSvgPath } from './qr.ts';

/** Redraws a path into rows of dark and light, to compare with what every QR code has. */
function draw({ size, path }: { readonly size: number; readonly path: string }): readonly string[] {
  const rows = Array.from({ length: size }, () => Array.from({ length: size }, () => '.'));
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    rows[Number(y)]?.fill('#', Number(x), Number(x) + Number(length));
  }
  return rows.map((row) => row.join(''));
}

test('a code has a quiet zone and its three finders', () => {
  const rows = draw(qrSvgPath('https://contoh.go.id/periksa/8Qm3vT0bXr5kPz1yWc7nLg'));
  const finder = ['#######', '#.....#', '#.###.#', '#.###.#', '#.###.#', '#.....#', '#######'];
  const corner = (x: number, y: number) => rows.slice(y, y + 7).map((row) => row.slice(x, x + 7));
  const far = rows.length - 11;
  expect(corner(4, 4)).toEqual(finder);
  expect(corner(far, 4)).toEqual(finder);
  expect(corner(4, far)).toEqual(finder);
  expect(rows.slice(0, 4).join('')).not.toContain('#');
  expect(rows.every((row) => row.startsWith('....') && row.endsWith('....'))).toBe(true);
});

test('the path without quiet zone starts at the corner; other words give another code', () => {
  const { path, size } = qrSvgPath('satu', 0);
  expect(path.startsWith('M0 0h7v1h-7z')).toBe(true);
  expect(size).toBe(21);
  expect(qrSvgPath('dua', 0).path).not.toBe(path);
  expect(qrSvg('satu', 0)).toContain(`viewBox="0 0 21 21"`);
});
