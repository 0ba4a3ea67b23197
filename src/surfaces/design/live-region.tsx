import { type ComponentChildren, h, type JSX } from 'preact';

/** A part of the page that asks the server for itself again. Without script it stays as it was sent, and reloading tells the truth. */
export function LiveRegion(props: {
  /** Answers with the inner HTML of the region. */
  readonly src: string;
  /** Seconds between two looks. */
  readonly every: number;
  readonly children: ComponentChildren;
}): JSX.Element {
  return h('live-region', { src: props.src, every: String(props.every) }, props.children);
}
