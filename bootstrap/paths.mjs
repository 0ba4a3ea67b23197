import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
export const modules = join(root, 'node_modules');
export const dist = join(root, 'dist');
/** Notes of the bootstrap to itself; git ignores it. */
export const cache = join(root, '.cache');
