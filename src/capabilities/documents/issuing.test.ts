import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Refusal } from '../../kernel/refusal.ts';
import { createTypesetter } from '../../platform/pdf/index.ts';
import { opensslCades, pdfsig, runTool, scratch, writeScratch } from '../../platform/signing/foreign-tools.ts';
import { type Authority, createDemoAuthority, signPdf } from '../../platform/signing/index.ts';
import {
  calling,
  dinas,
  kelurahan,
  now,
  officeContext,
  paperWorld,
  personContext,
  region,
  sitting,
  type World,
  wanting,
} from './fixture.ts';
import type { Data, SigningOfficer } from './index.ts';

const documentsDir = fileURLToPath(new URL('../../../documents', import.meta.url));
const typesetter = createTypesetter({ documentsDir, worker: new URL('../../platform/pdf/worker.ts', import.meta.url) });
const lurah: SigningOfficer = {
  officer: 'lurah',
  name: 'Ratna Wulandari',
  title: 'Lurah Sukamaju',
  acting: 'Plh.',
  nip: null,
};
const by = sitting(kelurahan, 'petugas:ratna');
const sample = (kind: string): Data => JSON.parse(readFileSync(join(documentsDir, kind, 'sample.json'), 'utf8'));
const textOf = (pdf: Uint8Array) => runTool('pdftotext', ['-layout', writeScratch('surat.pdf', pdf), '-']).output;

let authority: Authority;
let w: World;
let consents = 0;
let printed: Data[] = [];
beforeAll(async () => {
  authority = await createDemoAuthority({ dir: scratch(), clock: () => now });
  await authority.certify({ id: 'lurah', name: 'Ratna Wulandari', office: 'Kelurahan Sukamaju' });
  w = await paperWorld({
    roots: [authority.root],
    render: (kind, data) => {
      printed.push(data as Data);
      if ((data as Data).purpose === UNSAYABLE) throw new Refusal('documents/not-typeset', 409);
      return typesetter.render(kind, data);
    },
    signer: {
      certificates: authority.signer.certificates,
      sign: (request) => {
        consents++;
        return authority.signer.sign(request);
      },
    },
  });
}, 60_000);
afterAll(async () => {
  await w.close();
  await typesetter.close();
});

// Only what the case knows: number, date, signer, check and specimen come from the room.
const { holder, purpose, institution, beneficiary, dependants } = sample('sktm');
const UNSAYABLE = 'what no template can say';
const letter = (purposeOfIt = purpose) =>
  wanting(calling('sktm', { valid: 'P1M', number: '460/{serial:3}/{office.code}/{month:roman}/{year}' }), {
    data: {
      holder: holder ?? null,
      purpose: purposeOfIt ?? null,
      institution: institution ?? null,
      beneficiary: beneficiary ?? null,
      dependants: dependants ?? null,
    },
  });

describe('from preparation to a paper in hand', { timeout: 60_000 }, () => {
  it('gives a signed PDF that others verify, whose code finds it', async () => {
    const caseId = randomUUID();
    const [paper] = await w.prepare([letter()], { caseId, by });
    if (!paper) throw new Error('no paper');
    printed = [];
    const { signed } = await w.documents.signAll(lurah, [paper]);
    await w.inCase(by, caseId, (tx) => w.documents.finish(tx, by, signed));
    const { bytes } = await w.documents.paperFile(personContext('warga:siti'), paper);
    const parts: Uint8Array[] = [];
    for await (const part of bytes) parts.push(part);
    const pdf = Buffer.concat(parts);
    const said = pdfsig(pdf, authority.root);
    expect(said).toContain('Signature is Valid');
    expect(said).toContain('Certificate is Trusted');
    expect(opensslCades(pdf, authority.root).ok).toBe(true);
    const check = w.documents.checkOf(paper);
    const text = textOf(pdf);
    expect(text.trimStart()).toMatch(/^SPESIMEN, tidak sah/);
    for (const part of [paper.number, check?.code, 'loket.example.go.id/periksa', 'Plh.', '23 Desember 2026'])
      expect(text.replaceAll('\u00a0', ' ')).toContain(part);
    expect(printed[0]?.check).toMatchObject({ url: check?.url });
    expect(await w.documents.checkByToken(check?.url.split('/').at(-1) ?? '')).toMatchObject({
      ...{ state: 'active', number: paper.number, validUntil: '2026-12-23', lapsed: false },
      signer: { name: 'Ratna Wulandari', title: 'Lurah Sukamaju', acting: 'Plh.' },
    });
  });

  it('signs many with one consent, and makes the same papers again after a crash', async () => {
    const cases = Array.from({ length: 12 }, () => randomUUID());
    for (const caseId of cases) await w.prepare([letter()], { caseId, by });
    const papers = await w.documents.papersOfCases(officeContext(kelurahan), region, cases);
    consents = 0;
    const { signed } = await w.documents.signAll(lurah, papers);
    expect(consents).toBe(1);
    const { signed: again } = await w.documents.signAll(lurah, papers);
    expect(again.map((one) => one.issued.file)).toEqual(signed.map((one) => one.issued.file));
    for (const one of again) {
      const { caseId } = one.paper;
      if (caseId) await w.inCase(by, caseId, (tx) => w.documents.finish(tx, by, [one]));
    }
    const out = await w.documents.papersOfCases(officeContext(kelurahan), region, cases);
    expect(out.every((paper) => paper.state === 'active')).toBe(true);
  });

  it('keeps back only the case whose paper cannot be typeset', async () => {
    const [good, bad] = [randomUUID(), randomUUID()];
    await w.prepare([letter()], { caseId: good, by });
    await w.prepare([letter(), letter(UNSAYABLE)], { caseId: bad, by });
    const papers = await w.documents.papersOfCases(officeContext(kelurahan), region, [good, bad]);
    const { signed, unmade } = await w.documents.signAll(lurah, papers);
    expect(signed.map(({ paper }) => paper.caseId)).toEqual([good]);
    expect(unmade.map(({ paper, refusal }) => [paper.caseId, refusal.code])).toEqual([[bad, 'documents/not-typeset']]);
  });

  it('keeps a paper back whose signature nobody could verify', async () => {
    const stranger = await createDemoAuthority({ dir: scratch(), clock: () => now });
    await stranger.certify({ id: 'lurah', name: 'Ratna Wulandari', office: 'x' });
    const other = await paperWorld({ roots: [authority.root], render: typesetter.render, signer: stranger.signer });
    const papers = await other.prepare([letter()], { by });
    await expect(other.documents.signAll(lurah, papers)).rejects.toMatchObject({
      code: 'documents/signature-not-valid',
    });
    await other.close();
  });
});

describe('a paper made elsewhere', { timeout: 60_000 }, () => {
  const signing = () => ({
    ...{ signer: authority.signer, officer: 'lurah', name: 'Ratna Wulandari', reason: 'Terbit', location: 'Depok' },
    ...{ time: now, utcOffset: 420 },
  });
  const card = (number: string, attachment: Awaited<ReturnType<World['documents']['readAttachment']>>) => ({
    ...{
      call: calling('kartu-keluarga', { issuer: 'register', supersedes: 'previous' }),
      number,
      issuedOn: '2026-11-22',
      attachment,
    },
    holder: { key: 'family:z', label: 'Ani Lestari', readers: ['warga:ani'] },
  });

  it('is taken when its signature holds, and takes the place of the one before', async () => {
    const pdf = await signPdf(await typesetter.render('kartu-keluarga', sample('kartu-keluarga')), signing());
    const officer = sitting(dinas);
    const bring = async (number: string) => {
      const attachment = await w.documents.readAttachment(region, pdf);
      expect(attachment).toMatchObject({ signer: 'Ratna Wulandari', extended: false });
      const caseId = randomUUID();
      const given = {
        region,
        office: dinas,
        case: { id: caseId, number: null },
        by: officer,
        papers: [card(number, attachment)],
      };
      await w.inCase(officer, caseId, (tx) => w.documents.attach(tx, given));
      return attachment.paperId;
    };
    const first = await bring(' 3276042311260001 ');
    const second = await bring('3276042311260001');
    const read = (id: string) => w.documents.getPaper(personContext('warga:ani'), { region, id });
    expect(await read(first)).toMatchObject({ state: 'superseded', supersededBy: second, number: '3276042311260001' });
    const paper = await read(second);
    expect(paper).toMatchObject({ state: 'active', source: 'attached', issued: { on: '2026-11-22' } });
    expect(w.documents.checkOf(paper)).toBeNull();
    expect(paper.issued?.file.size).toBe(pdf.length);
    const other = await w.documents.readAttachment(region, pdf);
    const caseId = randomUUID();
    const taken = { ...card('3276 0423 1126 0001', other), holder: { key: 'family:y', label: 'Budi', readers: [] } };
    const given = { region, office: dinas, case: { id: caseId, number: null }, by: officer, papers: [taken] };
    await expect(w.inCase(officer, caseId, (tx) => w.documents.attach(tx, given))).rejects.toMatchObject({
      code: 'documents/number-taken',
    });
  });

  it('is refused with a number or a day that no paper has', async () => {
    const pdf = await signPdf(await typesetter.render('kartu-keluarga', sample('kartu-keluarga')), signing());
    const attachment = await w.documents.readAttachment(region, pdf);
    const officer = sitting(dinas);
    const bring = (change: object) => {
      const papers = [{ ...card('3276042311260009', attachment), ...change }];
      const given = { region, office: dinas, case: { id: randomUUID(), number: null }, by: officer, papers };
      return w.inCase(officer, given.case.id, (tx) => w.documents.attach(tx, given));
    };
    await expect(bring({ number: ' ' })).rejects.toMatchObject({ code: 'documents/number-shape' });
    await expect(bring({ issuedOn: '2026-11-24' })).rejects.toMatchObject({ code: 'documents/issue-date' });
    await expect(bring({ issuedOn: '2026-02-30' })).rejects.toMatchObject({ code: 'documents/issue-date' });
  });

  it('is refused with a reason when it is no PDF, unsigned, changed, or signed by nobody we know', async () => {
    const bare = await typesetter.render('kartu-keluarga', sample('kartu-keluarga'));
    const pdf = await signPdf(bare, signing());
    const stranger = await createDemoAuthority({ dir: scratch(), clock: () => now });
    await stranger.certify({ id: 'lurah', name: 'Ratna Wulandari', office: 'x' });
    const broken = pdf.map((byte, index) => (index === 2000 ? byte ^ 1 : byte));
    const cases: readonly (readonly [Uint8Array, string])[] = [
      [Buffer.from('GIF89a'), 'documents/not-pdf'],
      [bare, 'documents/not-signed'],
      [broken, 'documents/signature-broken'],
      [await signPdf(bare, { ...signing(), signer: stranger.signer }), 'documents/signature-untrusted'],
    ];
    for (const [bytes, code] of cases)
      await expect(w.documents.readAttachment(region, bytes), code).rejects.toMatchObject({ code });
  });
});
