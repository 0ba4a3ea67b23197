import type { Json } from '../../kernel/json.ts';
import type { PaperOrder } from './protocol.ts';
import { startThread, type Thread } from './thread.ts';

export type Typesetter = {
  /**
   * One paper as tagged PDF/A-2a. The same kind and data give the same bytes.
   * `data.createdAt` (ISO instant) becomes the creation date, `data.check.url` the QR.
   */
  readonly render: (kind: string, data: Json) => Promise<Uint8Array>;
  readonly close: () => Promise<void>;
};

export type TypesetterDeps = {
  /** The folder with one folder per kind, `_lib.typ` and `fonts/`. */
  readonly documentsDir: string;
  /** The thread's entry: `worker.ts` beside this file, or what the bundler made of it. */
  readonly worker: URL;
  /** Papers after which the thread is replaced: a precaution, its memory grows by some 4 MB per 1,000. */
  readonly recycleAfter?: number;
  /** Milliseconds a paper may take before its thread counts as hung. */
  readonly patience?: number;
};

type Job = {
  readonly order: PaperOrder;
  readonly resolve: (pdf: Uint8Array) => void;
  readonly reject: (error: unknown) => void;
};

/** Typesets one paper after another in a thread of its own; a crash fails the paper at hand, the next gets a new thread. */
export function createTypesetter(deps: TypesetterDeps): Typesetter {
  const { documentsDir, worker, recycleAfter = 2000, patience = 20_000 } = deps;
  const queue: Job[] = [];
  const start = (): Thread => startThread(worker, { documentsDir }, patience);
  let thread: Thread | undefined;
  let next: Thread | undefined;
  let done = 0;
  let busy = false;
  let closed = false;

  const ready = (): Thread => {
    if (thread && (thread.dead() || done >= recycleAfter)) {
      void thread.stop();
      thread = next;
      next = undefined;
      done = 0;
    }
    thread ??= start();
    // The successor reads its fonts while this one still works, so that nobody waits for the change.
    if (done === recycleAfter - 5) next = start();
    return thread;
  };

  const work = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    for (let job = queue.shift(); job; job = queue.shift()) {
      try {
        job.resolve(await ready().set(job.order));
      } catch (error) {
        job.reject(error);
      }
      done++;
    }
    busy = false;
  };

  return {
    render: async (kind, data) => {
      if (closed) throw new Error('the typesetter is closed');
      const order = orderOf(kind, data);
      return new Promise((resolve, reject) => {
        queue.push({ order, resolve, reject });
        void work();
      });
    },
    close: async () => {
      closed = true;
      for (const job of queue.splice(0)) job.reject(new Error('the typesetter is closed'));
      await Promise.all([thread?.stop(), next?.stop()]);
    },
  };
}

function orderOf(kind: string, data: Json): PaperOrder {
  if (!/^[a-z][a-z0-9-]*$/.test(kind)) throw new Error('a kind of paper is named by small letters and hyphens');
  const createdAt = Date.parse(String(field(data, 'createdAt')));
  if (Number.isNaN(createdAt)) throw new Error(`${kind}: createdAt must be an instant`);
  const url = field(field(data, 'check'), 'url');
  const order = { kind, data: JSON.stringify(data), createdAt: Math.floor(createdAt / 1000) };
  return typeof url === 'string' ? { ...order, qr: url } : order;
}

function field(value: Json | undefined, key: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return (value as { readonly [key: string]: Json })[key];
}
