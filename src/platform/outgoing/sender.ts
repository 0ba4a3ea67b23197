import { type Clock, type Random, uuidv7 } from '../../kernel/ids.ts';
import type { Database } from '../database/index.ts';
import type { Letter, Letters, Patience } from './letters.ts';

/** settled: it is out of the way, taken or not · away: the other side does not answer, whatever it is asked. */
export type Outcome =
  | { readonly kind: 'settled'; readonly taken: boolean }
  | { readonly kind: 'away'; readonly text: string };

export type SendOptions<M extends Letter> = {
  readonly region: string;
  readonly office: string;
  /** Before the first message, once the place is taken. */
  readonly begin?: () => Promise<unknown>;
  /** Tells one message and settles it. Nothing is thrown for what the other side does. */
  readonly tell: (message: M) => Promise<Outcome>;
};

const SECOND = 1000;
const FIRST_WAIT = 30 * SECOND;
export const LONGEST_WAIT = 300 * SECOND;
/** A message that failed this often lets another one try: is it the message, or is the other side away? */
export const STUBBORN = 3;

/** Sends what is due of one office, one message after another, by one sender at a time. */
export function createSender<M extends Letter>(
  letters: Letters<M>,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
) {
  const later = (millis: number): Date => new Date(clock().getTime() + millis);

  /** Milliseconds between tries: doubling up to five minutes, spread, so that not all come at once. */
  function waitAfter(failures: number): number {
    const even = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(10, failures - 1));
    return Math.round(even * (0.8 + 0.4 * ((random(1)[0] ?? 128) / 256)));
  }

  function failed(before: Patience, trouble: string): Patience {
    const failures = before.failures + 1;
    return { failures, retryAt: later(waitAfter(failures)), trouble };
  }

  /** @returns how many messages were taken */
  async function send(relay: Database, o: SendOptions<M>): Promise<number> {
    const { region, office } = o;
    const at = { region, office, lease: uuidv7(clock, random) };
    const mine = () => letters.takePlace(relay, { ...at, now: clock() });
    let patience = await mine();
    if (!patience) return 0;
    const tried: string[] = [];
    let sent = 0;
    let away = 0;
    try {
      await o.begin?.();
      for (;;) {
        const message = await letters.next(relay, { region, office, now: clock(), not: tried });
        if (!message) break;
        tried.push(message.id);
        const outcome = await o.tell(message);
        if (outcome.kind === 'settled') {
          away = 0;
          sent += outcome.taken ? 1 : 0;
          patience = { failures: 0, retryAt: null, trouble: null };
        } else {
          away += 1;
          patience = failed(patience, outcome.text);
          // One stubborn message may be at fault itself; if the next one fails too, the other side is away.
          if (message.tries < STUBBORN || away > 1) break;
        }
        // Whoever was too slow lost his place, and somebody else goes on.
        if (!(await mine())) break;
      }
    } finally {
      await letters.leavePlace(relay, at, patience);
    }
    // What came in between the last look and the leave would wait for the next minute.
    const more = away === 0 && (await letters.next(relay, { region, office, now: clock(), not: tried }));
    return more ? sent + (await send(relay, o)) : sent;
  }

  return { send };
}
