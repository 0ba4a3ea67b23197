import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Accounts } from '../../capabilities/accounts/index.ts';
import type { Audit } from '../../capabilities/audit/index.ts';
import type { Cases } from '../../capabilities/cases/index.ts';
import type { Catalogue } from '../../capabilities/catalogue/index.ts';
import type { Documents, PaperKind } from '../../capabilities/documents/index.ts';
import type { Keeping } from '../../capabilities/keeping/index.ts';
import type { Notices } from '../../capabilities/notices/index.ts';
import type { Organisations } from '../../capabilities/organisations/index.ts';
import type { People } from '../../capabilities/people/index.ts';
import type { Queue } from '../../capabilities/queue/index.ts';
import type { Regions } from '../../capabilities/regions/index.ts';
import type { World } from '../../engine/index.ts';
import type { Clock, Random } from '../../kernel/ids.ts';
import type { Language, Text } from '../../kernel/text.ts';
import type { Files } from '../../platform/files/index.ts';
import type { Uploads } from '../../platform/uploads/index.ts';
import type { Frame } from '../frame/index.ts';

/** What arrived at the demo's simulated phones. */
export type DemoInbox = {
  list(filter?: { readonly to?: string; readonly limit?: number }): readonly {
    readonly id: string;
    readonly at: string;
    readonly channel: string;
    readonly to: string;
    readonly text: string;
  }[];
};

export type CitizenDeps = {
  readonly frame: Frame;
  readonly accounts: Accounts;
  readonly audit: Audit;
  readonly cases: Cases;
  readonly catalogue: Catalogue;
  readonly documents: Documents;
  readonly keeping: Pick<Keeping, 'rules'>;
  readonly notices: Notices;
  readonly organisations: Organisations;
  readonly people: People;
  readonly queue: Queue;
  readonly regions: Regions;
  readonly files: Files;
  readonly world: World;
  readonly kinds: Readonly<Record<string, PaperKind>>;
  /** Whom somebody calls in a medical emergency there; null: it is not known where. */
  readonly ambulance: (region: string | null) => string;
  readonly config: { readonly demo: boolean; readonly dataDir: string; readonly publicUrl: string };
  readonly clock: Clock;
  readonly random: Random;
  /** Only in the demo. */
  readonly inbox?: DemoInbox;
};

/** What every page of this surface works with. */
export type Tools = CitizenDeps & { readonly uploads: Uploads };

export type Asked = { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly lang: Language };

/** The text of a code, e.g. of a step or a kind of office; the key itself where the table has none. */
export function codeText(t: Pick<CitizenDeps, 'world'>, table: string, key: string): Text {
  return t.world.codes[table]?.entries.find((entry) => entry.key === key)?.text ?? { id: key };
}

export const paramOf = (request: FastifyRequest, name: string): string => {
  const value = (request.params as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : '';
};
export const queryOf = (request: FastifyRequest, name: string): string => {
  const value = (request.query as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : '';
};
export const bodyOf = (request: FastifyRequest): Readonly<Record<string, unknown>> =>
  typeof request.body === 'object' && request.body !== null ? (request.body as Record<string, unknown>) : {};
export const fieldOf = (body: Readonly<Record<string, unknown>>, name: string): string => {
  const value = body[name];
  return typeof value === 'string' ? value.trim() : '';
};
