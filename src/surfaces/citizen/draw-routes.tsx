import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import { nextWave, type Pool, type Session, type Wish } from '../../capabilities/queue/index.ts';
import { writeCsv } from '../../kernel/csv.ts';
import { localDate, sayDate, sayMoment, sayTime, type Zone } from '../../kernel/dates.ts';
import { Refusal } from '../../kernel/refusal.ts';
import {
  Actions,
  Button,
  ButtonLink,
  CodePlate,
  Form,
  Muted,
  Notice,
  Numbered,
  PageTitle,
  QuietLink,
  Row,
  Rows,
  Section,
} from '../design/index.ts';
import { refIn } from '../frame/index.ts';
import type { Tools } from './deps.ts';
import { NoQueue } from './no-queue.tsx';
import { DOORS, hrefOf } from './queue-choices.ts';
import { CitizenPage, type Shell, shellOf } from './shell.tsx';
import { drawWords } from './words/draw.ts';

export const drawHref = (region: string, id: string): string => `/undian/${region}/${id}`;

export type DrawnWish = {
  readonly shell: Shell;
  readonly wish: Wish;
  readonly pool: Pool;
  readonly over: string;
  readonly zone: Zone;
  readonly now: Date;
  /** When the next places of that day are drawn for. */
  readonly next: Date | undefined;
  readonly kind: keyof typeof DOORS;
  /** Where forms about this wish are sent. */
  readonly href: string;
  readonly hidden: () => Readonly<Record<string, string>>;
};

/** What somebody who takes part in a draw sees of it: his receipt, then his number or what else he may do. */
export function DrawnPart(props: DrawnWish): JSX.Element {
  const { shell, wish, pool, zone, now } = props;
  const { lang } = shell.page;
  const words = drawWords(lang);
  const how = (
    <QuietLink href={drawHref(pool.region, pool.id)} icon="info">
      {words.how}
    </QuietLink>
  );
  const plate = <CodePlate code={wish.receipt ?? ''} label={words.receipt} note={words.receiptNote} />;
  const title = (text: string, lead: string) => (
    <PageTitle over={props.over} lead={lead}>
      {text}
    </PageTitle>
  );
  if (wish.status === 'taken')
    return (
      <>
        {title(words.won, words.wonWhy)}
        <Actions>
          <ButtonLink href={`/antrean/${wish.region}/${wish.entry}`}>{words.toNumber}</ButtonLink>
        </Actions>
        {plate}
        {how}
      </>
    );
  if (wish.status === 'lost' || pool.state === 'drawn')
    return (
      <>
        {title(words.lost, words.lostWhy)}
        {props.next && <Notice>{words.lostNext(sayMoment(props.next, zone, lang))}</Notice>}
        <Form page={shell.page} action={`${props.href}/lagi`} hidden={props.hidden()}>
          <Actions>
            <Button>{words.wait}</Button>
          </Actions>
        </Form>
        <Actions>
          <ButtonLink href={timesHref(wish, props.kind)} look="second">
            {words.other}
          </ButtonLink>
        </Actions>
        {plate}
        {how}
      </>
    );
  if (pool.closesAt <= now)
    return (
      <>
        {title(words.drawingNow, words.drawingWhy)}
        <Actions>
          <ButtonLink href={props.href}>{words.look}</ButtonLink>
        </Actions>
        {plate}
        {how}
      </>
    );
  return (
    <>
      {title(words.pooled, words.pooledWhy(sayTime(pool.closesAt, zone, lang)))}
      {plate}
      {how}
      <Form page={shell.page} action={`${props.href}/berhenti`} hidden={props.hidden()}>
        <Actions>
          <Button look="destroy">{words.stop}</Button>
        </Actions>
      </Form>
    </>
  );
}

/** Back to the times of the same need, for whom the address can name. */
export function timesHref(wish: Wish, kind: keyof typeof DOORS): string {
  const by = { self: 'self', family: `child:${wish.subject}`, mandate: `mandate:${wish.subject}` } as const;
  const untuk = by[wish.authority];
  return hrefOf(`${DOORS[kind]}/waktu`, { untuk, perlu: wish.need, bayar: wish.payer, di: wish.office });
}

/** When the next places of a wish's day are drawn for. */
export async function nextDrawOf(t: Tools, wish: Wish, session: Session, zone: Zone): Promise<Date | undefined> {
  const place = (await t.queue.offer(wish.office))?.place;
  if (!place || session.drawMinutes === null) return undefined;
  return nextWave({ ...place, drawMinutes: session.drawMinutes }, session.day, zone, t.clock());
}

/** What anybody may know of a draw: how it goes, what was fixed before, and afterwards all that is needed to draw again. */
export function drawRoutes(t: Tools, web: FastifyInstance): void {
  async function load(request: FastifyRequest) {
    const pool = await t.queue.pool(refIn(request, 'queue/not-found'));
    const session = pool && (await t.queue.session({ region: pool.region, id: pool.session }));
    if (!pool || !session) throw new Refusal('queue/not-found', 404);
    return { pool, session, office: await t.organisations.getOffice(pool.office) };
  }

  web.get('/undian/:region/:id', async (request, reply) => {
    const { pool, session, office } = await load(request);
    const shell = shellOf(t, request);
    const { lang } = shell.page;
    const words = drawWords(lang);
    const drawn = await t.queue.drawn(pool);
    const groups = session.drawFirst.map((group) => words.groups[group as keyof typeof words.groups]).join(', ');
    const time = (moment: Date) =>
      localDate(moment, office.zone) === session.day
        ? sayTime(moment, office.zone, lang)
        : sayMoment(moment, office.zone, lang);
    const fact = (label: string, value: string) => (
      <p>
        {label}: <b>{value}</b>
      </p>
    );
    return t.frame.send(
      reply,
      <CitizenPage shell={shell} title={words.pageTitle} gap={6}>
        <NoQueue
          lang={lang}
          place={office.ref}
          kind={(await t.queue.offer(office.ref))?.place.kind ?? 'health'}
          brief
        />
        <PageTitle
          over={`${office.name}. ${words.session(session.prefix, sayDate(session.day, lang))}`}
          lead={words.pageLead(time(pool.opensAt), time(pool.closesAt))}
        >
          {words.pageTitle}
        </PageTitle>
        <Section id="cara" title={words.steps}>
          <Numbered items={[words.step1, words.step2, words.step3, words.step4(groups), words.step5]} />
        </Section>
        <Section id="bukti" title={words.proof}>
          {fact(words.seedHash, pool.seedHash)}
          {pool.seed === null ? <Muted>{words.seedLater}</Muted> : fact(words.seed, pool.seed)}
          {pool.listHash !== null && fact(words.listHash, pool.listHash)}
          {drawn && (
            <>
              <p>{words.asked(drawn.length, drawn.filter(({ won }) => won).length)}</p>
              <Rows>
                <Row href={`${drawHref(pool.region, pool.id)}/csv`} icon="download" title={words.csv} />
              </Rows>
            </>
          )}
        </Section>
      </CitizenPage>,
    );
  });

  web.get('/undian/:region/:id/csv', async (request, reply) => {
    const { pool } = await load(request);
    const drawn = await t.queue.drawn(pool);
    if (!drawn) throw new Refusal('queue/not-found', 404);
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="undian-${pool.id}.csv"`)
      .send(
        writeCsv([
          ['urutan', 'bukti', 'didahulukan', 'sha256', 'mendapat'],
          ...drawn.map((one, i) => [i + 1, one.receipt, one.first ? 1 : 0, one.key, one.won ? 1 : 0]),
        ]),
      );
  });
}
