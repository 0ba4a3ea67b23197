import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTypesetter, type Typesetter } from '../pdf/typesetter.ts';
import { type Authority, createDemoAuthority } from './authority.ts';
import { opensslCades, pdfsig, runTool, scratch, writeScratch } from './foreign-tools.ts';
import { openPdf, pageNumbers } from './pdf-file.ts';
import { isArray, type PdfValue, referredNumber, writeValue } from './pdf-syntax.ts';
import { readSignatures } from './read-signature.ts';
import { pdfTime, signPdf, signPdfs } from './sign-pdf.ts';

const documentsDir = fileURLToPath(new URL('../../../documents', import.meta.url));
const clock = () => new Date('2026-11-23T03:05:00Z');
const keysDir = scratch();
let typesetter: Typesetter;
let authority: Authority;
let unsigned: Uint8Array;
let signed: Uint8Array;

const options = (officer = 'lurah', name = 'Ratna Wulandari') => ({
  signer: authority.signer,
  officer,
  name,
  reason: 'Menerbitkan surat (asli)',
  location: 'Dépok',
  time: clock(),
  utcOffset: 420,
});
const read = (pdf: Uint8Array, roots = [authority.root]) => readSignatures(pdf, { roots, clock });
const flipped = (pdf: Uint8Array, at: number) => pdf.map((byte, i) => (i === at ? byte ^ 1 : byte));

beforeAll(async () => {
  typesetter = createTypesetter({ documentsDir, worker: new URL('../pdf/worker.ts', import.meta.url) });
  authority = await createDemoAuthority({ dir: keysDir, clock });
  await authority.certify({ id: 'lurah', name: 'Ratna Wulandari', office: 'Kelurahan Sukamaju', title: 'Lurah' });
  await authority.certify({ id: 'kadis', name: 'Bambang Setyo Nugroho', office: 'Dinas Dukcapil' });
  unsigned = await typesetter.render('sktm', JSON.parse(readFileSync(join(documentsDir, 'sktm/sample.json'), 'utf8')));
  signed = await signPdf(unsigned, options());
}, 30_000);
afterAll(() => typesetter.close());

describe('checkers that are not ours', { timeout: 30_000 }, () => {
  test('pdfsig finds the signature valid, its certificate trusted and the whole file signed', () => {
    const said = pdfsig(signed, authority.root);
    expect(said).toContain('Signature is Valid');
    expect(said).toContain('Certificate is Trusted');
    expect(said).toContain('Total document signed');
    expect(said).toContain('Signature Type: ETSI.CAdES.detached');
    expect(said).toContain('Signer Certificate Common Name: Ratna Wulandari');
  });

  test('pdfsig does not trust it under another root', async () => {
    const other = await createDemoAuthority({ dir: scratch(), clock });
    expect(pdfsig(signed, other.root)).not.toContain('Certificate is Trusted');
  });

  test('openssl verifies the CAdES signature', () => {
    const { ok, output } = opensslCades(signed, authority.root);
    expect(output).toBe('');
    expect(ok).toBe(true);
  });

  test('one changed byte fails both', () => {
    const changed = flipped(signed, 5000);
    expect(pdfsig(changed, authority.root)).not.toContain('Signature is Valid');
    expect(opensslCades(changed, authority.root).ok).toBe(false);
  });

  test('pdfinfo still sees tags, form and metadata', () => {
    const said = runTool('pdfinfo', [writeScratch('surat.pdf', signed)]).output;
    expect(said).toMatch(/Tagged: +yes/);
    expect(said).toMatch(/Form: +AcroForm/);
    expect(said).toMatch(/Metadata Stream: +yes/);
  });

  test('a second signature leaves the first valid', async () => {
    const both = await signPdf(signed, options('kadis', 'Bambang Setyo Nugroho'));
    expect(pdfsig(both, authority.root).match(/Signature is Valid/g)).toHaveLength(2);
    expect(opensslCades(both, authority.root).ok).toBe(true);
    expect(read(both)).toMatchObject({
      verdict: 'valid',
      signatures: [
        { signer: 'Ratna Wulandari', coversFile: false },
        { signer: 'Bambang Setyo Nugroho', coversFile: true },
      ],
    });
  });
});

describe('the increment', () => {
  test('keeps every byte before it and the trailer id', () => {
    expect(Buffer.from(signed.subarray(0, unsigned.length)).equals(Buffer.from(unsigned))).toBe(true);
    expect(openPdf(signed).trailer.get('ID')).toEqual(openPdf(unsigned).trailer.get('ID'));
  });

  test('keeps the PDF/A metadata, language and output intent', () => {
    const catalog = (pdf: Uint8Array) => openPdf(pdf).dict(openPdf(pdf).trailer.get('Root'));
    for (const key of ['Metadata', 'Lang', 'OutputIntents', 'MarkInfo', 'StructTreeRoot']) {
      expect(catalog(signed).get(key)).toEqual(catalog(unsigned).get(key));
    }
    expect(Buffer.from(signed).toString('latin1')).toMatch(/pdfaid:part>2<[\s\S]*pdfaid:conformance>A</);
  });

  test('tags each widget: the structure tree and the widget name each other', async () => {
    const both = await signPdf(signed, options('kadis', 'Bambang Setyo Nugroho'));
    for (const [pdf, count] of [[signed, 1] as const, [both, 2] as const]) expect(taggedWidgets(pdf)).toBe(count);
    expect(taggedWidgets(unsigned)).toBe(0);
  });

  test('signing many is one call of the signer', async () => {
    let calls = 0;
    const counting: Authority['signer'] = {
      certificates: authority.signer.certificates,
      sign: (request) => {
        calls++;
        return authority.signer.sign(request);
      },
    };
    const papers = await signPdfs([unsigned, unsigned, signed], { ...options(), signer: counting });
    expect(papers.map((paper) => read(paper).verdict)).toEqual(['valid', 'valid', 'valid']);
    expect(calls).toBe(1);
  });
});

test('a signer that answers wrongly gives no paper', async () => {
  const answering = (sign: Authority['signer']['sign']) =>
    signPdf(unsigned, { ...options(), signer: { certificates: authority.signer.certificates, sign } });
  const asKadis = answering((request) => authority.signer.sign({ ...request, officer: 'kadis' }));
  await expect(asKadis).rejects.toThrow('does not fit');
  await expect(answering(async () => [])).rejects.toThrow('0 of 1');
});

describe('reading signatures', { timeout: 30_000 }, () => {
  test('says who, when and why', () => {
    const known = { signer: 'Ratna Wulandari', time: clock(), reason: 'Menerbitkan surat (asli)', location: 'Dépok' };
    expect(read(signed)).toEqual({
      verdict: 'valid',
      signatures: [{ ...known, intact: true, trusted: true, coversFile: true }],
    });
    expect(read(unsigned)).toEqual({ verdict: 'none', signatures: [] });
    expect(read(signed, []).verdict).toBe('untrusted');
  });

  test('a change anywhere, before, in or after the signature, is never valid', () => {
    const hole = Buffer.from(signed).indexOf('/Contents <', unsigned.length) + '/Contents '.length;
    const holeEnd = Buffer.from(signed).indexOf('>', hole);
    for (let at = 0; at < signed.length; at += 499) {
      const report = read(flipped(signed, at));
      // In the hole stand bytes that nobody signs (its padding, the root's certificate): without effect, or noticed.
      if (at > hole && at < holeEnd && report.verdict === 'valid') expect(report).toEqual(read(signed));
      else expect(report.verdict).not.toBe('valid');
    }
    const added = Buffer.concat([signed, Buffer.from('\n1 0 obj\n<< >>\nendobj\n')]);
    expect(read(added).verdict).toBe('extended');
  });

  test('strange bytes are answered, not thrown', () => {
    for (const text of [
      '',
      '%PDF-1.7',
      '/ByteRange [0 1 2 3]',
      '/ByteRange [0 5 9 2] obj <</A(<00>)>>',
      '/ByteRange [9 9 9 9]',
    ]) {
      expect(['none', 'broken']).toContain(read(Buffer.from(text)).verdict);
    }
  });
});

describe('the demo authority', () => {
  test('keeps its keys for the owner alone and finds them again', async () => {
    for (const file of readdirSync(keysDir, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.pem'),
    )) {
      expect(statSync(join(keysDir, file)).mode & 0o777).toBe(0o600);
    }
    const again = await createDemoAuthority({ dir: keysDir, clock });
    expect(Buffer.from(again.root).equals(Buffer.from(authority.root))).toBe(true);
    expect(read(await signPdf(unsigned, { ...options(), signer: again.signer })).verdict).toBe('valid');
  });

  test('signs for nobody without a certificate', async () => {
    await expect(signPdf(unsigned, options('orang-lain'))).rejects.toMatchObject({ code: 'signing/no-certificate' });
  });
});

test('a PDF time carries the zone of the place', () => {
  expect(pdfTime(clock(), 420)).toBe("D:20261123100500+07'00'");
  expect(pdfTime(clock(), 540)).toBe("D:20261123120500+09'00'");
  expect(pdfTime(clock(), -210)).toBe("D:20261122233500-03'30'");
});

/** Follows page → widget → parent tree → structure element → widget, and counts the widgets where the circle closes. */
function taggedWidgets(pdf: Uint8Array): number {
  const file = openPdf(pdf);
  const list = (value: PdfValue | undefined) => (isArray(value) ? value : []);
  const tree = file.dict(file.dict(file.trailer.get('Root')).get('StructTreeRoot'));
  const nums = list(file.dict(tree.get('ParentTree')).get('Nums'));
  const document = list(file.dict(list(tree.get('K'))[0]).get('K')).map((kid) => writeValue(kid));
  const [page] = pageNumbers(file);
  const widgets = list(file.dict(`${page} 0 R`).get('Annots'));
  return widgets.filter((widget) => {
    const key = file.dict(widget).get('StructParent');
    const element = nums[nums.findIndex((item, i) => i % 2 === 0 && item === key) + 1];
    const [object] = list(file.dict(element).get('K'));
    const points = file.dict(object).get('Obj');
    return referredNumber(points) === referredNumber(widget) && document.includes(writeValue(element ?? ''));
  }).length;
}
