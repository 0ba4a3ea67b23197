import type { JSX } from 'preact';
import { goesBack } from '../../engine/index.ts';
import { type Language, say } from '../../kernel/text.ts';
import { CitizenReads, Notice } from '../design/index.ts';
import type { Dossier } from '../frame/index.ts';
import { caseWords } from './words/case.ts';

/** A decision that came too late: of which step, as it was seen at which version, and the words that it bore. */
export type Late = { readonly step: string; readonly since: number; readonly note: string };

type Given = { readonly lang: Language; readonly dossier: Dossier };

/** Whether the form of this step stands on the page. */
const decides = ({ task, talk, barred }: Dossier, step?: string): boolean =>
  task !== undefined && !talk && barred === undefined && (step === undefined || task.step === step);

/** Who was faster, and what had been typed, to copy where the step is no longer this officer's. */
export function Overtaken({
  lang,
  dossier,
  changed,
  late,
}: Given & { readonly changed: boolean; readonly late: Late | undefined }): JSX.Element | null {
  const words = caseWords(lang);
  const { events, definition } = dossier.view;
  const event = events.findLast(
    (one) =>
      (one.kind === 'acted' || one.kind === 'returned') &&
      late !== undefined &&
      one.step === late.step &&
      one.version > late.since,
  );
  const actions = definition.steps.find((one) => one.id === event?.step)?.actions;
  const action = actions?.find((one) => one.id === event?.data.action);
  const told = event && action ? words.decidedNow(event.actorLabel, say(action.label, lang)) : undefined;
  const kept = late !== undefined && late.note !== '' && !decides(dossier, late.step);
  return (
    <>
      {(told !== undefined || changed) && (
        <Notice tone="warning" role="alert" title={told ?? words.changed}>
          {told !== undefined && decides(dossier) ? words.changed : undefined}
        </Notice>
      )}
      {kept && (
        <CitizenReads title={words.kept}>
          {late.note.split('\n').map((line, index) => (
            <p key={`${index + 1}`}>{line}</p>
          ))}
        </CitizenReads>
      )}
    </>
  );
}

/** Why a colleague handed this step back, in his own words. */
export function SentBack({ lang, dossier }: Given): JSX.Element | null {
  const { task, view } = dossier;
  if (!task) return null;
  const event = view.events.findLast((one) => one.kind === 'repaired' || one.data.opened?.includes(task.step));
  const from = view.definition.steps.find((one) => one.id === event?.step);
  if (!event || !from || !goesBack(view.definition, from.id, event.data.action ?? '')) return null;
  const note = view.notes.find((one) => one.version === event.version)?.body;
  return (
    <Notice tone="warning" title={caseWords(lang).sentBack(event.actorLabel, say(from.title, lang))}>
      {note}
    </Notice>
  );
}
