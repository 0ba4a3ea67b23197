import type { ComponentChildren, JSX } from 'preact';
import { sayCaseNumber } from '../../kernel/case-number.ts';
import type { Language } from '../../kernel/text.ts';
import { Icon, Loket } from './icon.tsx';
import { words } from './messages.ts';

export type JourneyStep = {
  readonly state: 'done' | 'now' | 'todo' | 'stopped' | 'back';
  readonly title: ComponentChildren;
  readonly text?: ComponentChildren;
};

/** The way of a case, top to bottom; the open counter stands where it is now. */
export function Journey({
  lang,
  steps,
}: {
  readonly lang: Language;
  readonly steps: readonly JourneyStep[];
}): JSX.Element {
  const say = words(lang);
  return (
    <ol class="time">
      {steps.map((step, index) => (
        <li key={index} class={step.state} aria-current={step.state === 'now' ? 'step' : undefined}>
          <StepSign state={step.state} number={index + 1} />
          <div>
            <h3>
              {step.state === 'done' && <span class="sr">{say.stepDone}</span>}
              {step.state === 'now' && <span class="sr">{say.stepNow}</span>}
              {step.title}
            </h3>
            {step.text !== undefined && <p>{step.text}</p>}
          </div>
        </li>
      ))}
    </ol>
  );
}

const signs = { done: 'check', stopped: 'cross', back: 'undo' } as const;

function StepSign({ state, number }: { readonly state: JourneyStep['state']; readonly number: number }): JSX.Element {
  if (state === 'now') return <Loket silent>{number}</Loket>;
  return (
    <span class="dot" aria-hidden="true">
      {state === 'todo' ? number : <Icon name={signs[state]} />}
    </span>
  );
}

export type StepsProps = {
  readonly lang: Language;
  readonly current: number;
  readonly total: number;
  readonly name: ComponentChildren;
  /** Parts of a form, of which each holds several pages; else steps. */
  readonly parts?: boolean | undefined;
};

/** Where in the form one is: a line of counters, one of them open. The words below say the same. */
export function Steps({ lang, current, total, name, parts }: StepsProps): JSX.Element {
  const places = Array.from({ length: total }, (_, index) => index + 1);
  return (
    <div class="gap-2">
      <ol class="steps" aria-hidden="true">
        {places.map((place) => (
          <li key={place} class={place < current ? 'done' : place === current ? 'now' : undefined}>
            {place === current && <b>{place}</b>}
          </li>
        ))}
      </ol>
      <p class="step-name">
        {parts ? words(lang).part(current, total) : words(lang).step(current, total)}: {name}
      </p>
    </div>
  );
}

/** How much of something is done, as a bar; the words beside it carry the meaning. */
export function ProgressBar(props: {
  readonly value: number;
  readonly max?: number | undefined;
  /** Without a label the bar is decoration and silent. */
  readonly label?: string | undefined;
}): JSX.Element {
  const { value, max = 100, label } = props;
  return <progress value={value} max={max} aria-label={label} aria-hidden={label === undefined ? 'true' : undefined} />;
}

/** @example fours('41835206') // '4183 5206' */
export const fours = (text: string): string => text.replace(/\s+/g, '').replace(/(.{4})(?=.)/g, '$1 ');

type PlateProps = { readonly said: string; readonly label: string; readonly note: ComponentChildren };

function Plate({ said, label, note }: PlateProps): JSX.Element {
  return (
    <div class="number">
      <p class="say-no">
        <span class="sr">{label} </span>
        {said}
      </p>
      <p class="muted small">{note}</p>
    </div>
  );
}

/** The number of a case, to be said aloud. */
export function NumberPlate({ lang, number }: { readonly lang: Language; readonly number: string }): JSX.Element {
  const say = words(lang);
  return <Plate said={sayCaseNumber(number)} label={say.caseNumber} note={say.sayNumber} />;
}

/** A code to be said aloud or typed elsewhere, in groups of four. */
export function CodePlate(props: Omit<PlateProps, 'said'> & { readonly code: string }): JSX.Element {
  return <Plate said={fours(props.code)} label={props.label} note={props.note} />;
}

export type ClockState = 'calm' | 'soon' | 'late' | 'stopped';

export type ClockProps = {
  readonly state: ClockState;
  /** Share of the time that is left, 0 to 1. */
  readonly left: number;
  /** "Sisa 18 menit" */
  readonly text: ComponentChildren;
  /** "sampai 11.00 WIB" */
  readonly note?: ComponentChildren;
};

const clocks = {
  calm: 'clock',
  soon: 'clock clock-soon',
  late: 'clock clock-late',
  stopped: 'clock clock-stopped',
} as const satisfies Record<ClockState, string>;

/** The ring runs empty; late it becomes a stop sign. */
export function Clock({ state, left, text, note }: ClockProps): JSX.Element {
  return (
    <span class={clocks[state]}>
      <svg viewBox="0 0 28 28" aria-hidden="true">
        {state === 'late' ? (
          <>
            <path fill="currentColor" d="M9 2h10l7 7v10l-7 7H9l-7-7V9z" />
            <path class="ring-cut" d="M14 8v7M14 19.5v.01" />
          </>
        ) : (
          <>
            <circle class="ring-rest" cx="14" cy="14" r="11.5" />
            <path class="ring-done" d={arc(left)} />
          </>
        )}
      </svg>
      <span>
        {text}
        {note !== undefined && <small>{note}</small>}
      </span>
    </span>
  );
}

/** Part of a circle of radius 11.5 around 14,14 that begins at noon. */
function arc(share: number): string {
  const part = Math.min(Math.max(share, 0), 0.9999);
  const angle = part * 2 * Math.PI;
  const round = (value: number): number => Math.round(value * 10) / 10;
  const x = round(14 + 11.5 * Math.sin(angle));
  const y = round(14 - 11.5 * Math.cos(angle));
  return `M14 2.5A11.5 11.5 0 ${part > 0.5 ? 1 : 0} 1 ${part > 0.99 ? 13.9 : x} ${y}`;
}
