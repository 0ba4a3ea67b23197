import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/support/longest-first.ts';

const config = defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'simulators/**/*.test.ts', 'tests/**/*.test.{ts,tsx}', 'bootstrap/*.test.mjs'],
    globalSetup: ['tests/support/postgres.ts'],
    // Journeys wait for the browser and for PostgreSQL much of their time: two at once also on two cores.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 180_000,
    restoreMocks: true,
  },
});

export { config as default };
