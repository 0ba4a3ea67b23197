import type { Queryable } from '../../platform/database/index.ts';
import type { Tools } from './deps.ts';
import { deviceOf } from './login.ts';
import { KNOWN_DEVICES } from './pace.ts';
import {
  forgetDevices,
  forgetTries,
  giveBack,
  keepDevices,
  knownDevice,
  rememberDevice,
  takeOf,
} from './pace-store.ts';
import type { CitizenSigned } from './signed.ts';

/** One try at a PIN, taken before anything is compared. `stranger`: of the allowance that all devices share that never knew the PIN. */
export type PinTry = { readonly key: Buffer; readonly stranger: boolean; readonly last: boolean };

const lookupsOf = (t: Tools, account: string): readonly Buffer[] => t.hash.candidates('account', account);
const strangersKey = (t: Tools, account: string): Buffer => t.hash.of('pace', `pin|${account}|`);
export const proofsKey = (t: Tools, account: string): Buffer => t.hash.of('pace', `proof|${account}`);

export async function takePinTry(
  t: Tools,
  account: string,
  device: string | null,
): Promise<PinTry | { readonly until: Date }> {
  return t.db.transaction({}, async (tx) => {
    const known =
      device !== null && (await knownDevice(tx, lookupsOf(t, account), t.hash.of('device', device))) ? device : null;
    const key = known === null ? strangersKey(t, account) : t.hash.of('pace', `pin|${account}|${known}`);
    const taken = await takeOf(tx, key, known === null ? 'strangerPin' : 'knownPin', t.clock());
    return taken.allowed ? { key, stranger: known === null, last: taken.last } : { until: taken.until };
  });
}

/**
 * The PIN was right: the try costs nothing, and this browser is known to the account from now on; one that is shared is not.
 * @returns what belongs in the browser's long-lived cookie
 */
export async function rightPin(
  t: Tools,
  tx: Queryable,
  signed: Pick<CitizenSigned, 'account' | 'shared'>,
  device: string | null,
  tried?: PinTry,
): Promise<string | null> {
  if (tried) await giveBack(tx, tried.key, tried.stranger ? 'strangerPin' : 'knownPin');
  const [lookup] = lookupsOf(t, signed.account);
  if (signed.shared || !lookup) return null;
  const mark = deviceOf(t, { device });
  await rememberDevice(tx, lookup, t.hash.of('device', mark), t.clock());
  await keepDevices(tx, lookup, KNOWN_DEVICES);
  return mark;
}

/** Another PIN, or none until a slip is used: what was guessed at the former one means nothing, nor does who knew it. */
export async function startPinAnew(t: Tools, tx: Queryable, account: string): Promise<void> {
  await forgetTries(tx, [strangersKey(t, account), proofsKey(t, account)]);
  await forgetDevices(tx, lookupsOf(t, account));
}

/** Whether the owner is to be told now that strangers ran out of tries: once a day is enough. */
export const mayTell = async (t: Tools, tx: Queryable, account: string): Promise<boolean> =>
  (await takeOf(tx, t.hash.of('pace', `told|${account}`), 'told', t.clock())).allowed;
