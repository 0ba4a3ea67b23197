import { addDays, type IsoDate, localDate, momentOf, type Zone } from '../../kernel/dates.ts';
import type { Clock } from '../../kernel/ids.ts';
import type { Database, Row } from '../../platform/database/index.ts';
import type { Wave } from './queue.ts';

// Places for booking come in waves and at no round hour: whoever is slow with a phone finds some, and no minute is everybody's.

const FIRST_MINUTE = 5 * 60 + 30;
const SPREAD = 90;

/** The minute of the day at which an office's waves come, between 05.30 and 07.00. */
export function minuteOf(office: string): string {
  let sum = 0;
  for (const letter of office) sum = (sum * 31 + letter.charCodeAt(0)) >>> 0;
  const minute = FIRST_MINUTE + (sum % SPREAD);
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** Of so many places of a day's window, those that were given out by now. The last wave brings what rounding left. */
export function releasedBy(
  of: { readonly office: string; readonly waves: readonly Wave[] },
  day: IsoDate,
  zone: Zone,
  whole: number,
  now: Date,
): number {
  if (of.waves.length === 0) return whole;
  const due = of.waves.filter((wave) => momentOf(addDays(day, -wave.days), minuteOf(of.office), zone) <= now);
  if (due.length === of.waves.length) return whole;
  return Math.min(whole, Math.floor(due.reduce((sum, wave) => sum + wave.share, 0) * whole + 1e-9));
}

/** Gives out what is due by now, everywhere; never takes back. @returns how many windows got places */
export async function releaseWaves(
  relay: Database,
  clock: Clock,
  zoneOf: (office: string) => Promise<Zone | undefined>,
): Promise<number> {
  const now = clock();
  const slots = await relay.query<
    { region: string; id: string; office: string; day: IsoDate; whole: number; online: number; waves: Wave[] } & Row
  >(
    {},
    `select l.region, l.id, s.office, s.day, l.online_whole as whole, l.online, p.waves
     from queue.slot l join queue.session s on s.region = l.region and s.id = l.session join queue.place p on p.region = s.region and p.office = s.office
     where l.online < l.online_whole and s.state in ('open', 'paused') and s.day >= $1 order by l.region, l.id`,
    [localDate(now, 'WIB')],
  );
  let changed = 0;
  for (const slot of slots) {
    const zone = await zoneOf(slot.office);
    const online = zone && releasedBy(slot, slot.day, zone, slot.whole, now);
    if (online === undefined || online <= slot.online) continue;
    await relay.query({}, 'update queue.slot set online = $3 where region = $1 and id = $2 and online < $3', [
      slot.region,
      slot.id,
      online,
    ]);
    changed++;
  }
  return changed;
}
