// Imported first everywhere: what follows may then use Node 20. This file and say.mjs keep to what older ones understand.
import { stop } from './say.mjs';

const major = Number(process.versions.node.split('.')[0]);

if (major < 20) {
  stop(
    `perlu Node 20 atau lebih baru, di sini ${process.version}; pasang dari https://nodejs.org`,
    `Node 20 or newer is needed, this is ${process.version}; install it from https://nodejs.org`,
  );
}
if (process.platform === 'win32') {
  stop('di Windows jalankan di dalam WSL (Debian atau Ubuntu)', 'on Windows run it inside WSL (Debian or Ubuntu)');
}
