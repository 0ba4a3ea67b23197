import type { JSX } from 'preact';
import type { Event } from '../../capabilities/cases/index.ts';
import { localDate, sayDay, sayTime, type Zone } from '../../kernel/dates.ts';
import { type Language, say } from '../../kernel/text.ts';
import { More, MoreSet, PlainRows } from '../design/index.ts';
import type { Dossier } from '../frame/index.ts';
import { caseWords } from './words/case.ts';

/** What happened, newest first, and what was said. */
export function Timeline({ dossier, zone, lang }: { dossier: Dossier; zone: Zone; lang: Language }): JSX.Element {
  const words = caseWords(lang);
  const { events, notes } = dossier.view;
  const said = notes.filter((note) => note.kind in words.noteKinds);
  return (
    <MoreSet>
      {said.length > 0 && (
        <More summary={`${words.notes} (${said.length})`} open>
          <PlainRows
            rows={said.toReversed().map((note) => ({
              title: note.body,
              text: words.noteKinds[note.kind as keyof typeof words.noteKinds],
            }))}
          />
        </More>
      )}
      <More summary={`${words.history} (${events.length})`}>
        <PlainRows
          rows={events.toReversed().map((event) => ({
            title: sentence(dossier, event, lang),
            text: `${event.actorLabel}, ${sayDay(localDate(event.at, zone), lang)}, ${sayTime(event.at, zone, lang)}`,
          }))}
        />
      </More>
    </MoreSet>
  );
}

function sentence(dossier: Dossier, event: Event, lang: Language): string {
  const words = caseWords(lang);
  const { definition } = dossier.view;
  const step = definition.steps.find((one) => one.id === event.step);
  const action = step?.actions.find((one) => one.id === event.data.action);
  const reasons = event.data.reasons?.length ? ` (${event.data.reasons.join(', ')})` : '';
  const what = action ? say(action.label, lang) : words.events[event.kind];
  return `${step ? `${say(step.title, lang)}: ` : ''}${what}${reasons}`;
}
