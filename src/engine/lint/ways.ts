import type { Definition, Step } from '../definition/model.ts';
import { HOURS_PER_DAY } from '../workflow/times.ts';
import { branchesOf, comesAfter, type Graph, graphOf, isReachable, leadsOut, longestHours } from './graph.ts';
import type { Report } from './report.ts';

const needsClock = new Set(['decide', 'meet', 'visit', 'sign', 'record', 'print']);

function reachability(definition: Definition, graph: Graph, { error }: Report): void {
  for (const { id, line } of definition.steps) {
    if (!isReachable(graph, 'step', id))
      error(line, `Langkah "${id}" tidak pernah dicapai. Tambahkan to: ${id} di suatu langkah, atau hapus.`);
    else if (!leadsOut(graph, id))
      error(
        line,
        `Dari langkah "${id}" tidak ada jalan ke hasil apa pun. Tambahkan tindakan menuju salah satu outcomes.`,
      );
  }
  for (const { id, line, kind } of definition.outcomes) {
    if (kind !== 'withdrawn' && !isReachable(graph, 'outcome', id))
      error(line, `Hasil "${id}" tidak pernah dicapai. Tambahkan to: ${id}, atau hapus.`);
  }
}

function step(definition: Definition, each: Step, { error, warn }: Report): void {
  const kinds = new Map(definition.outcomes.map(({ id, kind }) => [id, kind]));
  if (each.by.length === 0) error(each.line, `Langkah "${each.id}" belum punya peran. Tambahkan by: peran.`);
  if (needsClock.has(each.do) && !each.within && !each.by.includes('warga')) {
    warn(each.line, `Langkah "${each.id}" belum punya batas waktu. Tambahkan within: 2 jam kerja.`);
  }
  for (const action of each.actions) {
    const rejects = branchesOf([action]).some(({ targets }) =>
      targets.some((one) => one.kind === 'outcome' && kinds.get(one.outcome) === 'rejected'),
    );
    if (rejects && action.reasons.length === 0)
      error(action.line, `Penolakan "${action.id}" perlu alasan. Tambahkan reasons: […].`);
    if (action.expire && kinds.get(action.expire.outcome) === 'rejected')
      error(action.line, 'Perbaikan yang tidak datang tidak boleh menjadi penolakan. Tunjuk hasil yang kedaluwarsa.');
  }
  for (const timer of each.on) {
    const rejects = timer.targets.some((one) => one.kind === 'outcome' && kinds.get(one.outcome) === 'rejected');
    if (rejects) error(timer.line, 'Waktu yang lewat tidak boleh menolak. Beri tahu (notify) atau tunjuk hasil lain.');
  }
  const onTheWay = [
    ...branchesOf(each.actions).flatMap(({ papers }) => papers),
    ...(each.do === 'sign' || each.do === 'record' ? [] : each.papers),
  ];
  for (const paper of onTheWay) {
    if (paper.issuer === 'register')
      error(
        paper.line,
        `Dokumen ${paper.document} milik register: taruh di langkah do: sign, agar di daerah tanpa register sendiri bisa dicatat dari SIAK.`,
      );
  }
}

/** Answers of officers may be read only where their step always came before. */
function officersAnswers(definition: Definition, graph: Graph, { error }: Report): void {
  const askedAt = new Map(definition.steps.flatMap(({ id, ask }) => ask.map((question) => [question.id, id] as const)));
  const read = (one: Step): readonly string[] => {
    const branches = branchesOf(one.actions);
    const effects = [...one.effects, ...branches.flatMap((branch) => branch.effects)].flatMap(({ args }) =>
      args.map(({ is }) => is),
    );
    const guards = branches.flatMap(({ when }) => (when ? [when] : []));
    const places = one.at ? [one.at] : [];
    return [...effects, ...guards, ...places].flatMap(({ reads }) => reads);
  };
  for (const one of definition.steps) {
    for (const name of new Set(read(one))) {
      const asked = askedAt.get(name) ?? askedAt.get(name.split('.')[0] ?? '');
      if (asked !== undefined && !comesAfter(definition, graph, one.id, asked)) {
        error(
          one.line,
          `"${name}" ditanyakan di langkah "${asked}", padahal "${one.id}" bisa dicapai tanpa melewatinya. Tanyakan juga di sini.`,
        );
      }
    }
  }
}

/** Reachability, dead ends, roles, clocks and promises, reasons of rejections. */
export function lintWays(definition: Definition, report: Report): void {
  const graph = graphOf(definition);
  reachability(definition, graph, report);
  for (const each of definition.steps) step(definition, each, report);
  officersAnswers(definition, graph, report);
  for (const { kind, paper, line, id } of definition.outcomes) {
    if (kind === 'rejected' && !paper)
      report.error(
        line,
        `Hasil "${id}" menolak tanpa surat. Tambahkan paper: surat-penolakan, berisi alasan dan cara keberatan.`,
      );
  }
  const hours = longestHours(definition, HOURS_PER_DAY);
  const promised = definition.standard.workingDays * HOURS_PER_DAY;
  const first = definition.steps.find(({ id }) => id === definition.first);
  if (hours > promised) {
    report.error(
      first?.line ?? ':0',
      `Janji ${definition.standard.workingDays} hari kerja (${promised} jam) terlampaui: batas waktu langkah-langkahnya ${hours} jam. Perpendek within, tandai adds: time, atau panjangkan janji.`,
    );
  }
  const signs = definition.steps.some(
    ({ do: kind, papers }) => kind === 'sign' && papers.some((paper) => paper.for === 'citizen'),
  );
  const fourEyes = definition.steps.some(({ not }) => not.length > 0);
  if (signs && !fourEyes)
    report.warn(
      first?.line ?? ':0',
      'Satu orang bisa memeriksa dan menyetujui sendiri. Tambahkan not: verifikasi di langkah persetujuan.',
    );
}
