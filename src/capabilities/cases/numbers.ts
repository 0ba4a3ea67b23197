import { makeCaseNumber } from '../../kernel/case-number.ts';
import type { Database } from '../../platform/database/index.ts';
import { takeSerials } from './store.ts';

const BLOCK = 100;

type Block = { next: number; readonly end: number };

/**
 * Numbers for cases, region by region. Serials come in blocks, so that numbering is no row that everybody waits for; all who find a block
 * used up wait for the same next one. What a process leaves of its block is a gap.
 */
export function createNumbers(db: Database): (region: string) => Promise<string> {
  const blocks = new Map<string, Promise<Block>>();

  async function take(region: string): Promise<Block> {
    const next = await takeSerials(db, region, BLOCK);
    return { next, end: next + BLOCK };
  }

  return async (region) => {
    for (;;) {
      const asked = blocks.get(region) ?? take(region);
      blocks.set(region, asked);
      const block = await asked.catch(() => undefined);
      if (block && block.next < block.end) return makeCaseNumber(region, block.next++);
      if (blocks.get(region) === asked) blocks.delete(region);
      if (!block) await asked;
    }
  };
}
