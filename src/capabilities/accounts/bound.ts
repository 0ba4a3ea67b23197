import { uuidv7 } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type Queryable, violated } from '../../platform/database/index.ts';
import type { KnownPerson, Tools } from './deps.ts';
import { startPinAnew } from './pin-tries.ts';
import { slipMac } from './pins.ts';
import { accountOfNik, bindAccount, endSessions } from './store.ts';

const SLIP_DAYS = 7;

export const slipEnds = (t: Tools): Date => new Date(t.clock().getTime() + SLIP_DAYS * 86_400_000);

/** The id that an account of this person has, or will have. */
export async function accountFor(t: Tools, nik: string): Promise<{ readonly id: string; readonly replaced: boolean }> {
  const before = await accountOfNik(t.db, t.hash.candidates('nik', nik));
  return { id: before?.id ?? uuidv7(t.clock, t.random), replaced: before !== undefined };
}

export type ToBind = {
  readonly id: string;
  readonly known: KnownPerson;
  readonly nik: string;
  readonly phone: string;
  readonly by: string;
} & (
  | { readonly basis: 'counter'; readonly slip: string; readonly slipUntil: Date }
  | { readonly basis: 'register'; readonly pinHash: string }
);

/** Binds an account to a number within the caller's transaction; what was logged in with the former number ends. */
export async function bind(t: Tools, tx: Queryable, of: ToBind): Promise<void> {
  const counter = of.basis === 'counter' ? of : null;
  const id = await bindAccount(tx, {
    ...{ id: of.id, person: of.known.person, region: of.known.region, basis: of.basis, by: of.by, now: t.clock() },
    nikLookup: t.hash.of('nik', of.nik),
    phoneLookup: t.hash.of('phone', of.phone),
    phoneSealed: t.envelope.seal(of.phone, `accounts.account.phone:${of.id}`),
    pinHash: of.basis === 'register' ? of.pinHash : null,
    slipMac: counter && slipMac(t, of.id, counter.slip),
    slipUntil: counter?.slipUntil ?? null,
  });
  // Made a moment ago by another page, whose id is another: what we sealed would never open. Or by this very page: nothing to do.
  if (id !== of.id) throw new Raced();
  await startPinAnew(t, tx, of.id);
  await endSessions(tx, of.known.person, t.clock());
}

class Raced extends Error {}

const ATTEMPTS = 5;

/** Of several who change the same at once, the later sees what the earlier made and goes on from there. */
export async function onceMore<R>(work: () => Promise<R>, attempt = 1): Promise<R> {
  try {
    return await work();
  } catch (error) {
    const raced = error instanceof Raced || violated(error)?.kind === 'unique';
    if (!raced || attempt === ATTEMPTS) throw error;
    return onceMore(work, attempt + 1);
  }
}

export const tooYoung = (age: number): Refusal => new Refusal('accounts/too-young', 422, { age });
