import type { Definition } from '../../engine/index.ts';
import type { Json } from '../../kernel/json.ts';

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
  readonly changes?: Json;
};

/** @example keyOf({ owner: '32.76', id: 'sktm' }) // '32.76/sktm' */
export const keyOf = ({ owner, id }: { owner: string; id: string }): ServiceKey =>
  owner === 'nasional' ? id : `${owner}/${id}`;

/** Whether a service is offered to somebody of this kabupaten or kota. */
export const offeredIn = (service: Published, region: string): boolean =>
  service.definition.owner === 'nasional' || region.startsWith(service.definition.owner);
