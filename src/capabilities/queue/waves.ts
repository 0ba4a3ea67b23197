import { addDays, type IsoDate, localDate, momentOf, type Zone } from '../../kernel/dates.ts';
import type { Clock } from '../../kernel/ids.ts';
import type { Database, Row } from '../../platform/database/index.ts';
import type { QueueRef, Wave } from './queue.ts';

// Places for booking come in waves and at no round hour: whoever is slow with a phone finds some, and no minute is everybody's.

const FIRST_MINUTE = 5 * 60 + 30;
const SPREAD = 90;
const MINUTE = 60_000;

/** The minute of the day at which an office's waves come, between 05.30 and 07.00. */
export function minuteOf(office: string): string {
  let sum = 0;
  for (const letter of office) sum = (sum * 31 + letter.charCodeAt(0)) >>> 0;
  const minute = FIRST_MINUTE + (sum % SPREAD);
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

type Rules = {
  readonly office: string;
  readonly waves: readonly Wave[];
  readonly opensDays: number;
  readonly drawMinutes: number | null;
};

/** A place that gives all at once does so on the day that opens; where it is drawn for, that is a wave too. */
export const wavesOf = ({ waves, opensDays, drawMinutes }: Omit<Rules, 'office'>): readonly Wave[] =>
  waves.length === 0 && drawMinutes !== null ? [{ days: opensDays, share: 1 }] : waves;

/** When the waves of a day come, the first first. */
const momentsOf = (of: Rules, day: IsoDate, zone: Zone): readonly Date[] =>
  wavesOf(of)
    .map((wave) => momentOf(addDays(day, -wave.days), minuteOf(of.office), zone))
    .sort((one, other) => one.getTime() - other.getTime());

/** When the next places of a day are given out; undefined when all are. */
export const nextWave = (of: Rules, day: IsoDate, zone: Zone, now: Date): Date | undefined =>
  momentsOf(of, day, zone).find((moment) => moment > now);

/** Of so many places of a day's window, those that were given out by now. The last wave brings what rounding left. */
export function releasedBy(of: Rules, day: IsoDate, zone: Zone, whole: number, now: Date): number {
  const waves = wavesOf(of);
  if (waves.length === 0) return whole;
  const due = waves.filter((wave) => momentOf(addDays(day, -wave.days), minuteOf(of.office), zone) <= now);
  if (due.length === waves.length) return whole;
  return Math.min(whole, Math.floor(due.reduce((sum, wave) => sum + wave.share, 0) * whole + 1e-9));
}

/** A session whose next places are drawn for: how many each window will have. */
export type DueDraw = QueueRef & {
  readonly office: string;
  readonly minutes: number;
  readonly places: Readonly<Record<string, number>>;
};

type Waiting = Rules & {
  readonly region: string;
  readonly id: string;
  readonly session: string;
  readonly day: IsoDate;
  readonly startsAt: Date;
  readonly whole: number;
  readonly online: number;
};

/**
 * Gives out what is due by now, everywhere; never takes back. Where it is drawn for it is not given out but handed back, and while a draw runs
 * nothing moves.
 */
export async function releaseWaves(
  relay: Database,
  clock: Clock,
  zoneOf: (office: string) => Promise<Zone | undefined>,
): Promise<{ readonly released: number; readonly draws: readonly DueDraw[] }> {
  const now = clock();
  const slots = await relay.query<Waiting & Row>(
    {},
    `select l.region, l.id, l.session, s.office, s.day, s.starts_at as "startsAt", l.online_whole as whole, l.online, p.waves, p.opens_days as "opensDays",
       s.draw_minutes as "drawMinutes"
     from queue.slot l join queue.session s on s.region = l.region and s.id = l.session join queue.place p on p.region = s.region and p.office = s.office
     where l.online < l.online_whole and s.state in ('open', 'paused') and s.pool is null and s.day >= $1 order by l.region, l.id`,
    [localDate(now, 'WIB')],
  );
  let released = 0;
  const draws = new Map<string, DueDraw>();
  for (const slot of slots) {
    const zone = await zoneOf(slot.office);
    const online = zone && releasedBy(slot, slot.day, zone, slot.whole, now);
    if (online === undefined || online <= slot.online) continue;
    const { region, session, office, drawMinutes: minutes } = slot;
    // Nobody waits for a draw whose session has begun.
    if (minutes !== null && slot.startsAt.getTime() > now.getTime() + minutes * MINUTE) {
      const places = { ...draws.get(session)?.places, [slot.id]: online };
      draws.set(session, { region, id: session, office, minutes, places });
      continue;
    }
    await relay.query({}, 'update queue.slot set online = $3 where region = $1 and id = $2 and online < $3', [
      ...[region, slot.id, online],
    ]);
    released++;
  }
  return { released, draws: [...draws.values()] };
}
