import { isIsoDate } from '../../kernel/dates.ts';
import { uuidv7 } from '../../kernel/ids.ts';
import { digitsTyped } from '../../kernel/nik.ts';
import type { Issue } from '../../kernel/parsed.ts';
import { sameBytes, secretMac } from '../../platform/crypto/index.ts';
import type { Queryable } from '../../platform/database/index.ts';
import { enqueue } from '../../platform/jobs/index.ts';
import { NATION, type Tools } from './deps.ts';
import { parsePin, tidyCode } from './pin.ts';
import { eventOf, type Sessions } from './sessions.ts';
import type { CitizenSigned } from './signed.ts';
import {
  type AccountRow,
  accountOfPerson,
  endSessions,
  forgetTries,
  insertEvent,
  own,
  setPinHash,
  takeTry,
} from './store.ts';

/** What shows again who somebody is: the slip of a counter, the PIN so far, or facts of the register (in the demo). */
export type Proof =
  | { readonly kind: 'slip'; readonly number: string }
  | { readonly kind: 'pin'; readonly pin: string }
  | { readonly kind: 'register'; readonly nik: string; readonly kk: string; readonly birthDate: string };

export type PinAnswer =
  | { readonly kind: 'in'; readonly token: string; readonly signed: CitizenSigned }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'wait'; readonly until: Date }
  | { readonly kind: 'issues'; readonly issues: readonly Issue[] }
  | { readonly kind: 'moved' };

/** Something about an account changed: its person is told. */
export const CHANGED_TOPIC = 'accounts.changed';
export type Changed =
  | 'nomor-diganti'
  | 'pin-dibuat'
  | 'pin-disetel-ulang'
  | 'kuasa-diberikan'
  | 'kuasa-diminta'
  | 'kuasa-dicabut';

/** Bound to its account, so that one stored hash can't be put in another's place. */
export const saltedPin = (account: string, pin: string): string => `pin:${account}:${pin}`;

export type Pins = ReturnType<typeof createPins>;

export function createPins(t: Tools, sessions: Sessions) {
  const pinKey = (account: string): Buffer => t.hash.of('pace', `pin|${account}`);
  const proofKey = (account: string): Buffer => t.hash.of('pace', `proof|${account}`);

  async function proven(account: AccountRow, proof: Proof): Promise<boolean> {
    if (proof.kind === 'slip') return slipIsRight(t, account, proof.number);
    if (proof.kind === 'pin')
      return t.passwords.verify(account.pinHash ?? undefined, saltedPin(account.id, tidyCode(proof.pin)));
    if (!t.proofByRegister || !isIsoDate(proof.birthDate)) return false;
    const known = await t.identity.matches(digitsTyped(proof.nik), {
      kk: digitsTyped(proof.kk),
      birthDate: proof.birthDate,
    });
    return known?.person === account.person;
  }

  /** One try, counted before anything is compared. */
  const tried = (key: Uint8Array, kind: 'pin' | 'proof') =>
    t.db.transaction({}, (tx) => takeTry(tx, key, kind, t.clock()));

  return {
    /** The PIN opens level 2. While an account waits, even the right one is not looked at. */
    async enterPin(token: string, signed: CitizenSigned, pin: string): Promise<PinAnswer> {
      const paced = await tried(pinKey(signed.account), 'pin');
      if (!paced.allowed) return { kind: 'wait', until: paced.until };
      const account = await accountOfPerson(t.db, signed.person);
      const right = await t.passwords.verify(account?.pinHash ?? undefined, saltedPin(signed.account, tidyCode(pin)));
      if (!right) return { kind: 'wrong' };
      return t.db.transaction(own(signed.person), async (tx) => {
        await forgetTries(tx, [pinKey(signed.account)]);
        return raised(tx, token, signed);
      });
    },

    /** A first PIN, or a new one for a forgotten one: always by proof again. Ends every other session of the account. */
    async setPin(token: string, signed: CitizenSigned, pin: string, proof: Proof): Promise<PinAnswer> {
      const known = await t.identity.byId(signed.region, signed.person);
      const good = parsePin(pin, known?.birthDate);
      if (!good.ok) return { kind: 'issues', issues: good.issues };
      // The PIN so far is guessed here or at the login: both count as one.
      const byPin = proof.kind === 'pin';
      const paced = await tried(byPin ? pinKey(signed.account) : proofKey(signed.account), byPin ? 'pin' : 'proof');
      if (!paced.allowed) return { kind: 'wait', until: paced.until };
      const account = await accountOfPerson(t.db, signed.person);
      if (!account || !(await proven(account, proof))) return { kind: 'wrong' };
      const hash = await t.passwords.hash(saltedPin(signed.account, good.value));
      return t.db.transaction({ ...own(signed.person), ...changedContext(signed.person) }, async (tx) => {
        const slip = proof.kind === 'slip' ? account.slipMac : null;
        if (!(await setPinHash(tx, account.id, hash, t.clock(), slip))) return { kind: 'wrong' };
        await forgetTries(tx, [pinKey(signed.account), proofKey(signed.account)]);
        await endSessions(tx, signed.person, t.clock(), { except: signed.session });
        await insertEvent(tx, eventOf(t, signed.person, signed.person, 'buat-pin', { proof: proof.kind }));
        await tellChanged(t, tx, { person: signed.person, region: signed.region }, 'pin-dibuat');
        return raised(tx, token, signed);
      });
    },
  };

  async function raised(tx: Queryable, token: string, signed: CitizenSigned): Promise<PinAnswer> {
    const to = await sessions.raise(tx, signed, token);
    return to ? { kind: 'in', ...to } : { kind: 'moved' };
  }
}

export const slipMac = (t: Tools, account: string, number: string): Buffer =>
  secretMac(t.keys, `slip:${account}`, tidyCode(number));

function slipIsRight(t: Tools, account: AccountRow, number: string): boolean {
  if (!account.slipMac || !account.slipUntil || account.slipUntil <= t.clock()) return false;
  return sameBytes(slipMac(t, account.id, number), account.slipMac);
}

/** What `tellChanged` needs in the context of its transaction. */
export const changedContext = (person: string) => ({ regions: [NATION], acts: [`${person} ${person}`] });

export async function tellChanged(
  t: Tools,
  tx: Queryable,
  of: { readonly person: string; readonly region: string },
  what: Changed,
): Promise<void> {
  const id = uuidv7(t.clock, t.random);
  await enqueue(tx, {
    region: NATION,
    id,
    topic: CHANGED_TOPIC,
    subject: of.person,
    actor: of.person,
    payload: { person: of.person, region: of.region, what },
  });
}
