import type { Text } from '../../kernel/text.ts';
import { parseWorkTime } from '../../kernel/working-time.ts';
import type { Scope } from '../feel/index.ts';
import { codeEntry } from './codes.ts';
import type { Desk } from './desk.ts';
import { compileEffects, madeBy } from './effects.ts';
import { listOf, type Merged, type Named } from './merge.ts';
import type { Action, Branch, Line, Outcome, OutcomeKind, Question, Step, Target, Timer } from './model.ts';
import { checkNumbers, compilePaper } from './papers.ts';
import { finishQuestion, outlineAsked } from './questions.ts';
import type { RawBranch, RawQuestion, RawService } from './raw.ts';
import { checkLabels, checkNames, periodOf } from './rules.ts';
import { lineOf } from './source.ts';

type MergedStep = Merged['steps'][number];

/** Where things may go, and the names that expressions of steps may read. */
export type Ways = {
  readonly steps: ReadonlySet<string>;
  readonly outcomes: ReadonlySet<string>;
  readonly questions: ReadonlySet<string>;
  readonly scope: Scope;
  /** Reason codes that something names, and where first. */
  readonly reasons: Map<string, Line>;
};

function target(desk: Desk, ways: Ways, name: string, line: Line): readonly Target[] {
  if (name === 'warga') return [{ kind: 'citizen' }];
  if (name === 'kembali') return [{ kind: 'back' }];
  if (ways.steps.has(name)) return [{ kind: 'step', step: name }];
  if (ways.outcomes.has(name)) return [{ kind: 'outcome', outcome: name }];
  desk.error(line, `Tujuan "${name}" tidak ada. Tulis nama langkah, nama hasil di outcomes, warga, atau kembali.`);
  return [];
}

const targets = (desk: Desk, ways: Ways, to: string | readonly string[] | undefined, line: Line): readonly Target[] =>
  listOf(to).flatMap((name) => target(desk, ways, name, line));

function branch(desk: Desk, ways: Ways, raw: RawBranch, last: boolean): Branch {
  if (last && raw.when !== undefined)
    desk.error(lineOf(raw, 'when'), 'Cara terakhir tidak boleh bersyarat: tambahkan cara tanpa when sesudahnya.');
  if (!last && raw.when === undefined)
    desk.error(lineOf(raw), 'Hanya cara terakhir boleh tanpa when: tambahkan when, atau hapus cara sesudahnya.');
  const effects = compileEffects(desk, raw.effects ?? [], ways.scope);
  const made = madeBy(desk, effects);
  const papers = (raw.papers ?? []).map((paper) => compilePaper(desk, paper, ways.scope, made));
  const notify = notice(desk, ways, raw.notify, lineOf(raw, 'notify'));
  return {
    targets: targets(desk, ways, raw.to, lineOf(raw, 'to')),
    effects,
    papers,
    ...(raw.when === undefined
      ? {}
      : { when: desk.sure(raw.when, lineOf(raw, 'when'), ways.scope, { kind: 'boolean' }) }),
    ...notify,
  };
}

function notice(desk: Desk, ways: Ways, raw: RawBranch['notify'], line: Line): { notify?: Text } {
  if (raw === undefined) return {};
  const text = desk.text(raw, line);
  for (const each of Object.values(text)) checkNames(desk, each, line, ways.scope);
  return { notify: text };
}

function nameOf(desk: Desk, table: 'steps' | 'actions', id: string, line: Line): Text {
  const entry = codeEntry(desk.world.codes, table, id);
  if (entry) return entry.text;
  const key = table === 'steps' ? 'title' : 'label';
  desk.error(line, `"${id}" tidak ada di tabel ${table}. Tambahkan ${key}: teksnya.`);
  return { id };
}

function reasonsOf(ways: Ways, raws: readonly RawBranch[]): readonly string[] {
  const codes = raws.flatMap((raw) => (raw.reasons ?? []).map((code) => [code, lineOf(raw, 'reasons')] as const));
  for (const [code, line] of codes) if (!ways.reasons.has(code)) ways.reasons.set(code, line);
  return [...new Set(codes.map(([code]) => code))];
}

function opensOf(desk: Desk, ways: Ways, raws: readonly RawBranch[]): Readonly<Record<string, readonly string[]>> {
  const opens = Object.assign({}, ...raws.map((raw) => raw.opens ?? {})) as Record<string, string[]>;
  for (const raw of raws) {
    for (const [code, ids] of Object.entries(raw.opens ?? {})) {
      for (const id of ids) {
        if (!ways.questions.has(id))
          desk.error(lineOf(raw.opens, code), `Pertanyaan "${id}" tidak ada. Tulis id pertanyaan warga.`);
      }
    }
  }
  return opens;
}

function action(desk: Desk, ways: Ways, { id, raw, line }: Named<RawBranch[]>, completes: boolean): Action {
  const first = raw[0];
  const label =
    first?.label === undefined ? nameOf(desk, 'actions', id, line) : desk.text(first.label, lineOf(first, 'label'));
  const to = raw.map((each, i) => branch(desk, ways, each, i === raw.length - 1));
  const expiring = raw.find((each) => each.expire !== undefined)?.expire;
  const toCitizen = to.some((each) => each.targets.some((one) => one.kind === 'citizen'));
  if (toCitizen && !expiring)
    desk.error(line, 'Pengembalian ke warga perlu batas waktu: tambahkan expire: { after: P30D, to: kedaluwarsa }.');
  if (expiring && !ways.outcomes.has(expiring.to))
    desk.error(lineOf(expiring, 'to'), `Hasil "${expiring.to}" tidak ada di outcomes.`);
  const expire = expiring && { after: periodOf(desk, expiring.after, lineOf(expiring, 'after')), outcome: expiring.to };
  return {
    id,
    label,
    to,
    reasons: reasonsOf(ways, raw),
    opens: opensOf(desk, ways, raw),
    completes,
    line,
    ...(expire ? { expire } : {}),
  };
}

function timer(desk: Desk, ways: Ways, raw: NonNullable<MergedStep['raw']['on']>[number], index: number): Timer {
  const line = lineOf(raw);
  if ((raw.after === undefined) === (raw.event === undefined))
    desk.error(line, 'Tulis salah satu: after: P30D, atau event: nama.');
  if (raw.to === undefined && raw.notify === undefined)
    desk.error(line, 'Tambahkan to: langkah, atau notify: kalimat.');
  const trigger =
    raw.event === undefined
      ? ({ kind: 'after', after: periodOf(desk, raw.after ?? 'P1D', lineOf(raw, 'after')) } as const)
      : ({ kind: 'event', event: raw.event } as const);
  return {
    id: String(index),
    trigger,
    targets: targets(desk, ways, raw.to, lineOf(raw, 'to')),
    line,
    ...notice(desk, ways, raw.notify, lineOf(raw, 'notify')),
  };
}

/** Officers' questions of all steps; their answers are names for every later expression. */
export const outlineSteps = (desk: Desk, steps: Merged['steps']): ReadonlyMap<string, readonly Question[]> =>
  new Map(steps.map(({ id, raw }) => [id, outlineAsked(desk, (raw.ask ?? []) as readonly RawQuestion[])]));

export function compileStep(
  desk: Desk,
  ways: Ways,
  { id, raw, line, actions }: MergedStep,
  asked: readonly Question[],
): Step {
  const effects = compileEffects(desk, raw.effects ?? [], ways.scope);
  const made = madeBy(desk, effects);
  const papers = (raw.papers ?? []).map((paper) => compilePaper(desk, paper, ways.scope, made));
  checkNumbers(desk, papers);
  const within = raw.within === undefined ? undefined : parseWorkTime(raw.within);
  if (raw.within !== undefined && !within)
    desk.error(lineOf(raw, 'within'), `"${raw.within}" bukan waktu kerja. Tulis 2 jam kerja, atau 1 hari kerja.`);
  for (const role of listOf(raw.by)) {
    if (!codeEntry(desk.world.codes, 'roles', role))
      desk.error(lineOf(raw, 'by'), `Peran "${role}" tidak ada di tabel roles. Tambahkan, atau perbaiki ejaannya.`);
  }
  for (const [key, others] of [
    ['not', listOf(raw.not)],
    ['join', listOf(raw.join)],
  ] as const) {
    for (const other of others)
      if (!ways.steps.has(other)) desk.error(lineOf(raw, key), `Langkah "${other}" tidak ada.`);
  }
  if (actions.length === 0 && !raw.on) desk.error(line, 'Langkah ini buntu. Tambahkan actions.');
  const makes = papers.length > 0 || effects.length > 0;
  checkLabels(desk, asked, ways.scope);
  return {
    id,
    title: raw.title === undefined ? nameOf(desk, 'steps', id, line) : desk.text(raw.title, lineOf(raw, 'title')),
    do: raw.do ?? 'decide',
    by: listOf(raw.by),
    not: listOf(raw.not),
    adds: raw.adds === 'time',
    ask: asked.map((question, i) => {
      const source = raw.ask?.[i] as RawQuestion | undefined;
      return source ? finishQuestion(desk, question, source, ways.scope) : question;
    }),
    actions: actions.map((each, i) => action(desk, ways, each, makes && i === 0)),
    papers,
    effects,
    on: (raw.on ?? []).map((each, i) => timer(desk, ways, each, i)),
    line,
    ...(raw.at === undefined ? {} : { at: desk.feel(raw.at, lineOf(raw, 'at'), ways.scope, officeWanted) }),
    ...(within ? { within } : {}),
    ...(raw.bring === undefined ? {} : { bring: desk.text(raw.bring, lineOf(raw, 'bring')) }),
    ...(raw.join === undefined ? {} : { join: raw.join }),
  };
}

const officeWanted = { kind: 'record', name: 'office', fields: {} } as const;
const kindByName: Readonly<Record<string, OutcomeKind>> = {
  ditolak: 'rejected',
  kedaluwarsa: 'expired',
  dicabut: 'withdrawn',
};

export function compileOutcomes(desk: Desk, ways: Ways, service: RawService): readonly Outcome[] {
  const written = Object.entries(service.outcomes).map(([id, raw]): Outcome => {
    const line = lineOf(service.outcomes, id);
    for (const step of raw.open ?? [])
      if (!ways.steps.has(step)) desk.error(lineOf(raw, 'open'), `Langkah "${step}" tidak ada.`);
    const say = raw.say === undefined ? undefined : desk.text(raw.say, lineOf(raw, 'say'));
    if (say) checkNames(desk, say.id, line, ways.scope);
    return {
      id,
      kind: raw.kind ?? kindByName[id] ?? 'done',
      open: raw.open ?? [],
      line,
      ...(say ? { say } : {}),
      ...(raw.paper === undefined
        ? {}
        : { paper: compilePaper(desk, { document: raw.paper }, ways.scope, {}, lineOf(raw, 'paper')) }),
    };
  });
  if (written.some((each) => each.kind === 'withdrawn')) return written;
  const line = lineOf(service, 'outcomes');
  return [
    ...written,
    {
      id: 'dicabut',
      kind: 'withdrawn',
      open: [],
      line,
      say: { id: 'Anda mencabut permohonan ini.', en: 'You withdrew this application.' },
    },
  ];
}
