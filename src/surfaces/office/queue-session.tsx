import type { JSX } from 'preact';
import { FULL_REASONS, OFF_REASONS, PAUSE_REASONS } from '../../capabilities/queue/index.ts';
import {
  Actions,
  BackLink,
  Button,
  DeskTitle,
  ErrorSummary,
  type FieldFault,
  More,
  Narrow,
  Radios,
  Section,
  Select,
} from '../design/index.ts';
import { type PersonLine, RoomForm, type RoomProps } from './queue-form.tsx';
import { OfficePage } from './shell.tsx';
import { queueWords } from './words/queue.ts';
import { saidWords } from './words/queue-said.ts';

/** One's own last act, while it can be taken back. */
export function Undo(props: RoomProps): JSX.Element | null {
  const { undo } = props;
  if (!undo) return null;
  return (
    <RoomForm {...props} to="urungkan" hidden={{ nomor: undo.id, versi: String(undo.version) }}>
      <Button keyName="Z" look="second" wide={false}>
        {undo.says}
      </Button>
    </RoomForm>
  );
}

/** The session as a whole: pause it, take nobody more, go on. Each with its reason, which is kept. */
export function Ruling(props: RoomProps): JSX.Element | null {
  const { state, shell } = props;
  const { lang } = shell.page;
  const words = queueWords(lang);
  if (state.now === 'closed' || state.now === 'cancelled') return null;
  const errorAt = (field: string) => props.faults.find((fault) => fault.field === field)?.text;
  const reasons = (codes: readonly (keyof typeof words.ruled)[]) =>
    codes.map((code) => ({ value: code, label: words.ruled[code] }));
  const form = (to: 'paused' | 'full' | 'cancelled', codes: readonly (keyof typeof words.ruled)[], label: string) => (
    <RoomForm key={to} {...props} to="atur" hidden={{ dari: state.now, menjadi: to }}>
      <Select
        {...{ lang, name: `alasan-${to}`, label: words.reasonFor[to], value: '', error: errorAt(`alasan-${to}`) }}
        options={reasons(codes)}
      />
      <Button look={to === 'cancelled' ? 'destroy' : 'second'} wide={false}>
        {label}
      </Button>
    </RoomForm>
  );
  return (
    <Section id="sesi" title={words.session} card>
      {state.now === 'full' && <GoOn {...props} />}
      {state.now !== 'paused' && form('paused', PAUSE_REASONS, words.pause)}
      {state.now === 'open' && form('full', FULL_REASONS, words.closeIntake)}
      <More summary={saidWords(lang).off} open={errorAt('alasan-cancelled') !== undefined}>
        {form('cancelled', OFF_REASONS, words.callOff)}
      </More>
    </Section>
  );
}

/** A session that paused or took nobody more is as it was. */
export function GoOn(props: RoomProps): JSX.Element {
  return (
    <RoomForm {...props} to="atur" hidden={{ dari: props.state.now, menjadi: 'open' }}>
      <Button look={props.state.now === 'paused' ? 'first' : 'second'} wide={false}>
        {queueWords(props.shell.page.lang).goOn}
      </Button>
    </RoomForm>
  );
}

export type FirstProps = Pick<RoomProps, 'shell' | 'room' | 'action' | 'ruang' | 'once'> & {
  readonly line: PersonLine;
  readonly signs: readonly { readonly code: string; readonly say: string }[];
  readonly back: string;
  readonly faults: readonly FieldFault[];
};

/** Why somebody goes before others: a sign of danger that the officer sees, or a right of priority. */
export function FirstPage(props: FirstProps): JSX.Element {
  const { shell, line, faults } = props;
  const { lang } = shell.page;
  const words = queueWords(lang);
  return (
    <OfficePage shell={shell} title={words.putFirst} at="queue">
      <BackLink href={props.back}>{props.room}</BackLink>
      <DeskTitle title={words.putFirst} text={`${line.number}, ${line.name}`} />
      <Narrow gap={4}>
        <ErrorSummary lang={lang} faults={faults} />
        <RoomForm {...props} to="darurat" hidden={{ nomor: line.id, versi: String(line.version) }}>
          <Radios
            {...{ lang, name: 'alasan', label: words.putFirstWhy, hint: words.putFirstHint }}
            error={faults[0]?.text}
            options={[
              ...props.signs.map(({ code, say }) => ({ value: `tanda:${code}`, label: say, hint: words.emergency })),
              { value: 'darurat', label: words.otherEmergency, hint: words.emergency },
              ...(['hamil', 'disabilitas', 'lansia', 'balita'] as const).map((reason) => ({
                value: reason,
                label: words.reasons[reason],
                hint: words.priority,
              })),
            ]}
          />
          <Actions>
            <Button>{words.putFirst}</Button>
          </Actions>
        </RoomForm>
      </Narrow>
    </OfficePage>
  );
}
