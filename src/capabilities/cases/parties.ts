import { evaluate, type Value } from '../../engine/feel/index.ts';
import type { Definition, Settled } from '../../engine/index.ts';
import { uuidv7 } from '../../kernel/ids.ts';
import { violated } from '../../platform/database/index.ts';
import { COUNTER_ROLES } from '../accounts/index.ts';
import { authorityOf, findFor, getCase, reading, take } from './acting.ts';
import type { Case, CaseRef, Doer } from './case.ts';
import { type Guard, settled } from './drafts.ts';
import { refusals } from './errors.ts';
import { mayAnswer, mustOn } from './may.ts';
import {
  ANSWER_REQUEST,
  ASK,
  ASK_AGAIN,
  type Consent,
  type ConsentState,
  consentsOf,
  findOpen,
  type Request,
  requestsFor,
} from './parties-store.ts';
import type { CasesDeps } from './ports.ts';
import { later } from './schedule.ts';

export type { Request } from './parties-store.ts';

/** How one of those whose word a case needs stands to it, by name only. */
export type PartyState = {
  readonly party: string;
  readonly name: string;
  /** expired: asked, and never answered in time. */
  readonly state: ConsentState | 'notAsked' | 'expired';
  /** When it came to stand so. */
  readonly since: Date | null;
};

/** A request to answer; `nik` is that of whoever answers: of the account, or read from the card at a counter. */
export type Answering = { readonly id: string; readonly nik: string };

type Concerned = { readonly party: string; readonly nik: string; readonly name: string };

export const PARTY_ASKED = 'case.party-asked';
export const PARTY_ANSWERED = 'case.party-answered';
/** Whom to tell, and of which asking: a later one is told anew. */
export type PartyAsked = {
  readonly person: string;
  readonly region: string;
  readonly id: string;
  readonly askedAt: string;
};

/** Told at once, and once more when the definition says so. */
const told = (asked: Omit<PartyAsked, 'askedAt'> & { readonly askedAt: Date }, again: Date | undefined) => {
  const payload = { ...asked, askedAt: asked.askedAt.toISOString() };
  const now = { topic: PARTY_ASKED, payload: { ...payload, kind: 'asked' } };
  return again ? [now, { topic: PARTY_ASKED, payload: { ...payload, kind: 'reminded' }, runAt: again }] : [now];
};

/** What others say to a case before it goes on: every adult who moves, for instance. */
export function createParties(deps: CasesDeps) {
  /** How far the case is with those whose word it needs now. */
  async function parties(doer: Doer, ref: CaseRef): Promise<readonly PartyState[]> {
    const found = await getCase(deps, doer, ref);
    const standing = await standingOf(deps, doer, found, pointsOf(found));
    return standing.map(({ concerned: { party, name }, consent, current }) => {
      const state = !consent || !current ? ('notAsked' as const) : over(consent) ? ('expired' as const) : consent.state;
      const since = consent && current ? (consent.answeredAt ?? consent.askedAt) : null;
      return { party, name, state, since };
    });
  }

  const over = ({ state, expiresAt }: Consent): boolean =>
    state === 'asked' && expiresAt !== null && expiresAt <= deps.clock();

  /** Asks everybody whose word the case needs and who was not asked about these very answers yet, or did not answer in time. */
  async function askParties(doer: Doer, ref: CaseRef, guard: Guard): Promise<void> {
    const found = await getCase(deps, doer, ref, 'case.ask');
    if (found.version !== guard.version) throw refusals.lostGuard();
    const { settled: form } = await settled(deps, found);
    if (!form.complete) throw refusals.incomplete(form.next?.ref ?? '');
    for (const one of await standingOf(deps, doer, found, pointsOf(found))) {
      if (!one.current || (one.consent && over(one.consent))) await ask(doer, found, one, `${guard.key}:${one.nikKey}`);
    }
  }

  async function ask(doer: Doer, found: Case, { concerned, consent, nikKey, terms }: Standing, key: string) {
    const { party, name } = concerned;
    const person = (await deps.personOf(concerned.nik)) ?? null;
    const { definition } = await deps.catalogue.version(found.service, found.serviceVersion);
    const rule = definition.parties.find((one) => one.id === party);
    const at = deps.clock();
    const until = rule?.within ? later(at, rule.within) : null;
    const id = consent?.id ?? uuidv7(deps.clock, deps.random);
    const on = {
      ...{ region: found.region, id, version: consent?.version ?? 0, head: consent?.head ?? new Uint8Array() },
      ...{ subject: found.subject, authority: authorityOf(found, doer) },
    };
    const again = { terms, state: 'asked', asked_at: at, expires_at: until, way: null, answered_at: null };
    const first = {
      ...{ ...again, case_id: found.id, party, name, person, nik_key: nikKey, service: found.service },
      ...{ service_version: found.serviceVersion, applicant: found.applicant, applicant_name: found.applicantName },
    };
    const { region } = found;
    await take(deps, consent ? ASK_AGAIN : ASK, on, doer, {
      ...{ action: 'ask', key, set: consent ? again : first, answer: {} },
      outbox: person
        ? told({ person, region, id, askedAt: at }, rule?.remind ? later(at, rule.remind) : undefined)
        : [],
    }).catch((error: unknown) => {
      // Another click asked this person a moment ago.
      if (violated(error)?.constraint !== 'consent_once') throw error;
    });
  }

  /**
   * The word of somebody who was asked: given by himself, logged in with the PIN, or in front of an officer at a counter.
   * The page that offers it checks the PIN, as for everything behind it.
   */
  async function agree(
    doer: Doer,
    ref: { readonly region: string },
    party: Answering,
    answer: 'agreed' | 'refused',
    guard: Guard,
  ): Promise<void> {
    const counter = doer.seat !== null;
    const who = counter ? [nikKeyOf(deps, party.nik)] : [doer.id, nikKeyOf(deps, party.nik)];
    const consent = await findOpen(deps.db, { persons: who }, { region: ref.region, id: party.id });
    if (!consent || !who.some((one) => one === consent.nikKey || one === consent.person)) throw refusals.notFound();
    // Here the record is known to be that of whoever gave this NIK.
    if (!mayAnswer(doer, { region: ref.region, party: doer.id })) throw refusals.notYours('role');
    if (over(consent)) throw refusals.notOpen();
    const { region, id, head, caseId, applicant } = consent;
    const person = counter ? consent.person : doer.id;
    const on = { region, id, head, version: guard.version, subject: person ?? consent.nikKey };
    const stepped = await take(deps, ANSWER_REQUEST, { ...on, authority: counter ? 'office' : 'self' }, doer, {
      ...{ action: answer, key: guard.key, answer: { answer } },
      set: { state: answer, way: counter ? 'counter' : 'pin', answered_at: deps.clock(), person },
      outbox: [{ topic: PARTY_ANSWERED, payload: { kind: answer, person: applicant, region, id: caseId } }],
      more: async () => undefined,
      extra: { persons: who },
    });
    if (stepped.kind === 'lost') throw refusals.lostGuard();
  }

  /** Asked once more, when the answer is still awaited. */
  async function remind({ person, region, id, askedAt }: PartyAsked): Promise<boolean> {
    const consent = await findOpen(deps.db, { persons: [person] }, { region, id });
    return consent?.state === 'asked' && consent.askedAt.toISOString() === askedAt && !over(consent);
  }

  return {
    ...{ parties, askParties, agree },
    /** What waits for this person's word: who asks, for what, nothing else. */
    requests: (person: string, nik: string): Promise<readonly Request[]> =>
      requestsFor(deps.db, [person, nikKeyOf(deps, nik)], deps.clock()),
    stillAsked: remind,
    /** The same for somebody who stands at a counter. */
    requestsAt: async (doer: Doer, nik: string): Promise<readonly Request[]> => {
      const region = doer.seat?.split('/')[0] ?? '';
      if (!atCounter(doer, region)) throw refusals.notYours('role');
      return (await requestsFor(deps.db, [nikKeyOf(deps, nik)], deps.clock())).filter((one) => one.region === region);
    },
  };
}

const atCounter = (doer: Doer, region: string): boolean =>
  doer.seat?.startsWith(`${region}/`) === true && COUNTER_ROLES.some((role) => doer.roles.includes(role));

/** Reads what is to be sent, once, and lets it pass only when everybody whose word it needs has agreed to it. */
export const withConsents =
  <R>(deps: CasesDeps, send: (doer: Doer, found: Case, guard: Guard) => Promise<R>) =>
  async (doer: Doer, ref: CaseRef, guard: Guard, read?: Case): Promise<R> => {
    const found = read ?? (await findFor(deps, doer, ref));
    if (!found) throw refusals.notFound();
    mustOn(doer, 'case.view', found);
    // What was sent already is answered by the sending itself.
    if (found.status === 'draft' || found.status === 'returned') {
      mustOn(doer, 'case.submit', found);
      await mustHaveAgreed(deps, doer, found, 'submit');
    }
    return send(doer, found, guard);
  };

/** @throws Refusal `cases/awaiting-consent` with the names of those who have not agreed */
export async function mustHaveAgreed(deps: CasesDeps, doer: Doer, found: Case, point: string): Promise<void> {
  const standing = await standingOf(deps, doer, found, (before) => before === point);
  const missing = standing.filter(({ consent, current }) => !current || consent?.state !== 'agreed');
  if (missing.length > 0) throw refusals.awaitingConsent(missing.map(({ concerned }) => concerned.name));
}

/** The parties that a case asks where it stands: before it is sent, or before a later step. */
const pointsOf =
  (found: Case) =>
  (before: string): boolean =>
    (found.status === 'draft' || found.status === 'returned') === (before === 'submit');

type Standing = {
  readonly concerned: Concerned;
  readonly nikKey: string;
  readonly terms: Uint8Array;
  readonly consent: Consent | undefined;
  /** Asked about the answers as they are now. */
  readonly current: boolean;
};

async function standingOf(
  deps: CasesDeps,
  doer: Doer,
  found: Case,
  at: (before: string) => boolean,
): Promise<readonly Standing[]> {
  const { definition } = await deps.catalogue.version(found.service, found.serviceVersion);
  if (!definition.parties.some(({ before }) => at(before))) return [];
  const { settled: form } = await settled(deps, found);
  const consents = await consentsOf(deps.db, reading(found.region, doer), found);
  const terms = termsOf(deps, found, definition, form);
  return concernedBy(definition, form, at).map((concerned) => {
    const nikKey = nikKeyOf(deps, concerned.nik);
    const consent = consents.find((one) => one.party === concerned.party && one.nikKey === nikKey);
    return { concerned, nikKey, terms, consent, current: consent !== undefined && same(consent.terms, terms) };
  });
}

const same = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;

function concernedBy(definition: Definition, form: Settled, at: (before: string) => boolean): readonly Concerned[] {
  return definition.parties
    .filter(({ before }) => at(before))
    .flatMap(({ id: party, who }) => {
      const value = evaluate(who.tree, form.names);
      return (Array.isArray(value) ? (value as readonly Value[]) : [value]).flatMap((one): readonly Concerned[] => {
        const nik = textOf(one, 'nik');
        return nik ? [{ party, nik, name: textOf(one, 'name') ?? '' }] : [];
      });
    });
}

const textOf = (value: Value, name: string): string | null => {
  if (typeof value !== 'object' || value === null) return null;
  const found = (value as { readonly [name: string]: Value })[name];
  return typeof found === 'string' ? found : null;
};

/** Files may follow: what a word is given to is what was answered. */
function termsOf(deps: CasesDeps, found: Case, definition: Definition, form: Settled): Uint8Array {
  const questions = definition.pages.flatMap((page) => page.questions);
  const files = new Set(questions.filter(({ field }) => field.kind === 'file').map(({ id }) => id));
  const answers = Object.entries(form.answers).filter(([id]) => !files.has(id));
  return deps.digest(`setuju ${found.id} ${JSON.stringify(answers)}`);
}

const nikKeyOf = (deps: CasesDeps, nik: string): string =>
  `nik:${Buffer.from(deps.digest(`pihak ${nik}`)).toString('base64url')}`;
