import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type TestHouse, testHouse } from '../support/house.ts';
import { askOthers } from './ask.ts';
import { readTable } from './rows.ts';
import { type Actor, PermissionWorld } from './world.ts';

// What holds when the first wall is gone: whoever decides says yes to everything, and the database alone keeps people apart.
vi.mock('../../src/capabilities/accounts/can.ts', async (original) => ({
  ...(await original<typeof import('../../src/capabilities/accounts/can.ts')>()),
  can: () => true,
}));

const table = readTable().filter((row) => row.on !== undefined && !row.public);
let h: TestHouse;
let world: PermissionWorld;
let actors: readonly Actor[];

beforeAll(async () => {
  h = await testHouse();
  world = new PermissionWorld(h);
  actors = await world.actors();
}, 120_000);
afterAll(() => h?.close());

describe('when can() always says yes, what is another’s is neither shown nor changed', () => {
  it('really says yes', async () => {
    const { can } = await import('../../src/capabilities/accounts/index.ts');
    expect(can({ kind: 'anonymous' }, 'officer.manage', { region: '32.76' })).toBe(true);
  });

  it.each(table.map((row) => [row.title, row] as const))('%s', { timeout: 120_000 }, async (_, row) => {
    const leaks = (await askOthers(world, row, actors)).flatMap(({ actor, home, changed, shown }) => [
      ...(changed ? [`${actor.name}: ${home} was written`] : []),
      ...(shown.length > 0 ? [`${actor.name}: of ${home} was shown ${shown.join(', ')}`] : []),
    ]);
    expect(leaks, `\n${leaks.join('\n')}\n`).toEqual([]);
  });
});
