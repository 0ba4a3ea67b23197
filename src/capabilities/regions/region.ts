import type { IsoDate } from '../../kernel/dates.ts';
import type { RegionCode, RegionLevel } from '../../kernel/region-code.ts';

export type Region = {
  readonly code: RegionCode;
  readonly level: RegionLevel;
  /** A label as the ministry writes it, e.g. 'Kota Depok'. */
  readonly name: string;
  /** The day on which a newer list no longer held it; null while it is valid. */
  readonly validUntil: IsoDate | null;
};

/** A find with the names around it, the nearest first: what tells ten Sukamaju apart. */
export type Found = Region & { readonly around: readonly string[] };

export type Search = {
  /** Only inside this region. */
  readonly within?: string;
  /** Names in here come first: a village of one's own regency before those that are called the same elsewhere. */
  readonly close?: string;
  readonly level?: RegionLevel;
  /** At most 50. Default 10. */
  readonly limit?: number;
};
