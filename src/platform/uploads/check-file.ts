import { fileTypeFromBuffer } from 'file-type';
import { lookIntoPdf } from './pdf-look.ts';

export const LARGEST_FILE = 10 * 1024 * 1024;
// A photo of a hundred million points is a phone's; more is a bomb.
const MOST_POINTS = 120_000_000;

export type FileType = 'application/pdf' | 'image/jpeg' | 'image/png';

/** Why a file can't be taken; whoever shows it says what to do instead. */
export type FileFault =
  | 'empty'
  | 'too-large'
  | 'heic'
  | 'kind'
  | 'broken'
  | 'pdf-encrypted'
  | 'pdf-empty'
  | 'pdf-active';

export type Checked =
  | { readonly ok: true; readonly type: FileType; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly fault: FileFault };

const refuse = (fault: FileFault): Checked => ({ ok: false, fault });

/**
 * Looks at the content, never at the name. Pictures are made anew, upright and without what the camera wrote into them (place, time, device).
 * @example await checkFile(bytes) // { ok: true, type: 'image/jpeg', bytes }
 */
export async function checkFile(bytes: Uint8Array): Promise<Checked> {
  if (bytes.length === 0) return refuse('empty');
  if (bytes.length > LARGEST_FILE) return refuse('too-large');
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined);
  switch (found?.mime) {
    case 'application/pdf':
      return checkPdf(bytes);
    case 'image/jpeg':
    case 'image/png':
      return inTurn(() => redraw(bytes, found.mime as 'image/jpeg' | 'image/png'));
    case 'image/heic':
    case 'image/heif':
    case 'image/heic-sequence':
    case 'image/heif-sequence':
    case 'image/avif':
      return refuse('heic');
    default:
      return refuse('kind');
  }
}

async function checkPdf(bytes: Uint8Array): Promise<Checked> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (!/%%EOF/.test(text.slice(-2048))) return refuse('broken');
  if (/\/Encrypt\s+\d+\s+\d+\s+R|\/Encrypt\s*<</.test(text)) return refuse('pdf-encrypted');
  // Pages may hide in compressed object streams; only a file without either has none for certain.
  const hasPages = /\/Type\s*\/Page(?!s)/.test(text) || /\/Type\s*\/ObjStm/.test(text);
  if (!hasPages) return refuse('pdf-empty');
  const look = await lookIntoPdf(text);
  if (look.kind !== 'clean') return refuse(look.kind === 'active' ? 'pdf-active' : 'broken');
  return { ok: true, type: 'application/pdf', bytes: bytes.subarray(0, look.length) };
}

// A large photo takes hundreds of megabytes while it is drawn: others wait their turn.
const AT_ONCE = 2;
let drawing = 0;
const waiting: (() => void)[] = [];

async function inTurn<R>(work: () => Promise<R>): Promise<R> {
  if (drawing >= AT_ONCE) await new Promise<void>((go) => waiting.push(go));
  else drawing += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else drawing -= 1;
  }
}

async function redraw(bytes: Uint8Array, type: 'image/jpeg' | 'image/png'): Promise<Checked> {
  // Loaded with the first picture: an idle process carries 30 MB less.
  const { default: sharp } = await import('sharp');
  try {
    const upright = sharp(bytes, { limitInputPixels: MOST_POINTS, failOn: 'truncated' }).rotate();
    const drawn = type === 'image/jpeg' ? upright.jpeg({ quality: 88 }) : upright.png({ compressionLevel: 9 });
    return { ok: true, type, bytes: await drawn.toBuffer() };
  } catch {
    return refuse('broken');
  }
}
