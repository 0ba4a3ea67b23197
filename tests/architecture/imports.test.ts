import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const rules = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs'));

describe('the house', () => {
  it('keeps its walls: who may import whom', { timeout: 120_000 }, async () => {
    const before = process.cwd();
    process.chdir(root);
    try {
      const { output } = await cruise(['src', 'simulators'], {
        ...rules.options,
        ruleSet: { forbidden: rules.forbidden },
        validate: true,
      });
      const { summary, modules } = output as ICruiseResult;
      // A checker that read nothing finds nothing.
      expect(modules.filter((module) => module.source.startsWith('src/')).length).toBeGreaterThan(100);
      expect(modules.flatMap((module) => module.dependencies).length).toBeGreaterThan(300);
      expect(summary.violations.map((v) => `${v.rule.name}: ${v.from} → ${v.to}`)).toEqual([]);
    } finally {
      process.chdir(before);
    }
  });
});
