import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Mandate } from '../../capabilities/accounts/index.ts';
import { sayDay } from '../../kernel/dates.ts';
import { isUuid } from '../../kernel/ids.ts';
import { parseNik } from '../../kernel/nik.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type Language, say } from '../../kernel/text.ts';
import type { FieldFault } from '../design/index.ts';
import { dateTyped } from './birth-date.tsx';
import { bodyOf, fieldOf, paramOf, queryOf, type Tools } from './deps.ts';
import { issueText } from './issue-words.ts';
import { MandateForm, type MandateLine, MandateList, MandatePage, UNTIL } from './mandates.tsx';
import { shellOf } from './shell.tsx';
import { type Citizen, mustBe } from './visitor.ts';
import { mandateWords } from './words/mandate.ts';

/** One adult lets another act: given, asked for, answered, ended; all behind the PIN. */
export function mandateRoutes(t: Tools, web: FastifyInstance): void {
  web.get('/kuasa', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const shell = shellOf(t, request);
    const words = mandateWords(shell.page.lang);
    const own = citizen.person.id;
    const rows = await t.accounts.mandatesOf(own);
    const lines = await Promise.all(rows.map((row) => lineOf(t, row, own, shell.page.lang)));
    const at = (wanted: (row: Mandate) => boolean): readonly MandateLine[] =>
      lines.filter((_, i) => wanted(rows[i] as Mandate));
    const stands = (row: Mandate): boolean => row.status === 'active' && !row.over;
    const messages: Readonly<Record<string, string>> = {
      ...{ diberikan: words.givenDone, diminta: words.asked, dijawab: words.answered, berakhir: words.ended },
    };
    return t.frame.send(
      reply,
      <MandateList
        shell={shell}
        message={messages[queryOf(request, 'pesan')]}
        waiting={at((row) => row.status === 'asked' && row.giver === own)}
        given={at((row) => stands(row) && row.giver === own)}
        received={at((row) => row.receiver === own && (stands(row) || row.status === 'asked'))}
        former={at((row) => row.status !== 'asked' && !stands(row))}
      />,
    );
  });

  async function form(
    request: FastifyRequest,
    reply: FastifyReply,
    kind: 'beri' | 'minta',
    faults: readonly FieldFault[],
  ) {
    const shell = shellOf(t, request);
    const services = [...(await t.catalogue.current()).values()]
      .filter(({ definition }) => definition.subject.includes('mandate'))
      .map(({ service, definition }) => ({ value: service, label: say(definition.title, shell.page.lang) }));
    const body = bodyOf(request);
    const page = <MandateForm {...{ shell, kind, faults, services, typed: body, chosen: chosenIn(body) }} />;
    return t.frame.send(reply, page, faults.length > 0 ? 422 : 200);
  }

  for (const kind of ['beri', 'minta'] as const) {
    web.get(`/kuasa/${kind}`, async (request, reply) => {
      const citizen = await mustBe(t, request, reply, 2);
      return citizen ? form(request, reply, kind, []) : reply;
    });
    web.post(`/kuasa/${kind}`, async (request, reply) => {
      const citizen = await mustBe(t, request, reply, 2);
      if (!citizen) return reply;
      const faults = await made(t, request, citizen, kind);
      if (faults.length > 0) return form(request, reply, kind, faults);
      return reply.redirect(`/kuasa?pesan=${kind === 'beri' ? 'diberikan' : 'diminta'}`, 303);
    });
  }

  web.get('/kuasa/:id', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const row = await mandateOf(t, citizen, paramOf(request, 'id'));
    const shell = shellOf(t, request);
    const line = await lineOf(t, row, citizen.person.id, shell.page.lang);
    return t.frame.send(reply, <MandatePage {...{ shell, row, services: line.services, own: citizen.person.id }} />);
  });

  web.post('/kuasa/:id/jawab', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const row = await mandateOf(t, citizen, paramOf(request, 'id'));
    const yes = fieldOf(bodyOf(request), 'jawab') === 'ya';
    // A second press finds its answer given.
    if (row.status !== (yes ? 'active' : 'refused')) await t.accounts.answerMandate(citizen.signed, row.id, yes);
    return reply.redirect('/kuasa?pesan=dijawab', 303);
  });

  web.post('/kuasa/:id/akhiri', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const row = await mandateOf(t, citizen, paramOf(request, 'id'));
    if (row.status === 'asked' || row.status === 'active') await t.accounts.endMandate(citizen.signed, row.id);
    return reply.redirect('/kuasa?pesan=berakhir', 303);
  });
}

/** @throws Refusal `frame/not-found` for another's, or none */
async function mandateOf(t: Tools, citizen: Citizen, id: string): Promise<Mandate> {
  const rows = isUuid(id) ? await t.accounts.mandatesOf(citizen.person.id) : [];
  const row = rows.find((one) => one.id === id);
  if (!row) throw new Refusal('frame/not-found', 404);
  return row;
}

const chosenIn = (body: Readonly<Record<string, unknown>>): readonly string[] =>
  [body.layanan].flat().filter((one): one is string => typeof one === 'string' && one !== '');

/** @returns what is wrong; nothing when it was given, or asked for */
async function made(
  t: Tools,
  request: FastifyRequest,
  citizen: Citizen,
  kind: 'beri' | 'minta',
): Promise<readonly FieldFault[]> {
  const body = bodyOf(request);
  const lang = t.frame.lang(request);
  const nik = parseNik(fieldOf(body, 'nik'));
  const name = fieldOf(body, 'nama').slice(0, 100);
  const wrong: readonly FieldFault[] = [
    ...(nik.ok ? [] : [{ field: 'nik', text: issueText(nik.issues[0] ?? { code: 'missing', params: {} }, lang) }]),
    ...(name === '' ? [{ field: 'nama', text: issueText({ code: 'name/empty', params: {} }, lang) }] : []),
  ];
  if (!nik.ok || wrong.length > 0) return wrong;
  const terms = { services: chosenIn(body), until: dateTyped(body, UNTIL) };
  const named = { nik: nik.value, name };
  try {
    const answer =
      kind === 'beri'
        ? await t.accounts.giveMandate(citizen.signed, named, terms)
        : await t.accounts.askMandate(citizen.signed, named, terms);
    const issues = answer === 'asked' ? [] : 'kind' in answer ? (answer.kind === 'done' ? [] : answer.issues) : answer;
    return issues.map((issue) => ({ field: boxOf(issue.code), text: issueText(issue, lang) }));
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'accounts/too-often') throw error;
    return [{ field: 'nik', text: issueText({ code: error.code, params: {} }, lang) }];
  }
}

const boxOf = (code: string): string =>
  code.startsWith('mandate/until') || code === 'date/shape'
    ? UNTIL
    : code === 'mandate/services-many'
      ? 'layanan'
      : 'nik';

async function lineOf(t: Tools, row: Mandate, own: string, lang: Language): Promise<MandateLine> {
  const words = mandateWords(lang);
  const known = await t.catalogue.current();
  const services =
    row.services.length === 0
      ? words.allServices
      : row.services.map((key) => say(known.get(key)?.definition.title ?? { id: key }, lang)).join(', ');
  const name = row.giver === own ? row.receiverName : row.giverName;
  return { href: `/kuasa/${row.id}`, name, services, text: words.line(services, sayDay(row.until, lang)) };
}
