import type { FastifyInstance } from 'fastify';
import type { JSX } from 'preact';
import { labelOf } from '../../capabilities/queue/index.ts';
import type { Standing } from '../../capabilities/satusehat/index.ts';
import { sayDate, sayTime } from '../../kernel/dates.ts';
import { DeskTitle, EmptyState, Muted, Notice, PlainRows, Section } from '../design/index.ts';
import type { OfficeDeps } from './deps.ts';
import { mustArrange } from './queue-arrange.tsx';
import { OfficePage, type Shell, shellOf } from './shell.tsx';
import { satusehatWords } from './words/queue-satusehat.ts';

type Props = {
  readonly shell: Shell;
  readonly office: string;
  readonly standing: Standing | undefined;
  readonly retry: string;
};

/** What stands between this Puskesmas and SATUSEHAT: numbers of the queue and causes in words, nobody by name. */
function SatusehatPage({ shell, office, standing, retry }: Props): JSX.Element {
  const { lang } = shell.page;
  const words = satusehatWords(lang);
  return (
    <OfficePage shell={shell} title={words.title} at="queue">
      <DeskTitle
        title={words.title}
        text={office}
        figures={
          standing
            ? [
                { term: words.waiting, value: standing.waiting },
                { term: words.refusedCount, value: standing.refused.length },
                { term: words.nikless, value: standing.nikless },
              ]
            : []
        }
      />
      {!standing && <EmptyState title={words.off}>{words.offWhy}</EmptyState>}
      {standing?.away && (
        <Notice tone="warning" title={words.away}>
          {words.awayWhy(retry)}
        </Notice>
      )}
      {standing && (
        <Section id="ditolak" title={words.refused}>
          <Muted>{standing.refused.length === 0 ? words.fine : words.refusedWhy}</Muted>
          <PlainRows
            rows={standing.refused.map((one) => ({
              title: (
                <b>{`${labelOf(one.prefix, one.number)}, ${sayDate(one.day, lang)}: ${words.actions[one.action]}`}</b>
              ),
              text: Object.hasOwn(words.lacks, one.trouble)
                ? words.lacks[one.trouble as keyof typeof words.lacks]
                : words.saidIt(one.trouble),
            }))}
          />
          <Muted>{words.niklessWhy}</Muted>
        </Section>
      )}
    </OfficePage>
  );
}

export function queueSatusehatRoutes(t: OfficeDeps, web: FastifyInstance): void {
  web.get('/kantor/antrean/satusehat', async (request, reply) => {
    const { doer, office } = mustArrange(request);
    const standing = await t.satusehat.standing(doer);
    const retry = standing?.away ? sayTime(standing.away.retryAt, office.zone, t.frame.lang(request)) : '';
    return t.frame.send(
      reply,
      <SatusehatPage {...{ shell: shellOf(t, request), office: office.name, standing, retry }} />,
    );
  });
}
