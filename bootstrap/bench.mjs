// `npm run bench -- NAME …`: runs bench/NAME.ts; without a name it lists them.
import './old-node.mjs';

const { existsSync, readdirSync } = await import('node:fs');
const { join } = await import('node:path');
const { ensurePackages } = await import('./packages.mjs');
const { pinnedNode } = await import('./pinned-node.mjs');
const { handOver } = await import('./hand-over.mjs');
const { modules, root } = await import('./paths.mjs');
const { stop } = await import('./say.mjs');

const folder = join(root, 'bench');
const names = existsSync(folder)
  ? readdirSync(folder).flatMap((file) => (/^[^.]+\.ts$/.test(file) ? [file.slice(0, -3)] : []))
  : [];
const [name, ...words] = process.argv.slice(2);

if (name === undefined || !names.includes(name)) {
  const list = names.length === 0 ? '-' : names.join(', ');
  stop(`tulis npm run bench -- NAMA; yang ada: ${list}`, `write npm run bench -- NAME; there is: ${list}`);
}
await ensurePackages();
handOver(pinnedNode(), [join(modules, 'tsx', 'dist', 'cli.mjs'), join(folder, `${name}.ts`), ...words]);
