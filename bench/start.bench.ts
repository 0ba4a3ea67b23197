import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bench, median } from './figures.ts';

// `npm start` in a folder without data, and again: until the first page is answered. Packages are installed and the bundle is built.

const AGAIN = 3;
const PATIENCE_MS = 300_000;

export const bench: Bench = async (tell) => {
  const dir = mkdtempSync(join(tmpdir(), 'satuloket-start-'));
  chmodSync(dir, 0o755); // As root the database runs as another user.
  try {
    const cold = await begin(dir);
    tell(`cold ${cold.seconds.toFixed(1)} s`);
    const again: Begun[] = [];
    for (let i = 0; i < AGAIN; i++) again.push(await begin(dir));
    const second = median(again.map(({ seconds }) => seconds));
    const cpu = median(again.map((one) => one.cpu));
    return [
      { name: 'start, cold', value: cold.seconds, unit: 's', note: 'lays a database and loads the demo; no aim' },
      {
        ...{ name: 'start, second', value: second, unit: 's', limit: 5, ratio: second / 5 },
        note: `limit: the aim, at most; ${cpu.toFixed(1)} s of processor time in node; median of ${AGAIN}`,
      },
    ];
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

type Begun = { readonly seconds: number; readonly cpu: number };

async function begin(dir: string): Promise<Begun> {
  const port = await freePort();
  const began = performance.now();
  const child = spawn(process.execPath, [join(import.meta.dirname, '../bootstrap/start.mjs')], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: String(port), DATA_DIR: dir, HOST: '127.0.0.1' },
    stdio: 'ignore',
  });
  const gone = new Promise((done) => child.once('exit', done));
  try {
    while (!(await answers(port))) {
      if (child.exitCode !== null || performance.now() - began > PATIENCE_MS) throw new Error('it does not start');
      await new Promise((wake) => setTimeout(wake, 20));
    }
    return { seconds: (performance.now() - began) / 1000, cpu: cpuOf(child.pid ?? 0) };
  } finally {
    child.kill('SIGTERM');
    await gone;
  }
}

const answers = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/`).then(
    async (answer) => (await answer.arrayBuffer()).byteLength > 0 && answer.ok,
    () => false,
  );

/** Processor seconds of a process so far; 100 ticks a second on every Linux. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address ? address.port : 0;
}
