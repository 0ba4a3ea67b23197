import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../src/root.ts';

// What docs/security/asvs.md claims can be looked up: nothing is left out, and what is named exists.

/** The requirements of levels 1 and 2 of version 5.0.0, by section. */
const ASKED =
  `1.1:1-2 1.2:1-9 1.3:1-11 1.4:1-3 1.5:1-2 2.1:1-3 2.2:1-3 2.3:1-4 2.4:1 3.2:1-2 3.3:1-4 3.4:1-6 3.5:1-5 3.7:1-2
  4.1:1-3 4.2:1 4.3:1-2 4.4:1-4 5.1:1 5.2:1-3 5.3:1-2 5.4:1-3 6.1:1-3 6.2:1-12 6.3:1-4 6.4:1-4 6.5:1-5 6.6:1-3 6.8:1-4
  7.1:1-3 7.2:1-4 7.3:1-2 7.4:1-5 7.5:1-2 7.6:1-2 8.1:1-2 8.2:1-3 8.3:1 8.4:1 9.1:1-3 9.2:1-4
  10.1:1-2 10.2:1-2 10.3:1-4 10.4:1-11 10.5:1-5 10.6:1-2 10.7:1-3 11.1:1-2 11.2:1-3 11.3:1-3 11.4:1-4 11.5:1 11.6:1
  12.1:1-3 12.2:1-2 12.3:1-4 13.1:1 13.2:1-5 13.3:1-2 13.4:1-5 14.1:1-2 14.2:1-4 14.3:1-3 15.1:1-3 15.2:1-3 15.3:1-7
  16.1:1 16.2:1-5 16.3:1-4 16.4:1-3 16.5:1-3 17.1:1 17.2:1-4 17.3:1-2`
    .trim()
    .split(/\s+/)
    .flatMap((section) => {
      const [, name = '', first = '', last = first] = /^([\d.]+):(\d+)(?:-(\d+))?$/.exec(section) ?? [];
      return Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => `${name}.${Number(first) + i}`);
    });

const page = readFileSync(join(ROOT, 'docs/security/asvs.md'), 'utf8');
const rows = [...page.matchAll(/^\| (\d+\.\d+\.\d+) \| ([^|]+) \| (yes|no|n\/a) \| ([^|]+) \|$/gm)].map(
  ([, id = '', asks = '', answer = '', shown = '']) => ({ id, asks, answer, shown }),
);
const filesIn = (shown: string): readonly string[] =>
  [...shown.matchAll(/`([\w-]+(?:\/[\w./-]+|\.json))`/g)].map((m) => m[1] ?? '');

describe('the list of ASVS 5.0, level 2', () => {
  it('leaves out nothing and invents nothing', () => {
    expect(rows.map(({ id }) => id)).toEqual(ASKED);
    expect(ASKED).toHaveLength(253);
  });

  it('names for each yes a file that exists, and for each other answer a reason', () => {
    for (const { id, answer, shown } of rows) {
      const files = filesIn(shown);
      if (answer === 'yes') expect([id, files.length > 0]).toEqual([id, true]);
      else expect([id, shown.trim().length > 3]).toEqual([id, true]);
      for (const file of files) expect([id, file, existsSync(join(ROOT, file))]).toEqual([id, file, true]);
    }
  });

  it('is right that no broken hash guards anything (11.4.1): one names the key of a certificate, as RFC 5280 has it', () => {
    const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      /(?<!\.test)\.tsx?$/.test(name),
    );
    expect(sources.length).toBeGreaterThan(300);
    const broken = sources.filter((name) =>
      /create(?:Hash|Hmac)\(\s*'(?:md|sha-?1\b)/i.test(readFileSync(join(ROOT, 'src', name), 'utf8')),
    );
    expect(broken).toEqual(['platform/signing/certificate.ts']);
  });

  it('counts its answers right', () => {
    const count = (answer: string): number => rows.filter((row) => row.answer === answer).length;
    expect(page.replace(/\s+/g, ' ')).toContain(
      `${count('yes')} yes, ${count('no')} no, ${count('n/a')} not applicable`,
    );
  });
});
