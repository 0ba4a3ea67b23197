import { ageOn } from '../../kernel/age.ts';
import { addDays, type IsoDate, isIsoDate, localDate } from '../../kernel/dates.ts';
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

export const todayOf = (t: Tools): IsoDate => localDate(t.clock(), 'WIB');

export function termsWrong(t: Tools, { until, services }: Terms): readonly Issue[] {
  if (!isIsoDate(until) || until < todayOf(t)) return [issue('mandate/until-past')];
  if (until > addDays(todayOf(t), LONGEST_DAYS)) return [issue('mandate/until-far', { days: LONGEST_DAYS })];
  return services.length > MOST_SERVICES ? [issue('mandate/services-many')] : [];
}

export const adult = (t: Tools, person: KnownPerson | undefined): person is KnownPerson =>
  person !== undefined && ageOn(person.birthDate, todayOf(t)) >= ADULT_AGE;

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
