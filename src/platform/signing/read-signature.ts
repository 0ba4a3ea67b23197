import { checkCms } from './check-cms.ts';
import { isDict, type PdfDict, parseValue } from './pdf-syntax.ts';

export type PdfSignature = {
  /** The holder the certificate names, empty when it can't be read. */
  readonly signer: string;
  /** When, by the signer's own clock: nobody else vouches for it. */
  readonly time?: Date;
  readonly reason?: string;
  readonly location?: string;
  /** The signed bytes are unchanged and the signature fits the certificate. */
  readonly intact: boolean;
  /** The certificate leads to one of the given roots, each link valid at the time of signing. */
  readonly trusted: boolean;
  /** Nothing stands in the file that this signature does not cover. */
  readonly coversFile: boolean;
};

/**
 * `valid`: every signature is intact and trusted, and the newest covers the whole file · `untrusted`: a certificate leads to no
 * given root · `extended`: intact, but something was added after the newest signature (a later change, or the evidence that
 * long-term signing services add: a person has to look) · `broken`: signed bytes were changed, or a signature can't be read.
 */
export type Verdict = 'none' | 'valid' | 'untrusted' | 'extended' | 'broken';
export type SignatureReport = { readonly signatures: readonly PdfSignature[]; readonly verdict: Verdict };

/** More signatures than any paper has: a file made to keep the checker busy. */
const mostSignatures = 32;

/**
 * Reads the signatures of any PDF, ours or not; never throws on a strange one, it is then `none` or `broken`.
 * @param roots certificates trusted for this question, DER
 */
export function readSignatures(
  pdf: Uint8Array,
  options: { readonly roots: readonly Uint8Array[]; readonly clock: () => Date },
): SignatureReport {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  const places = findSignatures(bytes);
  if (!places) return { signatures: [], verdict: 'broken' };
  const signatures = places.map((place) => readOne(bytes, place, options));
  return { signatures, verdict: verdictOf(signatures) };
}

function verdictOf(signatures: readonly PdfSignature[]): Verdict {
  if (signatures.length === 0) return 'none';
  if (!signatures.every((one) => one.intact)) return 'broken';
  if (!signatures.every((one) => one.trusted)) return 'untrusted';
  return signatures.at(-1)?.coversFile ? 'valid' : 'extended';
}

type Place = {
  readonly dict: PdfDict | undefined;
  readonly holeFrom: number;
  readonly holeTo: number;
  readonly end: number;
};

const byteRange = /\/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]/g;

/**
 * Signature dictionaries always stand uncompressed in the file, because their byte ranges count the file's own bytes. Time
 * stamps over a document are left out: a public service stamps whatever it is sent, so they vouch for nobody's content.
 */
function findSignatures(bytes: Buffer): readonly Place[] | undefined {
  const source = bytes.toString('latin1');
  const ranges = [...source.matchAll(byteRange)];
  if (ranges.length > mostSignatures) return undefined;
  const places = ranges.map((found): Place => {
    const [start, length = 0, from = 0, rest = 0] = found.slice(1).map(Number);
    return {
      dict: signatureDict(source, found.index),
      holeFrom: start === 0 ? length : -1,
      holeTo: from,
      end: from + rest,
    };
  });
  return places.filter((place) => place.dict?.get('SubFilter') !== '/ETSI.RFC3161').sort((a, b) => a.end - b.end);
}

function readOne(
  bytes: Buffer,
  place: Place,
  options: { readonly roots: readonly Uint8Array[]; readonly clock: () => Date },
): PdfSignature {
  const stated = (key: string) => readText(place.dict?.get(key));
  const time = readTime(stated('M'));
  const coversFile = bytes.subarray(place.end).toString('latin1').trim() === '' && place.end <= bytes.length;
  const cms = contents(bytes, place);
  const content = [bytes.subarray(0, Math.max(place.holeFrom, 0)), bytes.subarray(place.holeTo, place.end)];
  const checked = cms && checkCms(cms, content, { roots: options.roots, at: time, now: options.clock() });
  const known = {
    ...optional('time', checked?.time ?? time),
    ...optional('reason', stated('Reason')),
    ...optional('location', stated('Location')),
  };
  if (!checked) return { signer: '', intact: false, trusted: false, coversFile, ...known };
  return { signer: checked.signer, intact: checked.intact, trusted: checked.trusted, coversFile, ...known };
}

/** The hole in the signed bytes must be exactly one hexadecimal string: nothing else may hide there. */
function contents(bytes: Buffer, place: Place): Buffer | undefined {
  if (place.holeFrom < 0 || place.holeTo <= place.holeFrom || place.end > bytes.length) return undefined;
  const hole = bytes.subarray(place.holeFrom, place.holeTo).toString('latin1');
  return /^<[0-9A-Fa-f]+>$/.test(hole) ? Buffer.from(hole.slice(1, -1), 'hex') : undefined;
}

function signatureDict(source: string, at: number): PdfDict | undefined {
  try {
    const { value } = parseValue(source, source.lastIndexOf(' obj', at) + ' obj'.length);
    return isDict(value) ? value : undefined;
  } catch {
    // A dictionary that can't be read costs the stated time and reason, not the check of the signature.
    return undefined;
  }
}

function readText(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const hex = /^<([0-9A-Fa-f\s]*)>$/.exec(value)?.[1];
  const raw = hex === undefined ? unescapeText(value) : Buffer.from(hex.replace(/\s/g, ''), 'hex');
  if (raw[0] !== 0xfe || raw[1] !== 0xff) return raw.toString('latin1');
  return Buffer.from(raw.subarray(2, raw.length & ~1))
    .swap16()
    .toString('utf16le');
}

function unescapeText(value: string): Buffer {
  const named: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
  const text = value.slice(1, -1).replace(/\\([0-7]{1,3}|[\s\S])/g, (_, code: string) => {
    return /^[0-7]/.test(code) ? String.fromCharCode(Number.parseInt(code, 8) & 0xff) : (named[code] ?? code);
  });
  return Buffer.from(text, 'latin1');
}

/** `D:20261123100500+07'00'`; without a zone it counts as UTC. */
function readTime(text: string | undefined): Date | undefined {
  const found = /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:([+-])(\d\d)'?(\d\d)?|Z)?/.exec(text ?? '');
  if (!found) return undefined;
  const [, year, month, day, hour, minute, second, sign, zoneHours = '00', zoneMinutes = '00'] = found;
  const zone = sign ? `${sign}${zoneHours}:${zoneMinutes}` : 'Z';
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

const optional = <K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
