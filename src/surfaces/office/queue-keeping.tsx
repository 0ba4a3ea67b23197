import type { FastifyInstance } from 'fastify';
import type { JSX } from 'preact';
import type { Kept } from '../../capabilities/keeping/index.ts';
import { sayMoment, type Zone } from '../../kernel/dates.ts';
import { say } from '../../kernel/text.ts';
import { DeskTitle, Muted, Narrow, PlainRows, Tag } from '../design/index.ts';
import type { OfficeDeps } from './deps.ts';
import { mustArrange } from './queue-arrange.tsx';
import { OfficePage, type Shell, shellOf } from './shell.tsx';
import { keepingWords } from './words/queue-keeping.ts';

/** How long each part of what the place holds of people is kept, for whoever answers for it. */
function KeepingPage(props: {
  readonly shell: Shell;
  readonly office: string;
  readonly zone: Zone;
  readonly kept: readonly Kept[];
}): JSX.Element {
  const { shell, kept, zone } = props;
  const { lang } = shell.page;
  const words = keepingWords(lang);
  return (
    <OfficePage shell={shell} title={words.title} at="queue">
      <DeskTitle title={words.title} text={props.office} />
      <Narrow gap={4}>
        <p>{words.lead}</p>
        <PlainRows
          rows={kept.map((one) => ({
            title: (
              <>
                <b>{`${say(one.title, lang)}: ${words.days(one.days)}`}</b>{' '}
                {!one.settled && <Tag tone="waiting">{words.proposal}</Tag>}
              </>
            ),
            text: (
              <>
                {words.holds(say(one.holds, lang))}
                <br />
                {words.reason(say(one.why, lang))}
                <br />
                {one.erased ? words.erased(sayMoment(one.erased, zone, lang)) : words.never}
              </>
            ),
          }))}
        />
        <Muted>{words.proposed}</Muted>
        <Muted>{words.apart}</Muted>
      </Narrow>
    </OfficePage>
  );
}

export function queueKeepingRoutes(t: OfficeDeps, web: FastifyInstance): void {
  web.get('/kantor/antrean/masa-simpan', async (request, reply) => {
    const { doer, office } = mustArrange(request);
    const kept = (await t.keeping.kept(doer)) ?? [];
    return t.frame.send(
      reply,
      <KeepingPage {...{ shell: shellOf(t, request), office: office.name, zone: office.zone, kept }} />,
    );
  });
}
