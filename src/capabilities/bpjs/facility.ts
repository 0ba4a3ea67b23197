import type { IsoDate } from '../../kernel/dates.ts';
import type { Agreed, BpjsRules } from './rules.ts';

/** off: neither answers nor tells · trial: against BPJS's development host · on: after the acceptance test. */
export type Mode = 'off' | 'trial' | 'on';

/** A Puskesmas as BPJS knows it. */
export type Facility = {
  readonly region: string;
  /** 'region/office' */
  readonly office: string;
  readonly mode: Mode;
  /** Numbers booked before are not told to BPJS. */
  readonly since: Date | null;
  /** Where BPJS answers. */
  readonly url: string | null;
  readonly consId: string | null;
  /** Cons secret and user key, sealed. */
  readonly secrets: Uint8Array | null;
  /** By which BPJS logs in here. */
  readonly username: string | null;
  readonly password: Uint8Array | null;
  readonly passwordAt: Date | null;
  readonly agreed: Partial<Agreed>;
  readonly acceptedOn: IsoDate | null;
  readonly acceptedBy: string | null;
  readonly acceptedNote: string | null;
};

export type Secrets = { readonly consSecret: string; readonly userKey: string };

/** Where the sealed secrets of a Puskesmas lie, as the envelope names it. */
export const secretsPlace = (office: string): string => `bpjs.facility.secrets:${office}`;

export const agreedOf = (facility: Pick<Facility, 'agreed'>, rules: BpjsRules): Agreed => ({
  ...rules.agreed,
  ...facility.agreed,
});

/** Whether an address is one where BPJS serves real members. */
export const isProduction = (url: string, rules: BpjsRules): boolean =>
  rules.hosts.production.some((known) => new URL(known).host === new URL(url).host);
