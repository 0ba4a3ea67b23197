import { hash } from 'node:crypto';
import { uuidv7 } from '../../kernel/ids.ts';
import type { Json } from '../../kernel/json.ts';
import type { Context, Queryable } from '../../platform/database/index.ts';
import type { Act, Authority, Outgoing, StepKind, Stepped } from '../../platform/step/index.ts';
import type { Case, CaseRef, Doer, EventData, EventKind } from './case.ts';
import { refusals } from './errors.ts';
import { mustOn, type OnCase } from './may.ts';
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

/** What a doer may read of a region: his own, what his seat holds, and what belongs to whoever stands before him. */
export const reading = (region: string, doer: Doer): Context => ({
  regions: [region],
  persons: [doer.id, ...(doer.present ? [doer.present] : [])],
  ...(doer.seat ? { offices: [doer.seat] } : {}),
});

/** The same with what hangs on one case: its tasks, keys and plans. */
export const actingOn = (found: CaseRef, doer: Doer): Context => ({
  ...reading(found.region, doer),
  acts: [`${found.id} ${doer.id}`],
});

/** The record as this doer may read it. Citizens who read at once do it together. */
export const findFor = (deps: CasesDeps, doer: Doer, ref: CaseRef): Promise<Case | undefined> =>
  doer.seat === null && !doer.present
    ? deps.findOwn('', { region: ref.region, id: ref.id, person: doer.id })
    : findCase(deps.db, reading(ref.region, doer), ref);

/** The door to a case for people: loaded, then asked whether this doer may do this with it. @throws Refusal */
export async function getCase(
  deps: CasesDeps,
  doer: Doer,
  ref: CaseRef,
  action: OnCase = 'case.view',
  read?: Case,
): Promise<Case> {
  const found = await loadCase(deps, doer, ref, read);
  mustOn(doer, action, found);
  return found;
}

/** For clocks and letters, which nobody asks for. */
export async function loadCase(deps: CasesDeps, doer: Doer, ref: CaseRef, read?: Case): Promise<Case> {
  const found = read ?? (await findFor(deps, doer, ref));
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
  const beside = doer.present ? { persons: [doer.present], acts: [`${on.id} ${doer.present}`] } : undefined;
  if (!deed.more && !beside) return deps.step.run(kind, act);
  const nothingMore = async (): Promise<void> => undefined;
  return deps.step.runWith(kind, act, deed.more ?? nothingMore, together(beside, deed.extra));
}

/** What both name: neither takes from the other. */
const together = (one: Context = {}, other: Context = {}): Context => ({
  regions: [...(one.regions ?? []), ...(other.regions ?? [])],
  persons: [...(one.persons ?? []), ...(other.persons ?? [])],
  offices: [...(one.offices ?? []), ...(other.offices ?? [])],
  acts: [...(one.acts ?? []), ...(other.acts ?? [])],
  holds: [...(one.holds ?? []), ...(other.holds ?? [])],
});

/** @throws Refusal `cases/not-yours-family` when the officer himself stands among those a case is about */
export function mustNotBeOwnFamily(doer: Doer, found: Pick<Case, 'facts' | 'answers'>): void {
  if (doer.seat !== null && doer.nik && familyOf(found).has(doer.nik)) throw refusals.notYours('family');
}

/** Every NIK that a case's facts name. */
export function familyOf(found: Pick<Case, 'facts' | 'answers'>): ReadonlySet<string> {
  const niks = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null)
      for (const [name, one] of Object.entries(value)) {
        if (name === 'nik' && typeof one === 'string') niks.add(one);
        else visit(one);
      }
  };
  visit(found.facts);
  // Where no register tells who the family is, the applicant did.
  for (const [id, answer] of Object.entries(found.answers)) if (id.startsWith('family.')) visit(answer);
  return niks;
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

/** Salted by the case, so that equal answers of two cases look different; the salt itself is keyed, so that nobody without the key can try values. */
function digests(deps: CasesDeps, id: string, fields: Readonly<Record<string, unknown>>): Json {
  const salt = Buffer.from(deps.digest(`salt ${id}`)).toString('base64url');
  return Object.entries(fields).map(([name, value]) => ({
    name,
    digest: hash('sha256', `${salt} ${name} ${JSON.stringify(value)}`, 'base64url'),
  }));
}
