import { uuidv7 } from '../../kernel/ids.ts';
import { maskName } from '../../kernel/masking.ts';
import type { Issue } from '../../kernel/parsed.ts';
import { parseMobile } from '../../kernel/phone.ts';
import { secretMac, tokenHash } from '../../platform/crypto/index.ts';
import type { Queryable } from '../../platform/database/index.ts';
import { enqueue } from '../../platform/jobs/index.ts';
import { digits, newToken } from './chance.ts';
import { GUEST, NATION, type Tools } from './deps.ts';
import { CHOICE_SECONDS, CODE_GUESSES, CODE_SECONDS } from './pace.ts';
import { forgetTries, knownDevice, rememberDevice, takeTry } from './pace-store.ts';
import { tidyCode } from './pin.ts';
import type { Place, Sessions } from './sessions.ts';
import type { SignedIn } from './signed.ts';
import {
  type AccountRef,
  accountOfPerson,
  accountsOfPhone,
  answerChallenge,
  findChallenge,
  insertChallenge,
  own,
  provenChallenge,
  useChallenge,
} from './store.ts';

/** `key`: chance that the page carries, at least 128 bits: the same page sent twice asks once. */
export type CodeAsked = { readonly phone: string; readonly key: string; readonly device: string | null };

export type AskAnswer =
  /** The same whether the number has an account or not. `challenge` belongs in a cookie of five minutes. */
  | { readonly kind: 'sent'; readonly challenge: string; readonly expiresAt: Date }
  /** Too many codes for this number just now; one already in hand still works. */
  | { readonly kind: 'wait'; readonly until: Date }
  | { readonly kind: 'issues'; readonly issues: readonly Issue[] };

export type Choice = { readonly account: string; readonly name: string };
export type CodeAnswer =
  | ({ readonly kind: 'in' } & SignedIn)
  | { readonly kind: 'choose'; readonly choices: readonly Choice[] }
  | { readonly kind: 'wrong'; readonly left: number }
  /** Used, run out, or guessed too often: ask for a new one. */
  | { readonly kind: 'over' };

/** The topic of codes on their way; its job decides whether anybody gets one, after the page was answered. */
export const CODE_TOPIC = 'accounts.code';

export type Login = ReturnType<typeof createLogin>;

export function createLogin(t: Tools, sessions: Sessions) {
  const keysOf = (phone: string, device: string | null) => ({
    lookups: t.hash.candidates('phone', phone),
    device: device === null ? undefined : t.hash.of('device', device),
  });

  async function challenge(asked: CodeAsked, purpose: 'login' | 'bind', facts: string | null): Promise<AskAnswer> {
    const phone = parseMobile(asked.phone);
    if (!phone.ok) return { kind: 'issues', issues: phone.issues };
    const now = t.clock();
    const token = secretMac(t.keys, `challenge:${purpose}`, `${asked.key}|${phone.value}`).toString('base64url');
    const hash = tokenHash(token);
    const expiresAt = new Date(now.getTime() + CODE_SECONDS * 1000);
    const { lookups, device } = keysOf(phone.value, asked.device);
    const subject = Buffer.from(lookups[0] ?? hash).toString('hex');
    return t.db.transaction({ regions: [NATION], acts: [`${subject} ${GUEST}`] }, async (tx) => {
      const before = await findChallenge(tx, hash);
      if (before) return { kind: 'sent', challenge: token, ...before };
      const known = device !== undefined && (await knownDevice(tx, lookups, device));
      const paced = await takeTry(tx, paceKey(t, 'code', phone.value, known ? asked.device : null), 'code', now);
      if (!paced.allowed) {
        // The other half of a double click waited for this one's delay: it gets the same answer.
        const twin = await findChallenge(tx, hash);
        return twin ? { kind: 'sent', challenge: token, ...twin } : { kind: 'wait', until: paced.until };
      }
      const code = digits(t.random, 6);
      const place = hash.toString('hex');
      await insertChallenge(tx, {
        hash,
        purpose,
        lookups,
        mac: secretMac(t.keys, `code:${token}`, code),
        facts: facts === null ? null : t.envelope.seal(facts, `accounts.challenge:${place}`),
        now,
        expiresAt,
      });
      await sendLater(tx, { purpose, phone: phone.value, code, facts, place, subject, expiresAt });
      return { kind: 'sent', challenge: token, expiresAt };
    });
  }

  async function sendLater(
    tx: Queryable,
    of: {
      purpose: string;
      phone: string;
      code: string;
      facts: string | null;
      place: string;
      subject: string;
      expiresAt: Date;
    },
  ): Promise<void> {
    const sealed = t.envelope.seal(
      JSON.stringify({ phone: of.phone, code: of.code, facts: of.facts }),
      `accounts.code:${of.place}`,
    );
    const payload = {
      purpose: of.purpose,
      place: of.place,
      sealed: sealed.toString('base64'),
      expiresAt: of.expiresAt.toISOString(),
    };
    await enqueue(tx, {
      region: NATION,
      id: uuidv7(t.clock, t.random),
      topic: CODE_TOPIC,
      subject: of.subject,
      actor: GUEST,
      payload,
    });
  }

  const answer = (purpose: 'login' | 'bind', token: string, code: string) =>
    answerChallenge(t.db, {
      hash: tokenHash(token),
      purpose,
      mac: secretMac(t.keys, `code:${token}`, tidyCode(code)),
      now: t.clock(),
    });

  async function enter(
    token: string,
    account: AccountRef,
    phone: readonly Uint8Array[],
    place: Place,
  ): Promise<CodeAnswer> {
    const row = await accountOfPerson(t.db, account.person);
    return t.db.transaction(own(account.person), async (tx) => {
      if (!(await useChallenge(tx, tokenHash(token), t.clock()))) return { kind: 'over' };
      const device = await remember(tx, phone, place);
      const begun = await sessions.beginCitizen(tx, account, 1, row?.pinHash != null, place);
      return { kind: 'in', device, ...begun };
    });
  }

  /** A browser of one's own is known from now on; a shared one leaves nothing behind. */
  async function remember(tx: Queryable, phone: readonly Uint8Array[], place: Place): Promise<string | null> {
    const [lookup] = phone;
    if (!lookup) return null;
    await forgetTries(tx, [paceKeyOf(t, 'code', lookup, null), paceKeyOf(t, 'code', lookup, place.device)]);
    if (place.shared) return null;
    const device = deviceOf(t, place);
    await rememberDevice(tx, lookup, t.hash.of('device', device), t.clock());
    return device;
  }

  return {
    challenge,
    answer,
    remember,

    /** Sends a code to a number, if it has an account. What the page says and how long it takes never tells. */
    askCode: (asked: CodeAsked): Promise<AskAnswer> => challenge(asked, 'login', null),

    /** A right code opens the account of the number, or asks which one when it serves several. */
    async enterCode(given: { readonly challenge: string; readonly code: string } & Place): Promise<CodeAnswer> {
      const answered = await answer('login', given.challenge, given.code);
      if (!answered) return { kind: 'over' };
      const accounts = answered.right ? await accountsOfPhone(t.db, answered.lookups) : [];
      const [first, second] = accounts;
      if (!first) return { kind: 'wrong', left: CODE_GUESSES - answered.attempts };
      if (!second) return enter(given.challenge, first, answered.lookups, given);
      return { kind: 'choose', choices: await Promise.all(accounts.map((account) => choiceOf(t, account))) };
    },

    /** Whom somebody may choose after a right code, for showing that page again. */
    async choices(token: string): Promise<readonly Choice[]> {
      const lookups = await provenChallenge(t.db, tokenHash(token), choosesSince(t));
      const accounts = lookups ? await accountsOfPhone(t.db, lookups) : [];
      return Promise.all(accounts.map((account) => choiceOf(t, account)));
    },

    async chooseAccount(given: { readonly challenge: string; readonly account: string } & Place): Promise<CodeAnswer> {
      const lookups = await provenChallenge(t.db, tokenHash(given.challenge), choosesSince(t));
      const accounts = lookups ? await accountsOfPhone(t.db, lookups) : [];
      const chosen = accounts.find((account) => account.id === given.account);
      return chosen && lookups ? enter(given.challenge, chosen, lookups, given) : { kind: 'over' };
    },
  };
}

/** The browser's own mark, if it is one of ours by its shape; else a new one. */
export const deviceOf = (t: Tools, place: Pick<Place, 'device'>): string =>
  place.device?.length === 43 ? place.device : newToken(t.random);

const choosesSince = (t: Tools): Date => new Date(t.clock().getTime() - CHOICE_SECONDS * 1000);

async function choiceOf(t: Tools, account: AccountRef): Promise<Choice> {
  const known = await t.identity.byId(account.region, account.person);
  return { account: account.id, name: maskName(known?.name ?? '?') };
}

/** Delays are kept apart per number, and for a browser that was here before per browser. */
const paceKeyOf = (t: Tools, kind: string, lookup: Uint8Array, device: string | null): Buffer =>
  t.hash.of('pace', `${kind}|${Buffer.from(lookup).toString('hex')}|${device ?? ''}`);

const paceKey = (t: Tools, kind: string, phone: string, device: string | null): Buffer =>
  paceKeyOf(t, kind, t.hash.of('phone', phone), device);
