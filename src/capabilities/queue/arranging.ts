import { createHash } from 'node:crypto';
import { type IsoDate, localDate } from '../../kernel/dates.ts';
import { uuidv7 } from '../../kernel/ids.ts';
import type { Json } from '../../kernel/json.ts';
import { type Queryable, type Row, rename } from '../../platform/database/index.ts';
import type { Authority, StepKind, Stepped } from '../../platform/step/index.ts';
import type { Doer } from '../cases/index.ts';
import type { QueueDeps } from './deps.ts';
import { refusals } from './errors.ts';
import { reading } from './moving.ts';

// Whatever a place arranges of its own queue is one act of the place's history: chained, sealed, with who and why.

export type Setting = {
  readonly at: Date;
  readonly by: string;
  readonly what: What;
  readonly code: string;
  readonly before: Json;
  readonly after: Json;
  readonly reason: string;
  /** The first day on which it holds; null: at once. */
  readonly since: IsoDate | null;
};
export type What =
  | 'quota'
  | 'sign'
  | 'sign-withdrawn'
  | 'session'
  | 'session-ended'
  | 'closed-day'
  | 'open-day'
  | 'need'
  | 'need-ended'
  | 'emergency'
  | 'rules';
export type Seat = { readonly region: string; readonly office: string };
export type Change = Pick<Setting, 'what' | 'code' | 'before' | 'after' | 'reason' | 'since'>;

/** The days ahead are laid out anew after this. */
export const ARRANGED = 'queue.arranged';

const ARRANGE: StepKind = {
  head: { kind: 'queue', table: 'queue.place', key: 'place_id' },
  mode: 'move',
  set: {},
  insert: {
    'queue.setting': {
      ...{ version: 'int', office: 'text', actor: 'text', key: 'text', at: 'timestamptz', actor_label: 'text' },
      ...{ what: 'text', code: 'text', before: 'jsonb', after: 'jsonb', reason: 'text', since: 'date' },
    },
  },
};

export function seatOf(doer: Doer): Seat {
  if (doer.seat === null) throw refusals.notYours();
  return { region: doer.seat.split('/')[0] ?? '', office: doer.seat };
}

/** The day that it is at an office. */
export async function dayAt(deps: Pick<QueueDeps, 'organisations' | 'clock'>, office: string): Promise<IsoDate> {
  return localDate(deps.clock(), (await deps.organisations.findOffice(office))?.zone ?? 'WIB');
}

type Place = Seat & { readonly id: string; readonly version: number; readonly head: Uint8Array };
export async function lockPlace(tx: Queryable, { region, office }: Seat): Promise<Place> {
  const [place] = await tx.query<Pick<Place, 'id' | 'version' | 'head'> & Row>(
    'select id, version, head from queue.place where region = $1 and office = $2 for no key update',
    [region, office],
  );
  if (!place) throw refusals.notFound();
  return { ...place, region, office };
}

/** The place's act and the row that says in words what and why. The transaction holds the place's row and names the act. */
export async function writeSetting(
  deps: Pick<QueueDeps, 'step' | 'clock' | 'random'>,
  tx: Queryable,
  place: Place,
  by: {
    readonly actor: string;
    readonly label: string;
    readonly authority: Authority;
    /** Where he sits; null for the operator. */
    readonly office: string | null;
  },
  { before, after, reason, what, code, since }: Change,
  key: string,
): Promise<Stepped> {
  const at = deps.clock();
  const { region, office, id } = place;
  const version = place.version + 1;
  const digest = createHash('sha256')
    .update(JSON.stringify([key, before, after, reason]))
    .digest('hex');
  return deps.step.within(tx, ARRANGE, {
    ...{ region, id, version: place.version, head: place.head, at, key, actor: by.actor, authority: by.authority },
    ...{ subject: `kantor:${office}`, office: by.office, action: what },
    ...{ audit: { code, since, digest, fields: fieldsOf(before, after) }, answer: { id }, set: {} },
    rows: {
      'queue.setting': [
        {
          ...{ version, office, actor: by.actor, key, at, actor_label: by.label },
          ...{ what, code, before, after, reason, since },
        },
      ],
    },
    outbox: [{ id: uuidv7(deps.clock, deps.random), topic: ARRANGED, payload: { office } }],
  });
}

export function createArranging(deps: QueueDeps, forget: (office: string) => void) {
  const { db } = deps;

  /**
   * In one transaction: the place's act, and the change. The same key twice changes once.
   * @param look what there is to change, read under the place's row, so that nobody else changes it meanwhile
   */
  return async function arrange<Seen>(
    doer: Doer,
    key: string,
    look: (tx: Queryable, at: Seat) => Promise<Seen>,
    changeOf: (seen: Seen) => Change,
    write: (tx: Queryable, at: Seat, seen: Seen) => Promise<void>,
  ): Promise<void> {
    const { region, office } = seatOf(doer);
    await db.transaction(reading(region, doer), async (tx) => {
      const place = await lockPlace(tx, { region, office });
      await rename(tx, { ...reading(region, doer), acts: [`${place.id} ${doer.id}`] });
      const seen = await look(tx, { region, office });
      const by = { actor: doer.id, label: doer.label, authority: 'office', office } as const;
      const stepped = await writeSetting(deps, tx, place, by, changeOf(seen), key);
      if (stepped.kind === 'repeated') return;
      if (stepped.kind === 'lost') throw refusals.lostGuard();
      await write(tx, { region, office }, seen);
    });
    deps.written();
    forget(office);
  };
}
export type Arrange = ReturnType<typeof createArranging>;

/** Which of its words a change touches. */
function fieldsOf(before: Json, after: Json): readonly string[] {
  const [was, is] = [before, after].map((one) => (typeof one === 'object' && one !== null ? one : {})) as [
    Readonly<Record<string, Json>>,
    Readonly<Record<string, Json>>,
  ];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort();
  return names.filter((name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]));
}
