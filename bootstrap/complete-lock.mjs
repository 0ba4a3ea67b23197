// `node bootstrap/complete-lock.mjs`, after a change of dependencies. npm leaves optional packages for other machines out of the
// lock when it can't look them up; from npm 11 on `npm ci` then refuses the whole lock. They are entered by version, without a hash.
import './old-node.mjs';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './paths.mjs';

const machine =
  /(?<os>android|darwin|linux|win32|freebsd|openharmony)-(?<cpu>arm64|x64|arm|ppc64|riscv64|s390x|ia32)(?:-(?<abi>\w+))?$/;

/** The optional packages that `packages` (of a package-lock.json) speaks of but does not hold, as entries of their own. */
export function missingEntries(packages) {
  const missing = {};
  for (const [path, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const known = `node_modules/${name}` in packages || `${path}/node_modules/${name}` in packages;
      const found = machine.exec(name)?.groups;
      if (known || found === undefined) continue;
      missing[`node_modules/${name}`] = {
        version,
        cpu: [found.cpu],
        ...(entry.dev === true ? { dev: true } : {}),
        ...(found.os === 'linux' ? { libc: [found.abi?.includes('musl') ? 'musl' : 'glibc'] } : {}),
        ...(entry.license === undefined ? {} : { license: entry.license }),
        optional: true,
        os: [found.os],
      };
    }
  }
  return missing;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const file = join(root, 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const missing = missingEntries(lock.packages);
  const inOrder = Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(inOrder) }, null, 2)}\n`);
  process.stdout.write(`${Object.keys(missing).length} entered\n`);
}
