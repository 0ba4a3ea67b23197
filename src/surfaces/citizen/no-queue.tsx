import type { JSX } from 'preact';
import type { PlaceKind } from '../../capabilities/queue/index.ts';
import type { Language } from '../../kernel/text.ts';
import { Emergency, EmergencyLine } from '../design/index.ts';
import { queueWords } from './words/queue.ts';

/** First on every page of this part: who must not queue. */
export function NoQueue(props: {
  readonly lang: Language;
  readonly place?: string | undefined;
  /** At a counter there is nothing to say. */
  readonly kind?: PlaceKind;
  /** Where it was said in full on the way here: one line that leads there. */
  readonly brief?: boolean | undefined;
}): JSX.Element | null {
  const { lang, place, kind = 'health', brief } = props;
  if (kind === 'counter') return null;
  const words = queueWords(lang);
  const href = place === undefined ? '/berobat/ugd' : `/berobat/ugd?di=${encodeURIComponent(place)}`;
  if (brief) return <EmergencyLine href={href}>{words.emergency}</EmergencyLine>;
  return (
    <Emergency title={words.emergency} link={{ href, label: words.emergencyLink }}>
      {words.emergencyShort}
    </Emergency>
  );
}
