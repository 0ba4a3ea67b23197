import { ageOn } from '../../kernel/age.ts';
import { parseMobile } from '../../kernel/phone.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { secretMac } from '../../platform/crypto/index.ts';
import { ADULT_AGE } from './authority.ts';
import { accountFor, bind, onceMore, slipEnds, tooYoung } from './bound.ts';
import type { KnownPerson, Tools } from './deps.ts';
import { startPinAnew } from './pin-tries.ts';
import { changedContext, slipMac, tellChanged } from './pins.ts';
import { eventOf } from './sessions.ts';
import { accountOfNik, accountOfPerson, endSessions, insertEvent, lastEvent, own, setSlip } from './store.ts';

/**
 * Who stands behind a counter, already allowed by `can(…, 'account.bind', …)`.
 * `key`: chance of the officer's page; sent twice it prints the same slip and changes nothing more.
 */
export type AtCounter = {
  readonly officer: string;
  readonly office: string;
  readonly key: string;
  /** By what the officer saw who it is: a key of the code table `identityPapers`. */
  readonly document: string;
};

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

export function createCounter(t: Tools) {
  /** The slip of this page for this person. */
  function slipOf(at: AtCounter, nik: string): string {
    const drawn = secretMac(t.keys, 'slip-of-page', `${at.officer}|${at.key}|${nik}`).readUIntBE(0, 6) % 100_000_000;
    return String(drawn)
      .padStart(8, '0')
      .replace(/(\d{4})(\d{4})/, '$1-$2');
  }

  /** When this page was sent before: what it made. */
  async function madeBefore(known: KnownPerson, slip: string): Promise<Bound | undefined> {
    const account = await accountOfPerson(t.db, known.person);
    if (!account?.slipMac || !account.slipUntil || !slipMac(t, account.id, slip).equals(account.slipMac))
      return undefined;
    const replaced = (await lastEvent(t.db, known.person)) === 'ganti-nomor';
    return {
      account: account.id,
      person: known.person,
      name: known.name,
      slip,
      slipUntil: account.slipUntil,
      replaced,
    };
  }

  async function bindOnce(at: AtCounter, given: { nik: string; phone: string }, known: KnownPerson): Promise<Bound> {
    const slip = slipOf(at, given.nik);
    const before = await madeBefore(known, slip);
    if (before) return before;
    const { id, replaced } = await accountFor(t, given.nik);
    const slipUntil = slipEnds(t);
    await t.db.transaction({ ...own(known.person, at.officer), ...changedContext(known.person) }, async (tx) => {
      await bind(t, tx, { id, known, ...given, by: at.officer, basis: 'counter', slip, slipUntil });
      const action = replaced ? 'ganti-nomor' : 'ikat-akun';
      await insertEvent(tx, eventOf(t, known.person, at.officer, action, { document: at.document }, at.office));
      if (replaced) await tellChanged(t, tx, known, 'nomor-diganti');
    });
    return { account: id, person: known.person, name: known.name, slip, slipUntil, replaced };
  }

  return {
    /** At a counter, with the person present and their KTP-el seen. Also how a number is changed. */
    async bindAtCounter(at: AtCounter, given: { readonly nik: string; readonly phone: string }): Promise<Bound> {
      const phone = parseMobile(given.phone);
      if (!phone.ok) throw new Refusal('accounts/phone-shape', 422);
      const known = await t.identity.byNik(given.nik);
      if (!known) throw new Refusal('accounts/no-such-person', 404);
      if (ageOn(known.birthDate, await t.todayIn(known.region)) < ADULT_AGE) throw tooYoung(ADULT_AGE);
      return onceMore(() => bindOnce(at, { nik: given.nik, phone: phone.value }, known));
    },

    /** A new slip for somebody who forgot the PIN and stands at the counter; the old PIN is void at once. */
    async resetPinAtCounter(at: AtCounter, nik: string): Promise<Bound> {
      const account = await accountOfNik(t.db, t.hash.candidates('nik', nik));
      const known = account && (await t.identity.byId(account.region, account.person));
      if (!account || !known) throw new Refusal('accounts/no-account', 404);
      const slip = slipOf(at, nik);
      const before = await madeBefore(known, slip);
      if (before) return { ...before, replaced: false };
      const slipUntil = slipEnds(t);
      await t.db.transaction({ ...own(account.person, at.officer), ...changedContext(account.person) }, async (tx) => {
        if (!(await setSlip(tx, account.id, slipMac(t, account.id, slip), slipUntil))) return;
        await startPinAnew(t, tx, account.id);
        await endSessions(tx, account.person, t.clock());
        await insertEvent(
          tx,
          eventOf(t, account.person, at.officer, 'setel-ulang-pin', { document: at.document }, at.office),
        );
        await tellChanged(t, tx, account, 'pin-disetel-ulang');
      });
      return { account: account.id, person: account.person, name: known.name, slip, slipUntil, replaced: false };
    },
  };
}
