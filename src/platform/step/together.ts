import { wasRefused } from '../database/index.ts';

export type TogetherOptions<T, R> = {
  /** Writes a batch in one transaction; answers in the order of the items. What it throws is thrown to each of them. */
  readonly write: (on: string, items: readonly T[]) => Promise<readonly R[]>;
  /** Names of which an item's may stand in a batch only once: its key, its person. */
  readonly once: (item: T) => readonly string[];
  /** After such an error the batch is tried again in halves, so that only the items at fault fail. */
  readonly splits: (error: unknown) => boolean;
  readonly most?: number;
  readonly writers?: number;
};

type Waiting<T, R> = {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Those who wait for the same thing share one transaction and its commit, in their order of arrival. No timer: a free writer takes whatever waits
 * at the end of the turn, so one alone is as quick as without.
 */
export function createTogether<T, R>({
  write,
  once,
  splits,
  most = 200,
  writers = 2,
}: TogetherOptions<T, R>): (on: string, item: T) => Promise<R> {
  const lines = new Map<string, Waiting<T, R>[]>();
  const busy = new Set<string>();

  function take(line: Waiting<T, R>[]): readonly Waiting<T, R>[] {
    const seen = new Set<string>();
    const batch: Waiting<T, R>[] = [];
    const later: Waiting<T, R>[] = [];
    for (const one of line) {
      const names = once(one.item);
      // Whoever must wait holds his names too: nobody behind him passes him with the same.
      const fits = batch.length < most && !names.some((name) => seen.has(name));
      for (const name of names) seen.add(name);
      (fits ? batch : later).push(one);
    }
    line.splice(0, line.length, ...later);
    return batch;
  }

  async function serve(on: string, batch: readonly Waiting<T, R>[]): Promise<void> {
    try {
      const results = await write(
        on,
        batch.map((one) => one.item),
      );
      batch.forEach((one, i) => {
        one.resolve(results[i] as R);
      });
    } catch (error) {
      if (batch.length > 1 && splits(error)) {
        const half = Math.ceil(batch.length / 2);
        await serve(on, batch.slice(0, half));
        await serve(on, batch.slice(half));
      } else for (const one of batch) one.reject(error);
    }
  }

  function next(): void {
    for (const [on, line] of lines) {
      if (busy.size >= writers) return;
      if (busy.has(on)) continue;
      const batch = take(line);
      if (line.length === 0) lines.delete(on);
      else {
        // To the end of the lines: one hot window does not starve the others.
        lines.delete(on);
        lines.set(on, line);
      }
      busy.add(on);
      void serve(on, batch).finally(() => {
        busy.delete(on);
        soon();
      });
    }
  }

  // All who come in one turn of the process stand in the line before it is looked at.
  let called = false;
  function soon(): void {
    if (called) return;
    called = true;
    setImmediate(() => {
      called = false;
      next();
    });
  }

  return (on, item) =>
    new Promise((resolve, reject) => {
      const line = lines.get(on) ?? [];
      line.push({ item, resolve, reject });
      lines.set(on, line);
      soon();
    });
}

/** Those who ask the same at once share one question to the database; whoever asks alone waits for nobody. Nothing is kept. */
export const createAsking = <T, R>(
  ask: (on: string, items: readonly T[]) => Promise<readonly R[]>,
): ((on: string, item: T) => Promise<R>) =>
  createTogether({ write: ask, once: () => [], splits: wasRefused, most: 64 });
