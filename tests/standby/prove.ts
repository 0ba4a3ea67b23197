import { word } from '../support/words.ts';
import { promotion } from './run.ts';

// `npm run prove -- standby [--rounds N] [--acts N] [--seed N]`: promotions under load: the former primary killed, killed and
// back again, alive all the time, in turns.

const LIMIT_SECONDS = 15;
const seed = word('seed', Math.floor(Math.random() * 1_000_000));
const rounds = word('rounds', 6);
const acts = word('acts', 100);
process.stdout.write(`standby: ${rounds} promotions, seed ${seed}\n`);
let wrong = 0;
for (let round = 0; round < rounds; round++) {
  const how = (['killed', 'returned', 'parted'] as const)[round % 3] ?? 'killed';
  const run = await promotion({ seed: seed + round, how, acts, tell: (line) => process.stdout.write(`${line}\n`) });
  const late = Math.max(run.seconds.act, run.seconds.page) > LIMIT_SECONDS;
  if (run.wrong.length > 0 || late) wrong++;
  process.stdout.write(`${JSON.stringify({ ...run, late })}\n`);
}
process.stdout.write(
  wrong === 0 ? 'nothing lost, nothing doubled, all in time\n' : `WRONG in ${wrong}, seed ${seed}\n`,
);
process.exit(wrong === 0 ? 0 : 1);
