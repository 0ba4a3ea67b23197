import type { JSX } from 'preact';
import { notMetYet } from '../../capabilities/cases/index.ts';
import type { Action } from '../../engine/index.ts';
import { type Language, say } from '../../kernel/text.ts';
import { Notice } from '../design/index.ts';
import { appointmentsOf, type Desk, type Dossier } from '../frame/index.ts';
import { caseWords } from './words/case.ts';

// At a step where somebody is met, its first way on is there once his number was called: until then the page says why not.

/** The actions that can be taken now. */
export function offeredActions({ step, view }: Pick<Dossier, 'step' | 'view'>): readonly Action[] {
  const actions = step?.actions ?? [];
  return notMetYet(step, view.appointments) ? actions.slice(1) : actions;
}

/** Why the first action is not there, with the number, its time and place; undefined when it is. */
export function notMetText({ step, view }: Pick<Dossier, 'step' | 'view'>, lang: Language): string | undefined {
  const ahead = notMetYet(step, view.appointments);
  const said = ahead && appointmentsOf(view, lang).find(({ id }) => id === ahead.id);
  const [first] = step?.actions ?? [];
  return (
    said &&
    first &&
    caseWords(lang).notMet(say(first.label, lang), said.said, `${said.when}, ${said.place}`, said.state)
  );
}

export function NotMet(props: {
  readonly lang: Language;
  readonly dossier: Dossier;
  readonly desk: Desk;
  /** What stands at the actions as a fault. */
  readonly fault: string | undefined;
}): JSX.Element | null {
  const { lang, dossier, desk } = props;
  const text = notMetText(dossier, lang);
  if (text === undefined || text === props.fault) return null;
  const here = notMetYet(dossier.step, dossier.view.appointments)?.office === desk.office.ref;
  return (
    <Notice icon="clock">
      {text} {here && <a href="/kantor/antrean">{caseWords(lang).toQueue}</a>}
    </Notice>
  );
}
