import { encode } from 'uqr';

/** A QR code as one SVG path in a square of `size` units, its quiet zone included. */
export type QrPath = { readonly size: number; readonly path: string };

/**
 * @param quiet light units around the code; scanners want 4 where the ground beside it is not white
 * @example qrSvgPath('https://contoh.go.id/p/7K3M') // { size: 33, path: 'M4 4h7v1h-7z…' }
 */
export function qrSvgPath(text: string, quiet = 4): QrPath {
  const { data, size } = encode(text, { ecc: 'M', boostEcc: true, border: 0 });
  const path = data.map((row, y) =>
    runs(row)
      .map(([x, length]) => `M${x + quiet} ${y + quiet}h${length}v1h-${length}z`)
      .join(''),
  );
  return { size: size + 2 * quiet, path: path.join('') };
}

export function qrSvg(text: string, quiet = 4): string {
  const { size, path } = qrSvgPath(text, quiet);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path d="${path}"/></svg>`;
}

function runs(row: readonly boolean[]): readonly (readonly [start: number, length: number])[] {
  const found: [number, number][] = [];
  row.forEach((dark, x) => {
    const last = found.at(-1);
    if (dark && last && last[0] + last[1] === x) last[1]++;
    else if (dark) found.push([x, 1]);
  });
  return found;
}
