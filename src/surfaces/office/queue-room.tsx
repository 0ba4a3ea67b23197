import type { JSX } from 'preact';
import {
  Button,
  DeskTitle,
  EmptyState,
  ErrorSummary,
  errorTitle,
  KeyHelp,
  Muted,
  Notice,
  QuietLink,
  RoomColumns,
  RoomNow,
  Row,
  RowForms,
  Rows,
  Section,
  Table,
  Tag,
  Toast,
} from '../design/index.ts';
import { AHEAD } from './queue-ahead.tsx';
import { type PersonLine, RoomForm, type RoomProps, type SessionLine } from './queue-form.tsx';
import { PaperList } from './queue-paper.tsx';
import { recordHref } from './queue-record.tsx';
import { GoOn, Ruling, Undo } from './queue-session.tsx';
import { WhomFields } from './queue-whom.tsx';
import { OfficePage, type Shell } from './shell.tsx';
import { queueWords } from './words/queue.ts';
import { aheadWords } from './words/queue-ahead.ts';
import { bpjsWords } from './words/queue-bpjs.ts';
import { helpedWords } from './words/queue-helped.ts';
import { keepingWords } from './words/queue-keeping.ts';
import { saidWords } from './words/queue-said.ts';
import { satusehatWords } from './words/queue-satusehat.ts';

/** The sessions of today, each room of them: where an officer sits down to call. */
export function QueuesPage(props: {
  readonly shell: Shell;
  readonly office: string;
  readonly board: string;
  /** May change places and signs. */
  readonly arranges: boolean;
  /** BPJS is switched on here. */
  readonly bpjs: boolean;
  /** SATUSEHAT is, and whoever looks heads the place. */
  readonly satusehat: boolean;
  readonly lines: readonly SessionLine[];
}): JSX.Element {
  const { shell, lines } = props;
  const words = queueWords(shell.page.lang);
  const bpjs = bpjsWords(shell.page.lang);
  const helped = helpedWords(shell.page.lang);
  const satusehat = satusehatWords(shell.page.lang);
  const keeping = keepingWords(shell.page.lang);
  return (
    <OfficePage shell={shell} title={words.title} at="queue">
      <DeskTitle title={words.title} text={props.office} />
      {lines.length === 0 ? (
        <EmptyState title={words.none}>{words.noneWhy}</EmptyState>
      ) : (
        <>
          <Muted small={false}>{words.pick}</Muted>
          {lines.map((line) => (
            <Section key={line.id} id={`antrean-${line.id}`} title={line.title} gap={2}>
              <Muted>{line.text}</Muted>
              <Rows>
                {line.rooms.map((room) => (
                  <Row key={room.href} href={room.href} icon="call" title={room.title} text={room.text} />
                ))}
              </Rows>
            </Section>
          ))}
        </>
      )}
      <Rows>
        <Row href={props.board} icon="people" title={words.board} text={words.boardWhy} />
        <Row href="/kantor/antrean/pesankan" icon="plus" title={helped.title} text={helped.why} />
        <Row
          href={AHEAD}
          icon="clock"
          title={aheadWords(shell.page.lang).title}
          text={aheadWords(shell.page.lang).why}
        />
        <Row href="/kantor/antrean/poster" icon="qr" title={words.poster} text={words.posterWhy} />
        {props.arranges && (
          <Row href="/kantor/antrean/jadwal" icon="clock" title={words.schedule} text={words.scheduleWhy} />
        )}
        {props.satusehat && (
          <Row href="/kantor/antrean/satusehat" icon="swap" title={satusehat.title} text={satusehat.why} />
        )}
        {props.arranges && (
          <Row href="/kantor/antrean/masa-simpan" icon="lock" title={keeping.title} text={keeping.why} />
        )}
        {props.bpjs && <Row href="/kantor/antrean/bpjs" icon="swap" title={bpjs.title} text={bpjs.why} />}
        <Row href="/kantor/antrean/hari" icon="clock" title={words.day} text={words.dayWhy} />
      </Rows>
    </OfficePage>
  );
}

/** One room: who is in it, who comes next, who is expected. The next one is called with one key. */
export function RoomPage(props: RoomProps): JSX.Element {
  const { shell, inside } = props;
  const { lang } = shell.page;
  const words = queueWords(lang);
  return (
    <OfficePage shell={shell} title={errorTitle(lang, props.room, props.faults)} at="queue">
      <ErrorSummary lang={lang} faults={props.faults} />
      <DeskTitle
        title={props.room}
        text={props.about}
        figures={[
          { term: words.waiting, value: props.waiting.length },
          { term: words.coming, value: props.coming.length },
          { term: words.done, value: props.done },
        ]}
        action={<Call {...props} />}
      />
      {props.toast !== undefined && <Toast still>{props.toast}</Toast>}
      {props.slip !== undefined && (
        <Rows>
          <Row href={props.slip} icon="print" title={words.printSlip} />
        </Rows>
      )}
      {props.state.says !== undefined && <Notice tone="warning">{props.state.says}</Notice>}
      {props.news.map((text) => (
        <Notice key={text}>{text}</Notice>
      ))}
      {props.watch}
      <RoomColumns
        aside={
          <>
            {props.first && <WalkInForm {...props} />}
            <Ruling {...props} />
          </>
        }
      >
        <Inside {...props} />
        <Undo {...props} />
        <Section id="menunggu" title={words.waiting}>
          {props.shared !== undefined && <Muted>{props.shared}</Muted>}
          <People {...props} lines={props.waiting} none={words.nobodyWaits} what="waiting" />
        </Section>
        {props.parked.length > 0 && (
          <Section id="ditahan" title={words.parked}>
            <People {...props} lines={props.parked} none="" what="parked" />
          </Section>
        )}
        <PaperList lang={lang} lines={props.unnamed} />
        {props.first && (
          <Section id="belum" title={words.coming}>
            <People {...props} lines={props.coming} none={words.nobodyComing} what="coming" />
          </Section>
        )}
      </RoomColumns>
      <KeyHelp
        lang={lang}
        keys={[
          { keys: ['N'], does: inside ? saidWords(lang).keyDone : words.keys.call },
          ...(inside ? [{ keys: ['B'], does: saidWords(lang).keyMissed }] : []),
          { keys: ['U'], does: words.keys.again },
          { keys: ['L'], does: words.keys.skip },
          { keys: ['S'], does: words.keys.finish },
          { keys: ['H'], does: words.keys.park },
          { keys: ['T'], does: words.keys.onwards },
          { keys: ['Z'], does: words.keys.undo },
        ]}
      />
    </OfficePage>
  );
}

/** One key for the usual case; whoever did not come is not taken for served. */
function Call(props: RoomProps): JSX.Element | null {
  const { inside, state } = props;
  const { lang } = props.shell.page;
  const said = saidWords(lang);
  if (state.now === 'paused') return <GoOn {...props} />;
  if (state.now === 'closed' || state.now === 'cancelled') return null;
  return (
    <RoomForm {...props} to="panggil" hidden={{ sekarang: inside?.id ?? '', label: inside?.number ?? '' }}>
      <RowForms>
        <Button keyName="N" icon="call" wide={false}>
          {inside ? said.callDone : queueWords(lang).call}
        </Button>
        {inside && (
          <Button keyName="B" look="second" wide={false} name="hasil" value="tidak">
            {said.callMissed}
          </Button>
        )}
      </RowForms>
    </RoomForm>
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
        {(props.state.now === 'open' || props.state.now === 'full') && <Muted>{words.emptyWhy}</Muted>}
      </RoomNow>
    );
  const hidden = { nomor: inside.id, versi: String(inside.version), label: inside.number };
  return (
    <RoomNow number={inside.number}>
      <p>
        <b>{inside.name}</b>
        {inside.about !== '' && `, ${inside.about}`}
      </p>
      <Muted>{inside.called}</Muted>
      {props.care && <RecordLink {...props} id={inside.id} />}
      <RowForms>
        <RoomForm {...props} to="panggil-lagi" hidden={hidden}>
          <Button keyName="U" id="panggil-lagi" look="second" wide={false}>
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
        <RoomForm {...props} to="tahan" hidden={hidden}>
          <Button keyName="H" look="second" wide={false}>
            {words.park}
          </Button>
        </RoomForm>
        {props.onwards.map((one, i) => (
          <RoomForm key={one.id} {...props} to="teruskan" hidden={{ ...hidden, ke: one.id }}>
            <Button keyName={i === 0 ? 'T' : undefined} look="second" wide={false}>
              {words.onwards(one.name)}
            </Button>
          </RoomForm>
        ))}
      </RowForms>
    </RoomNow>
  );
}

function People(
  props: RoomProps & {
    readonly lines: readonly PersonLine[];
    readonly none: string;
    readonly what: 'waiting' | 'coming' | 'parked';
  },
): JSX.Element {
  const words = queueWords(props.shell.page.lang);
  if (props.lines.length === 0) return <Muted>{props.none}</Muted>;
  const { what } = props;
  const title = { waiting: words.waiting, coming: words.coming, parked: words.parked }[what];
  return (
    <Table
      caption={words.caption(title)}
      columns={[{ title: words.number }, { title: words.name }, { title: words.what }]}
      rows={props.lines.map((line) => [
        line.number,
        <>
          {line.name} <small class="muted">{line.about}</small>{' '}
          {line.tags.map((tag) => (
            <Tag key={tag.label} tone={tag.tone}>
              {tag.label}
            </Tag>
          ))}
          <br />
          <small class="muted">{line.when}</small>
        </>,
        what === 'waiting' ? (
          <RowForms>
            <QuietLink
              href={`${props.action}/dahulukan?${new URLSearchParams({ ruang: props.ruang, nomor: line.id })}`}
            >
              {words.putFirst}
            </QuietLink>
            {props.care && <RecordLink {...props} id={line.id} />}
            {line.slip !== undefined && <QuietLink href={line.slip}>{words.slip}</QuietLink>}
          </RowForms>
        ) : (
          <RowForms>
            <RoomForm
              {...props}
              to={what === 'coming' ? 'hadir' : 'kembali'}
              hidden={{ nomor: line.id, versi: String(line.version), label: line.number }}
            >
              <Button look="second" wide={false} id={what === 'coming' ? `hadir-${line.id}` : undefined}>
                {what === 'coming' ? words.arrived : words.unpark}
              </Button>
            </RoomForm>
          </RowForms>
        ),
      ])}
    />
  );
}

const RecordLink = (props: RoomProps & { readonly id: string }): JSX.Element => (
  <QuietLink href={recordHref(props.action, props.ruang, props.id)}>
    {queueWords(props.shell.page.lang).recordNote}
  </QuietLink>
);

function WalkInForm(props: RoomProps): JSX.Element {
  const { shell, faults } = props;
  const { lang } = shell.page;
  const words = queueWords(lang);
  const said = saidWords(lang);
  const over = props.state.now === 'closed' || props.state.now === 'cancelled';
  const shut = props.state.now === 'full' ? said.faults.ditutup : over ? said.over : undefined;
  return (
    <Section id="langsung" title={words.walkIn} card>
      {shut === undefined ? (
        <RoomForm {...props} to="langsung" hidden={props.care ? {} : { bayar: 'umum' }}>
          <WhomFields {...{ lang, faults, typed: props.walkIn, care: props.care }} />
          <Button look="second" wide={false}>
            {words.give}
          </Button>
        </RoomForm>
      ) : (
        <Muted>{shut}</Muted>
      )}
    </Section>
  );
}
