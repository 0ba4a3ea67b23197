import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { handOver } from './hand-over.mjs';
import { ensurePackages } from './packages.mjs';
import { dist } from './paths.mjs';
import { pinnedNode } from './pinned-node.mjs';

/** Installs, builds, and becomes `dist/main.js` on the pinned Node. */
export async function runMain(words) {
  await ensurePackages();
  const node = pinnedNode();
  await ensureBuilt();
  handOver(node, ['--enable-source-maps', join(dist, 'main.js'), ...words]);
}
