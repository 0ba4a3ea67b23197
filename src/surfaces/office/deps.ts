import type { FastifyRequest } from 'fastify';
import type { Accounts } from '../../capabilities/accounts/index.ts';
import type { Audit } from '../../capabilities/audit/index.ts';
import type { Bpjs } from '../../capabilities/bpjs/index.ts';
import type { Cases, Doer } from '../../capabilities/cases/index.ts';
import type { Catalogue } from '../../capabilities/catalogue/index.ts';
import type { Documents, PaperKind, SigningOfficer } from '../../capabilities/documents/index.ts';
import type { Keeping } from '../../capabilities/keeping/index.ts';
import type { Notices } from '../../capabilities/notices/index.ts';
import type { Organisations } from '../../capabilities/organisations/index.ts';
import type { Patients } from '../../capabilities/patients/index.ts';
import type { People } from '../../capabilities/people/index.ts';
import type { Queue } from '../../capabilities/queue/index.ts';
import type { Regions } from '../../capabilities/regions/index.ts';
import type { Satusehat } from '../../capabilities/satusehat/index.ts';
import type { World } from '../../engine/index.ts';
import type { Clock, Random } from '../../kernel/ids.ts';
import type { Files } from '../../platform/files/index.ts';
import type { Frame } from '../frame/index.ts';

export type OfficeDeps = {
  readonly frame: Frame;
  readonly accounts: Accounts;
  readonly audit: Audit;
  readonly cases: Cases;
  readonly catalogue: Catalogue;
  readonly documents: Documents;
  readonly notices: Notices;
  readonly organisations: Organisations;
  readonly people: People;
  readonly queue: Queue;
  readonly patients: Pick<Patients, 'named'>;
  readonly bpjs: Pick<Bpjs, 'isOn' | 'standing' | 'noteCard'>;
  readonly keeping: Pick<Keeping, 'kept'>;
  readonly satusehat: Pick<Satusehat, 'isOn' | 'standing'>;
  readonly regions: Regions;
  readonly files: Files;
  /** How papers name whoever signs. */
  readonly signer: (by: Doer, office: { readonly key: string; readonly name: string }) => Promise<SigningOfficer>;
  readonly world: World;
  readonly kinds: Readonly<Record<string, PaperKind>>;
  readonly config: { readonly demo: boolean; readonly dataDir: string; readonly publicUrl: string };
  readonly clock: Clock;
  readonly random: Random;
};

export { codeText } from '../frame/index.ts';

const textIn = (from: unknown, name: string): string => {
  const value = typeof from === 'object' && from !== null ? (from as Record<string, unknown>)[name] : undefined;
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return typeof one === 'string' ? one : '';
};
export const paramOf = (request: FastifyRequest, name: string): string => textIn(request.params, name);
export const queryOf = (request: FastifyRequest, name: string): string => textIn(request.query, name);

export type Body = Readonly<Record<string, unknown>>;
export const bodyOf = (request: FastifyRequest): Body =>
  typeof request.body === 'object' && request.body !== null ? (request.body as Body) : {};
/** What was typed into one box, without outer spaces. */
export const fieldOf = (body: Body, name: string): string => textIn(body, name).trim();
/** All ticked values of boxes of one name. */
export function ticksOf(body: Body, name: string): readonly string[] {
  const value = body[name];
  const list: readonly unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return list.filter((one): one is string => typeof one === 'string' && one !== '');
}
