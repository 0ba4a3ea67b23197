import type { Definition } from '../../engine/index.ts';

/** 'akta-kelahiran', or '32.76/sktm' for a region's own. */
export type ServiceKey = string;

export type Published = {
  readonly service: ServiceKey;
  readonly version: number;
  readonly definition: Definition;
  readonly publishedAt: Date;
};

export type Publication = {
  readonly definition: Definition;
  /** The files it was made from, by path. */
  readonly sources: Readonly<Record<string, string>>;
  readonly by: string;
};

/** @example keyOf({ owner: '32.76', id: 'sktm' }) // '32.76/sktm' */
export const keyOf = ({ owner, id }: { owner: string; id: string }): ServiceKey =>
  owner === 'nasional' ? id : `${owner}/${id}`;

/** The national service whose place an adoption takes. @example adopted({ extends: 'nasional/akta-kelahiran@1' }) // 'akta-kelahiran' */
export const adopted = ({ extends: named }: { readonly extends?: string }): ServiceKey | undefined =>
  named?.replace(/^nasional\//, '').replace(/@\d+$/, '');

/**
 * What somebody of this kabupaten or kota meets: national services and the region's own, an adoption in place of what it adopts.
 * A stranger, whose region is unknown, meets everything but adoptions.
 */
export function offered(services: readonly Published[], region: string | undefined): readonly Published[] {
  if (region === undefined) return services.filter(({ definition }) => definition.extends === undefined);
  const here = services.filter((service) => offeredIn(service, region));
  const taken = new Set(here.map(({ definition }) => adopted(definition)));
  return here.filter(({ service }) => !taken.has(service));
}

/** Whether a service is offered to somebody of this kabupaten or kota. */
export const offeredIn = (service: Published, region: string): boolean =>
  service.definition.owner === 'nasional' || region.startsWith(service.definition.owner);
