import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  type AddressLimit,
  type CodeAnswer,
  createAddressLimit,
  type Place,
  type Proof,
  type SignedIn,
} from '../../capabilities/accounts/index.ts';
import { localDate, sayFrom } from '../../kernel/dates.ts';
import { maskPhone } from '../../kernel/masking.ts';
import { parseMobile } from '../../kernel/phone.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { FieldFault } from '../design/index.ts';
import { localPath, logFailedLogin } from '../frame/index.ts';
import { dateBoxes, dateTyped } from './birth-date.tsx';
import { challengeOf, dropChallenge, keepChallenge, type WayIn } from './challenge-cookie.ts';
import { bodyOf, fieldOf, queryOf, type Tools } from './deps.ts';
import { issueText } from './issue-words.ts';
import { AskCode, AskPhone, AskPin, Choose, NewPin } from './login.tsx';
import { type Shell, shellOf } from './shell.tsx';
import { mustBe } from './visitor.ts';
import { loginWords } from './words/login.ts';

const PATH = '/masuk';

/** Where a login comes from, as far as the browser says. */
export const placeOf = (t: Tools, request: FastifyRequest, shared: boolean): Place => ({
  agent: String(request.headers['user-agent'] ?? '').slice(0, 300),
  device: t.frame.device(request),
  shared,
});

/** Says until when to wait; near midnight the day as well is of no use to anybody who waits minutes. */
export const waitText = (t: Tools, request: FastifyRequest, until: Date): string => {
  const lang = t.frame.lang(request);
  return loginWords(lang).wait(sayFrom(until, 'WIB', lang));
};

/** The same for a PIN, where somebody else may have used up the tries: who is the owner need not wait. */
export const pinWaitText = (t: Tools, request: FastifyRequest, until: Date): string => {
  const lang = t.frame.lang(request);
  return loginWords(lang).pinWait(sayFrom(until, 'WIB', lang));
};

/** @throws Refusal when one machine asks for codes to everybody; who guesses at one number is slowed down by the room. */
export function mustNotFlood(addresses: AddressLimit, request: FastifyRequest): void {
  const taken = addresses.take(request.ip);
  if (!taken.ok) throw new Refusal('frame/too-many', 429, { seconds: taken.seconds });
}

/** Number, code, whose account, PIN. Every answer is the same whether a number has an account or not. */
export function loginRoutes(t: Tools, web: FastifyInstance): void {
  const demo = t.inbox !== undefined;
  const addresses = createAddressLimit(t.clock);
  const words = (request: FastifyRequest) => loginWords(t.frame.lang(request));
  const askPhone = (
    request: FastifyRequest,
    reply: FastifyReply,
    to: string,
    typed: string,
    faults: readonly FieldFault[],
  ) =>
    t.frame.send(
      reply,
      <AskPhone
        {...{ shell: shellOf(t, request), to, typed, faults, shared: fieldOf(bodyOf(request), 'bersama') !== '' }}
        demo={t.config.demo}
        once={Buffer.from(t.random(24)).toString('base64url')}
      />,
      faults.length > 0 ? 422 : 200,
    );

  web.get(PATH, (request, reply) => {
    const to = localPath(queryOf(request, 'ke'));
    if (t.frame.citizen(request)) return reply.redirect(to, 303);
    return askPhone(request, reply, to, '', []);
  });

  web.post(PATH, async (request, reply) => {
    mustNotFlood(addresses, request);
    const body = bodyOf(request);
    const to = localPath(body.ke);
    const phone = fieldOf(body, 'telepon').slice(0, 40);
    const key = fieldOf(body, 'kunci').slice(0, 80);
    const asked = await t.accounts.askCode({ phone, key, device: t.frame.device(request) });
    if (asked.kind === 'issues') {
      const text = phone === '' ? 'missing' : (asked.issues[0]?.code ?? 'phone/shape');
      return askPhone(request, reply, to, phone, [
        { field: 'telepon', text: issueText({ code: text, params: {} }, t.frame.lang(request)) },
      ]);
    }
    if (asked.kind === 'wait')
      return askPhone(request, reply, to, phone, [{ field: 'telepon', text: waitText(t, request, asked.until) }]);
    const read = parseMobile(phone);
    const masked = read.ok ? maskPhone(read.value) : '';
    keepChallenge(request, reply, PATH, {
      ...{ token: asked.challenge, phone: masked, shared: fieldOf(body, 'bersama') !== '' },
    });
    return reply.redirect(`/masuk/kode?ke=${encodeURIComponent(to)}`, 303);
  });

  const askCode = (request: FastifyRequest, reply: FastifyReply, to: string, faults: readonly FieldFault[]) => {
    const challenge = challengeOf(request, PATH);
    if (!challenge) return reply.redirect(`${PATH}?ke=${encodeURIComponent(to)}`, 303);
    const page = <AskCode {...{ shell: shellOf(t, request), to, faults, phone: challenge.phone, demo }} />;
    return t.frame.send(reply, page, faults.length > 0 ? 422 : 200);
  };
  web.get('/masuk/kode', (request, reply) => askCode(request, reply, localPath(queryOf(request, 'ke')), []));

  web.post('/masuk/kode', async (request, reply) => {
    const body = bodyOf(request);
    const to = localPath(body.ke);
    const challenge = challengeOf(request, PATH);
    const code = fieldOf(body, 'kode');
    const fault = (text: string) => askCode(request, reply, to, [{ field: 'kode', text }]);
    if (code === '') return fault(issueText({ code: 'missing', params: {} }, t.frame.lang(request)));
    if (!challenge) return fault('');
    const answer = await t.accounts.enterCode({
      ...{ challenge: challenge.token, code, ...placeOf(t, request, challenge.shared) },
    });
    if (answer.kind === 'choose') return reply.redirect(`/masuk/pilih?ke=${encodeURIComponent(to)}`, 303);
    return entered(request, reply, to, answer, fault);
  });

  function entered(
    request: FastifyRequest,
    reply: FastifyReply,
    to: string,
    answer: Exclude<CodeAnswer, { kind: 'choose' }>,
    fault: (text: string) => unknown,
  ) {
    if (answer.kind === 'wrong') {
      logFailedLogin(request, 'code');
      return fault(words(request).wrongCode(answer.left));
    }
    if (answer.kind === 'over') return fault(words(request).overCode);
    return welcome(t, request, reply, PATH, to, answer);
  }

  const choose = async (request: FastifyRequest, reply: FastifyReply, to: string, faults: readonly FieldFault[]) => {
    const challenge = challengeOf(request, PATH);
    const choices = challenge ? await t.accounts.choices(challenge.token) : [];
    if (choices.length === 0) return reply.redirect(`${PATH}?ke=${encodeURIComponent(to)}`, 303);
    const page = <Choose {...{ shell: shellOf(t, request), to, faults, choices }} />;
    return t.frame.send(reply, page, faults.length > 0 ? 422 : 200);
  };
  web.get('/masuk/pilih', (request, reply) => choose(request, reply, localPath(queryOf(request, 'ke')), []));

  web.post('/masuk/pilih', async (request, reply) => {
    const body = bodyOf(request);
    const to = localPath(body.ke);
    const challenge = challengeOf(request, PATH);
    const account = fieldOf(body, 'akun');
    if (account === '' || !challenge)
      return choose(request, reply, to, [{ field: 'akun', text: words(request).chooseNone }]);
    const place = placeOf(t, request, challenge.shared);
    const answer = await t.accounts.chooseAccount({ challenge: challenge.token, account, ...place });
    if (answer.kind !== 'in') return reply.redirect(`${PATH}?ke=${encodeURIComponent(to)}`, 303);
    return welcome(t, request, reply, PATH, to, answer);
  });

  pinRoutes(t, web);

  web.post('/keluar', async (request, reply) => {
    const { signed } = request.visitor;
    if (signed) await t.accounts.logout(signed);
    t.frame.signOut(request, reply);
    // A shared phone keeps no page that "back" could show.
    return reply.header('clear-site-data', '"cache"').redirect('/masuk/keluar', 303);
  });
}

/** Somebody is in; a paper or a draft asks for the PIN next, anything else does not. */
export async function welcome(
  t: Tools,
  request: FastifyRequest,
  reply: FastifyReply,
  way: WayIn,
  to: string,
  signedIn: SignedIn,
) {
  dropChallenge(request, reply, way);
  await t.frame.signIn(request, reply, signedIn);
  const { signed } = signedIn;
  const level = signed.kind === 'citizen' ? signed.level : 2;
  return reply.redirect(level === 2 || to === '/' ? to : `/masuk/pin?ke=${encodeURIComponent(to)}`, 303);
}

function pinRoutes(t: Tools, web: FastifyInstance): void {
  const words = (request: FastifyRequest) => loginWords(t.frame.lang(request));
  const shellFor = (request: FastifyRequest): Shell => shellOf(t, request);

  const askPin = (request: FastifyRequest, reply: FastifyReply, to: string, faults: readonly FieldFault[]) =>
    t.frame.send(reply, <AskPin {...{ shell: shellFor(request), to, faults }} />, faults.length > 0 ? 422 : 200);

  web.get('/masuk/pin', async (request, reply) => {
    const to = localPath(queryOf(request, 'ke'));
    const citizen = await mustBe(t, request, reply, 1);
    if (!citizen) return reply;
    if (citizen.signed.level === 2) return reply.redirect(to, 303);
    if (!citizen.signed.pinSet) return reply.redirect(`/masuk/pin-baru?ke=${encodeURIComponent(to)}`, 303);
    return askPin(request, reply, to, []);
  });

  web.post('/masuk/pin', async (request, reply) => {
    const to = localPath(bodyOf(request).ke);
    const citizen = await mustBe(t, request, reply, 1);
    if (!citizen) return reply;
    const token = t.frame.sessionToken(request) ?? '';
    const pin = fieldOf(bodyOf(request), 'pin');
    const answer = await t.accounts.enterPin(token, citizen.signed, pin, t.frame.device(request));
    const fault = (text: string) => askPin(request, reply, to, [{ field: 'pin', text }]);
    if (answer.kind === 'wait') return fault(pinWaitText(t, request, answer.until));
    if (answer.kind === 'moved') return fault(words(request).moved);
    if (answer.kind !== 'in') {
      logFailedLogin(request, 'pin');
      return fault(words(request).pinWrong);
    }
    await t.frame.signIn(request, reply, answer);
    return reply.redirect(to, 303);
  });

  const newPin = (request: FastifyRequest, reply: FastifyReply, to: string, faults: readonly FieldFault[]) => {
    const body = bodyOf(request);
    const typed = {
      slip: fieldOf(body, 'slip'),
      nik: fieldOf(body, 'nik'),
      kk: fieldOf(body, 'kk'),
      ...dateBoxes(body),
    };
    const page = <NewPin {...{ shell: shellFor(request), to, faults, typed, demo: t.config.demo }} />;
    return t.frame.send(reply, page, faults.length > 0 ? 422 : 200);
  };

  web.get('/masuk/pin-baru', async (request, reply) => {
    if (!(await mustBe(t, request, reply, 1))) return reply;
    return newPin(request, reply, localPath(queryOf(request, 'ke')), []);
  });

  web.post('/masuk/pin-baru', async (request, reply) => {
    const body = bodyOf(request);
    const to = localPath(body.ke);
    const citizen = await mustBe(t, request, reply, 1);
    if (!citizen) return reply;
    const slip = fieldOf(body, 'slip');
    const proof: Proof =
      slip === '' && t.config.demo
        ? { kind: 'register', nik: fieldOf(body, 'nik'), kk: fieldOf(body, 'kk'), birthDate: dateTyped(body) }
        : { kind: 'slip', number: slip };
    const at = proof.kind === 'slip' ? 'slip' : 'nik';
    const token = t.frame.sessionToken(request) ?? '';
    const answer = await t.accounts.setPin(token, citizen.signed, {
      ...{ pin: fieldOf(body, 'pin'), proof, device: t.frame.device(request) },
    });
    const fault = (field: string, text: string) => newPin(request, reply, to, [{ field, text }]);
    if (answer.kind === 'issues')
      return fault('pin', issueText(answer.issues[0] ?? { code: 'pin/six-digits', params: {} }, t.frame.lang(request)));
    if (answer.kind === 'wait') return fault(at, waitText(t, request, answer.until));
    if (answer.kind === 'moved') return fault('pin', words(request).moved);
    if (answer.kind !== 'in') return fault(at, words(request).proofWrong);
    await t.frame.signIn(request, reply, answer);
    return reply.redirect(to, 303);
  });
}

/** The day in the west of the country: enough for whoever compares ages. */
export const todayOf = (t: Pick<Tools, 'clock'>): string => localDate(t.clock(), 'WIB');
