import type { Happened, Reported } from '../queue/index.ts';
import type { Told } from './follow.ts';

export type Line = { readonly entry: Reported; readonly events: readonly Happened[] };
export type Step = { readonly entry: Reported; readonly event: Happened };

const BEGINS: readonly string[] = ['booked', 'walkedIn', 'offered', 'moved'];
const GONE: readonly string[] = ['cancelled', 'absent', 'unserved', 'done'];

/**
 * What happened to several numbers of one patient, in order. Of one number by its versions. Of several by time, but clocks of two machines differ and
 * a moment may hold two acts: what is certain is that nobody has two numbers for the same poli and day, so one ends before the next begins.
 * @param told how each number stands at BPJS by the steps taken so far; read again before each one
 */
export function* inOrder(history: readonly Line[], told: ReadonlyMap<string, Told>): Generator<Step> {
  const lines = history
    .map(({ entry, events }) => ({ entry, events: [...events] }))
    .filter((one) => one.events.length > 0);
  while (lines.length > 0) {
    const sorted = lines.toSorted((a, b) => timeOf(a) - timeOf(b) || earlier(a.entry, b.entry));
    const line = sorted.find((one) => !waits(one, lines, told)) ?? sorted[0];
    const event = line?.events.shift();
    if (!line || !event) return;
    if (line.events.length === 0) lines.splice(lines.indexOf(line), 1);
    yield { entry: line.entry, event };
  }
}

const timeOf = ({ events }: Line): number => events[0]?.at.getTime() ?? 0;
const isGone = ({ status }: Reported): boolean => GONE.includes(status);
const sameName = (a: Reported, b: Reported): boolean => a.bpjs === b.bpjs && a.day === b.day;

/** Which of two numbers was given first. Within a session numbers rise. */
function earlier(a: Reported, b: Reported): number {
  if (a.session === b.session) return a.number - b.number;
  return a.bookedAt.getTime() - b.bookedAt.getTime() || (a.id < b.id ? -1 : 1);
}

/** A number that begins where another one is, which has still to be seen ending. */
function waits({ entry, events }: Line, lines: readonly Line[], told: ReadonlyMap<string, Told>): boolean {
  if (!BEGINS.includes(events[0]?.kind ?? '')) return false;
  return lines.some((other) => {
    if (other.entry.id === entry.id) return false;
    const known = told.get(other.entry.id)?.known;
    if (known && known.poli === entry.bpjs && known.day === entry.day) return true;
    if (!sameName(other.entry, entry) || !isGone(other.entry)) return false;
    return !isGone(entry) || earlier(other.entry, entry) < 0;
  });
}
