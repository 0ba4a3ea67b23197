import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import { type Entry, labelOf, type Whom } from '../../capabilities/queue/index.ts';
import { isIsoDate, sayDay, sayTime, type Zone } from '../../kernel/dates.ts';
import { isUuid } from '../../kernel/ids.ts';
import { maskNumber } from '../../kernel/masking.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Language } from '../../kernel/text.ts';
import {
  Actions,
  BackLink,
  Button,
  DeskTitle,
  ErrorSummary,
  type FieldFault,
  Form,
  Muted,
  Narrow,
  Notice,
  Row,
  Rows,
  Section,
  SourceMark,
  SummaryList,
} from '../design/index.ts';
import { guardOf, looked } from '../frame/index.ts';
import { bodyOf, fieldOf, type OfficeDeps, queryOf } from './deps.ts';
import { type At, hrefOf, serving } from './queue-at.ts';
import type { WalkInTyped } from './queue-form.tsx';
import { birth, NOTHING, seenOf, typedOf, WhomFields, whomOf } from './queue-whom.tsx';
import { OfficePage, type Shell, shellOf } from './shell.tsx';
import { queueWords } from './words/queue.ts';
import { paperWords } from './words/queue-paper.ts';

// Whoever got a number on paper while there was no network: listed until somebody says who he was.

export type PaperLine = { readonly href: string; readonly title: string; readonly text: string };
type Paper = { readonly entry: Entry; readonly prefix: string; readonly paper: string };

/** @param day the day's page to come back to; absent in a room */
export function paperLine(
  { entry, prefix, paper }: Paper,
  to: { readonly ruang: string; readonly day?: string },
  zone: Zone,
  lang: Language,
): PaperLine {
  const words = paperWords(lang);
  const query = new URLSearchParams({ ruang: to.ruang, nomor: entry.id, ...(to.day ? { hari: to.day } : {}) });
  const { room, calledAt, status } = entry;
  const parts = [
    words.line(paper, sayTime(entry.arrivedAt ?? entry.bookedAt, zone, lang)),
    ...(room !== null && calledAt ? [words.called(room, sayTime(calledAt, zone, lang))] : []),
    ...(status in words.states ? [words.states[status as keyof typeof words.states]] : []),
  ];
  return {
    href: `/kantor/antrean/${entry.session}/kertas?${query}`,
    title: labelOf(prefix, entry.number),
    text: parts.join('; '),
  };
}

export function PaperList({ lang, lines }: { readonly lang: Language; readonly lines: readonly PaperLine[] }) {
  if (lines.length === 0) return null;
  const words = paperWords(lang);
  return (
    <Section id="kertas" title={words.list}>
      <Muted>{words.listWhy}</Muted>
      <Rows>
        {lines.map((line) => (
          <Row key={line.href} href={line.href} icon="person" title={line.title} text={line.text} />
        ))}
      </Rows>
    </Section>
  );
}

type Props = {
  readonly shell: Shell;
  readonly line: PaperLine;
  readonly action: string;
  readonly back: { readonly href: string; readonly label: string };
  readonly hidden: Readonly<Record<string, string>>;
  readonly care: boolean;
  readonly typed: WalkInTyped;
  readonly faults: readonly FieldFault[];
  /** Who it would be, to be looked at before it is kept. */
  readonly whom: Whom | undefined;
};

function PaperPage(props: Props): JSX.Element {
  const { shell, line, faults, whom } = props;
  const { lang } = shell.page;
  const words = paperWords(lang);
  const title = whom ? words.confirm : words.title;
  return (
    <OfficePage shell={shell} title={title} at="queue">
      <BackLink href={props.back.href}>{props.back.label}</BackLink>
      <DeskTitle title={title} text={`${line.title}: ${line.text}`} />
      <Narrow gap={4}>
        <ErrorSummary lang={lang} faults={faults} />
        {whom ? (
          <Confirm {...props} whom={whom} />
        ) : (
          <Form page={shell.page} action={props.action} gap={4} hidden={{ ...props.hidden, ...payer(props.care) }}>
            <WhomFields {...{ lang, faults, typed: props.typed, care: props.care }} />
            <Button>{words.next}</Button>
          </Form>
        )}
      </Narrow>
    </OfficePage>
  );
}
const payer = (care: boolean): Readonly<Record<string, string>> => (care ? {} : { bayar: 'umum' });

function Confirm(props: Props & { readonly whom: Whom }): JSX.Element {
  const { shell, whom, typed } = props;
  const { lang } = shell.page;
  const words = paperWords(lang);
  const rows = [
    { term: words.number, value: props.line.title },
    { term: words.name, value: whom.name },
    ...(whom.birthDate === null ? [] : [{ term: words.born, value: sayDay(whom.birthDate, lang) }]),
    { term: words.nik, value: whom.nik === null ? words.noNik : maskNumber(whom.nik) },
    ...(whom.recordNumber ? [{ term: queueWords(lang).record, value: whom.recordNumber }] : []),
    ...(props.care
      ? [{ term: words.payer, value: typed.payer === 'bpjs' ? queueWords(lang).bpjs : queueWords(lang).umum }]
      : []),
  ];
  return (
    <>
      <SummaryList lang={lang} rows={rows} />
      {whom.person !== null && <SourceMark>{words.source}</SourceMark>}
      <Notice tone="warning">{words.confirmWhy}</Notice>
      <Form page={shell.page} action={props.action} gap={3} hidden={{ ...props.hidden, ...hiddenOf(typed) }}>
        <Actions>
          <Button name="jawab" value="simpan">
            {words.save}
          </Button>
          <Button look="second" name="jawab" value="ubah">
            {words.change}
          </Button>
        </Actions>
      </Form>
    </>
  );
}

/** The form as it was typed, carried through the look at it. */
const hiddenOf = (typed: WalkInTyped): Readonly<Record<string, string>> => ({
  ...{ nik: typed.nik, nama: typed.name, sebab: typed.sees, bayar: typed.payer, rm: typed.record },
  ...{ [birth.day]: typed.birth.day, [birth.month]: typed.birth.month, [birth.year]: typed.birth.year },
});

export function queuePaperRoutes(t: OfficeDeps, web: FastifyInstance): void {
  const { atRoom } = serving(t);
  const path = '/kantor/antrean/:antrean/kertas';
  type Asked = { readonly at: At; readonly id: string; readonly day: string };
  type Sent = { readonly typed: WalkInTyped; readonly faults?: readonly FieldFault[]; readonly whom?: Whom };

  async function asked(request: FastifyRequest, from: (name: string) => string): Promise<Asked> {
    const at = await atRoom(request, from('ruang') || '1');
    const id = from('nomor');
    if (!isUuid(id)) throw new Refusal('queue/not-found', 404);
    return { at, id, day: isIsoDate(from('hari')) ? from('hari') : '' };
  }
  const backOf = ({ at, day }: Asked, said?: string): string =>
    day === ''
      ? hrefOf(at, said)
      : `/kantor/antrean/hari?${new URLSearchParams({ hari: day, ...(said ? { pesan: said } : {}) })}`;

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    of: Asked,
    sent: Sent = { typed: NOTHING },
    status = 200,
  ): Promise<FastifyReply> {
    const { desk } = request;
    const { at, id, day } = of;
    const lang = t.frame.lang(request);
    const found = (await t.queue.unnamedOf(desk.doer, at.session.day)).find(({ entry }) => entry.id === id);
    if (!found || found.entry.session !== at.session.id) throw new Refusal('queue/not-found', 404);
    const { whom } = sent;
    if (whom) await looked(t, desk, 'antrean', { seen: [id], persons: whom.person === null ? [] : [whom.person] });
    const offer = await t.queue.offer(desk.office.ref);
    const words = queueWords(lang);
    const page = (
      <PaperPage
        {...{ shell: shellOf(t, request), typed: sent.typed, faults: sent.faults ?? [], whom }}
        line={paperLine(found, { ruang: at.ruang }, desk.office.zone, lang)}
        action={`/kantor/antrean/${at.session.id}/kertas`}
        back={{ href: backOf(of), label: day === '' ? at.room : words.day }}
        care={offer?.place.kind !== 'counter'}
        hidden={{
          ...{ ruang: at.ruang, nomor: id, hari: day, versi: String(found.entry.version), kunci: t.frame.key() },
        }}
      />
    );
    return t.frame.send(reply, page, status);
  }

  web.get(path, async (request, reply) => show(request, reply, await asked(request, (name) => queryOf(request, name))));

  web.post(path, async (request, reply) => {
    const body = bodyOf(request);
    const of = await asked(request, (name) => fieldOf(body, name));
    const words = paperWords(t.frame.lang(request));
    const typed = typedOf(body);
    const { whom, faults } = await whomOf(t, typed, queueWords(t.frame.lang(request)));
    if (faults.length > 0) return show(request, reply, of, { typed, faults }, 422);
    const answer = fieldOf(body, 'jawab');
    if (answer !== 'simpan') return show(request, reply, of, answer === 'ubah' ? { typed } : { typed, whom });
    try {
      const ref = { region: of.at.session.region, id: of.id };
      await t.queue.sayWho(request.desk.doer, ref, { whom, ...seenOf(typed) }, guardOf(body));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code === 'queue/held')
        return show(request, reply, of, { typed, faults: [{ field: 'nik', text: words.held, rule: true }] }, 409);
      if (error.code !== 'queue/lost-guard' && error.code !== 'queue/not-now') throw error;
      return reply.redirect(backOf(of, 'berubah'), 303);
    }
    return reply.redirect(backOf(of, 'dinamai'), 303);
  });
}
