import { isIsoDate } from '../../kernel/dates.ts';
import { uuidv7 } from '../../kernel/ids.ts';
import { digitsTyped } from '../../kernel/nik.ts';
import type { Issue } from '../../kernel/parsed.ts';
import { sameBytes, secretMac } from '../../platform/crypto/index.ts';
import type { Queryable } from '../../platform/database/index.ts';
import { enqueue } from '../../platform/jobs/index.ts';
import { NATION, type Tools } from './deps.ts';
import { takeOf, takeTry } from './pace-store.ts';
import { parsePin, tidyCode } from './pin.ts';
import { mayTell, type PinTry, proofsKey, rightPin, startPinAnew, takePinTry } from './pin-tries.ts';
import { eventOf, type Sessions } from './sessions.ts';
import type { CitizenSigned } from './signed.ts';
import { type AccountRow, accountOfPerson, endSessions, insertEvent, own, setPinHash } from './store.ts';

/** What shows again who somebody is: the slip of a counter, the PIN so far, or facts of the register (in the demo). */
export type Proof =
  | { readonly kind: 'slip'; readonly number: string }
  | { readonly kind: 'pin'; readonly pin: string }
  | { readonly kind: 'register'; readonly nik: string; readonly kk: string; readonly birthDate: string };

export type PinAnswer =
  | { readonly kind: 'in'; readonly token: string; readonly device: string | null; readonly signed: CitizenSigned }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'wait'; readonly until: Date }
  | { readonly kind: 'issues'; readonly issues: readonly Issue[] }
  | { readonly kind: 'moved' };

/** Something about an account changed, or somebody guessed at it: its person is told. */
export const CHANGED_TOPIC = 'accounts.changed';
export type Changed =
  | 'nomor-diganti'
  | 'pin-dibuat'
  | 'pin-disetel-ulang'
  | 'pin-salah'
  | 'kuasa-diberikan'
  | 'kuasa-diminta'
  | 'kuasa-dicabut';

/** Bound to its account, so that one stored hash can't be put in another's place. */
export const saltedPin = (account: string, pin: string): string => `pin:${account}:${pin}`;

/** Who has no PIN shows again who he is by a code: a login of so long ago counts. */
const FRESH_SECONDS = 5 * 60;

export type PinAgain = { readonly pin: string; readonly device: string | null };
export type EndAnswer = PinAnswer | { readonly kind: 'done' } | { readonly kind: 'stale' };

export type Pins = ReturnType<typeof createPins>;

/** `device`: the token of the browser's long-lived cookie. */
export type PinGiven = { readonly pin: string; readonly proof: Proof; readonly device: string | null };

export function createPins(t: Tools, sessions: Sessions) {
  async function proven(account: AccountRow | undefined, proof: Proof): Promise<boolean> {
    if (proof.kind === 'pin')
      return t.passwords.verify(account?.pinHash ?? undefined, saltedPin(account?.id ?? '', tidyCode(proof.pin)));
    if (!account) return false;
    if (proof.kind === 'slip') return slipIsRight(t, account, proof.number);
    if (!t.proofByRegister || !isIsoDate(proof.birthDate)) return false;
    const known = await t.identity.matches(digitsTyped(proof.nik), {
      kk: digitsTyped(proof.kk),
      birthDate: proof.birthDate,
    });
    return known?.person === account.person;
  }

  /** Slowed down per session, of which each costs a code, so that whoever guesses does not delay who holds the slip. */
  const takeProof = (signed: CitizenSigned): Promise<{ readonly until: Date } | undefined> =>
    t.db.transaction({}, async (tx) => {
      const now = t.clock();
      const paced = await takeTry(tx, t.hash.of('pace', `proof|${signed.account}|${signed.session}`), 'proof', now);
      if (!paced.allowed) return paced;
      const taken = await takeOf(tx, proofsKey(t, signed.account), 'proof', now);
      return taken.allowed ? undefined : taken;
    });

  /** The try was wrong; when it was the strangers' last, the owner hears of it. */
  async function wrong(signed: CitizenSigned, tried: PinTry): Promise<PinAnswer> {
    if (!tried.stranger || !tried.last) return { kind: 'wrong' };
    await t.db.transaction({ ...own(signed.person), ...changedContext(signed.person) }, async (tx) => {
      if (!(await mayTell(t, tx, signed.account))) return;
      await insertEvent(tx, eventOf(t, signed.person, signed.person, 'pin-salah'));
      await tellChanged(t, tx, signed, 'pin-salah');
    });
    return { kind: 'wrong' };
  }

  return {
    /** The PIN opens level 2. While a device waits, even the right one is not looked at there. */
    async enterPin(token: string, signed: CitizenSigned, pin: string, device: string | null): Promise<PinAnswer> {
      const tried = await takePinTry(t, signed.account, device);
      if ('until' in tried) return { kind: 'wait', until: tried.until };
      const account = await accountOfPerson(t.db, signed.person);
      const right = await t.passwords.verify(account?.pinHash ?? undefined, saltedPin(signed.account, tidyCode(pin)));
      if (!right) return wrong(signed, tried);
      return t.db.transaction(own(signed.person), async (tx) =>
        raised(tx, token, signed, await rightPin(t, tx, signed, device, tried)),
      );
    },

    /** A first PIN, or a new one for a forgotten one: always by proof again. Ends every other session of the account. */
    async setPin(token: string, signed: CitizenSigned, { pin, proof, device }: PinGiven): Promise<PinAnswer> {
      const known = await t.identity.byId(signed.region, signed.person);
      const good = parsePin(pin, known?.birthDate);
      if (!good.ok) return { kind: 'issues', issues: good.issues };
      // The PIN so far is guessed here or at the login: both count as one.
      const tried = proof.kind === 'pin' ? await takePinTry(t, signed.account, device) : await takeProof(signed);
      if (tried && 'until' in tried) return { kind: 'wait', until: tried.until };
      const account = await accountOfPerson(t.db, signed.person);
      if (!account || !(await proven(account, proof))) return tried ? wrong(signed, tried) : { kind: 'wrong' };
      const hash = await t.passwords.hash(saltedPin(signed.account, good.value));
      return t.db.transaction({ ...own(signed.person), ...changedContext(signed.person) }, async (tx) => {
        const slip = proof.kind === 'slip' ? account.slipMac : null;
        if (!(await setPinHash(tx, account.id, hash, t.clock(), slip))) return { kind: 'wrong' };
        await startPinAnew(t, tx, account.id);
        await endSessions(tx, signed.person, t.clock(), { except: signed.session });
        await insertEvent(tx, eventOf(t, signed.person, signed.person, 'buat-pin', { proof: proof.kind }));
        await tellChanged(t, tx, { person: signed.person, region: signed.region }, 'pin-dibuat');
        return raised(tx, token, signed, await rightPin(t, tx, signed, device));
      });
    },

    /** Ends one's other sessions by the PIN; who has none yet, within minutes of a login by code. @param which an id, or `ALL_OTHERS` */
    async endOtherSessions(token: string, signed: CitizenSigned, which: string, given: PinAgain): Promise<EndAnswer> {
      if (!signed.pinSet) {
        if (t.clock().getTime() - signed.beganAt.getTime() > FRESH_SECONDS * 1000) return { kind: 'stale' };
        await t.db.transaction(own(signed.person), (tx) => sessions.endOthers(tx, signed, which));
        return { kind: 'done' };
      }
      const tried = await takePinTry(t, signed.account, given.device);
      if ('until' in tried) return { kind: 'wait', until: tried.until };
      const account = await accountOfPerson(t.db, signed.person);
      const right = await proven(account, { kind: 'pin', pin: given.pin });
      if (!account || !right) return wrong(signed, tried);
      return t.db.transaction(own(signed.person), async (tx) => {
        await sessions.endOthers(tx, signed, which);
        return raised(tx, token, signed, await rightPin(t, tx, signed, given.device, tried));
      });
    },
  };

  async function raised(
    tx: Queryable,
    token: string,
    signed: CitizenSigned,
    device: string | null,
  ): Promise<PinAnswer> {
    const to = await sessions.raise(tx, signed, token);
    return to ? { kind: 'in', device, ...to } : { kind: 'moved' };
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
