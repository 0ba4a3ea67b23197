import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ACCOUNT_WORDS, createAddressLimit } from '../../capabilities/accounts/index.ts';
import { sayFrom } from '../../kernel/dates.ts';
import type { Issue } from '../../kernel/parsed.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type Language, say, type Text } from '../../kernel/text.ts';
import { qrSvgPath } from '../../platform/qr/index.ts';
import { localPath, logFailedLogin, roleText, seatsOf, tellWait } from '../frame/index.ts';
import { bodyOf, fieldOf, type OfficeDeps, paramOf, queryOf } from './deps.ts';
import { AuthenticatorPage, InvitedPage, LoginPage, PlainPage, SeatPage } from './login.tsx';
import { forgetSeat, rememberSeat, seatOf } from './seat.ts';
import { shellOf } from './shell.tsx';
import { loginWords } from './words/login.ts';

/** Where a login leads: only to pages of this surface. */
export function officePath(value: unknown): string {
  const path = localPath(value, '/kantor');
  return /^\/kantor(?:[/?]|$)/.test(path) && !path.startsWith('/kantor/masuk') ? path : '/kantor';
}

/** The way in: two factors in one step, then the office one sits in. */
export function loginRoutes(t: OfficeDeps, web: FastifyInstance): void {
  const addresses = createAddressLimit(t.clock);

  web.get('/kantor/masuk', (request, reply) => {
    if (t.frame.officer(request)) return reply.redirect(officePath(queryOf(request, 'ke')), 303);
    const words = loginWords(t.frame.lang(request));
    const notice = queryOf(request, 'siap') === '1' ? { tone: 'success' as const, text: words.done } : undefined;
    return t.frame.send(
      reply,
      <LoginPage shell={shellOf(t, request)} back={officePath(queryOf(request, 'ke'))} notice={notice} />,
    );
  });

  web.post('/kantor/masuk', async (request, reply) => {
    const words = loginWords(t.frame.lang(request));
    const body = bodyOf(request);
    const given = { username: fieldOf(body, 'username'), password: textOf(body.password), totp: fieldOf(body, 'totp') };
    const back = officePath(body.ke);
    const again = (more: Pick<Parameters<typeof LoginPage>[0], 'faults' | 'notice'>, status = 422) =>
      t.frame.send(
        reply,
        <LoginPage shell={shellOf(t, request)} back={back} username={given.username} {...more} />,
        status,
      );
    const faults = (['username', 'password', 'totp'] as const).flatMap((field) =>
      given[field] === '' ? [{ field, text: words.missing[field] }] : [],
    );
    if (faults.length > 0) return again({ faults });
    const taken = addresses.take(request.ip);
    if (!taken.ok) throw new Refusal('frame/too-many', 429, { seconds: taken.seconds });
    const agent = String(request.headers['user-agent'] ?? '');
    const login = await t.accounts.officerLogin({ ...given, agent, device: t.frame.device(request), shared: false });
    if (login.kind !== 'in') logFailedLogin(request, 'password');
    if (login.kind === 'wrong') return again({ notice: { tone: 'danger', text: words.wrong } });
    if (login.kind === 'wait') {
      const text = words.wait(sayFrom(login.until, 'WIB', t.frame.lang(request)));
      tellWait(reply, { until: login.until.toISOString() });
      return again({ notice: { tone: 'danger', text } }, 429);
    }
    // Whoever was in before in this browser is out now.
    if (request.visitor.signed) await t.accounts.logout(request.visitor.signed);
    await t.frame.signIn(request, reply, login);
    forgetSeat(request, reply);
    return reply.redirect(back, 303);
  });

  web.get('/kantor/kursi', (request, reply) => seatPage(t, request, reply, officePath(queryOf(request, 'ke')), false));
  web.post('/kantor/kursi', async (request, reply) => {
    const signed = t.frame.officer(request);
    const body = bodyOf(request);
    const back = officePath(body.ke);
    if (!signed) return reply.redirect(loginPath(back), 303);
    const seat = seatsOf(signed).find((one) => one === fieldOf(body, 'kursi'));
    if (seat === undefined) return seatPage(t, request, reply, back, true);
    return rememberSeat(request, reply, seat).redirect(back, 303);
  });

  web.post('/kantor/keluar', async (request, reply) => {
    if (request.visitor.signed) await t.accounts.logout(request.visitor.signed);
    t.frame.signOut(request, reply);
    return forgetSeat(request, reply).redirect('/kantor/masuk', 303);
  });

  enrolmentRoutes(t, web);
}

export const loginPath = (back: string): string => `/kantor/masuk?ke=${encodeURIComponent(officePath(back))}`;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

async function seatPage(t: OfficeDeps, request: FastifyRequest, reply: FastifyReply, back: string, faulty: boolean) {
  const signed = t.frame.officer(request);
  if (!signed) return reply.redirect(loginPath(back), 303);
  const lang = t.frame.lang(request);
  const words = loginWords(lang);
  const refs = seatsOf(signed);
  if (refs.length === 0) {
    const link = { href: '/', label: words.toFront };
    const shell = { ...shellOf(t, request), officer: { name: signed.name, role: '' } };
    return t.frame.send(
      reply,
      <PlainPage shell={shell} title={words.noRole} text={words.noRoleWhy} link={link} />,
      403,
    );
  }
  if (refs.length === 1 && seatOf(request, signed)) return reply.redirect(back, 303);
  const seats = await Promise.all(
    refs.map(async (ref) => ({
      ref,
      name: (await t.organisations.findOffice(ref))?.name ?? ref,
      roles: signed.roles
        .filter((role) => role.office === ref)
        .map(({ role }) => roleText(t, role, lang))
        .join(', '),
    })),
  );
  return t.frame.send(
    reply,
    <SeatPage shell={shellOf(t, request)} back={back} seats={seats} faulty={faulty} />,
    faulty ? 422 : 200,
  );
}

/** An invited officer sets a password and the second factor; the link is the proof, so it is never kept in a referrer. */
function enrolmentRoutes(t: OfficeDeps, web: FastifyInstance): void {
  const over = (request: FastifyRequest, reply: FastifyReply) => {
    const words = loginWords(t.frame.lang(request));
    const link = { href: '/kantor/masuk', label: words.login };
    return t.frame.send(
      reply,
      <PlainPage shell={shellOf(t, request)} title={words.over} text={words.overWhy} link={link} />,
      410,
    );
  };

  web.get('/kantor/undangan/:token', (request, reply) =>
    t.frame.send(reply, <InvitedPage shell={shellOf(t, request)} token={tokenOf(request)} />),
  );

  web.post('/kantor/undangan/:token', async (request, reply) => {
    const lang = t.frame.lang(request);
    const token = tokenOf(request);
    const body = bodyOf(request);
    const password = textOf(body.password);
    const again = (field: string, text: string) =>
      t.frame.send(reply, <InvitedPage shell={shellOf(t, request)} token={token} faults={[{ field, text }]} />, 422);
    if (password !== textOf(body.again)) return again('again', loginWords(lang).different);
    const started = await t.accounts.startEnrolment(token, password);
    if (started.kind === 'over') return over(request, reply);
    if (started.kind === 'issues')
      return again('password', started.issues.map((one) => sayAccount(one, lang)).join(' '));
    const secret = { text: started.secret.replace(/(.{4})(?=.)/g, '$1 '), qr: qrSvgPath(started.uri) };
    return t.frame.send(reply, <AuthenticatorPage shell={shellOf(t, request)} token={token} secret={secret} />);
  });

  web.post('/kantor/undangan/:token/kode', async (request, reply) => {
    const token = tokenOf(request);
    const answer = await t.accounts.finishEnrolment(token, fieldOf(bodyOf(request), 'totp'));
    if (answer === 'over') return over(request, reply);
    if (answer === 'done') return reply.redirect('/kantor/masuk?siap=1', 303);
    return t.frame.send(reply, <AuthenticatorPage shell={shellOf(t, request)} token={token} wrong />, 422);
  });
}

const tokenOf = (request: FastifyRequest): string => encodeURIComponent(paramOf(request, 'token'));

/** The words of the room of accounts, its numbers filled in. */
export function sayAccount(issue: Pick<Issue, 'code' | 'params'>, lang: Language): string {
  const text: Text | undefined = (ACCOUNT_WORDS as Readonly<Record<string, Text>>)[issue.code];
  const params: Readonly<Record<string, unknown>> = issue.params ?? {};
  return say(text ?? { id: issue.code }, lang).replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
}
