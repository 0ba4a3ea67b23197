import type { FastifyInstance } from 'fastify';
import { isRegionCode } from '../../kernel/region-code.ts';
import { type Place, PlaceResults, renderFragment } from '../design/index.ts';
import { queryOf, type Tools } from './deps.ts';

const MOST = 8;

/** Where to look: all places of a level, only those within a region, or those close by first. */
export type Whereabouts = { readonly level: 2 | 4; readonly within?: string; readonly close?: string };

/** Places by what somebody typed, each with what lies around it. */
export async function placesFound(
  t: Pick<Tools, 'regions'>,
  typed: string,
  where: Whereabouts,
): Promise<readonly Place[]> {
  if (typed.trim().length < 2) return [];
  const found = await t.regions.search(typed, { limit: MOST, ...where });
  return found.map(({ code, name, around }) => ({ code, name, within: around.join(', ') }));
}

/** One place that was chosen before. */
export async function placeNamed(t: Pick<Tools, 'regions'>, code: string): Promise<readonly Place[]> {
  if (!isRegionCode(code)) return [];
  const path = await t.regions.path(code);
  const own = path.at(-1);
  if (!own) return [];
  const around = path.slice(0, -1).toReversed();
  return [{ code, name: own.name, within: around.map((one) => one.name).join(', ') }];
}

/** What typing asks for when script runs: the same choices as the button "Cari" brings. */
export function placeRoutes(t: Tools, web: FastifyInstance): void {
  web.get('/tempat', async (request, reply) => {
    const asked = { within: queryOf(request, 'dalam'), close: queryOf(request, 'dekat') };
    const where = Object.fromEntries(Object.entries(asked).filter(([, code]) => isRegionCode(code)));
    const typed = queryOf(request, 'q').slice(0, 80);
    const results = await placesFound(t, typed, { level: queryOf(request, 'tingkat') === '2' ? 2 : 4, ...where });
    const name = queryOf(request, 'nama').replace(/[^\w.]/g, '');
    return reply
      .type('text/html; charset=utf-8')
      .send(
        renderFragment(
          <PlaceResults lang={t.frame.lang(request)} name={name} results={results} searched={typed.length > 1} />,
        ),
      );
  });
}
