// `npm run bench`: measures and prints a table; `-- NAME …` runs some, `-- --json FILE` writes them.
import './old-node.mjs';

const { join } = await import('node:path');
const { ensureBuilt } = await import('./build.mjs');
const { ensurePackages } = await import('./packages.mjs');
const { pinnedNode } = await import('./pinned-node.mjs');
const { handOver } = await import('./hand-over.mjs');
const { modules, root } = await import('./paths.mjs');

await ensurePackages();
// What is measured is what cities run.
await ensureBuilt();
handOver(pinnedNode(), [
  join(modules, 'tsx', 'dist', 'cli.mjs'),
  join(root, 'bench', 'main.ts'),
  ...process.argv.slice(2),
]);
