import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Json } from '../src/kernel/json.ts';
import { keysInMemory } from '../src/platform/crypto/index.ts';
import { createLocalFiles } from '../src/platform/files/index.ts';
import { createTypesetter } from '../src/platform/pdf/index.ts';
import { createDemoAuthority, readSignatures, signPdfs } from '../src/platform/signing/index.ts';
import { type Bench, median, quantile } from './figures.ts';

// What a signed paper costs: typeset with its QR, signed, the signature checked again, the file sealed and stored. One process, its
// typesetting thread included. Papers per second of processor time are papers per second of a core that has nothing else to do.

const ROOT = join(import.meta.dirname, '..');
const MANY = Number(process.env.BENCH_PAPERS ?? 1000);
const PARTS = 10;

export const bench: Bench = async (tell) => {
  const dir = mkdtempSync(join(tmpdir(), 'satuloket-papers-'));
  const random = (n: number): Uint8Array => new Uint8Array(randomBytes(n));
  const worker = new URL('../dist/pdf-worker.js', import.meta.url);
  const typesetter = createTypesetter({ documentsDir: join(ROOT, 'documents'), worker });
  try {
    const authority = await createDemoAuthority({ dir: join(dir, 'ca'), clock: () => new Date() });
    await authority.certify({ id: 'lurah', name: 'Ratna Wulandari', office: 'Kelurahan Sukamaju' });
    const files = createLocalFiles({ dir: join(dir, 'files'), keys: keysInMemory(random), random });
    const sample = JSON.parse(readFileSync(join(ROOT, 'documents/sktm/sample.json'), 'utf8')) as Record<string, Json>;

    async function paper(i: number): Promise<void> {
      const id = randomUUID();
      const pdf = await typesetter.render('sktm', { ...sample, number: `460/${i}/kel/XI/2026` });
      const time = new Date(Math.floor(Date.now() / 1000) * 1000);
      const [signed] = await signPdfs([pdf], {
        ...{ signer: authority.signer, officer: 'lurah', time, utcOffset: 420 },
        ...{ name: 'Ratna Wulandari', reason: 'Menandatangani surat', location: 'Depok' },
      });
      const { verdict } = readSignatures(signed ?? pdf, { roots: [authority.root], clock: () => new Date() });
      if (verdict !== 'valid') throw new Error(`not signed: ${verdict}`);
      await files.put({ region: '32.76', id }, signed ?? pdf);
    }

    for (let i = 0; i < 300; i++) await paper(i);
    const before = grown();
    const took: number[] = [];
    const perCore: number[] = [];
    const perSecond: number[] = [];
    for (let part = 0; part < PARTS; part++) {
      const cpu = process.cpuUsage();
      const began = performance.now();
      for (let i = 0; i < MANY / PARTS; i++) {
        const start = performance.now();
        await paper(i);
        took.push(performance.now() - start);
      }
      const { user, system } = process.cpuUsage(cpu);
      perCore.push(MANY / PARTS / ((user + system) / 1e6));
      perSecond.push(MANY / PARTS / ((performance.now() - began) / 1000));
      tell(`${perCore.at(-1)?.toFixed(1)} a second of a core, ${grown().toFixed(0)} MB`);
    }
    const growth = (grown() - before) * (1000 / MANY);
    return [
      {
        ...{
          name: 'papers',
          value: median(perCore),
          unit: 'signed/s of a core',
          limit: 25,
          ratio: median(perCore) / 25,
        },
        ...{ p50: quantile(took, 0.5), p99: quantile(took, 0.99) },
        note: `limit: the aim; letters of one page; ${median(perSecond).toFixed(1)}/s by the clock, one after another`,
      },
      {
        ...{ name: 'papers, growth', value: growth, unit: 'MB after 1,000', limit: 8, ratio: growth / 8 },
        note: 'limit: the aim, at most',
      },
    ];
  } finally {
    await typesetter.close();
    rmSync(dir, { recursive: true, force: true });
  }
};

/** Resident memory in MB, once what nobody holds is let go. */
function grown(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage.rss() / 2 ** 20;
}
