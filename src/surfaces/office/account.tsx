import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type AgainAnswer, ALL_OTHERS } from '../../capabilities/accounts/index.ts';
import { sayFrom, sayMoment } from '../../kernel/dates.ts';
import {
  Actions,
  Button,
  DeskTitle,
  ErrorSummary,
  errorTitle,
  type FieldFault,
  Form,
  Narrow,
  Notice,
  Section,
  Sessions,
  TextField,
} from '../design/index.ts';
import { logFailedLogin, tellWait } from '../frame/index.ts';
import { bodyOf, fieldOf, type OfficeDeps, queryOf } from './deps.ts';
import { sayAccount } from './login-routes.tsx';
import { OfficePage, shellOf } from './shell.tsx';
import { accountWords } from './words/account.ts';
import { loginWords } from './words/login.ts';

const ACCOUNT = '/kantor/akun';
type Again = { readonly faults: readonly FieldFault[]; readonly which?: string; readonly status?: number };

/** An officer's own account: another password, and where it is logged in. What guards it is changed by the password again. */
export function accountRoutes(t: OfficeDeps, web: FastifyInstance): void {
  async function show(request: FastifyRequest, reply: FastifyReply, { faults, which, status = 200 }: Again) {
    const { signed, office } = request.desk;
    const shell = shellOf(t, request);
    const { lang } = shell.page;
    const words = accountWords(lang);
    const messages: Readonly<Record<string, string>> = { sandi: words.changed, keluar: words.ended };
    const message = faults.length > 0 ? undefined : messages[queryOf(request, 'pesan')];
    const lines = (await t.accounts.sessions(signed)).map((one) => ({
      ...one,
      since: sayMoment(one.beganAt, office.zone, lang),
    }));
    const box = (name: string, label: string, autoComplete: string, hint?: string) => (
      <TextField
        {...{ lang, name, label, hint, autoComplete, type: 'password' as const }}
        error={faults.find((one) => one.field === name)?.text}
      />
    );
    const page = (
      <OfficePage shell={shell} title={errorTitle(lang, words.title, faults.length)}>
        <DeskTitle title={words.title} text={signed.name} />
        <Narrow gap={4}>
          <ErrorSummary lang={lang} faults={faults} />
          {message !== undefined && (
            <Notice tone="success" role="status">
              {message}
            </Notice>
          )}
          <Section id="ganti" title={words.change}>
            <Form page={shell.page} action={`${ACCOUNT}/sandi`}>
              <p>{words.changeLead}</p>
              {box('sandi', words.now, 'current-password')}
              {box('baru', words.next, 'new-password', loginWords(lang).passwordHint)}
              {box('ulang', loginWords(lang).again, 'new-password')}
              <Actions>
                <Button>{words.save}</Button>
              </Actions>
            </Form>
          </Section>
          <Sessions page={shell.page} action={`${ACCOUNT}/keluarkan`} lines={lines} all={ALL_OTHERS} chosen={which}>
            {box('bukti', words.proof, 'current-password')}
          </Sessions>
        </Narrow>
      </OfficePage>
    );
    return t.frame.send(reply, page, status);
  }

  /** @param field where the password so far was typed */
  async function answered(
    request: FastifyRequest,
    reply: FastifyReply,
    answer: AgainAnswer,
    of: { readonly field: string; readonly which?: string; readonly done: string },
  ) {
    const lang = t.frame.lang(request);
    const words = accountWords(lang);
    const { which = ALL_OTHERS } = of;
    const fault = (field: string, text: string, status = 422) =>
      show(request, reply, { faults: [{ field, text }], which, status });
    if (answer.kind === 'issues') return fault('baru', answer.issues.map((one) => sayAccount(one, lang)).join(' '));
    if (answer.kind === 'moved') return fault(of.field, words.moved);
    if (answer.kind === 'in') {
      await t.frame.signIn(request, reply, answer);
      return reply.redirect(`${ACCOUNT}?pesan=${of.done}`, 303);
    }
    logFailedLogin(request, 'password');
    if (answer.kind === 'wrong') return fault(of.field, words.wrong);
    tellWait(reply, { until: answer.until.toISOString() });
    return fault(of.field, loginWords(lang).wait(sayFrom(answer.until, 'WIB', lang)), 429);
  }

  const givenBy = (request: FastifyRequest, field: string) => {
    const typed = bodyOf(request)[field];
    return {
      ...{ password: typeof typed === 'string' ? typed : '', device: t.frame.device(request) },
      token: t.frame.sessionToken(request) ?? '',
    };
  };

  web.get(ACCOUNT, (request, reply) => show(request, reply, { faults: [] }));

  web.post(`${ACCOUNT}/sandi`, async (request, reply) => {
    const { password: next } = givenBy(request, 'baru');
    if (next !== givenBy(request, 'ulang').password) {
      const text = loginWords(t.frame.lang(request)).different;
      return show(request, reply, { faults: [{ field: 'ulang', text }], status: 422 });
    }
    const answer = await t.accounts.changePassword(request.desk.signed, next, givenBy(request, 'sandi'));
    return answered(request, reply, answer, { field: 'sandi', done: 'sandi' });
  });

  web.post(`${ACCOUNT}/keluarkan`, async (request, reply) => {
    const which = fieldOf(bodyOf(request), 'sesi');
    const answer = await t.accounts.endOtherSeats(request.desk.signed, which, givenBy(request, 'bukti'));
    return answered(request, reply, answer, { field: 'bukti', which, done: 'keluar' });
  });
}
