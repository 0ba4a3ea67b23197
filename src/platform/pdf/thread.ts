import { Worker } from 'node:worker_threads';
import type { PaperAnswer, PaperOrder, ThreadSettings } from './protocol.ts';

/** One typesetting thread: one order at a time. After a crash or a time-out it is dead and has to be replaced. */
export type Thread = {
  readonly set: (order: PaperOrder) => Promise<Uint8Array>;
  readonly dead: () => boolean;
  readonly stop: () => Promise<void>;
};

/** The template could not make a paper of these data. */
export class NotTypeset extends Error {}

export function startThread(entry: URL, settings: ThreadSettings, patience: number): Thread {
  const worker = new Worker(entry, { workerData: settings, resourceLimits: { maxYoungGenerationSizeMb: 4 } });
  let failure: Error | undefined;
  let waiting: { readonly resolve: (pdf: Uint8Array) => void; readonly reject: (error: Error) => void } | undefined;
  const die = (error: Error): void => {
    failure ??= error;
    waiting?.reject(failure);
  };
  worker.unref();
  worker.on('error', (error) => die(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', (code) => die(new Error(`the typesetting thread ended with ${code}`)));
  worker.on('message', (answer: PaperAnswer) => {
    if (answer.kind === 'paper') waiting?.resolve(answer.pdf);
    else waiting?.reject(new NotTypeset(answer.message));
  });
  const stop = async (): Promise<void> => {
    die(new Error('the typesetting thread was stopped'));
    await worker.terminate();
  };

  const set = async (order: PaperOrder): Promise<Uint8Array> => {
    if (failure) throw failure;
    const answer = Promise.withResolvers<Uint8Array>();
    waiting = answer;
    worker.ref();
    const timer = setTimeout(() => {
      die(new Error(`${order.kind}: not typeset within ${patience} ms`));
      void worker.terminate();
    }, patience);
    worker.postMessage(order);
    try {
      return await answer.promise;
    } finally {
      clearTimeout(timer);
      waiting = undefined;
      worker.unref();
    }
  };
  return { set, stop, dead: () => failure !== undefined };
}
