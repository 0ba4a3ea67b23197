import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createAddressLimit } from '../../capabilities/accounts/index.ts';
import { parseMobile } from '../../kernel/phone.ts';
import type { FieldFault } from '../design/index.ts';
import { localPath } from '../frame/index.ts';
import { Bind, BindCode, CounterOnly } from './bind.tsx';
import { dateBoxes, dateTyped } from './birth-date.tsx';
import { challengeOf, keepChallenge } from './challenge-cookie.ts';
import { bodyOf, fieldOf, queryOf, type Tools } from './deps.ts';
import { issueText } from './issue-words.ts';
import { mustNotFlood, placeOf, waitText, welcome } from './login-routes.tsx';
import { shellOf } from './shell.tsx';
import { loginWords } from './words/login.ts';

const PATH = '/daftar';

/** Which box a fault of the register's facts stands at. */
const boxOf = (code: string): string =>
  code.startsWith('nik/') ? 'nik' : code.startsWith('kk/') ? 'kk' : code.startsWith('date/') ? 'lahir' : 'telepon';

/** An account by what the register knows and a code to the number on record: in the demo only. */
export function bindRoutes(t: Tools, web: FastifyInstance): void {
  const addresses = createAddressLimit(t.clock);
  const ask = (request: FastifyRequest, reply: FastifyReply, to: string, faults: readonly FieldFault[]) => {
    const body = bodyOf(request);
    const typed = {
      ...{ nik: fieldOf(body, 'nik'), kk: fieldOf(body, 'kk'), telepon: fieldOf(body, 'telepon') },
      ...dateBoxes(body),
    };
    const once = Buffer.from(t.random(24)).toString('base64url');
    const page = <Bind {...{ shell: shellOf(t, request), to, faults, typed, once }} />;
    return t.frame.send(reply, page, faults.length > 0 ? 422 : 200);
  };
  const askCode = (request: FastifyRequest, reply: FastifyReply, to: string, faults: readonly FieldFault[]) => {
    const demo = t.inbox !== undefined;
    const page = <BindCode {...{ shell: shellOf(t, request), to, faults, demo }} />;
    return t.frame.send(reply, page, faults.length > 0 ? 422 : 200);
  };

  web.get(PATH, (request, reply) =>
    t.config.demo
      ? ask(request, reply, localPath(queryOf(request, 'ke')), [])
      : t.frame.send(reply, <CounterOnly shell={shellOf(t, request)} />),
  );

  web.post(PATH, async (request, reply) => {
    mustNotFlood(addresses, request);
    const body = bodyOf(request);
    const to = localPath(body.ke);
    const lang = t.frame.lang(request);
    const phone = fieldOf(body, 'telepon').slice(0, 40);
    const read = parseMobile(phone);
    const asked = await t.accounts.askBindByRegister({
      ...{ phone, key: fieldOf(body, 'kunci').slice(0, 80), device: t.frame.device(request) },
      ...{ nik: fieldOf(body, 'nik'), kk: fieldOf(body, 'kk'), birthDate: dateTyped(body) },
    });
    if (asked.kind === 'wait')
      return ask(request, reply, to, [{ field: 'telepon', text: waitText(t, request, asked.until) }]);
    const issues = [...(asked.kind === 'issues' ? asked.issues : []), ...(read.ok ? [] : read.issues)];
    if (asked.kind === 'issues') {
      const faults = new Map(issues.map((issue) => [boxOf(issue.code), issueText(issue, lang)]));
      return ask(
        request,
        reply,
        to,
        [...faults].map(([field, text]) => ({ field, text })),
      );
    }
    keepChallenge(request, reply, PATH, { token: asked.challenge, phone, shared: false });
    return reply.redirect(`/daftar/kode?ke=${encodeURIComponent(to)}`, 303);
  });

  web.get('/daftar/kode', (request, reply) => {
    const to = localPath(queryOf(request, 'ke'));
    return challengeOf(request, PATH) ? askCode(request, reply, to, []) : reply.redirect(PATH, 303);
  });

  web.post('/daftar/kode', async (request, reply) => {
    const body = bodyOf(request);
    const to = localPath(body.ke);
    const lang = t.frame.lang(request);
    const challenge = challengeOf(request, PATH);
    if (!challenge) return reply.redirect(PATH, 303);
    const fault = (field: string, text: string) => askCode(request, reply, to, [{ field, text }]);
    const answer = await t.accounts.bindByRegister({
      ...{ challenge: challenge.token, phone: challenge.phone },
      ...{ code: fieldOf(body, 'kode'), pin: fieldOf(body, 'pin'), ...placeOf(t, request, false) },
    });
    if (answer.kind === 'issues') {
      const [issue] = answer.issues;
      return fault('pin', issue ? issueText(issue, lang) : '');
    }
    if (answer.kind === 'wrong') return fault('kode', loginWords(lang).wrongCode(answer.left));
    if (answer.kind === 'over') return fault('kode', loginWords(lang).overCode);
    return welcome(t, request, reply, PATH, to, answer);
  });
}
