import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ADULT_AGE } from '../../capabilities/accounts/index.ts';
import { visibleMembers } from '../../capabilities/people/index.ts';
import { ageOn } from '../../kernel/age.ts';
import { sayMoment } from '../../kernel/dates.ts';
import { maskName, maskPhone } from '../../kernel/masking.ts';
import { sayPhone } from '../../kernel/phone.ts';
import { type Language, say } from '../../kernel/text.ts';
import type { FieldFault } from '../design/index.ts';
import { logFailedLogin } from '../frame/index.ts';
import { Account, DemoMessages, type FamilyLine, LoggedOut, News } from './account.tsx';
import { bodyOf, fieldOf, queryOf, type Tools } from './deps.ts';
import { pinWaitText, todayOf } from './login-routes.tsx';
import { zoneOf } from './running.ts';
import { shellOf } from './shell.tsx';
import { type Citizen, mustBe } from './visitor.ts';
import { loginWords } from './words/login.ts';

/** One's own account: where one is logged in, what one was told. */
export function accountRoutes(t: Tools, web: FastifyInstance): void {
  web.get('/masuk/keluar', (request, reply) => t.frame.send(reply, <LoggedOut shell={shellOf(t, request)} />));

  const page = async (
    request: FastifyRequest,
    reply: FastifyReply,
    citizen: Citizen,
    ending: { readonly which?: string; readonly faults: readonly FieldFault[] } = { faults: [] },
  ) => {
    const lang = t.frame.lang(request);
    const words = loginWords(lang);
    const messages: Readonly<Record<string, string>> = { keluar: words.ended, pin: words.pinChanged };
    const zone = await zoneOf(t, null, citizen.signed.region);
    const [sessions, phone] = await Promise.all([
      t.accounts.sessions(citizen.signed),
      t.accounts.phoneOf(citizen.signed.person),
    ]);
    return t.frame.send(
      reply,
      <Account
        {...{ shell: shellOf(t, request), ending, pinSet: citizen.signed.pinSet }}
        name={citizen.signed.level === 2 ? citizen.person.name : maskName(citizen.person.name)}
        phone={phone === undefined ? '' : maskPhone(phone)}
        message={messages[queryOf(request, 'pesan')]}
        family={citizen.signed.level === 2 ? await familyOf(t, citizen, lang) : []}
        sessions={sessions.map((one) => ({ ...one, since: sayMoment(one.beganAt, zone, lang) }))}
      />,
      ending.faults.length > 0 ? 422 : 200,
    );
  };

  web.get('/akun', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 1);
    return citizen ? page(request, reply, citizen) : reply;
  });

  web.post('/akun/keluarkan', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 1);
    if (!citizen) return reply;
    const body = bodyOf(request);
    const which = fieldOf(body, 'sesi');
    const given = { pin: fieldOf(body, 'pin').slice(0, 20), device: t.frame.device(request) };
    const token = t.frame.sessionToken(request) ?? '';
    const answer = await t.accounts.endOtherSessions(token, citizen.signed, which, given);
    const words = loginWords(t.frame.lang(request));
    const fault = (text: string) => page(request, reply, citizen, { which, faults: [{ field: 'pin', text }] });
    if (answer.kind === 'stale') return fault(words.endStale);
    if (answer.kind === 'wait') return fault(pinWaitText(t, request, answer.until));
    if (answer.kind === 'moved') return fault(words.moved);
    if (answer.kind === 'in') await t.frame.signIn(request, reply, answer);
    else if (answer.kind !== 'done') {
      logFailedLogin(request, 'pin');
      return fault(words.pinWrong);
    }
    return reply.redirect('/akun?pesan=keluar', 303);
  });

  web.get('/kabar', async (request, reply) => {
    const citizen = await mustBe(t, request, reply, 2);
    if (!citizen) return reply;
    const lang = t.frame.lang(request);
    const zone = await zoneOf(t, null, citizen.signed.region);
    const news = await t.notices.list(citizen.signed.person);
    const fresh = news.filter((one) => !one.read).map((one) => one.id);
    if (fresh.length > 0) await t.notices.markRead(citizen.signed.person, fresh);
    const lines = news.map((one) => ({
      ...{ id: one.id, href: one.place, text: say(one.text, lang), fresh: !one.read },
      ...{ more: one.more.map((text) => say(text, lang)), at: sayMoment(one.at, zone, lang) },
    }));
    return t.frame.send(reply, <News shell={shellOf(t, request)} news={lines} />);
  });

  const { inbox } = t;
  if (!inbox) return;
  web.get('/simulasi/pesan', (request, reply) => {
    const lang = t.frame.lang(request);
    const messages = inbox.list({ limit: 20 }).map((one) => ({
      ...{ id: one.id, to: sayPhone(one.to), text: one.text, at: sayMoment(new Date(one.at), 'WIB', lang) },
    }));
    return t.frame.send(reply, <DemoMessages shell={shellOf(t, request)} messages={messages} />);
  });
}

/** What stands on the family's own card: name and the last four of the NIK, of everybody who is not protected. */
async function familyOf(t: Tools, { person }: Citizen, lang: Language): Promise<readonly FamilyLine[]> {
  if (person.kk === null) return [];
  const today = todayOf(t);
  const register = await t.people.register(person.region);
  const asked = { purpose: 'keluarga-sendiri', actor: person.id, caseId: null, today };
  const card = await register.card(person.kk, asked);
  if (!card) return [];
  const words = loginWords(lang);
  return visibleMembers(card, person.nik).map((member) => {
    const record = card.members.find((one) => one.id === member.id);
    const child = !member.self && record !== undefined && ageOn(record.birthDate, today) < ADULT_AGE;
    const leads = ['head', 'wife', 'husband'].includes(person.shdk ?? '');
    const mine = child && (leads || record.motherNik === person.nik || record.fatherNik === person.nik);
    const note = member.self ? [words.familySelf] : mine ? [words.familyChild] : [];
    return { name: member.name, text: [words.familyEnds(member.lastFour), ...note].join(', ') };
  });
}
