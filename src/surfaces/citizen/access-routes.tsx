import type { FastifyInstance } from 'fastify';
import { sayMoment } from '../../kernel/dates.ts';
import { say } from '../../kernel/text.ts';
import { EmptyState, Muted, PageTitle, PlainRows } from '../design/index.ts';
import type { Tools } from './deps.ts';
import { officeName, zoneOf } from './running.ts';
import { CitizenPage, shellOf } from './shell.tsx';
import { mustBe } from './visitor.ts';
import { paperWords } from './words/paper.ts';

/** "Siapa membuka data saya": every look of an officer, with when, where and for what. */
export function accessRoutes(t: Tools, web: FastifyInstance): void {
  web.get('/siapa-membuka', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const lang = t.frame.lang(request);
    const words = paperWords(lang);
    const looks = await t.audit.whoLooked(citizen.signed.person);
    const services = await t.catalogue.current();
    const rows = await Promise.all(
      looks.map(async (look) => {
        const service = services.get(look.purpose);
        const at = sayMoment(look.at, await zoneOf(t, look.office, look.region), lang);
        const purpose = service ? say(service.definition.title, lang) : look.purpose;
        return {
          title: <b>{look.actorLabel}</b>,
          text: [await officeName(t, look.office), at, purpose].filter(Boolean).join(', '),
        };
      }),
    );
    const page = (
      <CitizenPage shell={shellOf(t, request)} at="account" title={words.access}>
        <PageTitle lead={words.accessLead}>{words.access}</PageTitle>
        {rows.length === 0 ? (
          <EmptyState title={words.accessNone} link={{ href: '/', label: words.home }}>
            {words.accessNoneText}
          </EmptyState>
        ) : (
          <>
            <PlainRows rows={rows} />
            <Muted>{words.accessStrange}</Muted>
          </>
        )}
      </CitizenPage>
    );
    return t.frame.send(reply, page);
  });
}
