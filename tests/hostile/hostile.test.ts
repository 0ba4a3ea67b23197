import { expect, it } from 'vitest';
import { hostile } from './run.ts';

// The sample says the same each time; `npm run prove -- hostile` throws new dice.
const seed = Number(process.env.HOSTILE_SEED ?? 937_821);

it(`everything right but one thing that nobody means is answered, never with a fault (HOSTILE_SEED=${seed})`, {
  timeout: 240_000,
}, async () => {
  const run = await hostile({ seed, requests: Number(process.env.HOSTILE_REQUESTS ?? 900), tell: console.info });
  console.info(JSON.stringify({ ...run, wrong: run.wrong.length }));
  expect(run.wrong).toEqual([]);
  expect(run.reached / run.requests).toBeGreaterThan(0.7);
});
