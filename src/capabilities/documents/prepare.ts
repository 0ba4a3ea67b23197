import type { PaperCall } from '../../engine/index.ts';
import { uuidv7 } from '../../kernel/ids.ts';
import { maskName } from '../../kernel/masking.ts';
import type { Queryable } from '../../platform/database/index.ts';
import type { DocumentsDeps } from './deps.ts';
import { type By, record } from './history.ts';
import { kinds as moves } from './kinds.ts';
import { type PlannedNumber, planNumber } from './number.ts';
import { type Data, type Holder, type IssuingOffice, type NumberKey, type Paper, slotOf } from './paper.ts';
import { nameInContext, papersById, preparedOf, reserveNumber, settleNumbers } from './store.ts';

export type Wanted = {
  readonly call: PaperCall;
  /** What the template shows, but for what this room adds: issuer, number, date, signer, check, specimen. */
  readonly data: Data;
  readonly holder: Holder;
  /** Names that the number's pattern may read, e.g. `{ kk: '…' }`. */
  readonly names?: Readonly<Record<string, string>>;
};

export type Preparing = {
  readonly region: string;
  readonly office: IssuingOffice;
  readonly case: { readonly id: string; readonly number: string | null };
  readonly by: By;
  /** The step that makes them; papers that wait in another step of the case are left alone. */
  readonly scope?: string;
  readonly papers: readonly Wanted[];
};

type Numbered = { readonly text: string | null; readonly key: NumberKey | null };
type Draft = {
  readonly id: string;
  readonly slot: string;
  readonly wanted: Wanted;
  readonly plan: PlannedNumber | undefined;
  readonly former: Paper | undefined;
};

/**
 * Makes the papers of a case ready inside the transaction of its step: a number reserved for each, what it says kept. Called again after
 * a return it finds the same papers and keeps their numbers; those no longer wanted are given up.
 * @returns the papers in the order in which they were wanted
 */
export async function prepare(deps: DocumentsDeps, tx: Queryable, given: Preparing): Promise<readonly Paper[]> {
  const { region, by } = given;
  const at = deps.clock();
  const scope = given.scope ?? '';
  const waiting = (await waitingPapers(tx, region, given.case.id, by)).filter((paper) => paper.scope === scope);
  const drafts = draftsOf(deps, given, waiting, at);
  const kept = new Set(drafts.map((draft) => draft.former?.id));
  const unwanted = waiting.filter((paper) => !kept.has(paper.id));
  await giveUp(tx, by, unwanted, at);
  const fresh = drafts.filter((draft) => !draft.former);
  await nameInContext(tx, by.actor, fresh.map(unissued));
  const numbers = await reserveAll(tx, given, drafts, at);
  for (const draft of drafts) await write(deps, tx, given, draft, numberOf(draft, drafts, numbers), at);
  const papers = await papersById(tx, region, drafts.map(idOf));
  return drafts.flatMap(({ id }) => papers.find((paper) => paper.id === id) ?? []);
}

/** Gives up what waits of a case, which ends without it: its numbers are void and never given again. */
export async function voidFor(
  deps: DocumentsDeps,
  tx: Queryable,
  given: { readonly region: string; readonly caseId: string; readonly by: By },
): Promise<void> {
  const waiting = await waitingPapers(tx, given.region, given.caseId, given.by);
  await giveUp(tx, given.by, waiting, deps.clock());
}

const idOf = ({ id }: { readonly id: string }): string => id;
/** As the context names a paper that may be prepared and given up, but not issued. */
const unissued = ({ id }: { readonly id: string }) => ({ id, office: null });

async function waitingPapers(tx: Queryable, region: string, caseId: string, by: By): Promise<Paper[]> {
  const found = await preparedOf(tx, region, caseId);
  if (found.length === 0) return [];
  await nameInContext(tx, by.actor, found.map(unissued));
  return papersById(tx, region, found.map(idOf));
}

async function giveUp(tx: Queryable, by: By, papers: readonly Paper[], at: Date): Promise<void> {
  for (const { region, id, version, head, kind } of papers)
    await record(tx, moves.giveUp, by, {
      ...{ region, id, version, head, at, action: 'void', audit: { document: kind } },
      set: { state: 'void' },
    });
  const [first] = papers;
  if (first) await settleNumbers(tx, first.region, papers.map(idOf), 'void', at);
}

function draftsOf(deps: DocumentsDeps, given: Preparing, waiting: readonly Paper[], at: Date): readonly Draft[] {
  const seen = new Map<string, number>();
  const planned = given.papers.map((wanted) => {
    const { call } = wanted;
    const like = slotOf(call.document, call.of, 0);
    const nth = seen.get(like) ?? 0;
    seen.set(like, nth + 1);
    const slot = slotOf(call.document, call.of, nth);
    const former = waiting.find((paper) => paper.slot === slot && paper.office === given.office.ref);
    return { slot, wanted, former, plan: call.numberOf === null ? planOf(deps, given, wanted, at) : undefined };
  });
  return planned.map((draft) => {
    const bearer = draft.wanted.call.numberOf === null ? draft : bearerOf(draft.wanted, planned);
    const former =
      draft.former && keepsNumber(bearer) && sameNumber(draft.former, bearer.former) ? draft.former : undefined;
    return { ...draft, former, id: former?.id ?? uuidv7(deps.clock, deps.random) };
  });
}

// A late birth has a series of its own: then the former number is void and a new one is taken.
function keepsNumber({ former, plan }: Pick<Draft, 'former' | 'plan'>): boolean {
  if (!former) return false;
  if (plan?.kind === 'reserve') return former.numberKey?.series === plan.series;
  return former.numberKey === null && former.number === (plan?.text ?? null);
}

const sameNumber = (one: Paper, other: Paper | undefined): boolean => one.number === other?.number;

/** The paper whose number another one bears: the one of the same item, else the first of its kind. */
function bearerOf<D extends Pick<Draft, 'wanted'>>({ call }: Wanted, drafts: readonly D[]): D {
  const bearers = drafts.filter(
    ({ wanted }) => wanted.call.document === call.numberOf && wanted.call.numberOf === null,
  );
  const item = JSON.stringify(call.item);
  const same = call.item === null ? undefined : bearers.find(({ wanted }) => JSON.stringify(wanted.call.item) === item);
  const bearer = same ?? bearers[0];
  if (!bearer) throw new Error(`${call.document} bears the number of ${call.numberOf}, which is not made with it`);
  return bearer;
}

function planOf(deps: DocumentsDeps, given: Preparing, wanted: Wanted, at: Date): PlannedNumber | undefined {
  const { call } = wanted;
  const kind = deps.kinds[call.document];
  if (!kind) throw new Error(`no such kind of paper: ${call.document}`);
  const pattern = call.number ?? kind.number;
  if (pattern === null) return undefined;
  return planNumber(pattern, call.resets, {
    ...{ region: given.region, officeCode: given.office.code, series: call.series, at, zone: given.office.zone },
    ...{ demo: deps.demo, given: wanted.names ?? {} },
  });
}

/** Always in the same order, so that two cases that need two series never wait for each other. */
async function reserveAll(
  tx: Queryable,
  given: Preparing,
  drafts: readonly Draft[],
  at: Date,
): Promise<ReadonlyMap<string, Numbered>> {
  const numbers = new Map<string, Numbered>();
  const needing = drafts.flatMap(({ id, plan, former }) => (plan?.kind === 'reserve' && !former ? [{ id, plan }] : []));
  needing.sort((a, b) => (`${a.plan.series} ${a.plan.period}` < `${b.plan.series} ${b.plan.period}` ? -1 : 1));
  for (const { id, plan } of needing) {
    const { region, office } = given;
    const of = { region, office: office.ref, reservation: plan, caseId: given.case.id, paperId: id, at };
    const { serial, number } = await reserveNumber(tx, of);
    numbers.set(id, { text: number, key: { series: plan.series, period: plan.period, serial } });
  }
  return numbers;
}

function numberOf(draft: Draft, drafts: readonly Draft[], numbers: ReadonlyMap<string, Numbered>): Numbered {
  if (draft.former) return { text: draft.former.number, key: draft.former.numberKey };
  const { call } = draft.wanted;
  if (call.numberOf !== null) return numberOf(bearerOf(draft.wanted, drafts), drafts, numbers);
  return numbers.get(draft.id) ?? { text: draft.plan?.kind === 'given' ? draft.plan.text : null, key: null };
}

async function write(
  deps: DocumentsDeps,
  tx: Queryable,
  given: Preparing,
  draft: Draft,
  number: Numbered,
  at: Date,
): Promise<void> {
  const { region, by, office } = given;
  const { wanted, former, id, slot } = draft;
  const { call, holder } = wanted;
  const content = {
    ...{ case_number: given.case.number, holder: holder.key, holder_label: holder.label },
    ...{ holder_masked: maskName(holder.label), readers: call.for === 'citizen' ? holder.readers : [] },
    ...{ data: dataOf(deps, given, wanted, number.text), supersedes: call.supersedes !== null, valid: call.valid },
    ...{ public_url: deps.publicUrl, specimen: deps.demo },
  };
  const entry = { region, id, at, action: 'prepare', audit: { document: call.document, slot } };
  if (former) {
    const { version, head } = former;
    return record(tx, moves.prepareAgain, by, { ...entry, version, head, set: content });
  }
  const set = {
    ...{
      kind: call.document,
      state: 'prepared',
      source: call.issuer,
      audience: call.for,
      scope: given.scope ?? '',
      slot,
      case_id: given.case.id,
    },
    ...{ office: office.ref, office_name: office.name, place: office.place, zone: office.zone, number: number.text },
    ...{ number_series: number.key?.series, number_period: number.key?.period, number_serial: number.key?.serial },
    ...{ check_key: deps.keys.current('lookup').id, prepared_at: at, ...content },
  };
  return record(tx, moves.prepare, by, { ...entry, version: 0, head: new Uint8Array(), set });
}

function dataOf(deps: DocumentsDeps, given: Preparing, wanted: Wanted, number: string | null): Data {
  const { name, above, address, place } = given.office;
  return { recordNumber: number, ...wanted.data, issuer: { name, above, address }, place, number, specimen: deps.demo };
}
