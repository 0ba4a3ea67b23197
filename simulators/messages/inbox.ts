/** What would have reached somebody's phone or mailbox. */
export type Arrived = {
  readonly id: string;
  readonly at: string;
  readonly channel: 'sms' | 'whatsapp' | 'email';
  readonly to: string;
  readonly subject: string | null;
  readonly text: string;
  /** The sender's own reference: twice the same means that it was sent twice. */
  readonly reference: string | null;
};

export type Inbox = {
  add(arrived: Omit<Arrived, 'id' | 'at'>): Arrived;
  /** Newest first. @param filter.to a number or address, in any spelling of a number */
  list(filter?: { readonly to?: string; readonly limit?: number }): readonly Arrived[];
  clear(): void;
};

const KEPT = 500;
const bare = (address: string): string =>
  address.includes('@') ? address.toLowerCase() : address.replace(/\D/g, '').replace(/^0/, '62');

export function createInbox(clock: () => Date): Inbox {
  const all: Arrived[] = [];
  let count = 0;
  return {
    add(arrived) {
      count += 1;
      const kept: Arrived = { id: String(count), at: clock().toISOString(), ...arrived };
      all.unshift(kept);
      all.length = Math.min(all.length, KEPT);
      return kept;
    },
    list: ({ to, limit = 50 } = {}) =>
      all.filter((one) => to === undefined || bare(one.to) === bare(to)).slice(0, limit),
    clear: () => {
      all.length = 0;
    },
  };
}
