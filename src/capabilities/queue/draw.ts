import { uuidv7 } from '../../kernel/ids.ts';
import { type Context, type Database, type Queryable, rename, violated } from '../../platform/database/index.ts';
import type { StepKind } from '../../platform/step/index.ts';
import { type Doer, SYSTEM } from '../cases/index.ts';
import type { BookWish } from './booking.ts';
import type { QueueDeps } from './deps.ts';
import { drawnOrder, listHashOf } from './drawing.ts';
import { notTaking, refusals } from './errors.ts';
import { reading } from './moving.ts';
import { sameId } from './news.ts';
import { type Item, placeWithin, type Whom } from './placing.ts';
import { CARE, monthsOld, needFor, type Offer, priorityOf, type QueueRef, type Session, type Slot } from './queue.ts';
import { findSession, lockSession, offerOf, slotWithSession } from './store.ts';
import {
  DRAW_POOL,
  drawnList,
  duePools,
  findPool,
  leftOver,
  lockPool,
  OPEN_POOL,
  type Pool,
  type Pooled,
  pooledOf,
  slotsIn,
} from './store-pools.ts';
import { BEGIN_WISH, MOVE_WISH, wishById } from './store-wishes.ts';
import type { DueDraw } from './waves.ts';
import { isDrawn, isOpen, placesDrawn } from './windows.ts';

const MINUTE = 60_000;
/** Letters and figures that nobody takes for each other. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const RECEIPT_LENGTH = 8;
/** So many are told at once. */
const TOLD_TOGETHER = 64;
/** Of so many more than there are places it is looked up who they are: some hold a number already. */
const SPARE = 20;
const LOSE: StepKind = { ...MOVE_WISH, shared: true };

export type DrawWish = BookWish & { readonly flexible: boolean; readonly home?: string | null };

/** A wave that is drawn: receipts for some minutes, then numbers in the order of the draw. */
export function createDraw(deps: QueueDeps) {
  const { db, clock, random } = deps;
  const systemAt = (office: string): Doer => ({ ...SYSTEM, seat: office });

  return {
    pool: (ref: QueueRef): Promise<Pool | undefined> => findPool(db, ref),
    /** All receipts of a draw that is over, in the order drawn. */
    async drawn(ref: QueueRef) {
      const pool = await findPool(db, ref);
      if (pool?.seed === null || pool === undefined) return undefined;
      return drawnOrder(pool.seed, await drawnList(db, ref));
    },

    /** Takes part in the draw of a window. @returns the receipt's wish; the same key gives the same one */
    async takePart(doer: Doer, wish: DrawWish, key: string): Promise<QueueRef> {
      const { region } = wish;
      const both = await slotWithSession(db, { region, id: wish.slot }, clock());
      const offer = both && (await offerOf(db, both.session.office));
      if (!both || !offer) throw refusals.notFound();
      const { session, slot } = both;
      const at = clock();
      const id = sameId('draw', doer.id, key);
      if (!isDrawn(session, slot, at)) {
        // Whoever lost the answer asks again with the same key, also when it is drawn by then.
        if (await wishById(db, { regions: [region], persons: [doer.id] }, { region, id })) return { region, id };
        throw isOpen(session, slot, at) ? refusals.noDraw() : notTaking(session);
      }
      const { person: subject, birthDate, sex } = wish.whom;
      const months = birthDate === null ? 0 : monthsOld(birthDate, session.day);
      const need = needFor(offer, wish.need, { ...session, months, sex, authority: wish.authority });
      const reason = priorityOf(months, need);
      const receipt = receiptOf(random(RECEIPT_LENGTH));
      const { office, poli, day, pool } = session;
      const { authority, payer, flexible } = wish;
      try {
        const stepped = await deps.step.run(BEGIN_WISH, {
          ...{ region, id, version: 0, head: new Uint8Array(), at, actor: doer.id, subject, authority, office: null },
          ...{ action: 'pooled', key, audit: { office, poli, day, pool, receipt }, answer: { id } },
          set: {
            ...{ office, poli, need: need.code, day, subject, applicant: doer.id, authority, payer, status: 'pooled' },
            ...{ made_at: at, pool, slot: slot.id, flexible, receipt },
            first: reason !== null && session.drawFirst.includes(reason),
            home: wish.home ?? null,
          },
        });
        if (stepped.kind === 'lost') throw refusals.lostGuard();
        return { region, id: (stepped.answer as { readonly id: string }).id };
      } catch (error) {
        throw refusalOf(error);
      }
    },

    /** Begins the draws that are due: the seed is made and its hash is there before anybody can ask. @returns how many */
    async beginDraws(due: readonly DueDraw[]): Promise<number> {
      let begun = 0;
      for (const one of due) begun += (await begin(one)) ? 1 : 0;
      return begun;
    },

    /** Draws what is due, and tells whoever got nothing. Killed at any moment and run again it comes to the same. */
    async drawPools(relay: Database): Promise<number> {
      const pools = await duePools(relay, clock());
      for (const pool of pools) await draw(pool);
      for (const pool of await leftOver(relay)) await tellRest(pool);
      if (pools.length > 0) deps.written();
      return pools.length;
    },
  };

  function begin({ region, id: session, office, minutes, places }: DueDraw): Promise<boolean> {
    const doer = systemAt(office);
    const id = uuidv7(clock, random);
    const context: Context = { ...reading(region, doer), acts: [`${id} ${doer.id}`] };
    return db.transaction(context, async (tx) => {
      const stands = await lockSession(tx, { region, id: session });
      if (!stands || stands.pool !== null || (stands.state !== 'open' && stands.state !== 'paused')) return false;
      const at = clock();
      const closesAt = new Date(at.getTime() + minutes * MINUTE);
      const [made] = await tx.query<{ hash: string }>('select queue.draw_commit($1, $2) as hash', [region, id]);
      const seedHash = made?.hash ?? '';
      await actOn(tx, OPEN_POOL, doer, { region, id, version: 0, head: new Uint8Array() }, 'opened', {
        audit: { session, closesAt: closesAt.toISOString(), seedHash, places: { ...places } },
        set: { office, session, opens_at: at, closes_at: closesAt, seed_hash: seedHash, state: 'open' },
      });
      await tx.query('select queue.draw_begins($1, $2, $3::jsonb)', [region, id, JSON.stringify(places)]);
      return true;
    });
  }

  /** Whom the register does not know any more, or who has withdrawn the mandate by which another asked, gets no number. */
  async function draw(pool: Pool): Promise<void> {
    const session = await findSession(db, { region: pool.region, id: pool.session });
    const offer = await offerOf(db, pool.office);
    if (!session || !offer) throw new Error(`pool ${pool.id} has no session`);
    const known = new Map<string, Whom | null>();
    // Who wins is only known under the lock, and the register is asked outside of it: as often as new winners come up.
    for (;;) {
      const missing = await db
        .transaction(reading(pool.region, systemAt(pool.office)), (tx) => attempt(tx, pool, offer, known))
        .then(() => undefined, missingOf);
      if (!missing) return;
      for (const wish of missing) known.set(wish.subject, await whomOf(wish));
    }
  }

  async function whomOf({ region, home, subject, applicant, authority }: Pooled): Promise<Whom | null> {
    const person = await deps.people.findById(home ?? region, subject);
    if (!person) return null;
    if (authority === 'mandate' && !(await deps.mandated(applicant, subject, CARE))) return null;
    const { id, nik, name, sex, birthDate } = person;
    return { person: id, nik, card: null, phone: null, name, sex, birthDate, basis: 'register' };
  }

  /** The whole draw in one transaction. @throws Missing when somebody's turn comes of whom nothing is known yet: then nothing was done */
  async function attempt(
    tx: Queryable,
    of: Pool,
    offer: Offer,
    known: ReadonlyMap<string, Whom | null>,
  ): Promise<void> {
    const doer = systemAt(of.office);
    const { region } = of;
    const pool = await lockPool(tx, of);
    const session = await lockSession(tx, { region, id: of.session });
    if (!pool || !session || pool.state === 'drawn') return;
    const now = clock();
    const [opened] = await tx.query<{ seed: string | null }>('select queue.draw_reveal($1, $2, $3) as seed', [
      ...[region, pool.id, now],
    ]);
    const seed = opened?.seed;
    if (!seed) throw new Error(`the seed of ${pool.id} is not there`);
    const all = await pooledOf(tx, pool);
    const places = placesOf(session, await slotsIn(tx, session, now), now);
    await rename(tx, { ...reading(region, doer), acts: [`${pool.id} ${doer.id}`] });
    await actOn(tx, DRAW_POOL, doer, pool, 'drawn', {
      audit: { seed, listHash: listHashOf(all), asked: all.length },
      set: { state: 'drawn', seed, list_hash: listHashOf(all), asked: all.length },
    });
    await tx.query('select queue.draw_ends($1, $2)', [region, pool.id]);
    const order = drawnOrder(seed, all);
    for (const [i, wish] of order.entries()) {
      const slot = places.for(wish);
      if (!slot) continue;
      const whom = known.get(wish.subject);
      if (whom === undefined)
        throw new Missing(
          order
            .slice(i)
            .filter(({ subject }) => !known.has(subject))
            .slice(0, places.left() + SPARE),
        );
      if (whom && (await give(tx, { offer, session, slot, wish, whom }))) places.take(slot);
    }
  }

  type Win = {
    readonly offer: Offer;
    readonly session: Session;
    readonly slot: Slot;
    readonly wish: Pooled;
    readonly whom: Whom;
  };

  /** The number that somebody asked for himself, and that his wish has come true. @returns false: he has one already, or holds ten */
  async function give(tx: Queryable, { offer, session, slot, wish, whom }: Win): Promise<boolean> {
    const doer = systemAt(wish.office);
    const applicant: Doer = { id: wish.applicant, label: '', seat: null, roles: [], nik: null };
    const months = whom.birthDate === null ? null : monthsOld(whom.birthDate, session.day);
    const item: Item = {
      ...{ doer: applicant, key: `draw:${wish.id}`, session, place: offer.place, slot, quota: 'online', whom },
      ...{ need: wish.need, authority: wish.authority, payer: wish.payer, action: 'booked', channel: 'warga' },
      ...{ reason: priorityOf(months, offer.needs.find(({ code }) => code === wish.need) ?? null) },
      ...{ dueAt: slot.startsAt, drawn: wish.pool },
    };
    const id = uuidv7(clock, random);
    await rename(tx, {
      ...reading(wish.region, doer),
      persons: [wish.applicant, wish.subject],
      acts: [`${id} ${wish.applicant}`, `${wish.id} ${doer.id}`],
    });
    const [placed] = await placeWithin(deps, tx, [item], [id]);
    if (placed?.outcome !== 'placed') return false;
    await actOn(tx, MOVE_WISH, doer, wish, 'drawn', {
      audit: { status: 'taken', entry: id },
      set: { status: 'taken', entry: id, until: null },
    });
    return true;
  }

  async function tellRest(pool: QueueRef): Promise<void> {
    const found = await findPool(db, pool);
    if (!found) return;
    const doer = systemAt(found.office);
    const rest = await db.transaction(reading(pool.region, doer), (tx) => pooledOf(tx, pool));
    for (let i = 0; i < rest.length; i += TOLD_TOGETHER)
      await Promise.all(
        rest.slice(i, i + TOLD_TOGETHER).map((wish) =>
          deps.step.run(LOSE, {
            ...{ region: wish.region, id: wish.id, version: wish.version, head: wish.head, at: clock() },
            ...{ actor: doer.id, subject: wish.subject, authority: 'system', office: doer.seat, action: 'lost' },
            ...{ key: `lost:${wish.id}`, audit: { status: 'lost' }, answer: { id: wish.id } },
            set: { status: 'lost', entry: null, until: null },
            outbox: [{ id: uuidv7(clock, random), topic: 'wish.lost', payload: {} }],
          }),
        ),
      );
  }

  async function actOn(
    tx: Queryable,
    kind: Parameters<typeof deps.step.within>[1],
    doer: Doer,
    of: QueueRef & { readonly version: number; readonly head: Uint8Array; readonly subject?: string },
    action: string,
    more: Pick<Parameters<typeof deps.step.within>[2], 'audit' | 'set'>,
  ): Promise<void> {
    const stepped = await deps.step.within(tx, kind, {
      ...{ region: of.region, id: of.id, version: of.version, head: of.head, at: clock(), actor: doer.id, action },
      ...{ subject: of.subject ?? `kantor:${doer.seat}`, authority: 'system', office: doer.seat },
      ...{ key: `${action}:${of.id}`, answer: { id: of.id }, ...more },
    });
    if (stepped.kind !== 'done') throw refusals.lostGuard();
  }
}

/** What is left while a draw goes on. Everybody gets the window that he asked for, or, if he will, the nearest of its session that has a place. */
function placesOf(session: Session, all: readonly Slot[], now: Date) {
  const runs = session.state === 'open' || session.state === 'paused';
  const left = new Map(
    all.filter(({ endsAt }) => runs && endsAt > now).map((slot) => [slot.id, placesDrawn(session, slot)]),
  );
  const taken = new Map<string, number>();
  let whole = Math.max(0, session.cap - session.taken);
  return {
    left: (): number =>
      Math.min(
        whole,
        [...left.values()].reduce((sum, count) => sum + count, 0),
      ),
    for(wish: Pooled): Slot | undefined {
      const asked = all.find(({ id }) => id === wish.slot);
      if (!asked || whole === 0) return undefined;
      const apart = (slot: Slot) => Math.abs(slot.startsAt.getTime() - asked.startsAt.getTime());
      const willDo = wish.flexible ? [...all].sort((one, other) => apart(one) - apart(other)) : [asked];
      const slot = willDo.find(({ id }) => (left.get(id) ?? 0) > 0);
      return slot && { ...slot, onlineTaken: slot.onlineTaken + (taken.get(slot.id) ?? 0) };
    },
    take({ id }: Slot): void {
      left.set(id, (left.get(id) ?? 0) - 1);
      taken.set(id, (taken.get(id) ?? 0) + 1);
      whole--;
    },
  };
}

/** Undoes a draw whose next winner is not known yet. */
class Missing extends Error {
  readonly wishes: readonly Pooled[];
  constructor(wishes: readonly Pooled[]) {
    super('facts are missing');
    this.wishes = wishes;
  }
}
function missingOf(error: unknown): readonly Pooled[] {
  if (error instanceof Missing) return error.wishes;
  throw error;
}

const receiptOf = (bytes: Uint8Array): string => [...bytes].map((byte) => LETTERS[byte % LETTERS.length]).join('');

function refusalOf(error: unknown): unknown {
  const broken = violated(error);
  if (broken?.kind === 'unique') return refusals.held();
  if (broken?.constraint === 'few_numbers') return refusals.tooMany();
  if (broken?.constraint === 'pool_is_open') return refusals.noDraw();
  return error;
}
