import { ageOn } from '../../kernel/age.ts';
import { addDays, type IsoDate, isIsoDate } from '../../kernel/dates.ts';
import { uuidv7 } from '../../kernel/ids.ts';
import { type Issue, issue } from '../../kernel/parsed.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Context } from '../../platform/database/index.ts';
import { ADULT_AGE } from './authority.ts';
import { onceMore } from './bound.ts';
import type { KnownPerson, Tools } from './deps.ts';
import { endFormer, insertMandate } from './mandate-store.ts';
import { type Changed, changedContext, tellChanged } from './pins.ts';
import { eventOf } from './sessions.ts';
import type { CitizenSigned } from './signed.ts';
import { insertEvent, own } from './store.ts';

/** F-1.07: for which services (none named: all), until which day. */
export type Terms = { readonly services: readonly string[]; readonly until: IsoDate };

const LONGEST_DAYS = 365;
const MOST_SERVICES = 50;

/** @param region by whose clocks its days are counted: the giver's, as far as one may know it yet */
export async function termsWrong(t: Tools, { until, services }: Terms, region: string): Promise<readonly Issue[]> {
  const today = await t.todayIn(region);
  if (!isIsoDate(until) || until < today) return [issue('mandate/until-past')];
  if (until > addDays(today, LONGEST_DAYS)) return [issue('mandate/until-far', { days: LONGEST_DAYS })];
  return services.length > MOST_SERVICES ? [issue('mandate/services-many')] : [];
}

/** Whoever is of age there where he lives; undefined for anybody else. */
export async function adultOf(t: Tools, person: KnownPerson | undefined): Promise<KnownPerson | undefined> {
  return person && ageOn(person.birthDate, await t.todayIn(person.region)) >= ADULT_AGE ? person : undefined;
}

export function needsPin(signed: CitizenSigned): void {
  if (signed.level < 2) throw new Refusal('accounts/needs-pin', 403);
}

/** Both see it, both are told. */
export function between(one: string, other: string, actor = one): Context {
  const [a, b] = [changedContext(one), changedContext(other)];
  return { ...own(one, other, actor), regions: a.regions, acts: [...new Set([...a.acts, ...b.acts])] };
}

export type Made = {
  readonly giver: KnownPerson;
  readonly receiver: KnownPerson;
  readonly terms: Terms;
  /** Null: asked for, the giver has not answered yet. */
  readonly accepted: { readonly by: 'pin' | 'counter'; readonly officer: string | null } | null;
  readonly actor: string;
  readonly office: string | null;
};

/** Of two at once the later one runs again and takes the earlier one's place. @returns its id */
export async function makeMandate(
  t: Tools,
  { giver, receiver, terms, accepted, actor, office }: Made,
): Promise<string> {
  const id = uuidv7(t.clock, t.random);
  const what: Changed = accepted ? 'kuasa-diberikan' : 'kuasa-diminta';
  const parties = {
    giver: giver.person,
    receiver: receiver.person,
    giverName: giver.name,
    receiverName: receiver.name,
    giverRegion: giver.region,
    receiverRegion: receiver.region,
  };
  const work = () =>
    t.db.transaction(between(giver.person, receiver.person, actor), async (tx) => {
      await endFormer(tx, giver.person, receiver.person, accepted ? 'active' : 'asked', t.clock());
      await insertMandate(tx, { id, ...parties, ...terms, now: t.clock(), accepted });
      const action = accepted ? 'beri-kuasa' : 'minta-kuasa';
      await insertEvent(tx, eventOf(t, giver.person, actor, action, { mandate: id }, office));
      await tellChanged(t, tx, giver, what);
      if (accepted) await tellChanged(t, tx, receiver, what);
    });
  await onceMore(work);
  return id;
}
