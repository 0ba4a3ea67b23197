/** A PDF value. Scalars stay as they were written (`/Name`, `(text)`, `<hex>`, `12`, `3 0 R`), so that writing back changes nothing. */
export type PdfValue = string | readonly PdfValue[] | PdfDict;
export type PdfDict = ReadonlyMap<string, PdfValue>;

export const isDict = (value: PdfValue | undefined): value is PdfDict => value instanceof Map;
export const isArray = (value: PdfValue | undefined): value is readonly PdfValue[] => Array.isArray(value);

const space = /[\0\t\n\f\r ]/;
const delimiter = /[\0\t\n\f\r ()<>[\]{}/%]/;
const reference = /^(\d+)[\0\t\n\f\r ]+(\d+)[\0\t\n\f\r ]+R(?![^\0\t\n\f\r ()<>[\]{}/%])/;

type Parsed = { readonly value: PdfValue; readonly end: number };

/** Parses one value of `source` (Latin-1 text of the file) from `at`. Throws on what is not PDF. */
export function parseValue(source: string, at: number): Parsed {
  const start = skipSpace(source, at);
  const two = source.slice(start, start + 2);
  if (two === '<<') return parseDict(source, start + 2);
  const char = source[start];
  if (char === '[') return parseArray(source, start + 1);
  if (char === '(') return raw(source, start, endOfString(source, start));
  if (char === '<') return raw(source, start, source.indexOf('>', start) + 1);
  const found = reference.exec(source.slice(start, start + 40));
  if (found) return { value: `${found[1]} ${found[2]} R`, end: start + found[0].length };
  return raw(source, start, endOfWord(source, start));
}

export function writeValue(value: PdfValue): string {
  if (typeof value === 'string') return value;
  if (isDict(value)) return `<<${[...value].map(([key, item]) => ` /${key} ${writeValue(item)}`).join('')} >>`;
  return `[${value.map(writeValue).join(' ')}]`;
}

export const referenceOf = (number: number): string => `${number} 0 R`;

/** The object number in `12 0 R`, or undefined when the value is no reference. */
export function referredNumber(value: PdfValue | undefined): number | undefined {
  const found = typeof value === 'string' ? /^(\d+) \d+ R$/.exec(value) : null;
  return found ? Number(found[1]) : undefined;
}

/** Text as a PDF string: ASCII in brackets, else UTF-16 with its mark, as hexadecimal. */
export function writeText(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return `(${text.replace(/[\\()]/g, '\\$&')})`;
  const units = Array.from({ length: text.length }, (_, i) => text.charCodeAt(i).toString(16).padStart(4, '0'));
  return `<FEFF${units.join('').toUpperCase()}>`;
}

function parseDict(source: string, from: number): Parsed {
  const dict = new Map<string, PdfValue>();
  let at = skipSpace(source, from);
  while (source.slice(at, at + 2) !== '>>') {
    const key = parseValue(source, at);
    if (typeof key.value !== 'string' || !key.value.startsWith('/')) throw new Error(`PDF: no key at byte ${at}`);
    const item = parseValue(source, key.end);
    dict.set(key.value.slice(1), item.value);
    at = skipSpace(source, item.end);
  }
  return { value: dict, end: at + 2 };
}

function parseArray(source: string, from: number): Parsed {
  const items: PdfValue[] = [];
  let at = skipSpace(source, from);
  while (source[at] !== ']') {
    const item = parseValue(source, at);
    items.push(item.value);
    at = skipSpace(source, item.end);
  }
  return { value: items, end: at + 1 };
}

function raw(source: string, start: number, end: number): Parsed {
  if (end <= start) throw new Error(`PDF: unexpected end at byte ${start}`);
  return { value: source.slice(start, end), end };
}

function endOfString(source: string, start: number): number {
  let depth = 0;
  for (let at = start; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (source[at] === '(') depth++;
    else if (source[at] === ')' && --depth === 0) return at + 1;
  }
  return -1;
}

function endOfWord(source: string, start: number): number {
  let at = start + 1;
  while (at < source.length && !delimiter.test(source.charAt(at))) at++;
  return start < source.length ? at : -1;
}

function skipSpace(source: string, from: number): number {
  let at = from;
  while (at < source.length) {
    if (source[at] === '%') while (at < source.length && source[at] !== '\n' && source[at] !== '\r') at++;
    else if (space.test(source.charAt(at))) at++;
    else break;
  }
  return at;
}
