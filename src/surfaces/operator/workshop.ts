import type { Accounts, DemoPerson } from '../../capabilities/accounts/index.ts';
import type { Verified } from '../../capabilities/audit/index.ts';
import type { Bpjs } from '../../capabilities/bpjs/index.ts';
import type { Catalogue } from '../../capabilities/catalogue/index.ts';
import type { Organisations } from '../../capabilities/organisations/index.ts';
import type { Queue } from '../../capabilities/queue/index.ts';
import type { Regions } from '../../capabilities/regions/index.ts';
import type { Satusehat } from '../../capabilities/satusehat/index.ts';
import type { World } from '../../engine/index.ts';
import type { BackedUp, Manifest } from '../../platform/backup/index.ts';
import type { Envelope, Keys } from '../../platform/crypto/index.ts';
import type { Queryable } from '../../platform/database/index.ts';

/** Somebody of the demo, with what a journey must know of him. */
export type DemoMember = DemoPerson & {
  readonly sex: 'male' | 'female';
  readonly birthDate: string;
  readonly spouse: string | null;
};

/** What the operator's commands work with; built where everything is built, so that commands construct nothing. */
export type Workshop = {
  /** Where the program lies: its services are the blocks that a file elsewhere may include. */
  readonly root: string;
  /** Code tables, papers, registers: what definitions may name. Needs no database. */
  readonly world: () => World;
  /** Brings the database up to date. @returns the migrations that were applied now */
  readonly upgrade: () => Promise<readonly string[]>;
  /** The rooms on the database, brought up to date; closed when the work is done. */
  readonly withRooms: <R>(work: (rooms: Rooms) => Promise<R>) => Promise<R>;
  readonly verifyAudit: () => Promise<Verified>;
  readonly demoCast: () => readonly DemoMember[];
  readonly backUp: (to: {
    readonly folder: string;
    readonly keysFolder: string;
    readonly tables: boolean;
  }) => Promise<BackedUp>;
  readonly restore: (from: { readonly folder: string; readonly keysFolder: string }) => Promise<Manifest>;
};

export type Rooms = {
  readonly regions: Regions;
  readonly organisations: Organisations;
  readonly accounts: Accounts;
  readonly catalogue: Catalogue;
  readonly envelope: Envelope;
  readonly bpjs: Bpjs;
  readonly queue: Queue;
  readonly satusehat: Satusehat;
  readonly keys: Keys;
  readonly random: (n: number) => Uint8Array;
  readonly clock: () => Date;
  /** One transaction as the owner of the database, who alone may bring in offices. */
  readonly asOwner: <R>(work: (owner: Queryable) => Promise<R>) => Promise<R>;
};
