import { word } from '../support/words.ts';
import { crash } from './run.ts';

// `npm run prove -- crash [--kills N] [--seed N] [--minutes N]`: the long run. Prints the seed, every kill, and what was counted after it.

const seed = word('seed', Math.floor(Math.random() * 1_000_000));
const kills = word('kills', 300);
const minutes = process.argv.includes('--minutes') ? word('minutes', 60) : 0;
const began = Date.now();
process.stdout.write(`crash: ${kills} kills, seed ${seed}\n`);
const run = await crash({
  seed,
  kills,
  ...(minutes > 0 ? { atMost: minutes * 60 } : {}),
  tell: (line) => process.stdout.write(`${line}\n`),
});
process.stdout.write(`\n${JSON.stringify({ ...run, minutes: (Date.now() - began) / 60_000 }, null, 2)}\n`);
if (run.notRun.length > 0)
  process.stdout.write(`not run, for this machine lets us mount no small disk: ${run.notRun.join(', ')}\n`);
process.stdout.write(run.wrong.length === 0 ? 'nothing lost, nothing doubled\n' : `WRONG, seed ${seed}\n`);
process.exit(run.wrong.length === 0 ? 0 : 1);
