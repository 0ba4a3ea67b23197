import { existsSync } from 'node:fs';
import { places } from './place.ts';
import { findRunning, halt } from './postmaster.ts';
import { inTurn, usersIn } from './turn.ts';

/** Stops the server on `dataDir` when no living process uses it any more. Returns the folders that hold its data. */
export async function stopOrphan(dataDir: string): Promise<readonly string[]> {
  const homes = places(dataDir).filter((place) => existsSync(place.cluster));
  for (const place of homes) {
    await inTurn(place.turn, async () => {
      const running = await findRunning(place);
      if (running !== undefined && usersIn(place.users).leave()) await halt(running);
    });
  }
  return homes.map((place) => place.home);
}
