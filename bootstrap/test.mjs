// `npm test`: everything that is checked before a change may land. `npm test -- src/kernel` runs only those tests.
import './old-node.mjs';

const { ensurePackages } = await import('./packages.mjs');
const { pinnedNode } = await import('./pinned-node.mjs');
const { handOver } = await import('./hand-over.mjs');
const { join } = await import('node:path');
const { root } = await import('./paths.mjs');

await ensurePackages();
handOver(pinnedNode(), [join(root, 'bootstrap', 'stages.mjs'), ...process.argv.slice(2)]);
