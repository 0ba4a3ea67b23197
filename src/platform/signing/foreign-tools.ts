import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What Debian package brings each checker that our tests ask for a second opinion. */
const packages = {
  pdfsig: 'poppler-utils',
  pdfinfo: 'poppler-utils',
  pdftotext: 'poppler-utils',
  certutil: 'libnss3-tools',
  openssl: 'openssl',
} as const;
export type ForeignTool = keyof typeof packages;
export type Outcome = { readonly ok: boolean; readonly output: string };

/** Runs a checker that isn't ours. Throws with one sentence saying what to install when it is missing. */
export function runTool(tool: ForeignTool, args: readonly string[]): Outcome {
  try {
    const output = execFileSync(tool, args, { encoding: 'utf8', stdio: 'pipe' });
    return { ok: true, output };
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: string; stdout?: string; stderr?: string };
    if (code === 'ENOENT')
      throw new Error(`Install ${packages[tool]} to run this test: apt-get install -y ${packages[tool]}`);
    return { ok: false, output: stdout + stderr };
  }
}

const folders: string[] = [];
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that goes with the process. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'satuloket-papers-'));
  folders.push(folder);
  return folder;
}

export function writeScratch(name: string, bytes: Uint8Array | string): string {
  const file = join(scratch(), name);
  writeFileSync(file, bytes);
  return file;
}

/** What `pdfsig` says of a file when it trusts this root alone. */
export function pdfsig(pdf: Uint8Array, root: Uint8Array): string {
  const store = `sql:${scratch()}`;
  runTool('certutil', ['-N', '-d', store, '--empty-password']);
  runTool('certutil', ['-A', '-d', store, '-n', 'akar', '-t', 'C,C,C', '-i', writeScratch('akar.der', root)]);
  return runTool('pdfsig', ['-nssdir', store, writeScratch('surat.pdf', pdf)]).output;
}

/** Whether `openssl cms -cades` accepts the newest signature of a file under this root. */
export function opensslCades(pdf: Uint8Array, root: Uint8Array): Outcome {
  const bytes = Buffer.from(pdf);
  const ranges = [...bytes.toString('latin1').matchAll(/\/ByteRange \[0 (\d+) (\d+) (\d+) *\]/g)].at(-1);
  const [length = 0, from = 0, rest = 0] = ranges?.slice(1).map(Number) ?? [];
  const der = Buffer.from(bytes.toString('latin1', length + 1, from - 1), 'hex');
  const content = Buffer.concat([bytes.subarray(0, length), bytes.subarray(from, from + rest)]);
  const pem = `-----BEGIN CERTIFICATE-----\n${Buffer.from(root).toString('base64')}\n-----END CERTIFICATE-----\n`;
  const files = ['-in', writeScratch('cms.der', withoutPadding(der)), '-content', writeScratch('isi', content)];
  const trust = ['-CAfile', writeScratch('akar.pem', pem), '-out', join(scratch(), 'keluaran')];
  return runTool('openssl', ['cms', '-verify', '-cades', '-binary', '-inform', 'DER', ...files, ...trust]);
}

/** DER says its own length; after it come the zeros that filled the hole. */
function withoutPadding(der: Buffer): Buffer {
  const octets = der.readUInt8(1) & 0x7f;
  return der.subarray(0, 2 + octets + der.readUIntBE(2, octets));
}
