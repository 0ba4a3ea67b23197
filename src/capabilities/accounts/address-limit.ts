import type { Clock } from '../../kernel/ids.ts';

export type AddressLimit = {
  /** Takes one from the address's allowance; false when it is used up, with the seconds until there is one again. */
  take(address: string): { readonly ok: true } | { readonly ok: false; readonly seconds: number };
};

const REMEMBERED = 20_000;

/**
 * Codes and logins per address, in this process only. Generous, for a whole village may come out of one address (carrier NAT):
 * who guesses is slowed down per number; this only stops one machine from sending codes to everybody.
 * @param burst at once · @param perSecond afterwards
 */
export function createAddressLimit(
  clock: Clock,
  { burst = 1_500, perSecond = 20 }: { readonly burst?: number; readonly perSecond?: number } = {},
): AddressLimit {
  const left = new Map<string, { tokens: number; at: number }>();
  return {
    take(address) {
      const now = clock().getTime();
      const known = left.get(address) ?? { tokens: burst, at: now };
      const tokens = Math.min(burst, known.tokens + (Math.max(0, now - known.at) / 1000) * perSecond);
      left.delete(address);
      left.set(address, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
      // The one that was silent longest has its allowance back anyway.
      if (left.size > REMEMBERED) left.delete(left.keys().next().value ?? '');
      return tokens >= 1 ? { ok: true } : { ok: false, seconds: Math.ceil((1 - tokens) / perSecond) };
    },
  };
}
