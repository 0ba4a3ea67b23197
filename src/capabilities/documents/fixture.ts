import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestDatabase, testDatabase } from '../../../tests/support/database.ts';
import type { PaperCall } from '../../engine/index.ts';
import { localDate } from '../../kernel/dates.ts';
import { keysInMemory } from '../../platform/crypto/index.ts';
import type { Context, Queryable } from '../../platform/database/index.ts';
import { createLocalFiles, type Files } from '../../platform/files/index.ts';
import { contextOf, createStep } from '../../platform/step/index.ts';
import {
  type By,
  createDocuments,
  type Documents,
  type DocumentsDeps,
  type IssuingOffice,
  type Paper,
  type PaperKind,
  type SignedPaper,
  type Wanted,
} from './index.ts';

export const region = '32.76';
export const now = new Date('2026-11-23T03:05:00Z');
const random = (n: number): Uint8Array => new Uint8Array(randomBytes(n));

const kind = (title: string, number: string, check: PaperKind['check']): PaperKind => ({
  ...{ title: { id: title }, signed: true, number, check },
});
export const paperKinds = {
  sktm: kind('SKTM', '{serial:3}/{office.code}/{month:roman}/{year}', [
    'number',
    'date',
    'holder',
    'signer',
    'validUntil',
  ]),
  'surat-penolakan': kind('Surat penolakan', '{serial:3}/{office.code}/{year}', ['number', 'date', 'signer']),
  'register-akta-kelahiran': kind('Register', '{region:4}-{series}-{date}-{serial:4}', ['number', 'date', 'signer']),
  'kutipan-akta-kelahiran': kind('Kutipan', '{region:4}-{series}-{date}-{serial:4}', [
    'number',
    'date',
    'holder',
    'signer',
  ]),
  'kartu-keluarga': kind('Kartu keluarga', '{kk}', ['number', 'date', 'holder', 'signer']),
} as const;

const officeOf = (code: string, name: string): IssuingOffice => ({
  ...{
    ref: `${region}/${code}`,
    code,
    name,
    above: ['Pemerintah Kota Depok'],
    address: null,
    place: 'Depok',
    zone: 'WIB',
  },
});
export const kelurahan = officeOf('kel-sukamaju', 'Kelurahan Sukamaju');
export const dinas = officeOf('disdukcapil', 'Dinas Kependudukan dan Pencatatan Sipil');

/** An officer of an office, at work on the case of Siti. */
export const sitting = (office: IssuingOffice, actor = 'petugas:rina'): By => ({
  ...{ actor, subject: 'warga:siti', authority: 'office', office: office.ref },
});
export const citizen: By = { actor: 'warga:siti', subject: 'warga:siti', authority: 'self', office: null };

const usual = {
  issuer: 'office',
  of: null,
  item: null,
  for: 'citizen',
  series: null,
  numberOf: null,
  number: null,
} as const;
export const calling = (document: keyof typeof paperKinds, change: Partial<PaperCall> = {}): PaperCall => ({
  ...{ document, ...usual, resets: 'year', supersedes: null, valid: null, ...change },
});
export const wanting = (call: PaperCall, change: Partial<Wanted> = {}): Wanted => ({
  ...{ call, data: { purpose: 'sekolah' } },
  holder: { key: 'person:siti', label: 'Siti Nurhaliza', readers: ['warga:siti'] },
  ...change,
});

type Change = { by?: By; caseId?: string; office?: IssuingOffice; scope?: string };

export type World = {
  readonly t: TestDatabase;
  readonly documents: Documents;
  readonly files: Files;
  /** One step of a case, as its own transaction. */
  inCase<R>(by: By, caseId: string, work: (tx: Queryable) => Promise<R>): Promise<R>;
  /** Prepares papers for a new case, or for a known one. */
  prepare(papers: readonly Wanted[], change?: Change): Promise<readonly Paper[]>;
  /** As if signed: what `signAll` would give. */
  signed(papers: readonly Paper[]): Promise<readonly SignedPaper[]>;
  /** Prepares, signs and issues in one go. */
  issue(papers: readonly Wanted[], change?: Change): Promise<readonly Paper[]>;
  close(): Promise<void>;
};

export async function paperWorld(change: Partial<DocumentsDeps> = {}): Promise<World> {
  const t = await testDatabase();
  const dir = await mkdtemp(join(tmpdir(), 'papers-'));
  const keys = keysInMemory(random);
  const files = createLocalFiles({ dir, keys, random });
  const step = createStep({ db: t.db, written: () => undefined });
  const unused = () => Promise.reject(new Error('no signer in this test'));
  const documents = createDocuments({
    ...{ db: t.db, step, files, keys, kinds: paperKinds, roots: [], demo: true, random, clock: () => now },
    ...{ publicUrl: 'https://loket.example.go.id', render: unused, signer: { certificates: unused, sign: unused } },
    ...change,
  });
  const inCase: World['inCase'] = (by, caseId, work) =>
    t.db.transaction(contextOf({ region, id: caseId, actor: by.actor, office: by.office }), work);
  const prepare: World['prepare'] = (
    papers,
    { office = kelurahan, by = sitting(office), caseId = randomUUID(), scope = '' } = {},
  ) =>
    inCase(by, caseId, (tx) =>
      documents.prepare(tx, { region, office, case: { id: caseId, number: '32760000123K' }, by, scope, papers }),
    );
  const signed: World['signed'] = (papers) =>
    Promise.all(
      papers.map(async (paper) => {
        const file = await files.put(paper, Buffer.from(`%PDF ${paper.id}`));
        const signer = { name: 'Ratna Wulandari', title: 'Lurah Sukamaju', acting: 'Plt.' };
        return { paper, issued: { at: now, on: localDate(now, paper.zone), validUntil: null, signer, file } };
      }),
    );
  const issue: World['issue'] = async (
    wanted,
    { office = kelurahan, by = sitting(office), caseId = randomUUID() } = {},
  ) => {
    const papers = await prepare(wanted, { office, by, caseId });
    const done = await signed(papers);
    await inCase(by, caseId, (tx) => documents.finish(tx, by, done));
    return Promise.all(papers.map((paper) => documents.getPaper(officeContext(office), paper)));
  };
  const close = async (): Promise<void> => {
    await t.close();
    await rm(dir, { recursive: true, force: true });
  };
  return { t, documents, files, inCase, prepare, signed, issue, close };
}

export const officeContext = (office: IssuingOffice): Context => ({ regions: [region], offices: [office.ref] });
export const personContext = (person: string): Context => ({ regions: [region], persons: [person] });
