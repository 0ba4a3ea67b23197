import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { type BpjsServer, type MobileJkn, startBpjsServer } from '../../simulators/bpjs/index.ts';
import type { Entry, Session, Slot } from '../../src/capabilities/queue/index.ts';
import { asDoer, CONSUMER, callerOf, type Somebody } from './bpjs.ts';
import { type TestHouse, testHouse } from './house.ts';
import { nurse, PUSKESMAS } from './queue-room.ts';

export const guard = (entry: { version: number }) => ({ version: entry.version, key: randomUUID() });
export const labelOf = ({ number }: { number: number }): string => `A-${String(number).padStart(3, '0')}`;

/** A Puskesmas that tells BPJS, beside a BPJS that may be away. Days are over by the real clock, so that work which follows an act does not wait. */
export class BpjsRoom {
  h!: TestHouse;
  bpjs!: BpjsServer;
  jkn!: MobileJkn;
  now = new Date('2026-10-05T00:00:00Z');
  #seen = 0;

  async open(): Promise<void> {
    const clock = () => this.now;
    this.h = await testHouse({ clock });
    this.bpjs = await startBpjsServer({ clock, consumers: [CONSUMER], polis: {} });
    await this.h.house.queue.layOut(this.h.house.relay);
    this.jkn = await callerOf(this.h, await this.h.listen(), PUSKESMAS, this.bpjs.url);
  }

  async close(): Promise<void> {
    await this.h?.close();
    await this.bpjs?.stop();
  }

  later(minutes: number): void {
    this.now = new Date(this.now.getTime() + minutes * 60_000);
  }

  /** What BPJS took since this test began. */
  taken = () => this.bpjs.taken.slice(this.#seen);
  /** The same in short. */
  heard = (): readonly string[] =>
    this.taken().map(({ action, body }) => [action, body.nomorantrean ?? body.alasan ?? body.status].join(' '));

  /**
   * A day ahead with nobody in it; the clock stands half an hour before it opens. Days before it are closed, as the program does by its clock, and what
   * another test left there is not this one's.
   */
  async freshDay(poli = 'umum'): Promise<{ session: Session; slots: readonly Slot[] }> {
    const { queue, relay } = this.h.house;
    this.bpjs.weather('fine');
    await queue.layOut(relay);
    const days = await queue.days(PUSKESMAS, '2026-01-01', '2099-01-01', poli);
    const day = days.find(
      ({ session }) => session.startsAt > this.now && session.taken === 0 && session.state === 'open',
    );
    if (!day) throw new Error('no fresh day');
    this.now = new Date(day.session.startsAt.getTime() - 30 * 60_000);
    await this.settled();
    await this.h.t.admin(`update bpjs.message set state = 'skipped' where state in ('waiting', 'refused')`);
    await this.jkn.auth();
    this.#seen = this.bpjs.taken.length;
    return day;
  }

  async book(slot: Slot | undefined, whom: Somebody, payer: Entry['payer'] = 'bpjs', need = 'sakit'): Promise<Entry> {
    if (!slot) throw new Error('no slot');
    const wish = { region: slot.region, slot: slot.id, need, whom, authority: 'self' as const, payer };
    const given = await this.h.house.queue.book(asDoer(whom), wish, randomUUID());
    return this.entryOf(given);
  }

  entryOf = (entry: { region: string; id: string }): Promise<Entry> => this.h.house.queue.entry(nurse, entry);

  async #running(): Promise<number> {
    const [row] = await this.h.t.admin<{ count: number }>(
      `select (select count(*)::int from platform.outbox) + (select count(*)::int from bpjs.sender where lease is not null)
         + (select count(*)::int from graphile_worker.jobs where locked_at is not null or run_at <= now()) as count`,
    );
    return row?.count ?? 0;
  }
  /** Nobody works, and nobody sends. */
  quiet = (): Promise<void> => expect.poll(() => this.#running(), { timeout: 20_000 }).toBe(0);

  /** All that follows was done, days that are over are closed, and BPJS was told what it can be told now: whatever the clock of the machine does besides. */
  async settled(): Promise<void> {
    await this.h.house.queue.closeDays();
    await this.h.house.jobs.settle();
    await this.quiet();
    await this.h.house.bpjs.drain(this.h.house.relay);
    // The minute's own round may have been sending just then.
    await this.quiet();
  }

  /** What BPJS does not have. */
  untold = () =>
    this.h.t.admin<{ action: string; state: string; trouble: string | null }>(
      `select action, state, trouble from bpjs.message where state not in ('sent', 'withdrawn', 'skipped') order by at, nth`,
    );
}
