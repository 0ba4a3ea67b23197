import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Json } from '../../kernel/json.ts';
import { runTool, writeScratch } from '../signing/foreign-tools.ts';
import { createTypesetter } from './typesetter.ts';

const documentsDir = fileURLToPath(new URL('../../../documents', import.meta.url));
const worker = new URL('./worker.ts', import.meta.url);
const kinds = readdirSync(documentsDir, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'fonts')
  .map((entry) => entry.name);
const typesetter = createTypesetter({ documentsDir, worker });
const sample = (kind: string): { readonly [key: string]: Json } =>
  JSON.parse(readFileSync(join(documentsDir, kind, 'sample.json'), 'utf8'));
const textOf = (pdf: Uint8Array) => runTool('pdftotext', ['-layout', writeScratch('surat.pdf', pdf), '-']).output;

afterAll(() => typesetter.close());

describe.each(kinds)('%s', { timeout: 30_000 }, (kind) => {
  const title: string = parse(readFileSync(join(documentsDir, kind, 'document.yaml'), 'utf8')).title.id;

  test('is tagged PDF/A-2a in Indonesian with its title', async () => {
    const pdf = await typesetter.render(kind, sample(kind));
    const source = Buffer.from(pdf).toString('latin1');
    expect(source).toContain('<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>');
    expect(source).toContain('/Lang (id)');
    expect(source).toContain('/Marked true');
    expect(runTool('pdfinfo', [writeScratch('surat.pdf', pdf)]).output).toContain(`Title:           ${title}`);
  });

  test('says SPESIMEN first in the demo and never elsewhere', async () => {
    const demo = textOf(await typesetter.render(kind, sample(kind)));
    expect(demo.trimStart()).toMatch(/^SPESIMEN, tidak sah/);
    const number = sample(kind).number;
    const real = { ...sample(kind), specimen: false, number: number === null ? null : '1/2026' };
    expect(textOf(await typesetter.render(kind, real as Json))).not.toContain('SPESIMEN');
  });

  test('shows its number, the check address and the code', async () => {
    const said = textOf(await typesetter.render(kind, sample(kind)));
    const { number, check } = sample(kind) as { number: string | null; check: { address: string; code: string } };
    for (const part of [number ?? '', check.address, check.code]) expect(said).toContain(part);
  });

  test('the same data give the same bytes', async () => {
    const [one, two] = [await typesetter.render(kind, sample(kind)), await typesetter.render(kind, sample(kind))];
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(true);
  });
});

test.each([
  [
    'en',
    /SPECIMEN, not valid[\s\S]*Proof of a queue number[\s\S]*Tuesday, 24.November 2026[\s\S]*Code/,
    /Nomor|Selasa|Datang|Kode|SPESIMEN/,
  ],
  [
    'id',
    /SPESIMEN, tidak sah[\s\S]*Bukti nomor antrean[\s\S]*Selasa, 24.November 2026[\s\S]*Kode/,
    /Number|Tuesday|Come|SPECIMEN/,
  ],
])('the proof of a number speaks its reader’s language: %s', async (lang, says, never) => {
  const pdf = await typesetter.render('nomor-antrean', { ...sample('nomor-antrean'), lang });
  const said = textOf(pdf);
  expect(said).toMatch(says);
  expect(said).not.toMatch(never);
  expect(Buffer.from(pdf).toString('latin1')).toContain(`/Lang (${lang})`);
  expect(said).toMatch(/UGD|emergency/);
  const counter = textOf(await typesetter.render('nomor-antrean', { ...sample('nomor-antrean'), lang, care: false }));
  expect(counter).not.toMatch(/UGD|emergency/i);
});

test('an acting signer is named as such', async () => {
  const said = async (acting: string | null) => {
    const data = sample('sktm');
    return textOf(await typesetter.render('sktm', { ...data, signer: { ...(data.signer as object), acting } as Json }));
  };
  expect(await said('Plh.')).toContain('Plh. Lurah Sukamaju');
  expect(await said(null)).not.toContain('Plh.');
});

test.each([
  ['couple', 'anak dari ayah JONATHAN'],
  ['unrecorded', 'belum tercatat'],
  ['mother', 'anak dari seorang ibu, YOSEFINA'],
  ['none', 'asal-usul orang tuanya tidak diketahui'],
])('the wording %s says what the law says', async (wording, words) => {
  const data = sample('kutipan-akta-kelahiran');
  const pdf = await typesetter.render('kutipan-akta-kelahiran', {
    ...data,
    birth: { ...(data.birth as object), wording } as Json,
  });
  expect(textOf(pdf).replace(/\s+/g, ' ')).toContain(words);
});

test('a family of more than ten goes on a further page that says SPESIMEN again', async () => {
  const data = sample('kartu-keluarga') as { family: { members: readonly Json[] } };
  const members = Array.from({ length: 14 }, (_, i) => data.family.members[i % data.family.members.length] ?? null);
  const pages = textOf(
    await typesetter.render('kartu-keluarga', { ...data, family: { ...data.family, members } } as unknown as Json),
  ).split('\f');
  expect(pages.length).toBeGreaterThan(2);
  for (const page of pages.slice(0, -1)) expect(page).toContain('SPESIMEN, tidak sah');
});

describe('the thread', { timeout: 30_000 }, () => {
  test('refuses what it does not know and goes on', async () => {
    await expect(typesetter.render('../etc', sample('sktm'))).rejects.toThrow('small letters');
    await expect(typesetter.render('tidak-ada', sample('sktm'))).rejects.toThrow('tidak-ada');
    await expect(typesetter.render('sktm', { ...sample('sktm'), createdAt: 'kemarin' })).rejects.toThrow('createdAt');
    const { holder: _, ...without } = sample('sktm');
    await expect(typesetter.render('sktm', without)).rejects.toThrow('holder');
    expect((await typesetter.render('sktm', sample('sktm'))).length).toBeGreaterThan(10_000);
  });

  test('a crash and a hang fail the paper at hand; the next has a new thread', async () => {
    const source = `
      import { parentPort } from 'node:worker_threads';
      parentPort.on('message', ({ kind }) => {
        if (kind === 'mati') process.exit(3);
        if (kind !== 'macet') parentPort.postMessage({ kind: 'paper', pdf: new Uint8Array([1]) });
      });`;
    const fragile = createTypesetter({
      documentsDir,
      worker: new URL(`data:text/javascript,${encodeURIComponent(source)}`),
      patience: 1500,
    });
    const orders = ['baik', 'mati', 'baik', 'macet', 'baik'].map((kind) => fragile.render(kind, sample('sktm')));
    const outcomes = (await Promise.allSettled(orders)).map((outcome) => outcome.status);
    expect(outcomes).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled']);
    await fragile.close();
  });

  test('is replaced after its share, without a paper lost', async () => {
    const short = createTypesetter({ documentsDir, worker, recycleAfter: 6 });
    const papers = await Promise.all(
      Array.from({ length: 20 }, () => short.render('tanda-terima', sample('tanda-terima'))),
    );
    expect(new Set(papers.map((pdf) => Buffer.from(pdf).toString('base64'))).size).toBe(1);
    await short.close();
  });

  test('closing refuses what waits and what comes', async () => {
    const closing = createTypesetter({ documentsDir, worker });
    const waiting = [closing.render('sktm', sample('sktm')), closing.render('sktm', sample('sktm'))];
    const settled = Promise.allSettled(waiting);
    await closing.close();
    expect((await settled).map((outcome) => outcome.status)).toEqual(['rejected', 'rejected']);
    await expect(closing.render('sktm', sample('sktm'))).rejects.toThrow('closed');
  });
});
