import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestHouse, testHouse } from '../support/house.ts';
import { type Asked, ask } from './ask.ts';
import { expected, readTable, rowFor } from './rows.ts';
import { type Actor, PermissionWorld } from './world.ts';

const table = readTable();
let h: TestHouse;
let world: PermissionWorld;
let actors: readonly Actor[];

beforeAll(async () => {
  h = await testHouse();
  world = new PermissionWorld(h);
  actors = await world.actors();
}, 120_000);
afterAll(() => h?.close());

/** The names of assets carry the hash of what they hold. */
const plain = (url: string): string => url.replace(/^\/aset\/.*/, '/aset/:file').replace(/(.)\/$/, '$1');

describe('the table of who may do what', () => {
  it('has a row for every route and no row for none', { timeout: 120_000 }, async () => {
    const web = await h.web();
    const taken = web.routesTaken.filter(({ method }) => method !== 'HEAD' && method !== 'OPTIONS');
    const routes = [...new Set(taken.map(({ method, url }) => `${method} ${plain(url)}`))];
    const rows = new Set(table.map(({ method, path }) => `${method} ${path}`));
    const missing = routes.filter((route) => !rows.has(route));
    const lines = missing.map((route) => rowFor(...(route.split(' ') as [string, string])));
    expect(missing, `add to tests/permissions/table.yaml (its head says how):\n\n${lines.join('\n')}\n`).toEqual([]);
    expect(
      [...rows].filter((row) => !routes.includes(row)),
      'rows of routes that are gone',
    ).toEqual([]);
  });

  it('says something for everybody', () => {
    const silent = table.flatMap((row) =>
      actors.flatMap(({ name, officer }) =>
        expected(row, name, officer, 'own') === undefined ? [`${row.title}: nothing is said for ${name}`] : [],
      ),
    );
    expect(silent).toEqual([]);
    const known = new Set(['all', 'petugas', ...actors.map(({ name }) => name)]);
    const strange = table.flatMap((row) => Object.keys(row.answers).filter((who) => !known.has(who)));
    expect(strange, 'nobody is called that').toEqual([]);
  });

  it.each(table.map((row) => [row.title, row] as const))('%s', { timeout: 120_000 }, async (_, row) => {
    const wrong = (await ask(world, row, actors)).flatMap(faults);
    expect(wrong, `\n${wrong.join('\n')}\n`).toEqual([]);
    expect(h.errors).toEqual([]);
  });
});

function faults(asked: Asked): readonly string[] {
  const { actor, side, home, wanted, got, changed, shown, row, cached, shared } = asked;
  const who = `${actor.name} on ${side === 'own' ? 'his own' : `another’s (${home})`}`;
  const still = wanted?.endsWith('=') ?? false;
  const open = expected(row, 'anon', false, 'own') === 'ok';
  return [
    ...(got === wanted?.replace('=', '') ? [] : [`${who}: ${got} instead of ${wanted}`]),
    ...(cached && !open ? [`${who}: caches may keep it for all`] : []),
    ...(shared && got === 'ok' && !open ? [`${who}: pages of other origins may read it`] : []),
    ...(still && changed ? [`${who}: something changed`] : []),
    ...(side === 'other' && changed ? [`${who}: it was written`] : []),
    ...(side === 'other' && shown.length > 0 && !row.public ? [`${who}: it was shown: ${shown.join(', ')}`] : []),
  ];
}
