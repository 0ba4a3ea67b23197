import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ACCOUNT_WORDS } from './words.ts';

const read = (dir: string): readonly string[] =>
  readdirSync(dir)
    .filter((name) => name.endsWith('.ts') && !name.includes('.test.'))
    .map((name) => readFileSync(join(dir, name), 'utf8'));
// The API turns some of the room's answers into refusals itself.
const sources = ['.', '../../platform/crypto', '../../surfaces/api/operations'].flatMap((dir) =>
  read(join(import.meta.dirname, dir)),
);
const said = new Set(
  sources.flatMap((text) =>
    [...text.matchAll(/(?:Refusal|issue)\(\s*'((?:accounts|date|mandate|password|pin)\/[^']+)'/g)].map(
      (match) => match[1] ?? '',
    ),
  ),
);

describe('every code that this room may answer', () => {
  it('has words in both languages, and no words are left over', () => {
    expect([...said].sort()).toEqual(Object.keys(ACCOUNT_WORDS).sort());
    for (const text of Object.values(ACCOUNT_WORDS)) {
      expect(text.id).toMatch(/[.!]$/);
      expect(text.en).toMatch(/[.!]$/);
    }
  });
});
