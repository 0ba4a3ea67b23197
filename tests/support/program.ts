import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../../src/root.ts';

export type Ran = { readonly code: number; readonly out: string; readonly err: string };
export type Settings = Readonly<Record<string, string>>;

/** Nothing of the shell that runs the tests, but what a program needs to be found. */
const bare = (settings: Settings) => ({ PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '/', ...settings });

/** What the bootstrap says on its way is not the program's. */
const ownWords = (text: string): string => text.replace(/^satuloket: .*\n/gm, '');

/** `npm run satuloket -- words…`, as an operator types it. */
export function satuloket(settings: Settings, ...words: readonly string[]): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(ROOT, 'bootstrap/satuloket.mjs'), ...words], { env: bare(settings) });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, out, err: ownWords(err) }));
  });
}

export type Started = {
  readonly url: string;
  readonly pid: number;
  said(): string;
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
};

/** `npm start` on a free port; answers once a page may be asked for. @throws with what it said when it ends before */
export async function start(settings: Settings, ...words: readonly string[]): Promise<Started> {
  const child = spawn(process.execPath, [join(ROOT, 'bootstrap/start.mjs'), ...words], {
    env: bare({ PORT: '0', ...settings }),
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += chunk;
    });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const address = await ready(child, () => said);
  return {
    url: address,
    pid: child.pid ?? 0,
    said: () => said,
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
}

async function ready(child: ChildProcess, said: () => string): Promise<string> {
  for (const end = Date.now() + 120_000; Date.now() < end; await sleep(50)) {
    const address = /(?:citizens|proxy) +(http:\/\/[^\s/]+)/.exec(said())?.[1];
    if (address) return address;
    if (child.exitCode !== null) throw new Error(ownWords(said()));
  }
  child.kill('SIGKILL');
  throw new Error(`not ready after two minutes: ${said()}`);
}
