import { promisify } from 'node:util';
import { inflate } from 'node:zlib';

const inflated = promisify(inflate);

/** What a page on paper never needs: it runs, opens programs, or carries files of any kind inside. */
const ACTIVE = /\/(JavaScript|Launch|EmbeddedFiles?|RichMedia)\b/;
/** The end of an archive: a program for archives would find one in this file. It is looked for as they do, in the last 64 KB. */
const ARCHIVE_END = 'PK\x05\x06';
const ARCHIVE_REACH = 65_557;
/** Objects that lie compressed are names and numbers: more than this is made to burst whoever reads it. */
const MOST_OBJECTS = 8 * 1024 * 1024;
const MOST_IN_ALL = 32 * 1024 * 1024;
const DICTIONARY = 2048;

export type PdfLook = { readonly kind: 'clean'; readonly length: number } | { readonly kind: 'active' | 'bomb' };

/**
 * Looks for what runs or carries other files, also in compressed objects and under escaped names. It finds what honest programs write and plain
 * attacks; whoever hides better is held by the headers that a file is shown with.
 * @param text the whole file, byte by byte as latin1, with an end (`%%EOF`)
 * @returns `length`: up to the end; what was hung on behind it does not belong to a PDF
 */
export async function lookIntoPdf(text: string): Promise<PdfLook> {
  const end = /%%EOF\s*/y;
  end.lastIndex = text.lastIndexOf('%%EOF');
  const length = end.test(text) ? end.lastIndex : text.length;
  const whole = text.slice(0, length);
  if (whole.slice(-ARCHIVE_REACH).includes(ARCHIVE_END)) return { kind: 'active' };
  if (ACTIVE.test(unescapedNames(whole))) return { kind: 'active' };
  let left = MOST_IN_ALL;
  for (const packed of objectStreams(whole)) {
    const objects = await unpack(packed, Math.min(left, MOST_OBJECTS));
    if (objects === 'bomb') return { kind: 'bomb' };
    if (ACTIVE.test(unescapedNames(objects))) return { kind: 'active' };
    left -= objects.length;
  }
  return { kind: 'clean', length };
}

/** `/J#61vaScript` is a name as good as any. */
const unescapedNames = (text: string): string =>
  text.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** The compressed bytes of each stream of objects. */
function* objectStreams(text: string): Iterable<string> {
  for (let at = text.indexOf('stream'); at >= 0; at = text.indexOf('stream', at + 6)) {
    if (text.startsWith('end', at - 3)) continue;
    const dictionary = text.slice(Math.max(0, at - DICTIONARY), at);
    const own = dictionary.slice(dictionary.lastIndexOf(' obj') + 1);
    if (!/\/ObjStm\b/.test(own) || !/\/FlateDecode\b/.test(own)) continue;
    const begin = at + 'stream'.length + (text.startsWith('\r\n', at + 6) ? 2 : 1);
    const end = text.indexOf('endstream', begin);
    yield text.slice(begin, end < 0 ? text.length : end);
  }
}

async function unpack(packed: string, most: number): Promise<string | 'bomb'> {
  try {
    return (await inflated(Buffer.from(packed, 'latin1'), { maxOutputLength: most })).toString('latin1');
  } catch (error) {
    // What does not unpack here shows nothing elsewhere either.
    return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE' ? 'bomb' : '';
  }
}
