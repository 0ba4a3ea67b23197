import { describe, expect, it } from 'vitest';
import { promotion } from './run.ts';

// A sample; the long run is `npm run prove -- standby`.
const seed = Number(process.env.CRASH_SEED ?? Math.floor(Math.random() * 1_000_000));

describe('a primary that is killed under load, with a synchronous standby', () => {
  it(`is followed by it within 15 s, and nothing acknowledged is lost (CRASH_SEED=${seed})`, {
    timeout: 240_000,
  }, async () => {
    const run = await promotion({ seed, how: 'killed', acts: 10 });
    expect(run.wrong, JSON.stringify(run)).toEqual([]);
    expect(run.seconds.page).toBeLessThan(15);
    expect(run.seconds.act).toBeLessThan(15);
    expect(run.acknowledged.before).toBeGreaterThan(0);
  });
});
