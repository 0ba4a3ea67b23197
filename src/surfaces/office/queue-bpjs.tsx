import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import type { Standing, Untold } from '../../capabilities/bpjs/index.ts';
import { labelOf } from '../../capabilities/queue/index.ts';
import { sayDate, sayTime } from '../../kernel/dates.ts';
import { isUuid } from '../../kernel/ids.ts';
import {
  Button,
  DeskTitle,
  EmptyState,
  ErrorSummary,
  errorTitle,
  type FieldFault,
  Form,
  Muted,
  Narrow,
  Notice,
  Radios,
  Section,
  Table,
  TextField,
  Toast,
} from '../design/index.ts';
import { looked } from '../frame/index.ts';
import { bodyOf, fieldOf, type OfficeDeps, queryOf } from './deps.ts';
import { serving } from './queue-at.ts';
import { OfficePage, type Shell, shellOf } from './shell.tsx';
import { bpjsWords } from './words/queue-bpjs.ts';

type Line = { readonly entry: string; readonly number: string; readonly name: string; readonly day: string };
type Props = {
  readonly shell: Shell;
  readonly office: string;
  readonly standing: Standing | undefined;
  readonly retry: string;
  readonly cardless: readonly Line[];
  readonly refused: readonly (Line & Pick<Untold, 'action' | 'trouble'>)[];
  readonly typed: { readonly entry: string; readonly card: string };
  readonly faults: readonly FieldFault[];
  readonly noted: boolean;
};

/** What stands between this Puskesmas and BPJS: cards to be noted, answers to wait for, refusals. */
function BpjsPage(props: Props): JSX.Element {
  const { shell, standing, refused } = props;
  const words = bpjsWords(shell.page.lang);
  return (
    <OfficePage shell={shell} title={errorTitle(shell.page.lang, words.title, props.faults.length)} at="queue">
      <DeskTitle
        title={words.title}
        text={props.office}
        figures={
          standing
            ? [
                { term: words.waiting, value: standing.waiting },
                { term: words.refusedCount, value: standing.refused.length },
              ]
            : []
        }
      />
      {!standing && <EmptyState title={words.off}>{words.offWhy}</EmptyState>}
      {props.noted && <Toast still>{words.noted}</Toast>}
      {standing?.away && (
        <Notice tone="warning" title={words.away}>
          {words.awayWhy(props.retry)}
        </Notice>
      )}
      {standing && <Cards {...props} />}
      {refused.length > 0 && (
        <Section id="ditolak" title={words.refused}>
          <Muted>{words.refusedWhy}</Muted>
          <Table
            caption={words.refused}
            columns={[words.number, words.day, words.what, words.said].map((title) => ({ title }))}
            rows={refused.map((one) => [
              one.number,
              one.day,
              words.actions[one.action],
              one.trouble === 'too late' ? words.late : one.trouble,
            ])}
          />
        </Section>
      )}
    </OfficePage>
  );
}

function Cards(props: Props): JSX.Element {
  const { shell, cardless, faults, typed } = props;
  const { lang } = shell.page;
  const words = bpjsWords(lang);
  const errorAt = (field: string) => faults.find((fault) => fault.field === field)?.text;
  return (
    <Section id="kartu-jkn" title={words.cards} card>
      {cardless.length === 0 ? (
        <Muted>{words.noCards}</Muted>
      ) : (
        <Narrow gap={4}>
          <Muted>{words.cardsWhy}</Muted>
          <ErrorSummary lang={lang} faults={faults} />
          <Form page={shell.page} action="/kantor/antrean/bpjs/kartu" gap={4}>
            <Radios
              {...{ lang, name: 'nomor', label: words.who, value: typed.entry, error: errorAt('nomor') }}
              options={cardless.map((one) => ({
                ...{ value: one.entry, label: `${one.number}, ${one.name}`, hint: one.day },
              }))}
            />
            <TextField
              {...{ lang, name: 'kartu', label: words.card, hint: words.cardHint, value: typed.card, maxLength: 17 }}
              {...{ inputMode: 'numeric', autoComplete: 'off', error: errorAt('kartu') }}
            />
            <Button look="second" wide={false}>
              {words.note}
            </Button>
          </Form>
        </Narrow>
      )}
    </Section>
  );
}

export function queueBpjsRoutes(t: OfficeDeps, web: FastifyInstance): void {
  const { mustServe } = serving(t);

  async function page(
    request: FastifyRequest,
    reply: FastifyReply,
    typed: Props['typed'],
    faults: readonly FieldFault[],
  ): Promise<FastifyReply> {
    const desk = mustServe(request);
    const lang = t.frame.lang(request);
    const standing = await t.bpjs.standing(desk.doer);
    const { region, ref, name, zone } = desk.office;
    const shown = standing?.cardless ?? [];
    const patients = await t.patients.named(
      { regions: [region], offices: [ref] },
      region,
      shown.map(({ patient }) => patient),
    );
    const persons = [...patients.values()].flatMap(({ person }) => (person === null ? [] : [person]));
    if (shown.length > 0) await looked(t, desk, 'antrean', { seen: shown.map(({ entry }) => entry), persons });
    const lineOf = (one: Untold): Line => ({
      ...{ entry: one.entry, number: labelOf(one.prefix, one.number), day: sayDate(one.day, lang) },
      name: patients.get(one.patient)?.name ?? '',
    });
    return t.frame.send(
      reply,
      <BpjsPage
        {...{ shell: shellOf(t, request), office: name, standing, typed, faults }}
        noted={queryOf(request, 'pesan') === 'dicatat'}
        retry={standing?.away ? sayTime(standing.away.retryAt, zone, lang) : ''}
        // One number may wait with several messages; its card is asked for once.
        cardless={[...new Map(shown.map((one) => [one.patient, lineOf(one)])).values()]}
        refused={(standing?.refused ?? []).map((one) => ({
          ...lineOf(one),
          ...{ action: one.action, trouble: one.trouble },
        }))}
      />,
      faults.length > 0 ? 422 : 200,
    );
  }

  web.get('/kantor/antrean/bpjs', (request, reply) => page(request, reply, { entry: '', card: '' }, []));

  web.post('/kantor/antrean/bpjs/kartu', async (request, reply) => {
    const desk = mustServe(request);
    const body = bodyOf(request);
    const words = bpjsWords(t.frame.lang(request));
    const typed = { entry: fieldOf(body, 'nomor'), card: fieldOf(body, 'kartu').slice(0, 20) };
    const card = typed.card.replaceAll(/[\s-]/g, '');
    const faults: FieldFault[] = [
      ...(isUuid(typed.entry) ? [] : [{ field: 'nomor', text: words.whoNone }]),
      ...(/^\d{13}$/.test(card) ? [] : [{ field: 'kartu', text: words.cardWrong }]),
    ];
    if (faults.length > 0) return page(request, reply, typed, faults);
    if (await t.bpjs.noteCard(desk.doer, typed.entry, card))
      return reply.redirect('/kantor/antrean/bpjs?pesan=dicatat', 303);
    return page(request, reply, typed, [{ field: 'kartu', text: words.cardTaken }]);
  });
}
