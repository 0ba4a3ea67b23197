import { randomUUID } from 'node:crypto';
import type { AtCounter, Away, Held, Session } from '../../src/capabilities/queue/index.ts';
import { nurse, QueueRoom, stranger } from './queue-room.ts';

export const MINUTE = 60_000;

/** A room whose counters lose the network: what they hold, what they called, and what the books say afterwards. */
export class AwayRoom extends QueueRoom {
  #like!: Session;
  session!: Session;

  override async open(): Promise<void> {
    await super.open();
    this.#like = (await this.freshDay('umum')).session;
  }

  readonly queue = () => this.h.house.queue;
  readonly counter = (n: number): AtCounter => ({
    session: this.session,
    room: `Ruang ${n}`,
    device: `00000000-0000-4000-8000-00000000000${n}`,
  });
  readonly wait = (minutes: number): void => {
    this.now = new Date(this.now.getTime() + minutes * MINUTE);
  };

  readonly walkIn = async (): Promise<string> => {
    const whom = { ...stranger(1), person: null, basis: 'counter' as const };
    const wish = { session: this.session, whom, payer: 'umum', sees: null } as const;
    return (await this.queue().walkIn(nurse, wish, randomUUID())).id;
  };
  readonly walkIns = async (n: number): Promise<string[]> => {
    const ids: string[] = [];
    for (let i = 0; i < n; i++) ids.push(await this.walkIn());
    return ids;
  };
  readonly hold = (n: number, have: string | null = null): Promise<Held> =>
    this.queue().hold(nurse, this.counter(n), have);
  readonly next = async (n: number, now: string | null = null) =>
    this.queue().callNext(nurse, { session: this.session, room: `Ruang ${n}`, now }, randomUUID());
  readonly settle = (n: number, acts: readonly Away[], who = nurse) =>
    this.queue().settle(who, this.counter(n), acts, this.now.getTime());

  readonly rows = () =>
    this.h.t.admin<{
      id: string;
      label: string;
      status: string;
      room: string | null;
      called: Date | null;
      ended: Date | null;
      arrived: Date | null;
      calls: number;
    }>(
      `select e.id, s.prefix || '-' || lpad(e.number::text, 3, '0') as label, e.status, e.room, e.called_at as called, e.ended_at as ended,
         e.arrived_at as arrived, (select count(*)::int from queue.event v where v.region = e.region and v.entry_id = e.id and v.kind = 'called') as calls
       from queue.entry e join queue.session s on s.region = e.region and s.id = e.session where e.lane = $1 order by e.number`,
      [this.session.id],
    );
  readonly row = async (label: string) => (await this.rows()).find((one) => one.label === label);

  /** Another session like that of a day, with nobody in it and room for many who walk in. */
  readonly freshSession = async (): Promise<void> => {
    const like = this.#like;
    const id = randomUUID();
    await this.h.t.admin(
      `insert into queue.session select (jsonb_populate_record(s, jsonb_build_object('id', $2::uuid, 'template', $2::uuid, 'taken', 0, 'state', 'open', 'streak', 0))).* from queue.session s where id = $1`,
      [like.id, id],
    );
    await this.h.t.admin(
      `insert into queue.slot select (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(), 'session', $2::uuid, 'desk', 100))).* from queue.slot s where session = $1`,
      [like.id, id],
    );
    this.session = { ...like, id };
    this.now = new Date(this.session.startsAt.getTime() + MINUTE);
  };
}

/** What a counter did without a network. */
export const act = (
  kind: Away['kind'],
  number: string,
  at: Date,
  lease: string | null,
  paper: string | null = null,
): Away => ({
  ...{ key: randomUUID(), kind, number, at: at.getTime(), lease, paper },
});
