import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { type SatusehatServer, startSatusehatServer } from '../../simulators/satusehat/index.ts';
import type { Entry, Session, Slot } from '../../src/capabilities/queue/index.ts';
import { letters } from '../../src/capabilities/satusehat/index.ts';
import { asOwner } from '../../src/compose-database.ts';
import { asDoer, type Somebody, somebody } from './bpjs.ts';
import { guard } from './bpjs-room.ts';
import { type TestHouse, testHouse } from './house.ts';
import { nurse, PUSKESMAS } from './queue-room.ts';
import { connectSatusehat, PARTNER } from './satusehat.ts';

/** A Puskesmas that tells SATUSEHAT, beside a SATUSEHAT that may be away, and the clinic's own system. */
export class SatusehatRoom {
  h!: TestHouse;
  satusehat!: SatusehatServer;
  origin = '';
  clinicToken = '';
  now = new Date('2026-10-05T00:00:00Z');
  #seen = 0;
  #refused = 0;
  #ihs = 0;

  async open(): Promise<void> {
    const clock = () => this.now;
    this.h = await testHouse({ clock });
    // A token outlives the two hours of a test only once.
    this.satusehat = await startSatusehatServer({ clock, partners: [PARTNER], people: {}, tokenSeconds: 3599 });
    await this.h.house.queue.layOut(this.h.house.relay);
    this.origin = await this.h.listen();
    ({ clinicToken: this.clinicToken } = await connectSatusehat(this.h, PUSKESMAS, this.satusehat.url, 'finished'));
  }

  async close(): Promise<void> {
    await this.h?.close();
    await this.satusehat?.stop();
  }

  later(minutes: number): void {
    this.now = new Date(this.now.getTime() + minutes * 60_000);
  }

  /** What SATUSEHAT took of us since this test began; Conditions are the clinic's. */
  taken = () => this.satusehat.taken.slice(this.#seen).filter(({ resource }) => resource.resourceType === 'Encounter');
  /** The same in short. */
  heard = (): readonly string[] => this.taken().map(({ method, resource }) => `${method} ${resource.status}`);
  refused = () => this.satusehat.refused.slice(this.#refused);

  /** Somebody whom SATUSEHAT knows by his NIK. */
  known(): Somebody & { readonly ihs: string } {
    const whom = somebody();
    this.#ihs += 1;
    const ihs = `P${String(this.#ihs).padStart(11, '0')}`;
    this.satusehat.know(whom.nik ?? '', ihs);
    return { ...whom, ihs };
  }

  /** A day ahead with nobody in it; the clock stands half an hour before it opens. What another test left is not this one's. */
  async freshDay(poli = 'umum'): Promise<{ session: Session; slots: readonly Slot[] }> {
    const { queue, relay } = this.h.house;
    this.satusehat.weather('fine');
    await queue.layOut(relay);
    const days = await queue.days(PUSKESMAS, '2026-01-01', '2099-01-01', poli);
    const day = days.find(
      ({ session }) => session.startsAt > this.now && session.taken === 0 && session.state === 'open',
    );
    if (!day) throw new Error('no fresh day');
    await this.settled();
    this.now = new Date(day.session.startsAt.getTime() - 30 * 60_000);
    await this.h.t.admin(`update satusehat.message set state = 'skipped' where state in ('waiting', 'refused')`);
    await this.h.t.admin('update satusehat.sender set retry_at = null');
    this.#seen = this.satusehat.taken.length;
    this.#refused = this.satusehat.refused.length;
    return day;
  }

  async book(slot: Slot | undefined, whom: Somebody): Promise<Entry> {
    if (!slot) throw new Error('no slot');
    const wish = { region: slot.region, slot: slot.id, need: 'sakit', whom, authority: 'self', payer: 'umum' } as const;
    return this.h.house.queue.entry(nurse, await this.h.house.queue.book(asDoer(whom), wish, randomUUID()));
  }
  entryOf = (entry: { region: string; id: string }): Promise<Entry> => this.h.house.queue.entry(nurse, entry);
  async arrive(entry: Entry): Promise<void> {
    await this.h.house.queue.checkIn(nurse, entry, guard(await this.entryOf(entry)));
  }
  async cancel(entry: Entry): Promise<void> {
    await this.h.house.queue.cancel(nurse, entry, guard(await this.entryOf(entry)));
  }
  async serve(session: Session, entry: Entry): Promise<Date> {
    await this.h.house.queue.callNext(nurse, { session, room: 'Ruang 1', now: null }, randomUUID());
    const called = this.now;
    this.later(8);
    await this.h.house.queue.finish(nurse, entry, guard(await this.entryOf(entry)));
    return called;
  }

  async #running(): Promise<number> {
    const [row] = await this.h.t.admin<{ count: number }>(
      `select (select count(*)::int from platform.outbox) + (select count(*)::int from satusehat.sender where lease is not null)
         + (select count(*)::int from graphile_worker.jobs where locked_at is not null or run_at <= now()) as count`,
    );
    return row?.count ?? 0;
  }
  /** All that follows was done, a minute passed, and SATUSEHAT was told what it can be told now. */
  async settled(): Promise<void> {
    const quiet = () => expect.poll(() => this.#running(), { timeout: 20_000 }).toBe(0);
    await this.h.house.jobs.settle();
    await quiet();
    this.later(1);
    await this.h.house.satusehat.drain(this.h.house.relay);
    // The minute's own round may have been sending just then.
    await quiet();
  }
  untold = () => asOwner(this.h.t.adminUrl, (owner) => letters.open(owner, PUSKESMAS));
}
