import type { Accounts, AddressLimit } from '../../capabilities/accounts/index.ts';
import type { Audit } from '../../capabilities/audit/index.ts';
import type { Cases } from '../../capabilities/cases/index.ts';
import type { Catalogue } from '../../capabilities/catalogue/index.ts';
import type { Documents, PaperKind } from '../../capabilities/documents/index.ts';
import type { Notices } from '../../capabilities/notices/index.ts';
import type { Organisations } from '../../capabilities/organisations/index.ts';
import type { People } from '../../capabilities/people/index.ts';
import type { Queue } from '../../capabilities/queue/index.ts';
import type { Regions } from '../../capabilities/regions/index.ts';
import type { Satusehat } from '../../capabilities/satusehat/index.ts';
import type { World } from '../../engine/index.ts';
import type { Clock, Random } from '../../kernel/ids.ts';
import type { Files } from '../../platform/files/index.ts';
import type { Uploads } from '../../platform/uploads/index.ts';

/** What arrived at the demo's simulated phones. */
export type SimulatedPhones = {
  list(filter?: { readonly to?: string; readonly limit?: number }): readonly {
    readonly id: string;
    readonly at: string;
    readonly channel: string;
    readonly to: string;
    readonly text: string;
  }[];
};

export type ApiDeps = {
  readonly accounts: Accounts;
  readonly audit: Audit;
  readonly cases: Cases;
  readonly catalogue: Catalogue;
  readonly documents: Documents;
  readonly notices: Notices;
  readonly organisations: Organisations;
  readonly people: People;
  readonly queue: Queue;
  readonly regions: Regions;
  readonly satusehat: Satusehat;
  readonly files: Files;
  readonly world: World;
  readonly kinds: Readonly<Record<string, PaperKind>>;
  readonly config: { readonly demo: boolean; readonly dataDir: string; readonly publicUrl: string };
  readonly clock: Clock;
  readonly random: Random;
  readonly version: string;
  /** Only in the demo. */
  readonly inbox?: SimulatedPhones;
};

/** What every operation works with. */
export type Tools = ApiDeps & { readonly uploads: Uploads; readonly addresses: AddressLimit };
