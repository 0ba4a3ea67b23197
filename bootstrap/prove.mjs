// `npm run prove -- NAME …`: runs tests/NAME/prove.ts, the long run of what `npm test` samples; without a name it lists them.
import './old-node.mjs';

const { existsSync, readdirSync } = await import('node:fs');
const { join } = await import('node:path');
const { ensureBuilt } = await import('./build.mjs');
const { ensurePackages } = await import('./packages.mjs');
const { pinnedNode } = await import('./pinned-node.mjs');
const { handOver } = await import('./hand-over.mjs');
const { modules, root } = await import('./paths.mjs');
const { stop } = await import('./say.mjs');

const folder = join(root, 'tests');
const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'prove.ts')));
const [name, ...words] = process.argv.slice(2);

if (name === undefined || !names.includes(name)) {
  const list = names.join(', ');
  stop(`tulis npm run prove -- NAMA; yang ada: ${list}`, `write npm run prove -- NAME; there is: ${list}`);
}
await ensurePackages();
// What is tried is what cities run.
await ensureBuilt();
handOver(pinnedNode(), [join(modules, 'tsx', 'dist', 'cli.mjs'), join(folder, name, 'prove.ts'), ...words]);
