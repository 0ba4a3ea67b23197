import { type ComponentChildren, h, type JSX } from 'preact';

/** A part of the page that asks the server for itself again. Without script it stays as it was sent, and reloading tells the truth. */
export function LiveRegion(props: {
  /** Answers with the inner HTML of the region. */
  readonly src: string;
  /** Says by server-sent events when to look again. Where it is heard, the looks by the clock become rare. */
  readonly stream?: string | undefined;
  /** Seconds between two looks. */
  readonly every: number;
  readonly children: ComponentChildren;
}): JSX.Element {
  return h('live-region', { src: props.src, stream: props.stream, every: String(props.every) }, props.children);
}
