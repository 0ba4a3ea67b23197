import { evaluate, type Value } from '../../engine/feel/index.ts';
import type { Definition, Settled } from '../../engine/index.ts';
import { uuidv7 } from '../../kernel/ids.ts';
import { violated } from '../../platform/database/index.ts';
import { COUNTER_ROLES } from '../accounts/index.ts';
import { authorityOf, getCase, reading, take } from './acting.ts';
import type { Case, CaseRef, Doer } from './case.ts';
import { type Guard, settled } from './drafts.ts';
import { refusals } from './errors.ts';
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
import { findCase } from './store.ts';

export type { Request } from './parties-store.ts';

/** How one of those whose word a case needs stands to it, by name only. */
export type PartyState = {
  readonly party: string;
  readonly name: string;
  readonly state: ConsentState | 'notAsked';
};

/** A request to answer; `present` is the NIK of whoever stands at the counter, read from the card. */
export type Answering = { readonly id: string; readonly present?: string };

type Concerned = {
  readonly party: string;
  readonly nik: string;
  readonly name: string;
  readonly person: string | null;
};

/** What others say to a case before it goes on: every adult who moves, for instance. */
export function createParties(deps: CasesDeps) {
  /** How far the case is with those whose word it needs now. */
  async function parties(doer: Doer, ref: CaseRef): Promise<readonly PartyState[]> {
    const found = await getCase(deps, doer, ref);
    const standing = await standingOf(deps, doer, found, pointsOf(found));
    return standing.map(({ concerned: { party, name }, consent, current }) => {
      return { party, name, state: consent && current ? consent.state : ('notAsked' as const) };
    });
  }

  /** Asks everybody whose word the case needs and who was not asked about these very answers yet. */
  async function askParties(doer: Doer, ref: CaseRef, guard: Guard): Promise<void> {
    const found = await getCase(deps, doer, ref);
    if (found.version !== guard.version) throw refusals.lostGuard();
    const { settled: form } = await settled(deps, found);
    if (!form.complete) throw refusals.incomplete(form.next?.ref ?? '');
    for (const one of await standingOf(deps, doer, found, pointsOf(found))) {
      if (!one.current) await ask(doer, found, one, `${guard.key}:${one.nikKey}`);
    }
  }

  async function ask(doer: Doer, found: Case, { concerned, consent, nikKey, terms }: Standing, key: string) {
    const { party, name, person } = concerned;
    const id = consent?.id ?? uuidv7(deps.clock, deps.random);
    const on = {
      ...{ region: found.region, id, version: consent?.version ?? 0, head: consent?.head ?? new Uint8Array() },
      ...{ subject: found.subject, authority: authorityOf(found, doer) },
    };
    const again = { terms, state: 'asked', asked_at: deps.clock(), way: null, answered_at: null };
    const first = {
      ...{ ...again, case_id: found.id, party, name, person, nik_key: nikKey, service: found.service },
      ...{ service_version: found.serviceVersion, applicant: found.applicant, applicant_name: found.applicantName },
    };
    const { region, service, serviceVersion } = found;
    await take(deps, consent ? ASK_AGAIN : ASK, on, doer, {
      ...{ action: 'ask', key, set: consent ? again : first, answer: {} },
      outbox: person
        ? [{ topic: 'case.party-asked', payload: { kind: 'partyAsked', person, region, id, service, serviceVersion } }]
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
    if (counter && !atCounter(doer, ref.region)) throw refusals.notYours('role');
    const who = counter ? nikKeyOf(deps, party.present ?? '') : doer.id;
    const consent = await findOpen(deps.db, { persons: [who] }, { region: ref.region, id: party.id });
    if (!consent || (counter ? consent.nikKey !== who : consent.person !== who)) throw refusals.notFound();
    const subject = consent.person ?? consent.nikKey;
    const { region, id, head, caseId, applicant, service, serviceVersion } = consent;
    const on = {
      ...{ region, id, head, version: guard.version, subject },
      authority: counter ? ('office' as const) : ('self' as const),
    };
    const stepped = await take(deps, ANSWER_REQUEST, on, doer, {
      ...{ action: answer, key: guard.key, answer: { answer } },
      set: { state: answer, way: counter ? 'counter' : 'pin', answered_at: deps.clock() },
      outbox: [
        {
          topic: 'case.party-answered',
          payload: { kind: 'partyAnswered', person: applicant, region, id: caseId, service, serviceVersion },
        },
      ],
      ...(counter ? { more: async () => undefined, extra: { persons: [who] } } : {}),
    });
    if (stepped.kind === 'lost') throw refusals.lostGuard();
  }

  return {
    ...{ parties, askParties, agree },
    /** What waits for this person's word: who asks, for what, nothing else. */
    requests: (person: string): Promise<readonly Request[]> => requestsFor(deps.db, person),
    /** The same for somebody who stands at a counter. */
    requestsAt: async (doer: Doer, nik: string): Promise<readonly Request[]> => {
      const region = doer.seat?.split('/')[0] ?? '';
      if (!atCounter(doer, region)) throw refusals.notYours('role');
      return (await requestsFor(deps.db, nikKeyOf(deps, nik))).filter((one) => one.region === region);
    },
  };
}

const atCounter = (doer: Doer, region: string): boolean =>
  doer.seat?.startsWith(`${region}/`) === true && COUNTER_ROLES.some((role) => doer.roles.includes(role));

/** Lets a sending pass only when everybody whose word it needs has agreed to what is sent. */
export const withConsents =
  <R>(deps: CasesDeps, send: (doer: Doer, ref: CaseRef, guard: Guard) => Promise<R>) =>
  async (doer: Doer, ref: CaseRef, guard: Guard): Promise<R> => {
    // What was sent already is answered by the sending itself.
    const found = await findCase(deps.db, reading(ref.region, doer), ref);
    if (found?.status === 'draft' || found?.status === 'returned') await mustHaveAgreed(deps, doer, found, 'submit');
    return send(doer, ref, guard);
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
        return nik ? [{ party, nik, name: textOf(one, 'name') ?? '', person: textOf(one, 'id') }] : [];
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
