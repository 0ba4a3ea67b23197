import type { ComponentChildren, JSX } from 'preact';
import type { SessionState } from '../../capabilities/queue/index.ts';
import { type FieldFault, Form } from '../design/index.ts';
import type { PaperLine } from './queue-paper.tsx';
import type { Shell } from './shell.tsx';

/** One session: those who wait are counted once, for whichever of its rooms calls them. */
export type SessionLine = {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly rooms: readonly { readonly href: string; readonly title: string; readonly text: string }[];
};

export type PersonLine = {
  readonly id: string;
  /** His number on paper; absent where another room gave it. */
  readonly slip?: string | undefined;
  readonly version: number;
  readonly number: string;
  readonly name: string;
  readonly about: string;
  readonly tags: readonly { readonly label: string; readonly tone: 'waiting' | 'bad' | 'plain' }[];
  readonly when: string;
};

export type RoomProps = {
  readonly shell: Shell;
  readonly room: string;
  readonly about: string;
  /** Said where other rooms call from the same line. */
  readonly shared: string | undefined;
  /** Where this room's forms are sent: `${action}/panggil`. */
  readonly action: string;
  readonly ruang: string;
  readonly inside: (PersonLine & { readonly called: string }) | undefined;
  readonly parked: readonly PersonLine[];
  readonly onwards: readonly { readonly id: string; readonly name: string }[];
  readonly undo: { readonly id: string; readonly version: number; readonly says: string } | undefined;
  readonly state: { readonly now: SessionState; readonly says: string | undefined };
  /** A place of care asks who pays. */
  readonly care: boolean;
  /** People are booked for it and walk in; a pharmacy is only sent to. */
  readonly first: boolean;
  readonly waiting: readonly PersonLine[];
  readonly coming: readonly PersonLine[];
  /** Numbers on paper that nobody has named. */
  readonly unnamed: readonly PaperLine[];
  readonly done: number;
  readonly once: () => string;
  readonly toast: string | undefined;
  /** What was put right that this room did. */
  readonly news: readonly string[];
  /** For the time without a network. */
  readonly watch: JSX.Element;
  /** Where the slip of the number that was given just now is printed. */
  readonly slip: string | undefined;
  readonly walkIn: WalkInTyped;
  readonly faults: readonly FieldFault[];
};
export type WalkInTyped = {
  readonly name: string;
  readonly nik: string;
  readonly birth: { readonly day: string; readonly month: string; readonly year: string };
  readonly sees: string;
  readonly payer: string;
  /** Number of the medical record in the office's own books. */
  readonly record: string;
};

/** Every act of a room is a form of its own, which works without script. */
export function RoomForm(
  props: Pick<RoomProps, 'shell' | 'action' | 'ruang' | 'once'> & {
    readonly to: string;
    readonly hidden: Readonly<Record<string, string>>;
    readonly children: ComponentChildren;
  },
): JSX.Element {
  return (
    <Form
      page={props.shell.page}
      action={`${props.action}/${props.to}`}
      gap={3}
      hidden={{ ...props.hidden, ruang: props.ruang, kunci: props.once() }}
    >
      {props.children}
    </Form>
  );
}
