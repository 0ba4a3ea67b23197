import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  Actions,
  BackLink,
  Button,
  ButtonLink,
  ErrorSummary,
  errorTitle,
  type FieldFault,
  Form,
  PageTitle,
  QuietLink,
  TextField,
} from '../design/index.ts';
import { bodyOf, fieldOf, type Tools } from './deps.ts';
import { issueText } from './issue-words.ts';
import { faultAt } from './login.tsx';
import { pinWaitText } from './login-routes.tsx';
import { CitizenPage, shellOf } from './shell.tsx';
import { mustBe } from './visitor.ts';
import { loginWords } from './words/login.ts';

/** What guards the account: a new PIN for whoever knows the one so far; another number only where somebody sees who it is. */
export function pinRoutes(t: Tools, web: FastifyInstance): void {
  function ask(request: FastifyRequest, reply: FastifyReply, faults: readonly FieldFault[]) {
    const shell = shellOf(t, request);
    const { lang } = shell.page;
    const words = loginWords(lang);
    const box = (name: 'lama' | 'pin', label: string, hint: string | undefined, fill: string) => (
      <TextField
        {...{ lang, name, label, hint, autoComplete: fill, type: 'password', inputMode: 'numeric' }}
        {...{ maxLength: 6, width: 'code', error: faultAt(faults, name) }}
      />
    );
    const page = (
      <CitizenPage shell={shell} title={errorTitle(lang, words.pinChange, faults.length)} gap={6}>
        <BackLink href="/akun">{words.account}</BackLink>
        <ErrorSummary lang={lang} faults={faults} />
        <PageTitle lead={words.pinChangeLead}>{words.pinChange}</PageTitle>
        <Form page={shell.page} action="/akun/pin">
          {box('lama', words.pinOld, undefined, 'current-password')}
          {box('pin', words.pinNewLabel, words.pinNewHint, 'new-password')}
          <Actions>
            <Button>{words.save}</Button>
          </Actions>
        </Form>
        <QuietLink href="/masuk/pin-baru?ke=/akun" icon="undo">
          {words.pinForgot}
        </QuietLink>
      </CitizenPage>
    );
    return t.frame.send(reply, page, faults.length > 0 ? 422 : 200);
  }

  web.get('/akun/pin', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    return citizen ? ask(request, reply, []) : reply;
  });

  web.post('/akun/pin', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const body = bodyOf(request);
    const lang = t.frame.lang(request);
    const token = t.frame.sessionToken(request) ?? '';
    const proof = { kind: 'pin', pin: fieldOf(body, 'lama').slice(0, 20) } as const;
    const answer = await t.accounts.setPin(token, citizen.signed, {
      ...{ pin: fieldOf(body, 'pin'), proof, device: t.frame.device(request) },
    });
    const fault = (field: string, text: string) => ask(request, reply, [{ field, text }]);
    if (answer.kind === 'issues')
      return fault('pin', issueText(answer.issues[0] ?? { code: 'pin/six-digits', params: {} }, lang));
    if (answer.kind === 'wait') return fault('lama', pinWaitText(t, request, answer.until));
    if (answer.kind === 'moved') return fault('lama', loginWords(lang).moved);
    if (answer.kind !== 'in') return fault('lama', loginWords(lang).pinWrong);
    await t.frame.signIn(request, reply, answer);
    return reply.redirect('/akun?pesan=pin', 303);
  });

  web.get('/akun/nomor', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 1);
    if (!citizen) return reply;
    const shell = shellOf(t, request);
    const words = loginWords(shell.page.lang);
    return t.frame.send(
      reply,
      <CitizenPage shell={shell} at="account" title={words.numberChange}>
        <BackLink href="/akun">{words.account}</BackLink>
        <PageTitle lead={words.numberChangeLead}>{words.numberChange}</PageTitle>
        <p>{words.numberChangeThen}</p>
        <Actions>
          <ButtonLink href="/bantuan" icon="office">
            {words.numberChangeOffice}
          </ButtonLink>
        </Actions>
      </CitizenPage>,
    );
  });
}
