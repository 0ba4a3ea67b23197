import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { holdsOthersOfficers } from './capabilities/accounts/index.ts';
import { importHolidays, importOffices } from './capabilities/organisations/index.ts';
import { holdsRealPeople, readCast, seedDemo } from './capabilities/people/index.ts';
import { loadQueues, queueData } from './capabilities/queue/index.ts';
import type { House } from './compose.ts';
import { asOwner } from './compose-database.ts';
import { demoQueues } from './compose-demo-queues.ts';
import { publishFolder } from './compose-services.ts';
import { ConfigTrouble } from './platform/config.ts';
import type { Queryable } from './platform/database/index.ts';
import { ROOT } from './root.ts';

// In the demo messages reach these stand-ins only.
export { startMessageSimulators } from '../simulators/messages/index.ts';

const reference = (path: string): string => readFileSync(join(ROOT, 'reference', path), 'utf8');
export const DEMO_PEOPLE = 21_000;

export const demoCast = () => readCast(parse(reference('demo/cast.yaml')));

/** Holidays of the country: reference data of every hub, taken again at each start. */
export function loadHolidays(adminUrl: string): Promise<void> {
  return asOwner(adminUrl, async (owner) => {
    for (const file of readdirSync(join(ROOT, 'reference/holidays')).filter((name) => name.endsWith('.yaml')))
      await importHolidays(owner, parse(reference(`holidays/${file}`)));
  });
}

/** @throws ConfigTrouble when anybody stands in the database who is not of the demo */
export async function refuseRealPeople(owner: Queryable): Promise<void> {
  if (!(await holdsRealPeople(owner)) && !(await holdsOthersOfficers(owner))) return;
  throw new ConfigTrouble('DEMO', {
    id: 'basis data ini berisi orang sungguhan; tulis 0',
    en: 'this database holds real people; write 0',
  });
}

/**
 * Fills an empty hub with the demo: offices, 21,000 invented people, accounts, officers, the four services. What stands is left as it is.
 * @throws when the database holds people who are not the demo's
 */
export async function loadDemo(house: House, adminUrl: string, people = DEMO_PEOPLE): Promise<void> {
  const kinds = (house.world.codes.offices?.entries ?? []).map((entry) => entry.key);
  await asOwner(adminUrl, async (owner) => {
    await refuseRealPeople(owner);
    await importOffices({ owner, regions: house.regions }, reference('demo/offices.csv'), kinds);
    await seedDemo(owner, {
      seed: 20261123,
      people,
      names: parse(reference('demo/names.yaml')),
      cast: parse(reference('demo/cast.yaml')),
      regions: house.regions,
    });
  });
  const cast = demoCast().families.flatMap((family) => family.members);
  await house.accounts.seedDemo(cast.map(({ key, nik, name, phone }) => ({ key, nik, name, phone: phone ?? null })));
  await loadDemoQueues(house, adminUrl);
  await publishFolder(house, 'sistem');
}

const DEMO_REGIONS = ['32.76', '81.02'];

/** Every Puskesmas and clinic of both regions with its needs, sessions and doctors, laid out for the days ahead. */
async function loadDemoQueues(house: House, adminUrl: string): Promise<void> {
  const places = ['puskesmas', 'klinik'].flatMap((kind) => DEMO_REGIONS.map((region) => [kind, region] as const));
  const offices = await Promise.all(places.map((of) => house.organisations.offices(...of)));
  const data = demoQueues(reference('demo/queues.yaml'), offices.flat());
  // The counters of the civil registries: the same queue, by data alone.
  const counter = queueData.parse(parse(reference('demo/queue-dukcapil.yaml')));
  const counters = DEMO_REGIONS.map((region) => ({ ...counter, office: `${region}/dukcapil` }));
  await asOwner(adminUrl, (owner) => loadQueues(owner, [...data, ...counters], '2026-01-01'));
  await house.queue.layOut(house.relay);
}
