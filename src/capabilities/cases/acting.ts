import { uuidv7 } from '../../kernel/ids.ts';
import type { Json } from '../../kernel/json.ts';
import type { Context, Queryable } from '../../platform/database/index.ts';
import type { Act, Authority, Outgoing, StepKind, Stepped } from '../../platform/step/index.ts';
import type { Case, CaseRef, Doer, EventData, EventKind } from './case.ts';
import { refusals } from './errors.ts';
import type { CasesDeps } from './ports.ts';
import { findCase } from './store.ts';

/** One act of somebody on a case, before the step names it in full. */
export type Deed = {
  readonly action: string;
  readonly key: string;
  /** Names of the fields it touches with their values: the audit gets digests. */
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly set: Readonly<Record<string, unknown>>;
  readonly event?: { readonly kind: EventKind; readonly step?: string | null; readonly data?: EventData };
  readonly rows?: Act['rows'];
  readonly gone?: Act['gone'];
  readonly outbox?: readonly Omit<Outgoing, 'id'>[];
  readonly answer: Json;
  /** More writes of other rooms in the same transaction. */
  readonly more?: (tx: Queryable) => Promise<void>;
  readonly extra?: Context;
};

/** What a doer may read of a region: his own, and what his seat holds. */
export const reading = (region: string, doer: Doer): Context => ({
  regions: [region],
  persons: [doer.id],
  ...(doer.seat ? { offices: [doer.seat] } : {}),
});

/** The same with what hangs on one case: its tasks, keys and plans. */
export const actingOn = (found: CaseRef, doer: Doer): Context => ({
  ...reading(found.region, doer),
  acts: [`${found.id} ${doer.id}`],
});

export async function getCase(deps: CasesDeps, doer: Doer, ref: CaseRef): Promise<Case> {
  const found = await findCase(deps.db, reading(ref.region, doer), ref);
  if (!found || found.status === 'dropped') throw refusals.notFound();
  return found;
}

/** By what right somebody acts on a case: a citizen by the case's own, an officer by his office. */
export const authorityOf = (found: Pick<Case, 'authority' | 'applicant'>, doer: Doer): Authority =>
  doer.id === 'sistem' ? 'system' : doer.id === found.applicant ? found.authority : 'office';

export async function perform(deps: CasesDeps, kind: StepKind, found: Case, doer: Doer, deed: Deed): Promise<Json> {
  const stepped = await take(deps, kind, { ...found, authority: authorityOf(found, doer) }, doer, deed);
  if (stepped.kind === 'lost') throw refusals.lostGuard();
  return stepped.answer;
}

type On = Pick<Case, 'region' | 'id' | 'version' | 'head' | 'subject' | 'authority'>;

export function take(deps: CasesDeps, kind: StepKind, on: On, doer: Doer, deed: Deed): Promise<Stepped> {
  const act = actOf(deps, on, doer, deed);
  return deed.more ? deps.step.runWith(kind, act, deed.more, deed.extra) : deps.step.run(kind, act);
}

/** The deed with all its names, as the step writes it. */
export function actOf(deps: CasesDeps, on: On, doer: Doer, deed: Deed): Act {
  const at = deps.clock();
  const event = deed.event && {
    ...{
      version: on.version + 1,
      at,
      actor: doer.id,
      actor_label: doer.label,
      office: doer.seat,
      kind: deed.event.kind,
    },
    ...{ step: deed.event.step ?? null, data: deed.event.data ?? {} },
  };
  return {
    ...{ region: on.region, id: on.id, version: on.version, head: on.head },
    ...{ actor: doer.id, subject: on.subject, authority: on.authority, office: doer.seat },
    ...{ action: deed.action, key: deed.key, at, set: deed.set, answer: deed.answer },
    audit: {
      event: (event?.data ?? {}) as Json,
      step: event?.step ?? null,
      fields: digests(deps, on.id, deed.fields ?? {}),
    },
    rows: { ...(event ? { 'cases.event': [event] } : {}), ...deed.rows },
    ...(deed.gone ? { gone: deed.gone } : {}),
    outbox: (deed.outbox ?? []).map((one) => ({ ...one, id: uuidv7(deps.clock, deps.random) })),
  };
}

/** Salted by the case, so that equal answers of two cases look different. */
function digests(deps: CasesDeps, id: string, fields: Readonly<Record<string, unknown>>): Json {
  return Object.entries(fields).map(([name, value]) => ({
    name,
    digest: Buffer.from(deps.digest(`${id} ${name} ${JSON.stringify(value)}`)).toString('base64url'),
  }));
}
