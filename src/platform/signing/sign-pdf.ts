import { createHash } from 'node:crypto';
import { beginCms } from './cms.ts';
import { appendObjects, openPdf } from './pdf-file.ts';
import { type PdfValue, writeText } from './pdf-syntax.ts';
import { type SignatureDetails, signatureObjects } from './signature-field.ts';
import type { Signer } from './signer.ts';

export type { SignatureDetails } from './signature-field.ts';

export type SignOptions = SignatureDetails & {
  readonly signer: Signer;
  readonly officer: string;
  readonly consent?: string;
};

/** A PDF with a hole where its signature goes. */
export type PreparedPdf = {
  readonly digest: Uint8Array;
  readonly complete: (signature: Uint8Array) => Uint8Array;
};

/** Signs one paper (PAdES B-B) as an increment: every byte of `pdf` stays, earlier signatures stay valid. */
export async function signPdf(pdf: Uint8Array, options: SignOptions): Promise<Uint8Array> {
  const [signed] = await signPdfs([pdf], options);
  if (!signed) throw new Error('the signer returned nothing');
  return signed;
}

/** Signs many papers of one officer with a single call of the signer: all or none. */
export async function signPdfs(pdfs: readonly Uint8Array[], options: SignOptions): Promise<readonly Uint8Array[]> {
  const { signer, officer, consent, ...details } = options;
  const chain = await signer.certificates(officer);
  const prepared = pdfs.map((pdf) => preparePdf(pdf, details, chain));
  const digests = prepared.map((paper) => paper.digest);
  const signatures = await signer.sign({ officer, digests, ...(consent === undefined ? {} : { consent }) });
  return prepared.map((paper, i) => {
    const signature = signatures[i];
    if (!signature) throw new Error(`the signer returned ${signatures.length} of ${pdfs.length} signatures`);
    return paper.complete(signature);
  });
}

/** The increment with an empty signature, and what is to be signed. */
export function preparePdf(pdf: Uint8Array, details: SignatureDetails, chain: readonly Uint8Array[]): PreparedPdf {
  const room = chain.reduce((sum, der) => sum + der.length, 0) + 1536;
  const rangeHole = `[0 ${'*'.repeat(32)}]`;
  const contentsHole = `<${'0'.repeat(room * 2)}>`;
  const file = openPdf(pdf);
  const signature = new Map<string, PdfValue>([
    ['Type', '/Sig'],
    ['Filter', '/Adobe.PPKLite'],
    ['SubFilter', '/ETSI.CAdES.detached'],
    ['ByteRange', rangeHole],
    ['Contents', contentsHole],
    ['M', writeText(pdfTime(details.time, details.utcOffset))],
    ['Name', writeText(details.name)],
    ['Reason', writeText(details.reason)],
    ['Location', writeText(details.location)],
  ]);
  const bytes = Buffer.from(appendObjects(file, signatureObjects(file, signature, details.name)));
  const from = bytes.indexOf(contentsHole, pdf.length, 'latin1');
  const to = from + contentsHole.length;
  const range = `[0 ${from} ${to} ${bytes.length - to}`;
  bytes.write(`${range.padEnd(rangeHole.length - 1)}]`, bytes.indexOf(rangeHole, pdf.length, 'latin1'), 'latin1');
  const content = createHash('sha256').update(bytes.subarray(0, from)).update(bytes.subarray(to)).digest();
  const cms = beginCms(content, chain);
  return {
    digest: cms.digest,
    complete: (value) => {
      const der = cms.complete(value);
      if (der.length > room) throw new Error(`the signature needs ${der.length} bytes, the paper has room for ${room}`);
      const signed = Buffer.from(bytes);
      signed.write(Buffer.from(der).toString('hex'), from + 1, 'latin1');
      return signed;
    },
  };
}

/** @example pdfTime(new Date('2026-11-23T03:05:00Z'), 420) // "D:20261123100500+07'00'" */
export function pdfTime(time: Date, utcOffset: number): string {
  const local = new Date(time.getTime() + utcOffset * 60_000).toISOString();
  const two = (n: number) => String(Math.trunc(n)).padStart(2, '0');
  const zone = `${utcOffset < 0 ? '-' : '+'}${two(Math.abs(utcOffset) / 60)}'${two(Math.abs(utcOffset) % 60)}'`;
  return `D:${local.slice(0, 19).replace(/[-:T]/g, '')}${zone}`;
}
