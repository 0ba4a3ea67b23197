import type { JSX } from 'preact';
import { type IconName, iconShapes } from './icon-shapes.ts';

/** A drawn sign; it always stands beside a word, so it is silent for screen readers. */
export function Icon({ name, large = false }: { readonly name: IconName; readonly large?: boolean }): JSX.Element {
  return (
    <svg class={large ? 'i i-l' : 'i'} aria-hidden="true" viewBox="0 0 24 24">
      <path d={iconShapes[name]} />
    </svg>
  );
}

const letters =
  'M50.3 10c-.7-1.8-2.2-2.8-4.2-2.8-2.4 0-4.1 1.4-4.1 3.5 0 4.7 8.6 2.5 8.6 7.3 0 2.4-1.9 4-4.5 4-2.3 0-4-1.1-4.6-3M64.6 12.2V22M71 8.2v10.3c0 2.3 1.1 3.5 3.3 3.5M68.2 12.2h6M79.3 12.2v5.4c0 2.8 1.7 4.4 4.2 4.4s4.3-1.8 4.3-4.4v-5.4M87.8 12.2V22M93.1 7.4V22h6.7M117.3 6.8V22M124.4 12.2l-7 5.4M120.1 15.6l4.7 6.4M128.8 17h9.4c0-2.9-1.9-4.9-4.7-4.9s-4.8 2.1-4.8 5 2 4.9 5 4.9c1.3 0 2.5-.4 3.4-1.2M144.5 8.2v10.3c0 2.3 1.1 3.5 3.3 3.5M141.7 12.2h6M54.8 17.1a4.9 4.9 0 1 0 9.8 0 4.9 4.9 0 1 0-9.8 0zM103.2 17.1a4.9 4.9 0 1 0 9.8 0 4.9 4.9 0 1 0-9.8 0z';

/** One open counter with the name beside it. */
export function Logo(): JSX.Element {
  return (
    <svg class="logo" viewBox="1 0 147.5 31" role="img" aria-label="SatuLoket">
      <path
        d="M5 21.5V13a11 11 0 0 1 22 0v8.5"
        fill="none"
        stroke="currentColor"
        stroke-width="3"
        stroke-linecap="round"
      />
      <path fill="currentColor" d="M1.5 26H14V14.2l-3.2 2.2v-3.7l4.4-3.4H18V26h12.5v3.2h-29z" />
      <path
        transform="translate(-2.2 5.8)"
        fill="none"
        stroke="currentColor"
        stroke-width="2.7"
        stroke-linecap="round"
        stroke-linejoin="round"
        d={letters}
      />
    </svg>
  );
}

/** The arch on a ledge: marks "here, now". */
export function Loket({
  children,
  silent = false,
}: {
  readonly children: string | number;
  readonly silent?: boolean;
}): JSX.Element {
  return (
    <span class="loket" aria-hidden={silent ? 'true' : undefined}>
      {children}
    </span>
  );
}
