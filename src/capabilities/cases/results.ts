import type { EffectCall, PaperCall } from '../../engine/index.ts';
import { sayCaseNumber } from '../../kernel/case-number.ts';
import { localDate } from '../../kernel/dates.ts';
import type { Json } from '../../kernel/json.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import type { Queryable } from '../../platform/database/index.ts';
import type {
  Batch,
  Documents,
  Holder,
  IssuingOffice,
  SignedPaper,
  SigningOfficer,
  Wanted,
} from '../documents/index.ts';
import {
  cardAfter,
  type FamilyCard,
  type People,
  type Person,
  type Plan,
  personAfter,
  type Tasks,
} from '../people/index.ts';
import type { Case, Doer } from './case.ts';
import { familyInWords, personInWords, type Typed, typedInWords, type Wording } from './in-words.ts';
import { paperData, type Sources, valueAt } from './paper-data.ts';
import type { OfficeInfo, ResultsPort, ResultsWork } from './ports.ts';
import type { Recorded } from './record.ts';
import { deleteRecordings } from './recording-store.ts';
import { deletePlan, planOf, savePlan } from './store.ts';

export type ResultsDeps = {
  readonly documents: Documents;
  readonly people: People;
  readonly clock: () => Date;
  /** Keyed digest of personal values. */
  readonly digest: (text: string) => Uint8Array;
  /** `data:` of each kind's document.yaml. */
  readonly shapes: Readonly<Record<string, Json>>;
  readonly wording: Wording;
  readonly issuing: (office: OfficeInfo) => Promise<IssuingOffice>;
  /** How a paper names whoever signs at this office. */
  readonly signatory: (by: Doer, office: OfficeInfo) => Promise<SigningOfficer>;
  /** The same for the office's own seal. */
  readonly sealed: (by: Doer, office: OfficeInfo) => Promise<SigningOfficer>;
  /** Words of a choice or code answer. */
  readonly wordsOf: (work: ResultsWork, path: string) => string | null;
};

/** Papers and effects of a case, made by the rooms `documents` and `people` and kept in one transaction with the case. */
export function createResults(d: ResultsDeps): ResultsPort {
  const today = (work: ResultsWork): string => localDate(d.clock(), work.office.calendar.zone);
  const register = (work: Pick<ResultsWork, 'of' | 'register'>) => d.people.register(work.of.region, work.register);
  const asked = (work: ResultsWork, by: Doer) => ({
    purpose: work.definition.id,
    actor: by.id,
    caseId: work.of.id,
    today: today(work),
  });

  async function planned(tx: Queryable, work: ResultsWork): Promise<Plan | Tasks | undefined> {
    if (work.effects.length === 0) return undefined;
    const plan = await (await register(work)).plan(tx, {
      basis: work.of.id,
      effects: work.effects as readonly EffectCall[],
      today: today(work),
    });
    await savePlan(tx, work.of, plan as unknown as Json);
    return plan;
  }

  return {
    prepare: async (tx, work, by) => {
      const plan = await planned(tx, work);
      const ours = work.papers.filter(({ issuer }) => issuer === 'office' || work.register === 'own');
      if (ours.length === 0) return;
      const office = await d.issuing(work.office);
      const papers = await Promise.all(ours.map((call) => wanted(d, work, call, plan, asked(work, by))));
      const { region, id, number } = work.of;
      await d.documents.prepare(tx, {
        region,
        office,
        case: { id, number },
        by: byOf(work.of, by),
        scope: work.step,
        papers,
      });
    },

    make: async (works, by, consent) => {
      const made = new Map<string, SignedPaper[] | Refusal>();
      for (const group of Map.groupBy(works, ({ office }) => office.key).values()) {
        const { signed, unmade } = await signGroup(d, group, by, consent);
        for (const [id, papers] of Map.groupBy(signed, ({ paper }) => paper.caseId ?? '')) made.set(id, papers);
        for (const { paper, refusal } of unmade) made.set(paper.caseId ?? '', refusal);
      }
      return made;
    },

    complete: async (tx, work, { signed, recorded }, by) => {
      const plan = (await planOf(tx, work.of)) as unknown as Plan | Tasks | undefined;
      if (plan) {
        await (await register(work)).apply(tx, plan, { actor: by.id });
        await deletePlan(tx, work.of);
      } else if (work.effects.length > 0) {
        await d.people.perform(
          tx,
          work.of.region,
          { basis: work.of.id, effects: work.effects, today: today(work) },
          { actor: by.id },
          work.register,
        );
      }
      if (signed.length > 0) await d.documents.finish(tx, byOf(work.of, by), signed);
      if (recorded.length > 0) await bringIn(d, tx, work, recorded, by);
    },

    release: async (tx, of, by) => {
      const plan = (await planOf(tx, of)) as unknown as Plan | Tasks | undefined;
      if (plan) {
        await (await d.people.register(of.region, plan.kind === 'plan' ? 'own' : 'manual')).release(tx, plan);
        await deletePlan(tx, of);
      }
      await deleteRecordings(tx, of);
      await d.documents.voidFor(tx, { region: of.region, caseId: of.id, by: byOf(of, by) });
    },
  };
}

/** The waiting papers of cases of one office: one call of the signing port, one consent of the officer. */
async function signGroup(
  d: ResultsDeps,
  works: readonly ResultsWork[],
  by: Doer,
  consent: string | undefined,
): Promise<Batch> {
  const [first] = works;
  if (!first) return { signed: [], unmade: [] };
  const { region } = first.of;
  const scopes = new Map(works.map((work) => [work.of.id, work.step]));
  const context = { regions: [region], offices: [first.office.key] };
  const papers = await d.documents.papersOfCases(context, region, [...scopes.keys()]);
  const waiting = papers.filter(
    ({ state, scope, caseId }) => state === 'prepared' && scope === scopes.get(caseId ?? ''),
  );
  if (waiting.length === 0) return { signed: [], unmade: [] };
  const signatory = await d.signatory(by, first.office);
  return d.documents.signAll(consent === undefined ? signatory : { ...signatory, consent }, waiting);
}

export const byOf = (of: Case, by: Doer) => ({
  ...{ actor: by.id, subject: of.subject, office: by.seat },
  authority: by.id === 'sistem' ? ('system' as const) : by.id === of.applicant ? of.authority : ('office' as const),
});

type Asked = { readonly purpose: string; readonly actor: string; readonly caseId: string; readonly today: string };

export async function wanted(
  d: ResultsDeps,
  work: ResultsWork,
  call: PaperCall,
  plan: Plan | Tasks | undefined,
  asked: Asked,
): Promise<Wanted> {
  const real = plan?.kind === 'plan' ? plan : undefined;
  const register = await d.people.register(work.of.region, work.register);
  const named = (path: string): unknown => (path === 'of' ? call.of && nameOf(work, call.of) : nameOf(work, path));

  const cardOf = async (path: string): Promise<FamilyCard | undefined> => {
    const made = real?.names[path === 'of' ? (call.of ?? '') : path];
    const kk = made?.kind === 'family' ? made.kk : text(named(path), 'kk');
    if (!kk) return undefined;
    return (real && cardAfter(real, kk)) ?? register.card(kk, asked);
  };
  const personOf = async (path: string): Promise<Json> => {
    const value = named(path);
    const nik = text(value, 'nik');
    const typed = typeof value === 'object' && value !== null ? typedInWords(value as Typed, d.wording) : null;
    if (work.register === 'own') {
      const person = nik && ((real && personAfter(real, nik)) ?? (await d.people.find(nik)));
      return person ? inWords(person) : typed;
    }
    // Where the register gives nothing out, what an officer once read on the card stands behind what was typed.
    const shown = nik ? await d.people.onCard(nik) : undefined;
    return shown ? over(await inWords(shown), typed) : typed;
  };
  const inWords = async (person: Person): Promise<Json> => {
    const card = person.kk
      ? ((real && cardAfter(real, person.kk)) ?? (await register.card(person.kk, asked)))
      : undefined;
    return personInWords(person, card, d.wording);
  };
  const newborn = real?.persons.find(({ read }) => read === null)?.after;

  const from: Sources = {
    value: (path) => valueAt({ ...work.names, case: aboutCase(work), of: named('of') ?? null }, path),
    words: (path) => d.wordsOf(work, path),
    person: personOf,
    family: async (path) => {
      const card = await cardOf(path);
      return card ? familyInWords(card, d.wording) : null;
    },
    born: () => (newborn ? inWords(newborn) : Promise.resolve(null)),
  };
  const data = (await paperData(d.shapes[call.document] ?? {}, from)) as { readonly [name: string]: Json };
  const card = call.of ? await cardOf('of') : undefined;
  return {
    call,
    data,
    holder: holderOf(work, call, card, newborn),
    ...(card ? { names: { kk: card.family.kk } } : {}),
  };
}

const over = (below: Json, above: Json): Json => ({
  ...(below as object),
  ...Object.fromEntries(Object.entries(above ?? {}).filter(([, value]) => value !== null)),
});

/** Papers of the register's own system become the citizen's, each in the place of the one before it. */
async function bringIn(
  d: ResultsDeps,
  tx: Queryable,
  work: ResultsWork,
  recorded: readonly Recorded[],
  by: Doer,
): Promise<void> {
  const { region, id, number } = work.of;
  const readers = [...new Set([work.of.applicant, work.of.subject])];
  const familyKey = (kk: string): string => `family:${Buffer.from(d.digest(`kk ${kk}`)).toString('base64url')}`;
  await d.documents.attach(tx, {
    ...{ region, office: await d.issuing(work.office), case: { id, number }, by: byOf(work.of, by), scope: work.step },
    papers: recorded.map(({ call, number: own, attachment }) => {
      const of = call.of === null ? null : nameOf(work, call.of);
      const former = text(of, 'kk');
      const label = text(valueAt((of ?? {}) as Record<string, unknown>, 'head'), 'name') ?? work.of.subjectName;
      return {
        ...{ call, number: own, attachment, issuedOn: localDate(attachment.signedAt, work.office.calendar.zone) },
        // A family is known by its number, which may change with this very paper.
        holder: { key: call.of === null ? null : familyKey(own), label, readers },
        former: former === null ? null : familyKey(former),
      };
    }),
  });
  await deleteRecordings(tx, work.of);
}

// A family's card takes the place of the family's former one, a person's paper of the person's.
function holderOf(
  work: ResultsWork,
  call: PaperCall,
  card: FamilyCard | undefined,
  newborn: Person | undefined,
): Holder {
  const readers = [...new Set([work.of.applicant, work.of.subject])];
  if (card) {
    const head = card.members.find((member) => member.shdk === 'head');
    return {
      key: `family:${card.family.id}`,
      label: head?.name ?? work.of.subjectName,
      readers: [...new Set([...readers, ...card.members.map((member) => member.id)])],
    };
  }
  if (newborn && call.of === null) return { key: `person:${newborn.id}`, label: newborn.name, readers };
  const id = text(nameOf(work, 'subject'), 'id');
  return { key: id && `person:${id}`, label: work.of.subjectName, readers };
}

const aboutCase = (work: ResultsWork): Json => ({
  ...{
    number: work.of.number && sayCaseNumber(work.of.number),
    applicantName: work.of.applicantName,
    subjectName: work.of.subjectName,
  },
  ...{
    submittedOn: work.of.submittedAt && localDate(work.of.submittedAt, work.office.calendar.zone),
    service: work.definition.title.id,
  },
  reasons: work.reasons.map((code) => ({
    ...{ code, note: null },
    say: work.definition.reasons.find((reason) => reason.code === code)?.text.id ?? code,
  })),
  advice: work.note,
  objection: work.objection ?? null,
});

const nameOf = (work: ResultsWork, path: string): unknown => valueAt(work.names, path);
const text = (value: unknown, name: string): string | null => {
  if (typeof value !== 'object' || value === null || !(name in value)) return null;
  const found = (value as Record<string, unknown>)[name];
  return typeof found === 'string' ? found : null;
};
