import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/support/longest-first.ts';

/** Tests that put another module in the place of one of ours: nobody may have read the real one before them. */
const alone = ['tests/permissions/open-can.test.ts'];

const config = defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    globalSetup: ['tests/support/postgres.ts'],
    // Journeys wait for the browser and for PostgreSQL much of their time, programs for their timers: three at once also on two cores.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 180_000,
    restoreMocks: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: [
            'src/**/*.test.{ts,tsx}',
            'simulators/**/*.test.ts',
            'tests/**/*.test.{ts,tsx}',
            'bootstrap/*.test.mjs',
          ],
          exclude: [...configDefaults.exclude, ...alone],
          // A worker reads the program once and not for each file: nothing in it keeps what one house did for the next.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'alone', include: alone } },
    ],
  },
});

export { config as default };
