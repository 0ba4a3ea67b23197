// Loaded before the program (`--import`): while the file that SLOW_DISK names lies there, every write, sync and rename of a file waits.
// Stands for a disk that is busy or worn out, which no machine lends us.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const note = process.env.SLOW_DISK ?? '';
const WAIT_MS = 700;
const wait = () => (fs.existsSync(note) ? new Promise((wake) => setTimeout(wake, WAIT_MS)) : undefined);

const slowed = (work) =>
  async function (...given) {
    await wait();
    return work.apply(this, given);
  };

const opened = await fs.promises.open('/dev/null');
const handle = Object.getPrototypeOf(opened);
await opened.close();
for (const name of ['write', 'sync']) handle[name] = slowed(handle[name]);
for (const name of ['writeFile', 'appendFile', 'rename', 'mkdir', 'rm']) fs.promises[name] = slowed(fs.promises[name]);
syncBuiltinESMExports();
