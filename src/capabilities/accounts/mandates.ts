import { sameName } from '../../kernel/name.ts';
import { type Issue, issue } from '../../kernel/parsed.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { AtCounter } from './counter.ts';
import type { KnownPerson, Tools } from './deps.ts';
import { adultOf, makeMandate, needsPin, type Terms, termsWrong } from './mandate-making.ts';
import { takeTry } from './pace-store.ts';
import type { CitizenSigned } from './signed.ts';

/** Somebody named so that who knows both learns nothing new, and who knows one hears the same as for nobody. */
export type Named = { readonly nik: string; readonly name: string };
export type MandateAnswer =
  | { readonly kind: 'done'; readonly id: string }
  | { readonly kind: 'issues'; readonly issues: readonly Issue[] };

const nobody: MandateAnswer = { kind: 'issues', issues: [issue('mandate/nobody')] };

/** How a mandate begins: given with PIN, asked for, or made at a counter. */
export function createMandates(t: Tools) {
  /** Naming people by NIK again and again is guessing, not giving mandates. */
  async function paced(signed: CitizenSigned): Promise<void> {
    const key = t.hash.of('pace', `mandate|${signed.person}`);
    const paced = await t.db.transaction({}, (tx) => takeTry(tx, key, 'mandate', t.clock()));
    if (!paced.allowed) throw new Refusal('accounts/too-often', 429, { until: paced.until.toISOString() });
  }

  async function both(signed: CitizenSigned, other: Named): Promise<readonly [KnownPerson, KnownPerson] | undefined> {
    await paced(signed);
    const self = await t.identity.byId(signed.region, signed.person);
    const known = await adultOf(t, await t.identity.byNik(other.nik));
    const right = known && sameName(known.name, other.name) && known.person !== signed.person;
    return self && right ? [self, known] : undefined;
  }

  return {
    /** The giver, with PIN, lets another act. */
    async giveMandate(signed: CitizenSigned, to: Named, terms: Terms): Promise<MandateAnswer> {
      needsPin(signed);
      const issues = await termsWrong(t, terms, signed.region);
      if (issues.length > 0) return { kind: 'issues', issues };
      const found = await both(signed, to);
      if (!found) return nobody;
      const [giver, receiver] = found;
      const accepted = { by: 'pin', officer: null } as const;
      const id = await makeMandate(t, { giver, receiver, terms, accepted, actor: signed.person, office: null });
      return { kind: 'done', id };
    },

    /** Somebody asks to act for another, who answers with PIN. The answer here is the same whoever was named. */
    async askMandate(signed: CitizenSigned, from: Named, terms: Terms): Promise<'asked' | readonly Issue[]> {
      needsPin(signed);
      const issues = await termsWrong(t, terms, signed.region);
      if (issues.length > 0) return issues;
      const found = await both(signed, from);
      if (found) {
        const [receiver, giver] = found;
        await makeMandate(t, { giver, receiver, terms, accepted: null, actor: signed.person, office: null });
      }
      return 'asked';
    },

    /** The giver stands at the counter with F-1.07, and the officer saw who it is. Allowed by `can(…, 'mandate.witness', …)`. */
    async mandateAtCounter(
      at: AtCounter,
      of: { readonly giverNik: string; readonly receiverNik: string },
      terms: Terms,
    ): Promise<MandateAnswer> {
      const issues = await termsWrong(t, terms, at.office.split('/')[0] ?? '');
      if (issues.length > 0) return { kind: 'issues', issues };
      const [giver, receiver] = await Promise.all(
        [of.giverNik, of.receiverNik].map(async (nik) => adultOf(t, await t.identity.byNik(nik))),
      );
      if (!giver || !receiver || giver.person === receiver.person) return nobody;
      const accepted = { by: 'counter', officer: at.officer } as const;
      const id = await makeMandate(t, { giver, receiver, terms, accepted, actor: at.officer, office: at.office });
      return { kind: 'done', id };
    },
  };
}
