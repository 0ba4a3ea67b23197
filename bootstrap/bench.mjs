// `npm run bench`: measures and prints a table; `-- NAME …` runs some, `-- --json FILE` writes them.
import './old-node.mjs';

const { join } = await import('node:path');
const { ensurePackages } = await import('./packages.mjs');
const { pinnedNode } = await import('./pinned-node.mjs');
const { handOver } = await import('./hand-over.mjs');
const { modules, root } = await import('./paths.mjs');

await ensurePackages();
handOver(pinnedNode(), [
  join(modules, 'tsx', 'dist', 'cli.mjs'),
  join(root, 'bench', 'main.ts'),
  ...process.argv.slice(2),
]);
