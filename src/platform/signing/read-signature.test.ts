import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createTypesetter } from '../pdf/typesetter.ts';
import { runTool, scratch, writeScratch } from './foreign-tools.ts';
import { readSignatures } from './read-signature.ts';

const documentsDir = fileURLToPath(new URL('../../../documents', import.meta.url));

/** A paper that Mozilla's library signed with a certificate of its own: what an officer brings from another system. */
async function signedElsewhere(): Promise<{ readonly pdf: Uint8Array; readonly root: Uint8Array }> {
  const typesetter = createTypesetter({ documentsDir, worker: new URL('../pdf/worker.ts', import.meta.url) });
  const sample = JSON.parse(readFileSync(join(documentsDir, 'sktm/sample.json'), 'utf8'));
  const paper = writeScratch('surat.pdf', await typesetter.render('sktm', sample));
  await typesetter.close();
  const store = `sql:${scratch()}`;
  const out = join(scratch(), 'bertanda.pdf');
  const certificate = join(scratch(), 'luar.der');
  runTool('certutil', ['-N', '-d', store, '--empty-password']);
  const subject = ['-n', 'luar', '-s', 'CN=Orang Luar,O=Dinas Lain,C=ID', '-x', '-t', 'C,C,C', '-m', '77', '-v', '24'];
  runTool('certutil', ['-S', '-d', store, ...subject, '-z', writeScratch('acak', randomBytes(256))]);
  runTool('certutil', ['-L', '-d', store, '-n', 'luar', '-r', '-o', certificate]);
  const { output } = runTool('pdfsig', [
    '-nssdir',
    store,
    '-add-signature',
    '-nick',
    'luar',
    '-nss-pwd',
    '',
    paper,
    out,
  ]);
  if (!existsSync(out)) throw new Error(`pdfsig signed nothing: ${output}`);
  return { pdf: readFileSync(out), root: readFileSync(certificate) };
}

test('a signature made by another program is read like our own', { timeout: 30_000 }, async () => {
  const { pdf, root } = await signedElsewhere();
  const clock = () => new Date();
  const known = { signer: 'Orang Luar', intact: true, coversFile: true };
  expect(readSignatures(pdf, { roots: [], clock })).toMatchObject({ verdict: 'untrusted', signatures: [known] });
  expect(readSignatures(pdf, { roots: [root], clock })).toMatchObject({ verdict: 'valid', signatures: [known] });
  pdf[3000] = (pdf[3000] ?? 0) ^ 1;
  expect(readSignatures(pdf, { roots: [root], clock }).verdict).toBe('broken');
});

test('a file full of signatures is refused before they are checked', () => {
  const many = Buffer.from('/ByteRange [0 1 2 3]\n'.repeat(5000));
  expect(readSignatures(many, { roots: [], clock: () => new Date() })).toEqual({ verdict: 'broken', signatures: [] });
});
