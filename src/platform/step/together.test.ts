import { describe, expect, it } from 'vitest';
import { createTogether } from './together.ts';

const wait = (ms = 1) => new Promise((wake) => setTimeout(wake, ms));

describe('acts that share a commit', () => {
  it('keep their order of arrival, and one alone waits for nobody', async () => {
    const batches: string[][] = [];
    const act = createTogether<string, string>({
      write: async (_on, items) => {
        batches.push([...items]);
        await wait();
        return items.map((item) => item.toUpperCase());
      },
      once: () => [],
      splits: () => false,
      most: 3,
    });
    const all = await Promise.all([...'abcdefg'].map((letter) => act('x', letter)));
    expect(all.join('')).toBe('ABCDEFG');
    expect(batches).toEqual([['a', 'b', 'c'], ['d', 'e', 'f'], ['g']]);
    expect(await act('x', 'h')).toBe('H');
  });

  it('never write the same person twice in one batch, nor two batches of one window at once', async () => {
    let running = 0;
    const seen: string[][] = [];
    const act = createTogether<string, number>({
      write: async (_on, items) => {
        expect(++running).toBe(1);
        seen.push([...items]);
        await wait();
        running--;
        return items.map(() => 1);
      },
      once: (item) => [item],
      splits: () => false,
    });
    await Promise.all(['a', 'b', 'b', 'b', 'c'].map((one) => act('x', one)));
    for (const batch of seen) expect(new Set(batch).size).toBe(batch.length);
    expect(seen.flat().sort().join('')).toBe('abbbc');
  });

  it('let only the one at fault fail', async () => {
    const act = createTogether<number, number>({
      write: async (_on, items) => {
        await wait();
        if (items.includes(5)) throw new Error('five');
        return items;
      },
      once: () => [],
      splits: (error) => error instanceof Error && error.message === 'five',
    });
    const all = await Promise.allSettled(Array.from({ length: 9 }, (_, i) => act('x', i)));
    expect(all.map((one) => one.status === 'fulfilled')).toEqual(all.map((_, i) => i !== 5));
  });

  it('serve many windows by few writers', async () => {
    let most = 0;
    let running = 0;
    const act = createTogether<number, number>({
      write: async (_on, items) => {
        most = Math.max(most, ++running);
        await wait();
        running--;
        return items;
      },
      once: () => [],
      splits: () => false,
      writers: 2,
    });
    const all = await Promise.all(Array.from({ length: 60 }, (_, i) => act(`slot ${i % 12}`, i)));
    expect(all).toEqual(Array.from({ length: 60 }, (_, i) => i));
    expect(most).toBe(2);
  });
});
