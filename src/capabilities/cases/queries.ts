import { type Definition, type Inputs, type Profile, type Settled, type Step, stepKind } from '../../engine/index.ts';
import { getCase, reading } from './acting.ts';
import { type Case, type CaseFile, type CaseRef, type Doer, deskOf, type Event, type Task } from './case.ts';
import { registerOf, settled } from './drafts.ts';
import { mayOn } from './may.ts';
import type { Appointment, CasesDeps } from './ports.ts';
import * as store from './store.ts';
import { numbersOf } from './visits.ts';
import { barredFrom } from './work.ts';

export type CaseView = {
  readonly found: Case;
  readonly definition: Definition;
  readonly settled: Settled;
  readonly inputs: Inputs;
  /** The kind of register that its steps work with. */
  readonly register: Profile;
  readonly tasks: readonly Task[];
  /** Words of the citizen that wait for an answer. */
  readonly talks: readonly Task[];
  readonly events: readonly Event[];
  readonly notes: readonly store.Note[];
  readonly files: readonly CaseFile[];
  /** Numbers that were booked with it, as they stand now. */
  readonly appointments: readonly Appointment[];
};

export type Inbox = {
  readonly items: readonly store.InboxItem[];
  readonly counts: { readonly waiting: number; readonly late: number; readonly held: number };
  readonly more: boolean;
};
export type InboxWish = {
  readonly held?: boolean;
  readonly service?: string;
  readonly after?: { due: Date | null; id: string };
  readonly limit?: number;
};

/** An open step of one kind of work, with what its definition says of it. */
export type AtStep = { readonly item: store.InboxItem; readonly definition: Definition; readonly step: Step };

export function createQueries(deps: CasesDeps) {
  /** The question for these, as far as those may see them who were let in before it in the same transaction; `taken`: each for its own. */
  function named(refs: readonly CaseRef[]) {
    return {
      asked: refs.length > 0 ? store.casesNamed(refs) : undefined,
      taken: (rows: readonly unknown[]) => (ref: CaseRef, person: string) =>
        (rows as readonly Case[]).find(
          ({ region, id, applicant, subject }) =>
            region === ref.region && id === ref.id && (person === applicant || person === subject),
        ),
    };
  }

  /** Everything a screen shows of a case, for whoever may see it: the applicant, or an officer of an office that holds it. */
  async function view(doer: Doer, ref: CaseRef): Promise<CaseView> {
    const found = await getCase(deps, doer, ref);
    const context = reading(ref.region, doer);
    const officer = doer.seat !== null && !doer.present;
    const own = officer ? context : { ...context, acts: [`${ref.id} ${doer.id}`] };
    const [form, tasks, talks, events, notes, files, appointments] = await Promise.all([
      settled(deps, found),
      store.tasksOf(deps.db, own, ref),
      store.talksOf(deps.db, own, ref),
      store.eventsOf(deps.db, context, ref),
      store.notesOf(deps.db, context, ref),
      store.filesOf(deps.db, context, ref),
      numbersOf(deps, found, doer),
    ]);
    const register = await registerOf(deps, found);
    // What officers note for each other is theirs.
    const told = officer ? notes : notes.filter((note) => note.kind !== 'office');
    return { ...form, register, tasks, talks, events, notes: told, files, appointments };
  }

  async function inbox(doer: Doer, wish: InboxWish = {}): Promise<Inbox> {
    if (!doer.seat) return { items: [], counts: { waiting: 0, late: 0, held: 0 }, more: false };
    const limit = wish.limit ?? 20;
    const desks = await desksOf(doer);
    const context = reading(doer.seat.slice(0, doer.seat.indexOf('/')), doer);
    const [items, counts] = await Promise.all([
      store.inbox(deps.db, context, {
        ...{ office: doer.seat, desks, limit: limit + 1 },
        ...(wish.after ? { after: wish.after } : {}),
        ...(wish.service ? { service: wish.service } : {}),
        ...(wish.held ? { holder: doer.id } : {}),
      }),
      store.inboxCounts(deps.db, context, { office: doer.seat, desks, now: deps.clock(), holder: doer.id }),
    ]);
    return { items: items.slice(0, limit), counts, more: items.length > limit };
  }

  /** What waits at this desk for one kind of work, such as papers to sign or cards to print, the most urgent first. */
  async function atSteps(doer: Doer, kinds: readonly Step['do'][], limit: number): Promise<readonly AtStep[]> {
    if (!doer.seat) return [];
    const region = doer.seat.slice(0, doer.seat.indexOf('/'));
    const profile = await deps.register.profile(region);
    const wanted = new Map<string, Omit<AtStep, 'item'>>();
    for (const { service, definition } of (await deps.catalogue.current()).values())
      for (const step of definition.steps)
        if (kinds.includes(stepKind(step, profile)) && step.by.some((role) => doer.roles.includes(role)))
          wanted.set(`${service} ${step.id}`, { definition, step });
    const items = await store.inbox(deps.db, reading(region, doer), {
      ...{ office: doer.seat, desks: await desksOf(doer), limit, steps: [...wanted.keys()] },
    });
    return items.flatMap((item) => {
      const known = wanted.get(`${item.service} ${item.step}`);
      return known ? [{ item, ...known }] : [];
    });
  }

  // The desks of all published services at which one of the officer's roles may sit.
  async function desksOf(doer: Doer): Promise<string[]> {
    const desks = new Set<string>(doer.roles);
    for (const { definition } of (await deps.catalogue.current()).values())
      for (const step of definition.steps)
        if (step.by.some((role) => doer.roles.includes(role))) desks.add(deskOf(step.by));
    for (const { by } of Object.values(deps.replies((doer.seat ?? '').split('/')[0] ?? '')))
      if (by.some((role) => doer.roles.includes(role))) desks.add(deskOf(by));
    return [...desks];
  }

  const seen = (doer: Doer, found: Case | undefined): Case | undefined =>
    found && mayOn(doer, 'case.view', found) ? found : undefined;

  return {
    named,
    view,
    inbox,
    atSteps,
    hands: (doer: Doer, region: string, ids: readonly string[]) =>
      store.handsOf(deps.db, reading(region, doer), region, ids),
    /** What the same key of the same person was answered before; undefined when it is new. */
    repeated: (doer: Doer, ref: CaseRef, key: string) => deps.step.answered({ ...ref, actor: doer.id, key }),
    /** A case as this doer may see it, without what is settled about it; undefined for any other. */
    find: async (doer: Doer, ref: CaseRef) => seen(doer, await store.findCase(deps.db, reading(ref.region, doer), ref)),
    /** Whether this doer may do this with a case that he sees. */
    may: mayOn,
    /** One's own drafts; at a counter those of whoever stands there. */
    drafts: async (doer: Doer, region: string) => {
      const begun = await store.draftsOf(deps.db, reading(region, doer), region, doer.present ?? doer.id);
      return begun.filter((found) => mayOn(doer, 'case.view', found));
    },
    mine: (person: string) => store.mineOf(deps.db, person),
    mayWork: (found: Case, task: Task, doer: Doer) => barredFrom(found, task, doer, deps.clock()),
  };
}
