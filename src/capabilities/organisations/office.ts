import type { Zone } from '../../kernel/dates.ts';
import type { RegionCode } from '../../kernel/region-code.ts';
import type { Week } from '../../kernel/working-time.ts';

declare const brand: unique symbol;
/** 'region/code', e.g. '32.76/dukcapil': how every other room names an office. */
export type OfficeRef = string & { readonly [brand]: 'OfficeRef' };

export type Office = {
  readonly ref: OfficeRef;
  /** The kabupaten or kota that it belongs to. */
  readonly region: RegionCode;
  readonly code: string;
  /** A key of the code table of offices: dukcapil, kecamatan, kelurahan (also of a desa), puskesmas … */
  readonly kind: string;
  readonly name: string;
  readonly address: string;
  readonly phone: string | null;
  readonly zone: Zone;
  readonly week: Week;
  /** The regions it answers for, with all that lies in them. */
  readonly areas: readonly RegionCode[];
  /** The day from which it takes no more cases. */
  readonly closedOn: string | null;
};

/** @example officeRef('32.76', 'dukcapil') // '32.76/dukcapil' */
export const officeRef = (region: string, code: string): OfficeRef => `${region}/${code}` as OfficeRef;
