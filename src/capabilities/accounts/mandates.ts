import { ageOn } from '../../kernel/age.ts';
import { addDays, type IsoDate, isIsoDate, localDate } from '../../kernel/dates.ts';
import { uuidv7 } from '../../kernel/ids.ts';
import { maskName } from '../../kernel/masking.ts';
import { type Issue, issue } from '../../kernel/parsed.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Context } from '../../platform/database/index.ts';
import { ADULT_AGE } from './authority.ts';
import { onceMore } from './bound.ts';
import type { AtCounter } from './counter.ts';
import type { KnownPerson, Tools } from './deps.ts';
import {
  answerMandate,
  endFormer,
  insertMandate,
  type MandateRow,
  mandateById,
  mandatesOf,
  revokeMandate,
  withdrawAsked,
} from './mandate-store.ts';
import { type Changed, changedContext, tellChanged } from './pins.ts';
import { eventOf } from './sessions.ts';
import type { CitizenSigned } from './signed.ts';
import { insertEvent, own, takeTry } from './store.ts';

/** F-1.07: for which services (none named: all), until which day. */
export type Terms = { readonly services: readonly string[]; readonly until: IsoDate };
export type MandateAnswer =
  | { readonly kind: 'done'; readonly id: string }
  | { readonly kind: 'issues'; readonly issues: readonly Issue[] };

const LONGEST_DAYS = 365;

export type Mandates = ReturnType<typeof createMandates>;

export function createMandates(t: Tools) {
  const today = (): IsoDate => localDate(t.clock(), 'WIB');

  function termsWrong({ until, services }: Terms): readonly Issue[] {
    if (!isIsoDate(until) || until < today()) return [issue('mandate/until-past')];
    if (until > addDays(today(), LONGEST_DAYS)) return [issue('mandate/until-far', { days: LONGEST_DAYS })];
    return services.length > 50 ? [issue('mandate/services-many')] : [];
  }
  const adult = (person: KnownPerson | undefined): person is KnownPerson =>
    person !== undefined && ageOn(person.birthDate, today()) >= ADULT_AGE;

  /** Both see it, both are told. */
  const between = (one: string, other: string, actor = one): Context => {
    const [a, b] = [changedContext(one), changedContext(other)];
    return { ...own(one, other, actor), regions: a.regions, acts: [...new Set([...a.acts, ...b.acts])] };
  };

  async function make(
    of: {
      giver: KnownPerson;
      receiver: KnownPerson;
      terms: Terms;
      accepted: { by: 'pin' | 'counter'; officer: string | null } | null;
    },
    by: { actor: string; office: string | null },
  ): Promise<MandateAnswer> {
    const { giver, receiver, terms, accepted } = of;
    const id = uuidv7(t.clock, t.random);
    const action = accepted ? 'beri-kuasa' : 'minta-kuasa';
    const what: Changed = accepted ? 'kuasa-diberikan' : 'kuasa-diminta';
    const context = between(giver.person, receiver.person, by.actor);
    // Of two at once the later one runs again and takes the earlier one's place.
    await onceMore(() =>
      t.db.transaction(context, async (tx) => {
        const names = { giverName: giver.name, receiverName: receiver.name };
        await endFormer(tx, giver.person, receiver.person, accepted ? 'active' : 'asked', t.clock());
        await insertMandate(tx, {
          id,
          giver: giver.person,
          receiver: receiver.person,
          ...names,
          ...terms,
          now: t.clock(),
          accepted,
        });
        await insertEvent(tx, eventOf(t, giver.person, by.actor, action, { mandate: id }, by.office));
        await tellChanged(t, tx, giver, what);
        if (accepted) await tellChanged(t, tx, receiver, what);
      }),
    );
    return { kind: 'done', id };
  }

  /** Naming people by NIK again and again is guessing, not giving mandates. */
  async function paced(signed: CitizenSigned): Promise<void> {
    const paced = await t.db.transaction({}, (tx) =>
      takeTry(tx, t.hash.of('pace', `mandate|${signed.person}`), 'mandate', t.clock()),
    );
    if (!paced.allowed) throw new Refusal('accounts/too-often', 429, { until: paced.until.toISOString() });
  }
  const self = (signed: CitizenSigned): Promise<KnownPerson | undefined> =>
    t.identity.byId(signed.region, signed.person);
  function needsPin(signed: CitizenSigned): void {
    if (signed.level < 2) throw new Refusal('accounts/needs-pin', 403);
  }

  return {
    /**
     * The giver, with PIN, lets another act. The receiver is named by NIK and full name: who knows both learns nothing new,
     * who knows one hears the same as for nobody.
     */
    async giveMandate(
      signed: CitizenSigned,
      to: { readonly nik: string; readonly name: string },
      terms: Terms,
    ): Promise<MandateAnswer> {
      needsPin(signed);
      const wrong = termsWrong(terms);
      if (wrong.length > 0) return { kind: 'issues', issues: wrong };
      await paced(signed);
      const [giver, receiver] = [await self(signed), await named(to)];
      if (!giver || !receiver || receiver.person === giver.person)
        return { kind: 'issues', issues: [issue('mandate/nobody')] };
      return make(
        { giver, receiver, terms, accepted: { by: 'pin', officer: null } },
        { actor: signed.person, office: null },
      );
    },

    /** Somebody asks to act for another, who answers with PIN. The answer here is the same whoever was named. */
    async askMandate(
      signed: CitizenSigned,
      from: { readonly nik: string; readonly name: string },
      terms: Terms,
    ): Promise<'asked' | readonly Issue[]> {
      needsPin(signed);
      const wrong = termsWrong(terms);
      if (wrong.length > 0) return wrong;
      await paced(signed);
      const [receiver, giver] = [await self(signed), await named(from)];
      if (receiver && giver && giver.person !== receiver.person)
        await make({ giver, receiver, terms, accepted: null }, { actor: signed.person, office: null });
      return 'asked';
    },

    async answerMandate(signed: CitizenSigned, id: string, yes: boolean): Promise<void> {
      needsPin(signed);
      const mandate = await mandateById(t.db, signed.person, id);
      if (!mandate || mandate.giver !== signed.person) throw new Refusal('accounts/no-such-mandate', 404);
      await t.db.transaction(between(mandate.giver, mandate.receiver), async (tx) => {
        if (yes) await endFormer(tx, mandate.giver, mandate.receiver, 'active', t.clock());
        if (!(await answerMandate(tx, id, signed.person, yes, t.clock())))
          throw new Refusal('accounts/mandate-answered', 409);
        await insertEvent(
          tx,
          eventOf(t, signed.person, signed.person, yes ? 'beri-kuasa' : 'tolak-kuasa', { mandate: id }),
        );
        if (yes) await tellChanged(t, tx, { person: mandate.receiver, region: signed.region }, 'kuasa-diberikan');
      });
    },

    /** Giver and receiver both stand at the counter with F-1.07, or the giver does; the officer saw who they are. */
    async mandateAtCounter(
      at: AtCounter,
      of: { readonly giverNik: string; readonly receiverNik: string },
      terms: Terms,
    ): Promise<MandateAnswer> {
      const wrong = termsWrong(terms);
      if (wrong.length > 0) return { kind: 'issues', issues: wrong };
      const [giver, receiver] = [await t.identity.byNik(of.giverNik), await t.identity.byNik(of.receiverNik)];
      if (!adult(giver) || !adult(receiver) || giver.person === receiver.person)
        return { kind: 'issues', issues: [issue('mandate/nobody')] };
      return make(
        { giver, receiver, terms, accepted: { by: 'counter', officer: at.officer } },
        { actor: at.officer, office: at.office },
      );
    },

    /** Either side may end it, any time; from the next page on it counts no more. */
    async endMandate(signed: CitizenSigned, id: string): Promise<void> {
      needsPin(signed);
      const mandate = await mandateById(t.db, signed.person, id);
      if (!mandate) throw new Refusal('accounts/no-such-mandate', 404);
      await t.db.transaction(between(mandate.giver, mandate.receiver, signed.person), async (tx) => {
        const ended =
          mandate.status === 'asked' ? await withdrawAsked(tx, id, t.clock()) : await revokeMandate(tx, id, t.clock());
        if (!ended) throw new Refusal('accounts/mandate-answered', 409);
        await insertEvent(tx, eventOf(t, mandate.giver, signed.person, 'akhiri-kuasa', { mandate: id }));
        const other = signed.person === mandate.giver ? mandate.receiver : mandate.giver;
        await tellChanged(t, tx, { person: other, region: signed.region }, 'kuasa-dicabut');
      });
    },

    /** All of a person's, given and received. What the other side's name is stays masked until the mandate stands. */
    async mandatesOf(person: string): Promise<readonly MandateRow[]> {
      const rows = await mandatesOf(t.db, person);
      return rows.map((row) =>
        row.status === 'active' || row.giver === person ? row : { ...row, giverName: maskName(row.giverName) },
      );
    },
  };

  async function named(who: { readonly nik: string; readonly name: string }): Promise<KnownPerson | undefined> {
    const known = await t.identity.byNik(who.nik);
    const same = (text: string): string =>
      text
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[^\p{L}]/gu, '');
    return adult(known) && same(known.name) === same(who.name) ? known : undefined;
  }
}
