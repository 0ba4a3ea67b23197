import type { FacilitySettings, SatusehatRules } from './rules.ts';

/** off: nothing is sent · in-progress: arrived and in-progress · finished: to the end, with the diagnosis of the clinic's own system. */
export type Level = 'off' | 'in-progress' | 'finished';

/** A Puskesmas as SATUSEHAT knows it. */
export type Facility = {
  readonly region: string;
  /** 'region/office' */
  readonly office: string;
  readonly level: Level;
  /** Who arrived before is not told. */
  readonly since: Date | null;
  /** Where SATUSEHAT answers, without a path. */
  readonly url: string | null;
  /** Organization ID. */
  readonly organization: string | null;
  /** Client id and secret, sealed. */
  readonly secrets: Uint8Array | null;
  /** Who sends Encounters; null while nobody said. */
  readonly sends: 'hub' | 'clinic' | null;
  readonly settings: Partial<FacilitySettings>;
  /** Hash of the token of the clinic's own system. */
  readonly clinicToken: Uint8Array | null;
  readonly clinicTokenAt: Date | null;
};

/** With everything that a sender needs. */
export type Connected = Facility & {
  readonly url: string;
  readonly organization: string;
  readonly secrets: Uint8Array;
};

export type Secrets = { readonly clientId: string; readonly clientSecret: string };

/** Where the sealed secrets of a Puskesmas lie, as the envelope names it. */
export const secretsPlace = (office: string): string => `satusehat.facility.secrets:${office}`;
export const tokenPlace = (office: string): string => `satusehat.token.sealed:${office}`;
export const numberPlace = (patient: string): string => `satusehat.patient.sealed:${patient}`;

export const isTold = (facility: Pick<Facility, 'settings'>, poli: string): boolean =>
  Object.hasOwn(facility.settings.polis ?? {}, poli);

export const isConnected = (facility: Facility): facility is Connected =>
  facility.url !== null && facility.organization !== null && facility.secrets !== null;

/** Whether an address is one where real visits are kept. */
export const isProduction = (url: string, rules: SatusehatRules): boolean =>
  rules.hosts.production.some((known) => new URL(known).host === new URL(url).host);
