import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import type { IsoDate } from '../../kernel/dates.ts';
import type { Issue } from '../../kernel/parsed.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type Language, say } from '../../kernel/text.ts';
import {
  BackLink,
  Button,
  DeskTitle,
  ErrorSummary,
  type FieldFault,
  FileField,
  Form,
  Muted,
  Narrow,
  Notice,
  Row,
  Rows,
  Table,
} from '../design/index.ts';
import { TIMETABLE_WORDS } from '../frame/index.ts';
import { type Body, bodyOf, fieldOf, type OfficeDeps } from './deps.ts';
import { dateAndReason, FromAndWhy, mustArrange, SCHEDULE, sayRefusal } from './queue-arrange.tsx';
import { OfficePage, type Shell, shellOf } from './shell.tsx';
import { arrangeWords } from './words/queue-arrange.ts';

const MOST_LINES = 200;
const MOST_BYTES = 200_000;

type Report = {
  readonly imported: number;
  readonly lines: number;
  readonly bad: readonly { readonly line: number; readonly text: string }[];
};
type Props = {
  readonly shell: Shell;
  readonly first: IsoDate;
  readonly body: Body | undefined;
  readonly faults: readonly FieldFault[];
  readonly report: Report | undefined;
  readonly once: () => string;
};

function FilePage(props: Props): JSX.Element {
  const { shell, first, body, faults, report } = props;
  const { lang } = shell.page;
  const words = arrangeWords(lang);
  return (
    <OfficePage shell={shell} title={words.file} at="queue">
      <BackLink href={SCHEDULE}>{words.back}</BackLink>
      <DeskTitle title={words.file} />
      <Narrow gap={4}>
        <ErrorSummary lang={lang} faults={faults} />
        {report && (
          <Notice tone={report.bad.length === 0 ? 'success' : 'warning'} role="status">
            {words.fileTaken(report.imported, report.lines)}
          </Notice>
        )}
        {report && report.bad.length > 0 && (
          <Table
            caption={words.wrong}
            columns={[{ title: words.line }, { title: words.wrong }]}
            rows={report.bad.map(({ line, text }) => [String(line), text])}
          />
        )}
        <Muted>{words.fileWhy}</Muted>
        <Rows>
          <Row href={`${SCHEDULE}/berkas/csv`} icon="download" title={words.fileGet} text={words.fileGetWhy} />
        </Rows>
        <Form page={shell.page} action={`${SCHEDULE}/berkas`} multipart gap={4} hidden={{ kunci: props.once() }}>
          <FileField
            {...{ lang, name: 'berkas', label: words.filePick, accept: '.csv,text/csv' }}
            error={faults.find((fault) => fault.field === 'berkas')?.text}
          />
          <FromAndWhy {...{ lang, first, body, faults }} />
          <Button>{words.fileSend}</Button>
        </Form>
      </Narrow>
    </OfficePage>
  );
}

function sayIssue({ code, params }: Issue, lang: Language): string {
  const words = TIMETABLE_WORDS[code];
  if (!words) return sayRefusal({ code, params }, lang);
  return say(words, lang).replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
}

/** A timetable as a spreadsheet has it, taken and given. */
export function queueFileRoutes(t: OfficeDeps, web: FastifyInstance): void {
  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    sent: Partial<Pick<Props, 'body' | 'faults' | 'report'>> = {},
  ): Promise<FastifyReply> {
    const desk = mustArrange(request);
    const first = await t.queue.firstDay(desk.doer);
    const { body, faults = [], report } = sent;
    const page = <FilePage {...{ shell: shellOf(t, request), first, body, faults, report, once: t.frame.key }} />;
    return t.frame.send(reply, page, faults.length > 0 || (report?.bad.length ?? 0) > 0 ? 422 : 200);
  }

  web.get(`${SCHEDULE}/berkas`, (request, reply) => show(request, reply));

  web.get(`${SCHEDULE}/berkas/csv`, async (request, reply) => {
    const desk = mustArrange(request);
    const newest = new Map((await t.queue.arranged(desk.doer)).map((one) => [one.code, one]));
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="jadwal-${desk.office.ref.replace('/', '-')}.csv"`)
      .send(t.queue.timetableCsv(desk.office.ref, [...newest.values()]));
  });

  web.post(`${SCHEDULE}/berkas`, async (request, reply) => {
    const desk = mustArrange(request);
    const lang = t.frame.lang(request);
    const words = arrangeWords(lang);
    const body = bodyOf(request);
    const { date, reason, faults } = dateAndReason(body, lang);
    const csv = textIn(body);
    const tooLong = csv !== undefined && csv.split('\n').length > MOST_LINES + 2;
    const wrong = [
      ...(csv === undefined ? [{ field: 'berkas', text: words.fileNeeded }] : []),
      ...(tooLong ? [{ field: 'berkas', text: words.fileTooLong(MOST_LINES) }] : []),
      ...faults,
    ];
    if (wrong.length > 0 || csv === undefined) return show(request, reply, { body, faults: wrong });
    try {
      const read = await t.queue.bringTimetable(desk.doer, { csv, from: date, reason }, fieldOf(body, 'kunci'));
      const bad = read.problems.flatMap(({ line, issues }) =>
        issues.map((one) => ({ line, text: sayIssue(one, lang) })),
      );
      return await show(request, reply, {
        body,
        report: { imported: read.imported, lines: read.problems.length, bad },
      });
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'queue/too-early-day') throw error;
      return show(request, reply, { body, faults: [{ field: 'mulai', text: sayRefusal(error, lang), rule: true }] });
    }
  });
}

/** The file's text; undefined without one, or with one that is no text of this size. */
function textIn(body: Body): string | undefined {
  const value = body.berkas;
  if (!Buffer.isBuffer(value) || value.length === 0 || value.length > MOST_BYTES || value.includes(0)) return undefined;
  return value.toString('utf8');
}
