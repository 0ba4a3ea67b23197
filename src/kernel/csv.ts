/** One record of a CSV file, with the line on which it begins. */
export type CsvRow = { readonly line: number; readonly cells: readonly string[] };

/**
 * Reads RFC 4180: commas, quotes, quoted line ends; LF or CRLF; a byte order mark is skipped, blank lines too.
 * An unclosed quote takes the rest of the file, so its row has the wrong number of cells and is noticed by its reader.
 * @example parseCsv('a,"b, c"\n') // [{ line: 1, cells: ['a', 'b, c'] }]
 */
export function parseCsv(text: string): readonly CsvRow[] {
  const rows: CsvRow[] = [];
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  let at = 0;
  let line = 1;
  while (at < source.length) {
    const begins = line;
    const cells: string[] = [];
    let more = true;
    while (more) {
      const cell = source[at] === '"' ? quoted(source, at + 1) : plain(source, at);
      cells.push(cell.text);
      line += cell.lines;
      more = source[cell.end] === ',';
      at = cell.end + (source.startsWith('\r\n', cell.end) ? 2 : 1);
    }
    line++;
    if (cells.length > 1 || cells[0] !== '') rows.push({ line: begins, cells });
  }
  return rows;
}

type Cell = { readonly text: string; readonly end: number; readonly lines: number };

function plain(source: string, from: number): Cell {
  let end = from;
  while (end < source.length && source[end] !== ',' && source[end] !== '\n') end++;
  const bare = source[end] !== ',' && source[end - 1] === '\r' ? end - 1 : end;
  return { text: source.slice(from, bare), end, lines: 0 };
}

function quoted(source: string, from: number): Cell {
  let text = '';
  let at = from;
  while (at < source.length) {
    const close = source.indexOf('"', at);
    const end = close === -1 ? source.length : close;
    text += source.slice(at, end);
    if (source[end + 1] !== '"') {
      const rest = plain(source, end + 1);
      return { text: text + rest.text, end: rest.end, lines: text.split('\n').length - 1 };
    }
    text += '"';
    at = end + 2;
  }
  return { text, end: source.length, lines: text.split('\n').length - 1 };
}

/** A cell that a spreadsheet would take for a formula; it gets an apostrophe in front, as OWASP advises. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Writes RFC 4180 with CRLF; nothing in it is run by a spreadsheet.
 * @example writeCsv([['a', 'b, c'], ['=1', 2]]) // 'a,"b, c"\r\n\'=1,2\r\n'
 */
export const writeCsv = (rows: readonly (readonly (string | number | null)[])[]): string =>
  rows.map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('');

function cellOf(value: string | number | null): string {
  if (value === null || typeof value === 'number') return String(value ?? '');
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
