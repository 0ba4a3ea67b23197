import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bench, type Figure, failed, figuresPage, printTable } from './figures.ts';
import { closeLabs } from './support/sizes.ts';

// `npm run bench [-- NAME…] [--json FILE] [--figures] [--most CASES]`: each figure beside its limit, measured in turns in the same run on the same PostgreSQL.

const ORDER = [
  'submit',
  'form-page',
  'lifecycle',
  'inbox',
  'search',
  'spike',
  'login-rush',
  'rush',
  'live',
  'papers',
  'memory',
  'start',
];
const PAGE = join(import.meta.dirname, '../docs/figures.md');

const words = process.argv.slice(2);
const at = words.indexOf('--json');
const json = at < 0 ? undefined : words.splice(at, 2)[1];
const page = words.includes('--figures');
if (page) words.splice(words.indexOf('--figures'), 1);
const most = words.indexOf('--most');
if (most >= 0) words.splice(most, 2);
const files = readdirSync(import.meta.dirname).flatMap((file) => /^([a-z-]+)\.bench\.ts$/.exec(file)?.[1] ?? []);
const known = [...ORDER.filter((name) => files.includes(name)), ...files.filter((name) => !ORDER.includes(name))];
const strange = words.filter((name) => !known.includes(name));
if (strange.length > 0) {
  process.stderr.write(`${strange.join(', ')}? ada / there is: ${known.join(', ')}\n`);
  process.exit(1);
}

const figures: Figure[] = [];
/** Written after each, so that a run that is broken off leaves what it measured. */
function keep(): void {
  if (page) writeFileSync(PAGE, figuresPage(existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '', figures));
  if (json) writeFileSync(json, `${JSON.stringify(figures, null, 2)}\n`);
}

for (const name of words.length > 0 ? words : known) {
  process.stderr.write(`${name} …\n`);
  try {
    const { bench } = (await import(join(import.meta.dirname, `${name}.bench.ts`))) as { bench: Bench };
    figures.push(...(await bench((line) => process.stderr.write(`  ${line}\n`))));
  } catch (error) {
    figures.push(failed(name, error));
    process.exitCode = 1;
  }
  keep();
}
await closeLabs();
process.stdout.write(printTable(figures));
process.exit();
