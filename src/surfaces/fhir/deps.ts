import type { Accounts } from '../../capabilities/accounts/index.ts';
import type { Audit } from '../../capabilities/audit/index.ts';
import type { Organisations } from '../../capabilities/organisations/index.ts';
import type { People } from '../../capabilities/people/index.ts';
import type { Queue } from '../../capabilities/queue/index.ts';
import type { Regions } from '../../capabilities/regions/index.ts';
import type { World } from '../../engine/index.ts';
import type { Clock } from '../../kernel/ids.ts';

export type FhirDeps = {
  readonly accounts: Accounts;
  readonly audit: Audit;
  readonly organisations: Organisations;
  readonly people: People;
  readonly queue: Queue;
  readonly regions: Regions;
  readonly world: World;
  readonly clock: Clock;
  readonly config: { readonly publicUrl: string };
  readonly version: string;
};
