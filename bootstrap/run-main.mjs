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
  // Without --enable-source-maps, which holds the map in memory for life: 75 MB. Whoever looks for a fault sets NODE_OPTIONS.
  handOver(node, [join(dist, 'main.js'), ...words]);
}
