import { demoLogins } from '../../../capabilities/accounts/index.ts';
import { OperatorTrouble } from '../command.ts';
import type { DemoMember } from '../workshop.ts';
import { type Client, type Json, Refused } from './client.ts';

const pause = (ms: number) => new Promise((wake) => setTimeout(wake, ms));
const HALF_MINUTE = 30_000;

export type People = ReturnType<typeof openPeople>;

/** Who walks: citizens by number, code and PIN, officers by password and TOTP, each logged in once. */
export function openPeople(client: Client, cast: readonly DemoMember[]) {
  const tokens = new Map<string, Promise<string>>();
  const once = (name: string, login: () => Promise<string>): Promise<string> => {
    const known = tokens.get(name) ?? login();
    tokens.set(name, known);
    return known;
  };
  const logins = () => demoLogins(cast, new Date());

  /** The newest code at the simulated phone that was not there before. */
  async function codeFor(phone: string, before: readonly string[]): Promise<string> {
    for (let tries = 0; tries < 60; tries++) {
      const { body } = await client.call('GET', `/demo/messages?limit=5&to=${encodeURIComponent(phone)}`);
      for (const one of body.messages as readonly { id: string; text: string }[]) {
        const code = /\b(\d{3}) ?(\d{3})\b/.exec(one.text);
        if (code && !before.includes(one.id)) return `${code[1]}${code[2]}`;
      }
      await pause(250);
    }
    throw new OperatorTrouble(
      `kode untuk ${phone} tidak tiba dalam 15 detik; apakah proses "worker" berjalan?`,
      `the code for ${phone} did not arrive within 15 seconds; does the "worker" run?`,
    );
  }

  async function enter(person: { readonly phone: string; readonly pin: string }): Promise<string> {
    const { phone, pin } = person;
    const there = await client.call('GET', `/demo/messages?limit=5&to=${encodeURIComponent(phone)}`);
    const before = (there.body.messages as readonly { id: string }[]).map(({ id }) => id);
    const asked = await client.call('POST', '/login/code', { body: { phone } });
    const { challenge } = asked.body;
    const answer = await client.call('POST', '/login/session', {
      body: { challenge, code: await codeFor(phone, before) },
    });
    const { body } = answer.body.kind === 'choose' ? await first(challenge, answer.body) : answer;
    const raised = await client.call('POST', '/login/pin', {
      token: String((body.session as Json).token),
      body: { pin },
    });
    return String(raised.body.token);
  }

  const first = (challenge: unknown, body: Json) =>
    client.call('POST', '/login/account', {
      body: { challenge, account: (body.accounts as readonly Json[])[0]?.account },
    });

  /** A code of the authenticator works once: if another run used it, the next half minute has a new one. */
  async function enterOffice(username: string): Promise<string> {
    for (let tries = 0; ; tries++) {
      const one = logins().officers.find((each) => each.username === username);
      try {
        const body = { username, password: one?.password, totp: one?.totpNow };
        return String((await client.call('POST', '/login/officer', { body })).body.token);
      } catch (error) {
        if (tries > 0 || !(error instanceof Refused) || error.status !== 422) throw error;
        await pause(HALF_MINUTE - (Date.now() % HALF_MINUTE) + 500);
      }
    }
  }

  return {
    citizens: () => logins().citizens,
    member: (key: string) => cast.find((one) => one.key === key),
    cast,
    officersAt: (office: string, roles: readonly string[]) =>
      logins().officers.filter((one) => one.office === office && one.roles.some((role) => roles.includes(role))),
    hasOfficer: (office: string, role: string): boolean =>
      logins().officers.some((one) => one.office === office && one.roles.includes(role)),
    citizen: (person: { readonly phone: string; readonly pin: string }) => once(person.phone, () => enter(person)),
    officer: (username: string) => once(username, () => enterOffice(username)),
  };
}
