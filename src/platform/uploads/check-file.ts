import { fileTypeFromBuffer } from 'file-type';

export const LARGEST_FILE = 10 * 1024 * 1024;
// A photo of a hundred million points is a phone's; more is a bomb.
const MOST_POINTS = 120_000_000;

export type FileType = 'application/pdf' | 'image/jpeg' | 'image/png';

/** Why a file can't be taken; whoever shows it says what to do instead. */
export type FileFault = 'empty' | 'too-large' | 'heic' | 'kind' | 'broken' | 'pdf-encrypted' | 'pdf-empty';

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
      return redraw(bytes, found.mime);
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

function checkPdf(bytes: Uint8Array): Checked {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (!/%%EOF/.test(text.slice(-2048))) return refuse('broken');
  if (/\/Encrypt\s+\d+\s+\d+\s+R|\/Encrypt\s*<</.test(text)) return refuse('pdf-encrypted');
  // Pages may hide in compressed object streams; only a file without either has none for certain.
  const hasPages = /\/Type\s*\/Page(?!s)/.test(text) || /\/Type\s*\/ObjStm/.test(text);
  return hasPages ? { ok: true, type: 'application/pdf', bytes } : refuse('pdf-empty');
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
