import { createHash } from 'node:crypto';
import { addDays, type IsoDate, localDate } from '../../kernel/dates.ts';
import { type Clock, type Random, uuidv7 } from '../../kernel/ids.ts';
import type { Context, Database } from '../../platform/database/index.ts';
import type { Regular } from '../../platform/jobs/index.ts';
import type { Act, Step } from '../../platform/step/index.ts';
import { type Doer, SYSTEM } from '../cases/index.ts';
import type { Organisations } from '../organisations/index.ts';
import { type KeepingRule, type KeepingRules, type Kind, kindsOf, rulesOf } from './rules.ts';
import {
  chainOf,
  dueOf,
  type Erased,
  entriesOver,
  erase,
  erasedOf,
  FIRST,
  FORGET,
  NEXT,
  type Place,
  placesOf,
} from './store.ts';

export { type KeepingRule, type KeepingRules, keepingRules } from './rules.ts';

export type KeepingDeps = {
  readonly db: Database;
  readonly step: Step;
  readonly clock: Clock;
  readonly random: Random;
  readonly organisations: Pick<Organisations, 'findOffice'>;
  readonly rules: KeepingRules;
};
export type Keeping = ReturnType<typeof createKeeping>;
/** How long one part is kept at an office, and what was erased of it. */
export type Kept = KeepingRule & { readonly erased: Date | undefined };

const AT_ONCE = 200;

/** How long each part of what a queue holds of people is kept; what has served its time goes, a few at a time, each time by an act. */
export function createKeeping(deps: KeepingDeps) {
  const { db, step, clock } = deps;
  const contextOf = ({ region, office }: Place): Context => ({ regions: [region], offices: [office] });
  const digestOf = (keys: readonly string[]): string =>
    createHash('sha256')
      .update([...keys].sort().join(' '))
      .digest('hex');

  /** Numbers, each by its own act: nothing says any more whose they were. */
  async function forgetEntries(place: Place, ids: readonly string[]): Promise<number> {
    const { region, office } = place;
    const at = clock();
    const over = await entriesOver(db, contextOf(place), region, ids);
    const done = await Promise.all(
      over.map(({ id, version, head }) =>
        step.run(FORGET, {
          ...{ region, id, version, head, at, actor: SYSTEM.id, subject: `kantor:${office}`, authority: 'system' },
          ...{ office, action: 'erased', key: `${id} erase ${version}`, audit: {}, answer: {}, set: { erased_at: at } },
        }),
      ),
    );
    return done.filter(({ kind }) => kind === 'done').length;
  }

  /** Everything else, by an act in the place's own chain of erasures. */
  async function eraseSome(place: Place, kind: Kind, before: IsoDate, keys: readonly string[]): Promise<number> {
    const { region, office } = place;
    const chain = await chainOf(db, contextOf(place), place);
    const { id, version, head } = chain ?? { id: uuidv7(clock, deps.random), version: 0, head: new Uint8Array() };
    const at = clock();
    const gone = keys.length;
    const act: Act = {
      ...{ region, id, version, head, at, actor: SYSTEM.id, subject: `kantor:${office}`, authority: 'system', office },
      ...{ action: kind, key: `${id} ${kind} ${version}`, audit: { before, gone, digest: digestOf(keys) }, answer: {} },
      set: chain ? {} : { office },
      rows: { 'keeping.erasure': [{ version: version + 1, office, what: kind, at, before, gone }] },
    };
    const stepped = await step.runWith(chain ? NEXT : FIRST, act, async (tx) => {
      // Something of it is in use again: nothing of this act stands, the next turn looks anew.
      if ((await erase(tx, place, { kind, before, keys })) !== gone)
        throw new Error(`${office} ${kind}: no longer due`);
    });
    return stepped.kind === 'done' ? gone : 0;
  }

  async function eraseAt(relay: Database, place: Place): Promise<number> {
    const zone = (await deps.organisations.findOffice(place.office))?.zone ?? 'WIB';
    const today = localDate(clock(), zone);
    let all = 0;
    for (const { part, days } of rulesOf(deps.rules, place.region))
      for (const kind of kindsOf(part)) all += await eraseKind(relay, place, kind, addDays(today, -days));
    return all;
  }

  async function eraseKind(relay: Database, place: Place, kind: Kind, before: IsoDate): Promise<number> {
    let all = 0;
    for (;;) {
      const keys = await dueOf(relay, place, { kind, before, most: AT_ONCE });
      if (keys.length === 0) return all;
      const gone = kind === 'entry' ? await forgetEntries(place, keys) : await eraseSome(place, kind, before, keys);
      all += gone;
      if (gone === 0 || keys.length < AT_ONCE) return all;
    }
  }

  /** @param relay knows what is due, and what it is about only as the act says it. @returns how many records lost what they held */
  async function eraseDue(relay: Database): Promise<number> {
    let all = 0;
    const troubles: unknown[] = [];
    for (const place of await placesOf(relay))
      await eraseAt(relay, place).then(
        (gone) => {
          all += gone;
        },
        // One place that fails holds up no other, but is not passed over in silence.
        (trouble: unknown) => troubles.push(trouble),
      );
    if (troubles.length > 0) throw troubles[0];
    return all;
  }

  return {
    eraseDue,
    /** As they are told to people: what matters most to them first. */
    rules: (region: string): readonly KeepingRule[] => rulesOf(deps.rules, region).toReversed(),
    /** For whoever sits at the place; undefined for nobody's seat. */
    async kept(doer: Doer): Promise<readonly Kept[] | undefined> {
      if (doer.seat === null) return undefined;
      const place = { region: doer.seat.split('/')[0] ?? '', office: doer.seat };
      const erased = await erasedOf(db, contextOf(place), place);
      return rulesOf(deps.rules, place.region)
        .toReversed()
        .map((rule) => ({
          ...rule,
          erased: lastOf(erased.filter(({ kind }) => kindsOf(rule.part).includes(kind))),
        }));
    },
    regular: (relay: Database): readonly Regular[] => [
      // In the night of every Indonesian clock.
      { name: 'keeping.erase', cron: '19 18 * * *', run: async () => void (await eraseDue(relay)) },
    ],
  };
}

const lastOf = (erased: readonly Erased[]): Date | undefined =>
  erased.map(({ last }) => last).toSorted((a, b) => b.getTime() - a.getTime())[0];
