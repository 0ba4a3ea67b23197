import { type LifeEvent, lifeEvent, offered, type Published } from '../../capabilities/catalogue/index.ts';
import type { Definition } from '../../engine/index.ts';
import type { Language } from '../../kernel/text.ts';
import type { IconName } from '../design/index.ts';
import type { Tools } from './deps.ts';

/** The services that somebody of a region may meet; all of them for a stranger, whose region is unknown. */
export async function shelf(t: Tools, region: string | undefined): Promise<readonly Published[]> {
  const all = [...(await t.catalogue.current()).values()];
  return offered(all, region).toSorted((a, b) => a.definition.title.id.localeCompare(b.definition.title.id));
}

/** The life events that have a service, in the order of the list. */
export function eventsOf(services: readonly Published[]): readonly LifeEvent[] {
  const ids = new Set(services.flatMap((service) => service.definition.lifeEvents));
  return [...ids].flatMap((id) => lifeEvent(id) ?? []);
}

const eventIcons: Readonly<Record<string, IconName>> = {
  kelahiran: 'baby',
  menikah: 'rings',
  bercerai: 'branch',
  'rumah-tangga-baru': 'house',
  'surat-hilang': 'lost',
  'bantuan-biaya': 'wallet',
  pindah: 'move',
  kematian: 'flower',
};
export const eventIcon = (id: string): IconName => eventIcons[id] ?? 'doc';
export const serviceIcon = (definition: Definition): IconName => eventIcon(definition.lifeEvents[0] ?? '');

export const serviceHref = (service: Pick<Published, 'service'>): string => `/layanan/${service.service}`;

/** The place that a service is only for. @example ownerName(t, 'nasional') // undefined */
export async function ownerName(t: Tools, owner: string): Promise<string | undefined> {
  return owner === 'nasional' ? undefined : (await t.regions.find(owner))?.name;
}

/** @example sentenceCase('SKTM sudah', 'id') */
export const listed = (items: readonly string[], lang: Language): string =>
  new Intl.ListFormat(lang, { type: 'conjunction' }).format(items);
