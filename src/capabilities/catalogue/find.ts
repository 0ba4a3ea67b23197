import type { Text } from '../../kernel/text.ts';
import { type Searched, search, searchable, searchableEvent } from './search.ts';
import { lifeEvent, lifeEvents } from './search-life-events.ts';
import type { Published } from './service.ts';

const prepared = new WeakMap<Published, Searched>();

/** The services among these that fit what somebody wrote, the best first. Each version is prepared once: the catalogue hands out the same record. */
export function find(text: string, among: readonly Published[]): readonly Published[] {
  const ready = among.map((service) => {
    const known = prepared.get(service) ?? searchable([service])[0];
    if (known) prepared.set(service, known);
    return known;
  });
  const byKey = new Map(among.map((service) => [service.service, service]));
  return search(
    text,
    ready.filter((one) => one !== undefined),
  ).flatMap((hit) => byKey.get(hit.service) ?? []);
}

const away = Object.keys(lifeEvents)
  .flatMap((id) => lifeEvent(id) ?? [])
  .filter(({ elsewhere }) => elsewhere);
const awaySearched = away.map(searchableEvent);

/** Where that is done of which somebody wrote and which is not done here, as far as we know. */
export function elsewhereFor(text: string): Text | undefined {
  const [hit] = search(text, awaySearched);
  return away.find(({ id }) => id === hit?.service)?.elsewhere;
}
