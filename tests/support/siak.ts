import { signPdf } from '../../src/platform/signing/index.ts';
import type { TestHouse } from './house.ts';

/** A paper as the register's own system gives it to an officer: a PDF of one page, signed by an authority that this hub trusts. */
export async function paperFromSiak(h: TestHouse, text: string): Promise<Uint8Array> {
  const { authority, clock } = h.house;
  if (!authority) throw new Error('this house signs by another authority');
  await authority.certify({ id: 'kadis-siak', name: 'Kepala Dinas SIAK', office: 'Dinas Peragaan' });
  return signPdf(onePage(text), {
    ...{ signer: authority.signer, officer: 'kadis-siak', time: clock(), utcOffset: 420 },
    ...{ name: 'Kepala Dinas SIAK', reason: 'Menandatangani dokumen', location: 'Depok' },
  });
}

/** The smallest PDF with a text on a page. */
export function onePage(text: string): Uint8Array {
  const stream = `BT /F1 12 Tf 72 720 Td (${text.replace(/[()\\]/g, '')}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let pdf = '%PDF-1.7\n';
  const starts = objects.map((object, i) => {
    const at = pdf.length;
    pdf += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const xref = pdf.length;
  const rows = starts.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  pdf += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`;
  return Buffer.from(pdf, 'latin1');
}
