import { startTestServer } from '../support/postgres.ts';
import { word } from '../support/words.ts';
import { hostile } from './run.ts';

// `npm run prove -- hostile [--requests N] [--seed N]`: the long run. A seed repeats what is sent; the database is one of its own.

const seed = word('seed', Math.floor(Math.random() * 1_000_000));
const requests = word('requests', 100_000);
const began = Date.now();
process.stdout.write(`hostile: ${requests} requests, seed ${seed}\n`);
const stop = await startTestServer();
const run = await hostile({ seed, requests, tell: (line) => process.stdout.write(`${line}\n`) });
await stop();
process.stdout.write(`\n${JSON.stringify({ ...run, minutes: (Date.now() - began) / 60_000 }, null, 2)}\n`);
process.exit(run.wrong.length === 0 ? 0 : 1);
