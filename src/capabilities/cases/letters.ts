import { type PaperCall, withOfficers } from '../../engine/index.ts';
import { localDate } from '../../kernel/dates.ts';
import type { Subscriber } from '../../platform/jobs/index.ts';
import type { Paper } from '../documents/index.ts';
import { loadCase } from './acting.ts';
import { type Doer, SYSTEM } from './case.ts';
import { registerOf, settled } from './drafts.ts';
import type { CasesDeps, ResultsWork } from './ports.ts';
import { byOf, type ResultsDeps, wanted } from './results.ts';
import { objectionUntil, REOPENED } from './talking.ts';
import { LETTERS, officersAnswers, ownOffice } from './work.ts';

type Wish = {
  readonly region: string;
  readonly id: string;
  readonly office: string;
  readonly papers: readonly PaperCall[];
  readonly reasons: readonly string[];
  readonly note: string | null;
};

const OBJECTION_WAYS = [
  'lewat halaman permohonan Anda, tombol Ajukan keberatan;',
  'atau datang ke loket kantor ini dengan membawa surat ini.',
];

/** Letters that no person decides again bear the electronic seal of the office. */
const sealOf = (office: string, name: string): Doer => ({
  ...SYSTEM,
  id: `segel-${office.replace(/\W/g, '-')}`,
  label: name,
  seat: office,
});

/**
 * Letters that follow a decision, such as that of a rejection: prepared, sealed and given out after it, so that a decision never waits
 * for a printer. Running again finds the same letter.
 */
export const writesLetters = (deps: CasesDeps, d: ResultsDeps): Subscriber => ({
  topic: LETTERS,
  name: 'cases.letters',
  run: async (job) => {
    const wish = job.payload as unknown as Wish;
    const by: Doer = { ...SYSTEM, seat: wish.office };
    const work = await workOf(deps, wish, by, `surat-${job.id}`);
    const context = { regions: [wish.region], offices: [wish.office], acts: [`${wish.id} ${by.id}`] };
    const found = async (): Promise<readonly Paper[]> =>
      (await d.documents.papersOfCases(context, wish.region, [wish.id])).filter((paper) => paper.scope === work.step);
    if ((await found()).length === 0) await prepare(deps, d, work, by);
    const waiting = (await found()).filter((paper) => paper.state === 'prepared');
    if (waiting.length === 0) return;
    const { signed, unmade } = await d.documents.signAll(
      await d.sealed(sealOf(work.office.key, work.office.name), work.office),
      waiting,
    );
    if (unmade[0]) throw unmade[0].refusal;
    await deps.db.transaction(context, async (tx) => void (await d.documents.finish(tx, byOf(work.of, by), signed)));
  },
});

/** A case that is open again after a rejection: the letter that said no counts no longer. */
export const takesLettersBack = (deps: CasesDeps, d: ResultsDeps): Subscriber => ({
  topic: REOPENED,
  name: 'cases.letters-back',
  run: async (job) => {
    const wish = job.payload as unknown as Pick<Wish, 'region' | 'id' | 'office'>;
    const by: Doer = { ...SYSTEM, seat: wish.office };
    const found = await loadCase(deps, by, wish);
    const { definition } = await deps.catalogue.version(found.service, found.serviceVersion);
    const kinds = new Set(
      definition.outcomes.flatMap(({ kind, paper }) => (kind === 'rejected' && paper ? [paper.document] : [])),
    );
    const context = { regions: [wish.region], offices: [wish.office] };
    for (const paper of await d.documents.papersOfCases(context, wish.region, [wish.id]))
      if (paper.state === 'active' && kinds.has(paper.kind))
        await d.documents.revoke({
          paper,
          by: byOf(found, by),
          reason: 'Keberatan diterima',
          key: `${job.id} ${paper.id}`,
        });
  },
});

async function workOf(deps: CasesDeps, wish: Wish, by: Doer, step: string): Promise<ResultsWork> {
  const found = await loadCase(deps, by, wish);
  const office = await ownOffice(deps, found);
  const { definition, settled: form, inputs } = await settled(deps, found);
  const names = withOfficers(definition, form, officersAnswers(found.flow), inputs);
  const last = objectionUntil(deps, found, office) ?? deps.clock();
  return {
    ...{
      of: found,
      definition,
      office,
      step,
      papers: wish.papers,
      effects: [],
      register: await registerOf(deps, found),
    },
    ...{ names, reasons: wish.reasons, note: wish.note },
    objection: { to: office.name, until: localDate(last, office.calendar.zone), ways: OBJECTION_WAYS },
  };
}

async function prepare(deps: CasesDeps, d: ResultsDeps, work: ResultsWork, by: Doer): Promise<void> {
  const { region, id, number } = work.of;
  const today = localDate(deps.clock(), work.office.calendar.zone);
  const asked = { purpose: work.definition.id, actor: by.id, caseId: id, today };
  const papers = await Promise.all(work.papers.map((call) => wanted(d, work, call, undefined, asked)));
  const office = await d.issuing(work.office);
  const context = { regions: [region], offices: [work.office.key], acts: [`${id} ${by.id}`] };
  await deps.db.transaction(context, async (tx) => {
    await d.documents.prepare(tx, {
      region,
      office,
      case: { id, number },
      by: byOf(work.of, by),
      scope: work.step,
      papers,
    });
  });
}
