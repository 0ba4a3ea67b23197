import { sayMoment } from '../../kernel/dates.ts';
import { isUuid } from '../../kernel/ids.ts';
import type { Letter, Letters } from '../../platform/outgoing/index.ts';
import { type Bench, type Given, OperatorTrouble } from './command.ts';
import type { Rooms } from './workshop.ts';

// Messages to an outside system as its operator sees them: how many lie there, and what becomes of those that were refused.

const STATE_WORDS: Readonly<Record<string, string>> = {
  waiting: 'menunggu, tertua / waiting, the oldest',
  refused: 'ditolak, tertua / refused, the oldest',
};
export const sayState = (state: string): string => STATE_WORDS[state]?.split(',')[0] ?? state;

type Tally = Awaited<ReturnType<Letters<Letter>['tally']>>[number];
export const tallied = (tallies: readonly Tally[], office: string): readonly string[] =>
  tallies
    .filter((tally) => tally.office === office)
    .map(({ state, count, oldest }) => `  ${count} ${STATE_WORDS[state] ?? state}, ${sayMoment(oldest, 'WIB')}`);

const BECOMES = { 'kirim-ulang': 'waiting', lewati: 'skipped' } as const;
type At = { readonly rooms: Rooms; readonly name: string };

/** The two commands on what was refused: sent again, all or one; skipped for good, one by one. */
export const deciding =
  (
    system: string,
    letters: Pick<Letters<Letter>, 'askNow' | 'reopen'>,
    withOffice: (office: string, bench: Bench, work: (at: At) => Promise<void>) => Promise<number>,
  ) =>
  (what: keyof typeof BECOMES) =>
  (given: Given, bench: Bench): Promise<number> => {
    const [office = '', id, ...more] = given.files;
    if (more.length > 0 || (id === undefined && what === 'lewati') || (id !== undefined && !isUuid(id)))
      throw new OperatorTrouble(
        `${system} ${what}: tulis KANTOR dan kode pesan seperti di ${system} lihat KANTOR`,
        `${system} ${what}: write KANTOR and the message's code as ${system} lihat KANTOR shows it`,
      );
    return withOffice(office, bench, async ({ rooms, name }) => {
      const count = await rooms.asOwner(async (owner) => {
        await letters.askNow(owner, office);
        return letters.reopen(owner, office, { state: BECOMES[what], id: id ?? null, at: rooms.clock() });
      });
      bench.terminal.out(`${name}: ${count} pesan. / messages.`);
    });
  };
