import { ageOn } from '../../kernel/age.ts';
import { isIsoDate, localDate } from '../../kernel/dates.ts';
import { uuidv7 } from '../../kernel/ids.ts';
import { parseKk } from '../../kernel/kk.ts';
import { parseNik } from '../../kernel/nik.ts';
import { type Issue, issue } from '../../kernel/parsed.ts';
import { parseMobile } from '../../kernel/phone.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { tokenHash } from '../../platform/crypto/index.ts';
import type { Queryable } from '../../platform/database/index.ts';
import { newSlip } from './chance.ts';
import type { Facts } from './code-job.ts';
import type { KnownPerson, Tools } from './deps.ts';
import type { AskAnswer, CodeAsked, Login } from './login.ts';
import { CODE_GUESSES } from './pace.ts';
import { parsePin } from './pin.ts';
import { changedContext, saltedPin, slipMac, tellChanged } from './pins.ts';
import { eventOf, type Place, type Sessions } from './sessions.ts';
import type { SignedIn } from './signed.ts';
import {
  accountOfNik,
  accountOfPerson,
  bindAccount,
  endSessions,
  insertEvent,
  own,
  setSlip,
  useChallenge,
} from './store.ts';

/** From this age one has a KTP-el and acts for oneself. */
export const ADULT = 17;
const SLIP_DAYS = 7;

export type BindAsked = CodeAsked & { readonly nik: string; readonly kk: string; readonly birthDate: string };
export type BindAnswer =
  | ({ readonly kind: 'in' } & SignedIn)
  | { readonly kind: 'wrong'; readonly left: number }
  | { readonly kind: 'over' }
  | { readonly kind: 'issues'; readonly issues: readonly Issue[] };

/** Who stands behind a counter, already allowed by `can(…, 'account.bind', …)`. */
export type AtCounter = { readonly officer: string; readonly office: string };
/** The slip is printed and handed over: with it the person sets a PIN on their own phone. It is shown once. */
export type Bound = {
  readonly account: string;
  readonly person: string;
  readonly name: string;
  readonly slip: string;
  readonly slipUntil: Date;
  /** An account existed and now has this number; its sessions ended. */
  readonly replaced: boolean;
};

export type Binding = ReturnType<typeof createBinding>;

export function createBinding(t: Tools, sessions: Sessions, login: Login) {
  const today = (): string => localDate(t.clock(), 'WIB');

  async function bind(
    tx: Queryable,
    of: {
      known: KnownPerson;
      nik: string;
      phone: string;
      id: string;
      pinHash: string | null;
      slip: string | null;
      basis: 'counter' | 'register';
      by: string;
    },
  ): Promise<Date> {
    const slipUntil = new Date(t.clock().getTime() + SLIP_DAYS * 86_400_000);
    await bindAccount(tx, {
      id: of.id,
      person: of.known.person,
      region: of.known.region,
      nikLookup: t.hash.of('nik', of.nik),
      phoneLookup: t.hash.of('phone', of.phone),
      phoneSealed: t.envelope.seal(of.phone, `accounts.account.phone:${of.id}`),
      pinHash: of.pinHash,
      slipMac: of.slip === null ? null : slipMac(t, of.id, of.slip),
      slipUntil: of.slip === null ? null : slipUntil,
      basis: of.basis,
      by: of.by,
      now: t.clock(),
    });
    await endSessions(tx, of.known.person, t.clock());
    return slipUntil;
  }

  /** The id that an account of this person has, or will have. */
  const idFor = async (nik: string): Promise<{ id: string; replaced: boolean }> => {
    const before = await accountOfNik(t.db, t.hash.candidates('nik', nik));
    return { id: before?.id ?? uuidv7(t.clock, t.random), replaced: before !== undefined };
  };

  return {
    /** At a counter, with the person present and their KTP-el seen. Also how a number is changed. */
    async bindAtCounter(at: AtCounter, given: { readonly nik: string; readonly phone: string }): Promise<Bound> {
      const phone = parseMobile(given.phone);
      if (!phone.ok) throw new Refusal('accounts/phone-shape', 422);
      const known = await t.identity.byNik(given.nik);
      if (!known) throw new Refusal('accounts/no-such-person', 404);
      if (ageOn(known.birthDate, today()) < ADULT) throw new Refusal('accounts/too-young', 422, { age: ADULT });
      const { id, replaced } = await idFor(given.nik);
      const slip = newSlip(t.random);
      const context = { ...own(known.person, at.officer), ...changedContext(known.person) };
      const slipUntil = await t.db.transaction(context, async (tx) => {
        const until = await bind(tx, {
          known,
          nik: given.nik,
          phone: phone.value,
          id,
          pinHash: null,
          slip,
          basis: 'counter',
          by: at.officer,
        });
        await insertEvent(
          tx,
          eventOf(t, known.person, at.officer, replaced ? 'ganti-nomor' : 'ikat-akun', {}, at.office),
        );
        if (replaced) await tellChanged(t, tx, known, 'nomor-diganti');
        return until;
      });
      return { account: id, person: known.person, name: known.name, slip, slipUntil, replaced };
    },

    /** A new slip for somebody who forgot the PIN and stands at the counter; the old PIN is void at once. */
    async resetPinAtCounter(at: AtCounter, nik: string): Promise<Bound> {
      const account = await accountOfNik(t.db, t.hash.candidates('nik', nik));
      const known = account && (await t.identity.byId(account.region, account.person));
      if (!account || !known) throw new Refusal('accounts/no-account', 404);
      const slip = newSlip(t.random);
      const slipUntil = new Date(t.clock().getTime() + SLIP_DAYS * 86_400_000);
      const context = { ...own(account.person, at.officer), ...changedContext(account.person) };
      await t.db.transaction(context, async (tx) => {
        await setSlip(tx, account.id, slipMac(t, account.id, slip), slipUntil);
        await endSessions(tx, account.person, t.clock());
        await insertEvent(tx, eventOf(t, account.person, at.officer, 'setel-ulang-pin', {}, at.office));
        await tellChanged(t, tx, account, 'pin-disetel-ulang');
      });
      return { account: account.id, person: account.person, name: known.name, slip, slipUntil, replaced: false };
    },

    /** Demo only. A code goes to the number on record, if all that was said is true; the page never tells whether. */
    async askBindByRegister(asked: BindAsked): Promise<AskAnswer> {
      if (!t.proofByRegister) throw new Refusal('accounts/counter-only', 403);
      const nik = parseNik(asked.nik);
      const kk = parseKk(asked.kk);
      const issues = [
        ...(nik.ok ? [] : nik.issues),
        ...(kk.ok ? [] : kk.issues),
        ...(isIsoDate(asked.birthDate) ? [] : [issue('date/shape')]),
      ];
      if (!nik.ok || !kk.ok || issues.length > 0) return { kind: 'issues', issues };
      const facts: Facts = { nik: nik.value, kk: kk.value, birthDate: asked.birthDate };
      return login.challenge(asked, 'bind', JSON.stringify(facts));
    },

    /** The code and a PIN of one's own choice: the account is bound and one is in, at level 2. */
    async bindByRegister(
      given: {
        readonly challenge: string;
        readonly code: string;
        readonly phone: string;
        readonly pin: string;
      } & Place,
    ): Promise<BindAnswer> {
      if (!t.proofByRegister) throw new Refusal('accounts/counter-only', 403);
      const phone = parseMobile(given.phone);
      const pin = parsePin(given.pin);
      if (!phone.ok || !pin.ok)
        return { kind: 'issues', issues: [...(phone.ok ? [] : phone.issues), ...(pin.ok ? [] : pin.issues)] };
      const answered = await login.answer('bind', given.challenge, given.code);
      if (!answered) return { kind: 'over' };
      const place = tokenHash(given.challenge);
      const facts =
        answered.right && answered.facts
          ? (JSON.parse(t.envelope.open(answered.facts, `accounts.challenge:${place.toString('hex')}`)) as Facts)
          : undefined;
      const known = facts && (await t.identity.matches(facts.nik, facts));
      if (!facts || known?.phone !== phone.value) return { kind: 'wrong', left: CODE_GUESSES - answered.attempts };
      const { id, replaced } = await idFor(facts.nik);
      const pinHash = await t.passwords.hash(saltedPin(id, pin.value));
      return t.db.transaction({ ...own(known.person), ...changedContext(known.person) }, async (tx) => {
        if (!(await useChallenge(tx, place, t.clock()))) return { kind: 'over' };
        await bind(tx, {
          known,
          nik: facts.nik,
          phone: phone.value,
          id,
          pinHash,
          slip: null,
          basis: 'register',
          by: known.person,
        });
        await insertEvent(tx, eventOf(t, known.person, known.person, replaced ? 'ganti-nomor' : 'ikat-akun'));
        if (replaced) await tellChanged(t, tx, known, 'nomor-diganti');
        const device = await login.remember(tx, answered.lookups, given);
        const begun = await sessions.beginCitizen(
          tx,
          { id, person: known.person, region: known.region },
          2,
          true,
          given,
        );
        return { kind: 'in', device, ...begun };
      });
    },

    /** The number that messages go to, for the notices; undefined without an account. */
    async phoneOf(person: string): Promise<string | undefined> {
      const account = await accountOfPerson(t.db, person);
      return account && t.envelope.open(account.phoneSealed, `accounts.account.phone:${account.id}`);
    },

    hasAccount: async (nik: string): Promise<boolean> => (await idFor(nik)).replaced,
  };
}
