import type { Text } from '../../kernel/text.ts';
import type { WorkTime } from '../../kernel/working-time.ts';
import type { Definition, Question, Step } from './model.ts';

type Saying = (language: 'id' | 'en') => string;

const text = (saying: Saying): Text => ({ id: saying('id'), en: saying('en') });
const said = (words: Text | undefined, language: string): string => words?.[language] ?? words?.id ?? '';
const both = (id: string, en: string): Text => ({ id, en });

const timeOf = (within: WorkTime | undefined, language: 'id' | 'en'): string => {
  if (!within) return language === 'id' ? 'tanpa batas' : 'no limit';
  const [count, unit] = 'days' in within ? [within.days, both('hari', 'days')] : [within.hours, both('jam', 'hours')];
  return `${count} ${said(unit, language)}`;
};

/** What is there now and was not, what is gone, and what stays under its id. */
function sorted<T>(before: readonly T[], after: readonly T[], key: (one: T) => string) {
  const was = new Map(before.map((one) => [key(one), one]));
  const is = new Map(after.map((one) => [key(one), one]));
  return {
    added: after.filter((one) => !was.has(key(one))),
    gone: before.filter((one) => !is.has(key(one))),
    kept: after.flatMap((one) => {
      const old = was.get(key(one));
      return old ? [[old, one] as const] : [];
    }),
  };
}

type Called = { readonly called: Text; readonly named: (one: string) => Text };
const kindOf = (question: Question): Called =>
  question.field.kind === 'file'
    ? { called: both('berkas', 'file'), named: (one) => both(`berkas “${one}”`, `file “${one}”`) }
    : { called: both('pertanyaan', 'question'), named: (one) => both(`pertanyaan “${one}”`, `question “${one}”`) };

const added = (kind: Text, name: Text): Text =>
  text((lang) => `${said(kind, lang)} ${lang === 'id' ? 'baru' : 'added'}: ${said(name, lang)}`);
const gone = (kind: Text, name: Text): Text =>
  text((lang) => `${said(kind, lang)} ${lang === 'id' ? 'dihapus' : 'removed'}: ${said(name, lang)}`);
const became = (about: Text, from: Saying, to: Saying): Text =>
  text((lang) => `${said(about, lang)}: ${from(lang)} → ${to(lang)}`);

/** A text of a value that does not depend on the order of keys, in which databases and files differ; nor on where a part stands in its file. */
const bare = (value: unknown): string =>
  JSON.stringify(value, (key, inner: unknown) => {
    if (key === 'line') return undefined;
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  });
const same = (a: unknown, b: unknown): boolean => bare(a ?? null) === bare(b ?? null);

function questions(before: Definition, after: Definition): readonly Text[] {
  const of = ({ pages }: Definition): readonly Question[] =>
    pages.flatMap((page) => page.questions).filter(({ only }) => only === undefined);
  const parts = sorted(of(before), of(after), ({ id }) => id);
  return [
    ...parts.added.map((one) => added(kindOf(one).called, one.label)),
    ...parts.gone.map((one) => gone(kindOf(one).called, one.label)),
    ...parts.kept.flatMap(([old, now]) => changedQuestion(old, now)),
  ];
}

function changedQuestion(old: Question, now: Question): readonly Text[] {
  const about = text((lang) => said(kindOf(now).named(said(now.label, lang)), lang));
  const changes: Text[] = [];
  if (!same(old.label, now.label))
    changes.push(
      became(
        text((lang) => said(kindOf(now).called, lang)),
        (lang) => said(old.label, lang),
        (lang) => said(now.label, lang),
      ),
    );
  if (old.optional !== now.optional)
    changes.push(
      text((lang) => {
        const must = now.optional
          ? both('kini boleh kosong', 'may now be empty')
          : both('kini wajib', 'is now required');
        return `${said(about, lang)} ${said(must, lang)}`;
      }),
    );
  if (old.when?.source !== now.when?.source || bare(old.field) !== bare(now.field))
    changes.push(text((lang) => `${said(about, lang)} ${lang === 'id' ? 'diubah aturannya' : 'follows other rules'}`));
  return changes;
}

function steps(before: Definition, after: Definition): readonly Text[] {
  const kind = both('langkah', 'step');
  const parts = sorted(before.steps, after.steps, ({ id }) => id);
  return [
    ...parts.added.map((one) => added(kind, one.title)),
    ...parts.gone.map((one) => gone(kind, one.title)),
    ...parts.kept.flatMap(([old, now]) => changedStep(old, now)),
  ];
}

function changedStep(old: Step, now: Step): readonly Text[] {
  const about = text((lang) => `${lang === 'id' ? 'langkah' : 'step'} “${said(now.title, lang)}”`);
  const changes: Text[] = [];
  if (!same(old.within, now.within))
    changes.push(
      became(
        about,
        (lang) => timeOf(old.within, lang),
        (lang) => timeOf(now.within, lang),
      ),
    );
  if (!same(old.by, now.by))
    changes.push(
      became(
        about,
        () => old.by.join(', '),
        () => now.by.join(', '),
      ),
    );
  const rest = ({ within: _, by: __, title: ___, ...others }: Step): string => bare(others);
  if (rest(old) !== rest(now))
    changes.push(text((lang) => `${said(about, lang)} ${lang === 'id' ? 'diubah aturannya' : 'follows other rules'}`));
  return changes;
}

function promises(before: Definition, after: Definition): readonly Text[] {
  const [old, now] = [before.standard, after.standard];
  const changes: Text[] = [];
  const note = (about: Text, from: Saying, to: Saying) => changes.push(became(about, from, to));
  for (const part of ['title', 'summary'] as const)
    if (!same(before[part], after[part]))
      note(
        part === 'title' ? both('nama', 'name') : both('ringkasan', 'summary'),
        (lang) => said(before[part], lang),
        (lang) => said(after[part], lang),
      );
  if (old.workingDays !== now.workingDays)
    note(
      both('waktu', 'time'),
      () => String(old.workingDays),
      (lang) => `${now.workingDays} ${lang === 'id' ? 'hari kerja' : 'working days'}`,
    );
  if (old.fee !== now.fee)
    note(
      both('biaya', 'fee'),
      () => `Rp${old.fee}`,
      () => `Rp${now.fee}`,
    );
  if (!same(old.legalBasis, now.legalBasis))
    note(
      both('dasar hukum', 'legal basis'),
      () => old.legalBasis.join('; '),
      () => now.legalBasis.join('; '),
    );
  if (!same(old.product, now.product))
    note(
      both('hasil', 'result'),
      (lang) => said(old.product, lang),
      (lang) => said(now.product, lang),
    );
  return changes;
}

function rules(before: Definition, after: Definition): readonly Text[] {
  const kind = both('syarat', 'rule');
  const of = ({ allow, require }: Definition) => [...allow, ...require];
  const parts = sorted(of(before), of(after), ({ that, say }) => `${that.source} ${say.id}`);
  return [...parts.added.map((one) => added(kind, one.say)), ...parts.gone.map((one) => gone(kind, one.say))];
}

function endings(before: Definition, after: Definition): readonly Text[] {
  const kind = both('hasil akhir', 'outcome');
  const nameOf = ({ id, say }: { readonly id: string; readonly say?: Text }): Text => say ?? { id };
  const parts = sorted(before.outcomes, after.outcomes, ({ id }) => id);
  return [...parts.added.map((one) => added(kind, nameOf(one))), ...parts.gone.map((one) => gone(kind, nameOf(one)))];
}

/**
 * What one version of a service changes of the former, in words for whoever publishes it.
 * @example differences(one, two).map((change) => change.id) // ['waktu: 3 → 1 hari kerja', 'pertanyaan baru: Pukul berapa lahir?']
 */
export function differences(before: Definition, after: Definition): readonly Text[] {
  return [
    ...promises(before, after),
    ...questions(before, after),
    ...rules(before, after),
    ...steps(before, after),
    ...endings(before, after),
  ];
}
