import { ageOn } from '../../kernel/age.ts';
import { isIsoDate, localDate } from '../../kernel/dates.ts';
import { parseKk } from '../../kernel/kk.ts';
import { parseNik } from '../../kernel/nik.ts';
import { type Issue, issue } from '../../kernel/parsed.ts';
import { parseMobile } from '../../kernel/phone.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { tokenHash } from '../../platform/crypto/index.ts';
import { ADULT_AGE } from './authority.ts';
import { accountFor, bind, onceMore } from './bound.ts';
import type { Facts } from './code-job.ts';
import type { KnownPerson, Tools } from './deps.ts';
import type { AskAnswer, CodeAsked, Login } from './login.ts';
import { CODE_GUESSES } from './pace.ts';
import { parsePin } from './pin.ts';
import { rightPin } from './pin-tries.ts';
import { changedContext, saltedPin, tellChanged } from './pins.ts';
import { eventOf, type Place, type Sessions } from './sessions.ts';
import type { SignedIn } from './signed.ts';
import { insertEvent, own, useChallenge } from './store.ts';

export type BindAsked = CodeAsked & { readonly nik: string; readonly kk: string; readonly birthDate: string };
export type BindGiven = { readonly challenge: string; readonly code: string; readonly pin: string } & Place;
export type BindAnswer =
  | ({ readonly kind: 'in' } & SignedIn)
  | { readonly kind: 'wrong'; readonly left: number }
  | { readonly kind: 'over' }
  | { readonly kind: 'issues'; readonly issues: readonly Issue[] };

/** Demo only: facts of the register and a code to the number on record prove who one is. */
export function createRegisterBinding(t: Tools, sessions: Sessions, login: Login) {
  const adult = (known: KnownPerson): boolean => ageOn(known.birthDate, localDate(t.clock(), 'WIB')) >= ADULT_AGE;

  function demoOnly(): void {
    if (!t.proofByRegister) throw new Refusal('accounts/counter-only', 403);
  }

  async function enter(
    facts: Facts,
    known: KnownPerson,
    given: BindGiven,
    pin: string,
    phone: readonly Uint8Array[],
  ): Promise<BindAnswer> {
    const { id, replaced } = await accountFor(t, facts.nik);
    const pinHash = await t.passwords.hash(saltedPin(id, pin));
    return t.db.transaction({ ...own(known.person), ...changedContext(known.person) }, async (tx) => {
      if (!(await useChallenge(tx, tokenHash(given.challenge), t.clock()))) return { kind: 'over' };
      const { nik, phone: number } = facts;
      await bind(t, tx, { id, known, nik, phone: number, by: known.person, basis: 'register', pinHash });
      await insertEvent(tx, eventOf(t, known.person, known.person, replaced ? 'ganti-nomor' : 'ikat-akun'));
      if (replaced) await tellChanged(t, tx, known, 'nomor-diganti');
      const device = await login.remember(tx, phone, given);
      await rightPin(t, tx, { account: id, shared: given.shared }, device);
      const account = { id, person: known.person, region: known.region };
      return { kind: 'in', device, ...(await sessions.beginCitizen(tx, account, 2, true, given)) };
    });
  }

  return {
    /** A code goes to the number on record, if all that was said is true; the page never tells whether. */
    async askBindByRegister(asked: BindAsked): Promise<AskAnswer> {
      demoOnly();
      const [nik, kk, phone] = [parseNik(asked.nik), parseKk(asked.kk), parseMobile(asked.phone)];
      const born = isIsoDate(asked.birthDate) ? [] : [issue('date/shape')];
      const issues = [...[nik, kk, phone].flatMap((one) => (one.ok ? [] : one.issues)), ...born];
      if (!nik.ok || !kk.ok || !phone.ok || issues.length > 0) return { kind: 'issues', issues };
      const facts: Facts = { nik: nik.value, kk: kk.value, birthDate: asked.birthDate, phone: phone.value };
      return login.challenge(asked, 'bind', JSON.stringify(facts));
    },

    /** The code and a PIN of one's own choice: the account is bound and one is in, at level 2. */
    async bindByRegister(given: BindGiven): Promise<BindAnswer> {
      demoOnly();
      const pin = parsePin(given.pin);
      if (!pin.ok) return { kind: 'issues', issues: pin.issues };
      const answered = await login.answer('bind', given.challenge, given.code);
      if (!answered) return { kind: 'over' };
      const place = `accounts.challenge:${tokenHash(given.challenge).toString('hex')}`;
      const facts =
        answered.right && answered.facts ? (JSON.parse(t.envelope.open(answered.facts, place)) as Facts) : undefined;
      const known = facts && (await t.identity.matches(facts.nik, facts));
      if (!facts || !known || known.phone !== facts.phone || !adult(known))
        return { kind: 'wrong', left: CODE_GUESSES - answered.attempts };
      return onceMore(() => enter(facts, known, given, pin.value, answered.lookups));
    },
  };
}
