// `node bootstrap/run-tool.mjs PROGRAM-OF-A-PACKAGE …`: runs it on the pinned Node, installed if need be.
import './old-node.mjs';

const { ensurePackages } = await import('./packages.mjs');
const { pinnedNode } = await import('./pinned-node.mjs');
const { handOver } = await import('./hand-over.mjs');
const { join } = await import('node:path');
const { modules } = await import('./paths.mjs');

const [program = '', ...words] = process.argv.slice(2);
await ensurePackages();
handOver(pinnedNode(), [join(modules, program), ...words]);
