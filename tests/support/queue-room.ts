import { randomUUID } from 'node:crypto';
import type { Doer } from '../../src/capabilities/cases/index.ts';
import type { Session, Slot } from '../../src/capabilities/queue/index.ts';
import { type TestHouse, testHouse } from './house.ts';

export const PUSKESMAS = '32.76/pkm-beji';
export const nurse: Doer = { id: randomUUID(), label: 'Perawat', seat: PUSKESMAS, roles: ['perawat'], nik: null };

/** Somebody whom a register names, invented. */
export const stranger = (i: number) => ({
  person: randomUUID(),
  ...{ nik: null, card: null, phone: null, name: `Orang ${i}`, sex: 'female' as const, birthDate: '1990-01-01' },
  basis: 'register' as const,
});

/** A house whose queues are laid out for days that are over by the real clock, so that work which follows an act does not wait for them. */
export class QueueRoom {
  h!: TestHouse;
  now = new Date();
  #origin: Promise<string> | undefined;

  async open(): Promise<void> {
    this.h = await testHouse({ clock: () => this.now });
    this.now = new Date('2026-11-16T00:00:00Z');
    await this.h.house.queue.layOut(this.h.house.relay);
  }

  close = (): Promise<void> => this.h.close();

  listening(): Promise<string> {
    this.#origin ??= this.h.listen();
    return this.#origin;
  }

  /** A day of the week ahead on which this poli works, with nobody in it yet; the clock stands half an hour before it opens. */
  async freshDay(poli: string, office = PUSKESMAS): Promise<{ session: Session; slots: readonly Slot[] }> {
    const days = await this.h.house.queue.days(office, '2026-01-01', '2099-01-01', poli);
    const day = days.find(
      ({ session }) => session.startsAt < new Date('2026-11-25') && session.taken === 0 && session.state === 'open',
    );
    if (!day) throw new Error('no fresh day');
    this.now = new Date(day.session.startsAt.getTime() - 30 * 60_000);
    return day;
  }

  book(slot: Slot, whom = stranger(1), key: string = randomUUID()) {
    return this.h.house.queue.book(
      { id: whom.person, label: 'Orang', seat: null, roles: [], nik: null },
      { region: slot.region, slot: slot.id, need: 'sakit', whom, authority: 'self', payer: 'umum' },
      key,
    );
  }

  /** What a session counts, beside what is really there. */
  async counts(session: string) {
    const [row] = await this.h.t.admin<{
      taken: number;
      online: number;
      desk: number;
      active: number;
      numbers: number;
      acts: number;
    }>(
      `select s.taken, (select sum(online_taken)::int from queue.slot where session = s.id) as online,
        (select sum(desk_taken)::int from queue.slot where session = s.id) as desk,
        (select count(*)::int from queue.entry where session = s.id and status <> 'cancelled') as active,
        (select count(distinct number)::int from queue.entry where session = s.id) as numbers,
        (select count(*)::int from audit.act a join queue.entry e on e.id = a.id and e.region = a.region where e.session = s.id and a.kind = 'entry') as acts
       from queue.session s where s.id = $1`,
      [session],
    );
    return row;
  }
}

/** A session that runs at this moment by the real clock, with nobody in it and room for many who walk in. */
export async function runningSession(h: Pick<TestHouse, 't' | 'house'>): Promise<Session> {
  const [like] = await h.t.admin<{ id: string }>(
    `select id from queue.session where office = $1 and poli = 'umum' order by day limit 1`,
    [PUSKESMAS],
  );
  const id = randomUUID();
  const times = `'starts_at', now() - interval '1 hour', 'ends_at', now() + interval '4 hours'`;
  await h.t.admin(
    `insert into queue.session select (jsonb_populate_record(s, jsonb_build_object('id', $2::uuid, 'template', $2::uuid, 'taken', 0, 'state', 'open',
       'day', (now() at time zone 'Asia/Jakarta')::date, ${times}))).* from queue.session s where id = $1`,
    [like?.id, id],
  );
  await h.t.admin(
    `insert into queue.slot select (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(), 'session', $2::uuid, 'desk', 100, ${times}))).*
     from queue.slot s where s.id = (select id from queue.slot where session = $1 limit 1)`,
    [like?.id, id],
  );
  const found = await h.house.queue.session({ region: PUSKESMAS.split('/')[0] ?? '', id });
  if (!found) throw new Error('no session');
  return found;
}
