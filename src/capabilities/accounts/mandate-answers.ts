import { maskName } from '../../kernel/masking.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { covers } from './authority.ts';
import type { Tools } from './deps.ts';
import { between, needsPin } from './mandate-making.ts';
import {
  answerMandate,
  endFormer,
  type MandateRow,
  mandateById,
  mandatesOf,
  revokeMandate,
  withdrawAsked,
} from './mandate-store.ts';
import { tellChanged } from './pins.ts';
import { eventOf } from './sessions.ts';
import type { CitizenSigned } from './signed.ts';
import { insertEvent } from './store.ts';

/** `over`: its last day is past, where its giver lives. */
export type Mandate = MandateRow & { readonly over: boolean };

const answered = (): Refusal => new Refusal('accounts/mandate-answered', 409);

/** How a mandate goes on: answered, ended, listed. */
export function createMandateAnswers(t: Tools) {
  async function get(signed: CitizenSigned, id: string): Promise<MandateRow> {
    needsPin(signed);
    const mandate = await mandateById(t.db, signed.person, id);
    if (!mandate) throw new Refusal('accounts/no-such-mandate', 404);
    return mandate;
  }

  const isOver = async ({ until, giverRegion, receiverRegion }: MandateRow): Promise<boolean> =>
    until < (await t.todayIn(giverRegion ?? receiverRegion ?? ''));

  return {
    async answerMandate(signed: CitizenSigned, id: string, yes: boolean): Promise<void> {
      const { giver, receiver } = await get(signed, id);
      if (giver !== signed.person) throw new Refusal('accounts/no-such-mandate', 404);
      await t.db.transaction(between(giver, receiver), async (tx) => {
        if (yes) await endFormer(tx, giver, receiver, 'active', t.clock());
        if (!(await answerMandate(tx, id, giver, yes, t.clock()))) throw answered();
        await insertEvent(tx, eventOf(t, giver, giver, yes ? 'beri-kuasa' : 'tolak-kuasa', { mandate: id }));
        if (yes) await tellChanged(t, tx, { person: receiver, region: signed.region }, 'kuasa-diberikan');
      });
    },

    /** Either side may end it, any time; from the next page on it counts no more. */
    async endMandate(signed: CitizenSigned, id: string): Promise<void> {
      const { giver, receiver, status } = await get(signed, id);
      await t.db.transaction(between(giver, receiver, signed.person), async (tx) => {
        const end = status === 'asked' ? withdrawAsked : revokeMandate;
        if (!(await end(tx, id, t.clock()))) throw answered();
        await insertEvent(tx, eventOf(t, giver, signed.person, 'akhiri-kuasa', { mandate: id }));
        const other = signed.person === giver ? receiver : giver;
        await tellChanged(t, tx, { person: other, region: signed.region }, 'kuasa-dicabut');
      });
    },

    /** Whether somebody may act for another by mandate, now: asked anew whenever something is done for it. */
    async mandated(receiver: string, giver: string, service: string): Promise<boolean> {
      const rows = await mandatesOf(t.db, receiver);
      const given = rows.filter((row) => row.receiver === receiver && row.giver === giver && covers(row, service));
      return (await Promise.all(given.map(isOver))).includes(false);
    },

    /** All of a person's, given and received. The giver's name stays masked for who only asked. */
    async mandatesOf(person: string): Promise<readonly Mandate[]> {
      const rows = await mandatesOf(t.db, person);
      return Promise.all(
        rows.map(async (row) => {
          const known = row.status === 'active' || row.giver === person;
          const giverName = known ? row.giverName : maskName(row.giverName);
          return { ...row, giverName, over: await isOver(row) };
        }),
      );
    },
  };
}
