import type { JSX } from 'preact';
import {
  Button,
  DateField,
  DeskTitle,
  EmptyState,
  ErrorSummary,
  type FieldFault,
  Form,
  KeyHelp,
  Muted,
  Narrow,
  Radios,
  RoomNow,
  Row,
  RowForms,
  Rows,
  Section,
  Select,
  Table,
  Tag,
  TextField,
  Toast,
} from '../design/index.ts';
import { OfficePage, type Shell } from './shell.tsx';
import { queueWords } from './words/queue.ts';

export type SessionLine = { readonly href: string; readonly title: string; readonly text: string };

/** The sessions of today, each room of them: where an officer sits down to call. */
export function QueuesPage(props: {
  readonly shell: Shell;
  readonly office: string;
  readonly board: string;
  readonly lines: readonly SessionLine[];
}): JSX.Element {
  const { shell, lines } = props;
  const words = queueWords(shell.page.lang);
  return (
    <OfficePage shell={shell} title={words.title} at="queue">
      <DeskTitle title={words.title} text={props.office} />
      {lines.length === 0 ? (
        <EmptyState title={words.none}>{words.noneWhy}</EmptyState>
      ) : (
        <Section id="ruang" title={words.pick}>
          <Rows>
            {lines.map((line) => (
              <Row key={line.href} href={line.href} icon="call" title={line.title} text={line.text} />
            ))}
          </Rows>
        </Section>
      )}
      <Rows>
        <Row href={props.board} icon="people" title={words.board} text={words.boardWhy} />
        <Row href="/kantor/antrean/hari" icon="clock" title={words.day} text={words.dayWhy} />
      </Rows>
    </OfficePage>
  );
}

export type PersonLine = {
  readonly id: string;
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
  /** Where this room's forms are sent: `${action}/panggil`. */
  readonly action: string;
  readonly ruang: string;
  readonly inside: (PersonLine & { readonly called: string }) | undefined;
  readonly waiting: readonly PersonLine[];
  readonly coming: readonly PersonLine[];
  readonly done: number;
  readonly once: () => string;
  readonly toast: string | undefined;
  readonly walkIn: WalkInTyped;
  readonly faults: readonly FieldFault[];
};
export type WalkInTyped = {
  readonly name: string;
  readonly nik: string;
  readonly birth: { readonly day: string; readonly month: string; readonly year: string };
  readonly sees: string;
  readonly payer: string;
};

/** One room: who is in it, who comes next, who is expected. The next one is called with one key. */
export function RoomPage(props: RoomProps): JSX.Element {
  const { shell, inside } = props;
  const { lang } = shell.page;
  const words = queueWords(lang);
  return (
    <OfficePage shell={shell} title={props.room} at="queue">
      <DeskTitle
        title={props.room}
        text={props.about}
        figures={[
          { term: words.waiting, value: props.waiting.length },
          { term: words.coming, value: props.coming.length },
          { term: words.done, value: props.done },
        ]}
        action={
          <RoomForm {...props} to="panggil" hidden={{ sekarang: inside?.id ?? '' }}>
            <Button keyName="N" icon="call" wide={false}>
              {words.call}
            </Button>
          </RoomForm>
        }
      />
      {props.toast !== undefined && <Toast still>{props.toast}</Toast>}
      <Inside {...props} />
      <Section id="menunggu" title={words.waiting}>
        <People {...props} lines={props.waiting} none={words.nobodyWaits} what="waiting" />
      </Section>
      <Section id="belum" title={words.coming}>
        <People {...props} lines={props.coming} none={words.nobodyComing} what="coming" />
      </Section>
      <WalkInForm {...props} />
      <KeyHelp
        lang={lang}
        keys={[
          { keys: ['N'], does: words.keys.call },
          { keys: ['U'], does: words.keys.again },
          { keys: ['L'], does: words.keys.skip },
          { keys: ['S'], does: words.keys.finish },
        ]}
      />
    </OfficePage>
  );
}

function RoomForm(
  props: Pick<RoomProps, 'shell' | 'action' | 'ruang' | 'once'> & {
    readonly to: string;
    readonly hidden: Readonly<Record<string, string>>;
    readonly children: JSX.Element;
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

function Inside(props: RoomProps): JSX.Element {
  const { inside } = props;
  const words = queueWords(props.shell.page.lang);
  if (!inside)
    return (
      <RoomNow number="–">
        <p>
          <b>{words.empty}</b>
        </p>
        <Muted>{words.emptyWhy}</Muted>
      </RoomNow>
    );
  const hidden = { nomor: inside.id, versi: String(inside.version) };
  return (
    <RoomNow number={inside.number}>
      <p>
        <b>{inside.name}</b>, {inside.about}
      </p>
      <Muted>{inside.called}</Muted>
      <RowForms>
        <RoomForm {...props} to="panggil-lagi" hidden={hidden}>
          <Button keyName="U" look="second" wide={false}>
            {words.callAgain}
          </Button>
        </RoomForm>
        <RoomForm {...props} to="lewati" hidden={hidden}>
          <Button keyName="L" look="second" wide={false}>
            {words.skip}
          </Button>
        </RoomForm>
        <RoomForm {...props} to="selesai" hidden={hidden}>
          <Button keyName="S" look="second" wide={false}>
            {words.finish}
          </Button>
        </RoomForm>
      </RowForms>
    </RoomNow>
  );
}

function People(
  props: RoomProps & {
    readonly lines: readonly PersonLine[];
    readonly none: string;
    readonly what: 'waiting' | 'coming';
  },
): JSX.Element {
  const words = queueWords(props.shell.page.lang);
  if (props.lines.length === 0) return <Muted>{props.none}</Muted>;
  const to = props.what === 'coming' ? 'hadir' : 'darurat';
  return (
    <Table
      caption={words.caption(props.what === 'coming' ? words.coming : words.waiting)}
      columns={[{ title: words.number }, { title: words.name }, { title: words.due }, { title: words.what }]}
      rows={props.lines.map((line) => [
        line.number,
        <>
          {line.name} <small class="muted">{line.about}</small>{' '}
          {line.tags.map((tag) => (
            <Tag key={tag.label} tone={tag.tone}>
              {tag.label}
            </Tag>
          ))}
        </>,
        line.when,
        <RoomForm {...props} to={to} hidden={{ nomor: line.id, versi: String(line.version) }}>
          <Button look="second" wide={false}>
            {props.what === 'coming' ? words.arrived : words.urgent}
          </Button>
        </RoomForm>,
      ])}
    />
  );
}

function WalkInForm(props: RoomProps): JSX.Element {
  const { shell, walkIn, faults } = props;
  const { lang } = shell.page;
  const words = queueWords(lang);
  const errorAt = (field: string) => faults.find((fault) => fault.field === field)?.text;
  return (
    <Section id="langsung" title={words.walkIn} card>
      <Narrow gap={4}>
        <ErrorSummary lang={lang} faults={faults} />
        <RoomForm {...props} to="langsung" hidden={{}}>
          <>
            <TextField
              {...{ lang, name: 'nik', label: words.walkNik, hint: words.walkNikHint, value: walkIn.nik }}
              {...{ inputMode: 'numeric', maxLength: 20, autoComplete: 'off', optional: true, error: errorAt('nik') }}
            />
            <TextField
              {...{ lang, name: 'nama', label: words.walkName, value: walkIn.name, maxLength: 60 }}
              {...{ autoComplete: 'off', error: errorAt('nama') }}
            />
            <DateField
              {...{ lang, name: 'lahir', label: words.walkBirth, value: walkIn.birth, optional: true }}
              error={errorAt('lahir')}
            />
            <Select
              {...{ lang, name: 'sebab', label: words.walkSees, empty: words.walkSeesNone, value: walkIn.sees }}
              options={[
                { value: 'hamil', label: words.reasons.hamil },
                { value: 'disabilitas', label: words.reasons.disabilitas },
              ]}
            />
            <Radios
              {...{ lang, name: 'bayar', label: words.payer, value: walkIn.payer, error: errorAt('bayar') }}
              options={[
                { value: 'bpjs', label: words.bpjs },
                { value: 'umum', label: words.umum },
              ]}
            />
            <Button look="second" wide={false}>
              {words.give}
            </Button>
          </>
        </RoomForm>
      </Narrow>
    </Section>
  );
}
