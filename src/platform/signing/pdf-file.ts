import { isArray, isDict, type PdfDict, type PdfValue, parseValue, referredNumber, writeValue } from './pdf-syntax.ts';

/** A PDF with plain cross-reference tables, as our typesetter and our own increments write them. */
export type PdfFile = {
  readonly bytes: Uint8Array;
  readonly trailer: PdfDict;
  /** The first free object number. */
  readonly size: number;
  readonly startXref: number;
  readonly read: (reference: PdfValue | undefined) => PdfValue;
  readonly dict: (reference: PdfValue | undefined) => PdfDict;
};

/** Opens a paper of ours. Throws when its cross-reference is a stream or broken: such files are read, never signed. */
export function openPdf(bytes: Uint8Array): PdfFile {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const startXref = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(source.slice(-64))?.[1] ?? Number.NaN);
  const { offsets, trailer } = readXref(source, startXref);
  const read = (reference: PdfValue | undefined): PdfValue => {
    const number = referredNumber(reference);
    if (number === undefined) throw new Error('PDF: a reference was expected');
    return readObject(source, offsets.get(number), number);
  };
  const dict = (reference: PdfValue | undefined): PdfDict => {
    const value = isDict(reference) ? reference : read(reference);
    if (!isDict(value)) throw new Error('PDF: a dictionary was expected');
    return value;
  };
  return { bytes, trailer, size: Number(trailer.get('Size')), startXref, read, dict };
}

/** An increment: the file as it is, then new versions of objects and a cross-reference that points back. The trailer's /ID stays. */
export function appendObjects(pdf: PdfFile, objects: ReadonlyMap<number, PdfValue>): Uint8Array {
  const parts: string[] = ['\n'];
  let offset = pdf.bytes.length + 1;
  const entries: { readonly number: number; readonly offset: number }[] = [];
  for (const [number, value] of [...objects].sort(([a], [b]) => a - b)) {
    const text = `${number} 0 obj\n${writeValue(value)}\nendobj\n`;
    entries.push({ number, offset });
    parts.push(text);
    offset += text.length;
  }
  const size = Math.max(pdf.size, ...entries.map((entry) => entry.number + 1));
  const trailer = new Map(pdf.trailer).set('Size', String(size)).set('Prev', String(pdf.startXref));
  parts.push(writeXref(entries), `trailer\n${writeValue(trailer)}\nstartxref\n${offset}\n%%EOF\n`);
  return Buffer.concat([pdf.bytes, Buffer.from(parts.join(''), 'latin1')]);
}

/** The numbers of the pages in reading order. */
export function pageNumbers(pdf: PdfFile): readonly number[] {
  const walk = (reference: PdfValue): readonly number[] => {
    const kids = pdf.dict(reference).get('Kids');
    if (isArray(kids)) return kids.flatMap(walk);
    const number = referredNumber(reference);
    return number === undefined ? [] : [number];
  };
  return walk(pdf.dict(pdf.trailer.get('Root')).get('Pages') ?? '');
}

function writeXref(entries: readonly { readonly number: number; readonly offset: number }[]): string {
  const lines = entries.map((entry, i) => {
    const previous = entries[i - 1];
    let run = 1;
    while (entries[i + run]?.number === entry.number + run) run++;
    const head = previous?.number === entry.number - 1 ? '' : `${entry.number} ${run}\n`;
    return `${head}${String(entry.offset).padStart(10, '0')} 00000 n \n`;
  });
  return `xref\n${lines.join('')}`;
}

function readXref(source: string, start: number): { offsets: ReadonlyMap<number, number>; trailer: PdfDict } {
  const offsets = new Map<number, number>();
  let newest: PdfDict | undefined;
  const seen = new Set<number>();
  for (let at = start; !seen.has(at); ) {
    seen.add(at);
    const trailer = readSection(source, at, offsets);
    newest ??= trailer;
    const previous = trailer.get('Prev');
    if (previous === undefined) break;
    at = Number(previous);
  }
  if (!newest) throw new Error('PDF: no trailer');
  return { offsets, trailer: newest };
}

function readSection(source: string, at: number, offsets: Map<number, number>): PdfDict {
  if (!source.startsWith('xref', at)) throw new Error('PDF: no plain cross-reference table');
  const lines = /[^\S\r\n]*(\d+) (\d+)\s*(?:(n|f)\s*|\s*)/y;
  lines.lastIndex = at + 4 + (/^\s*/.exec(source.slice(at + 4, at + 8))?.[0].length ?? 0);
  let number = 0;
  for (let found = lines.exec(source); found; found = lines.exec(source)) {
    if (found[3] === undefined) number = Number(found[1]);
    else {
      if (found[3] === 'n' && !offsets.has(number)) offsets.set(number, Number(found[1]));
      number++;
    }
    at = lines.lastIndex;
  }
  const trailer = parseValue(source, source.indexOf('trailer', at) + 'trailer'.length).value;
  if (!isDict(trailer)) throw new Error('PDF: no trailer');
  return trailer;
}

function readObject(source: string, offset: number | undefined, number: number): PdfValue {
  const head = offset === undefined ? null : /^\s*(\d+)\s+\d+\s+obj/.exec(source.slice(offset, offset + 40));
  if (offset === undefined || !head || Number(head[1]) !== number) throw new Error(`PDF: object ${number} is missing`);
  return parseValue(source, offset + head[0].length).value;
}
