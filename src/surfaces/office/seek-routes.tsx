import type { FastifyInstance } from 'fastify';
import type { FoundCase } from '../../capabilities/cases/index.ts';
import { sayCaseNumber } from '../../kernel/case-number.ts';
import { localDate, sayDate } from '../../kernel/dates.ts';
import { type Language, say } from '../../kernel/text.ts';
import { type Desk, looked, outcomeOf } from '../frame/index.ts';
import { bodyOf, fieldOf, type OfficeDeps } from './deps.ts';
import { caseHref } from './inbox-routes.tsx';
import { type FoundLine, SeekPage } from './seek.tsx';
import { shellOf } from './shell.tsx';
import { inboxWords } from './words/inbox.ts';

/** Any case that this office ever received, by its number, a NIK or a part of a name. */
export function seekRoutes(t: OfficeDeps, web: FastifyInstance): void {
  web.post('/kantor/cari', async (request, reply) => {
    const { desk } = request;
    const typed = fieldOf(bodyOf(request), 'q').slice(0, 80);
    const sought = await t.cases.seek(desk.doer, typed);
    const [only] = sought.items;
    if (only && sought.by === 'number') return reply.redirect(caseHref(only), 303);
    await looked(t, desk, 'pencarian', { seen: sought.items.map(({ id }) => id) });
    const lang = t.frame.lang(request);
    const lines = await Promise.all(sought.items.map((one) => lineOf(t, desk, one, lang)));
    const shell = shellOf(t, request);
    return t.frame.send(reply, <SeekPage {...{ shell, office: desk.office.name, typed, sought, lines }} />);
  });
}

async function lineOf(t: OfficeDeps, desk: Desk, of: FoundCase, lang: Language): Promise<FoundLine> {
  const { definition } = await t.catalogue.version(of.service, of.serviceVersion);
  const words = inboxWords(lang);
  const sent = of.submittedAt ? sayDate(localDate(of.submittedAt, desk.office.zone), lang) : '';
  const over = of.status === 'finished' || of.status === 'closed' || of.status === 'dropped';
  const state = over
    ? outcomeOf(definition, of.outcome, lang)
    : words.states[of.status === 'returned' ? 'returned' : 'running'];
  const by = of.applicantName === of.subjectName ? words.bySelf : words.by(of.applicantName);
  return {
    ...{ of, href: caseHref(of), title: `${of.subjectName}, ${by}` },
    text: `${say(definition.title, lang)}, ${sayCaseNumber(of.number)}, ${sent}. ${state}`,
  };
}
