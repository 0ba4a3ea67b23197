import { describe, expect, it } from 'vitest';
import { crash } from './run.ts';

// A sample; the long run is `npm run prove -- crash`. CRASH_SEED repeats one.
const seed = Number(process.env.CRASH_SEED ?? Math.floor(Math.random() * 1_000_000));

describe('killed at any moment', () => {
  it(`loses nothing that was acknowledged and doubles nothing (CRASH_SEED=${seed})`, { timeout: 300_000 }, async () => {
    const run = await crash({ seed, kills: 6, atMost: 60 });
    expect(run.wrong, `CRASH_SEED=${seed} ${JSON.stringify(run)}`).toEqual([]);
    expect(run.acknowledged.submitted ?? 0).toBeGreaterThan(0);
    expect(run.acknowledged.acted ?? 0).toBeGreaterThan(0);
    expect(run.acknowledged.booked ?? 0).toBeGreaterThan(0);
    expect(run.acknowledged.called ?? 0).toBeGreaterThan(0);
    expect(run.told).toBeGreaterThan(0);
  });
});
