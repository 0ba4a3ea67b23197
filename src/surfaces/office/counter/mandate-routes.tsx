import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Mandate } from '../../../capabilities/accounts/index.ts';
import { isIsoDate, sayDay } from '../../../kernel/dates.ts';
import { parseNik } from '../../../kernel/nik.ts';
import { type Language, say } from '../../../kernel/text.ts';
import type { FieldFault } from '../../design/index.ts';
import { type Body, bodyOf, fieldOf, type OfficeDeps, ticksOf } from '../deps.ts';
import { sayAccount } from '../login-routes.tsx';
import { shellOf } from '../shell.tsx';
import { counterWords } from '../words/counter.ts';
import { MandatePage } from './mandate.tsx';
import { COUNTER, mustServe, mustVisit, type Visiting } from './visit.ts';

/** F-1.07 at the counter: the giver stands here, both signed it on paper. */
export function counterMandateRoutes(t: OfficeDeps, web: FastifyInstance): void {
  async function show(request: FastifyRequest, reply: FastifyReply, visiting: Visiting, faults: readonly FieldFault[]) {
    const { person, home } = visiting;
    const shell = shellOf(t, request);
    const { lang } = shell.page;
    const known = await t.catalogue.current();
    const titleOf = (service: string): string => say(known.get(service)?.definition.title ?? { id: service }, lang);
    const standing = (await t.accounts.mandatesOf(person.id)).filter((one) => one.status === 'active');
    const body = bodyOf(request);
    const services = [...known.values()].filter(({ definition }) => definition.subject.includes('mandate'));
    const page = (
      <MandatePage
        {...{ shell, home, faults, typed: body, name: person.name, chosen: ticksOf(body, 'layanan') }}
        services={services.map(({ service }) => ({ value: service, label: titleOf(service) }))}
        given={linesOf(standing, person.id, titleOf, lang).given}
        received={linesOf(standing, person.id, titleOf, lang).received}
      />
    );
    return t.frame.send(reply, page, faults.length > 0 ? 422 : 200);
  }

  web.get(`${COUNTER}/:visit/kuasa`, async (request, reply) => {
    const visiting = await mustVisit(t, request, reply);
    if (!visiting) return reply;
    mustServe(request.desk, 'mandate.witness');
    return show(request, reply, visiting, []);
  });

  web.post(`${COUNTER}/:visit/kuasa`, async (request, reply) => {
    const visiting = await mustVisit(t, request, reply);
    if (!visiting) return reply;
    mustServe(request.desk, 'mandate.witness');
    const { desk, visit, person, home } = visiting;
    const body = bodyOf(request);
    const lang = t.frame.lang(request);
    const nik = parseNik(fieldOf(body, 'nik'));
    const faults: readonly FieldFault[] = [
      ...(nik.ok ? [] : [{ field: 'nik', text: sayAccount({ code: 'mandate/nobody', params: {} }, lang) }]),
      ...(fieldOf(body, 'surat') === '' ? [{ field: 'surat', text: counterWords(lang).mandateSignedNone }] : []),
    ];
    if (!nik.ok || faults.length > 0) return show(request, reply, visiting, faults);
    const at = { officer: desk.doer.id, office: visit.office, document: visit.document, key: fieldOf(body, 'kunci') };
    const terms = { services: ticksOf(body, 'layanan'), until: untilTyped(body) };
    const answer = await t.accounts.mandateAtCounter(at, { giverNik: person.nik, receiverNik: nik.value }, terms);
    if (answer.kind === 'done') return reply.redirect(`${home}?pesan=kuasa`, 303);
    const wrong = answer.issues.map((issue) => ({ field: boxOf(issue.code), text: sayAccount(issue, lang) }));
    return show(request, reply, visiting, wrong);
  });
}

const boxOf = (code: string): string =>
  code.startsWith('mandate/until') || code === 'date/shape'
    ? 'sampai'
    : code === 'mandate/services-many'
      ? 'layanan'
      : 'nik';

/** Three boxes as one date; '' when it is none. */
function untilTyped(body: Body): string {
  const part = (name: string, length: number): string => fieldOf(body, `sampai.${name}`).padStart(length, '0');
  const date = `${part('year', 4)}-${part('month', 2)}-${part('day', 2)}`;
  return isIsoDate(date) ? date : '';
}

function linesOf(
  standing: readonly Mandate[],
  person: string,
  titleOf: (service: string) => string,
  lang: Language,
): { readonly given: readonly string[]; readonly received: readonly string[] } {
  const words = counterWords(lang);
  const line = (one: Mandate, who: string): string => {
    const services = one.services.length === 0 ? words.allServices : one.services.map(titleOf).join(', ');
    return `${who}, ${services}, ${words.untilDay(sayDay(one.until, lang))}`;
  };
  return {
    given: standing.filter((one) => one.giver === person).map((one) => line(one, words.to(one.receiverName))),
    received: standing.filter((one) => one.receiver === person).map((one) => line(one, words.from(one.giverName))),
  };
}
