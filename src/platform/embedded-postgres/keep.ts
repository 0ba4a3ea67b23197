import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import type { Place } from './place.ts';
import { findRunning, type Postmaster, relaunch } from './postmaster.ts';
import { isAlive } from './process-identity.ts';
import { EmbeddedPostgresTrouble } from './trouble.ts';
import { inTurn } from './turn.ts';

type KeepOptions = {
  readonly place: Place;
  readonly binaries: Binaries;
  readonly account: Account | undefined;
  readonly durable: boolean;
  readonly first: Postmaster;
  readonly onGone: ((error: Error) => void) | undefined;
};

const EVERY_MS = 1000;
/** Between two tries that failed: a full disk is not emptied in a second. */
const PAUSE_MS = 2000;

/**
 * A server of one's own has nobody else who would start it again: killed for memory, or ended by a full disk, it is started at the port that
 * everybody here knows, as often as it takes.
 * @returns `end`: looks no more and says which server runs now
 */
export function keep(options: KeepOptions): { readonly end: () => Promise<Postmaster> } {
  const { place, binaries, account, durable, onGone } = options;
  let current = options.first;
  let working: Promise<void> | undefined;
  let notBefore = 0;

  async function again(): Promise<void> {
    onGone?.(gone());
    const found = await inTurn(
      place.turn,
      async () => (await findRunning(place)) ?? (await relaunch(place, binaries, account, durable, current.port)),
    );
    if (found?.port === current.port) {
      current = found;
      return;
    }
    notBefore = Date.now() + PAUSE_MS;
    onGone?.(found ? moved(place) : stillGone(place));
  }

  const look = (): void => {
    if (working || Date.now() < notBefore || isAlive(current.process)) return;
    working = again()
      .catch((error: unknown) => {
        notBefore = Date.now() + PAUSE_MS;
        onGone?.(error instanceof Error ? error : new Error(String(error)));
      })
      .finally(() => {
        working = undefined;
      });
  };
  const timer = onGone && setInterval(look, EVERY_MS).unref();
  return {
    end: async () => {
      clearInterval(timer);
      await working;
      return current;
    },
  };
}

const gone = (): EmbeddedPostgresTrouble =>
  new EmbeddedPostgresTrouble('Basis data berhenti; dimulai lagi', 'The database stopped; it is started again');
const stillGone = (place: Place): EmbeddedPostgresTrouble =>
  new EmbeddedPostgresTrouble(
    `Basis data belum mau mulai; periksa ruang disk dan ${place.log}. Dicoba lagi`,
    `The database does not start yet; check the disk's room and ${place.log}. It is tried again`,
  );
const moved = (place: Place): EmbeddedPostgresTrouble =>
  new EmbeddedPostgresTrouble(
    `Basis data di ${place.cluster} kini berjalan di porta lain; mulai lagi program ini`,
    `The database in ${place.cluster} now runs at another port; start this program again`,
  );
