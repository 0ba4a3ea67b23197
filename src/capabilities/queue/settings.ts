import type { IsoDate } from '../../kernel/dates.ts';
import type { Text } from '../../kernel/text.ts';
import type { Row } from '../../platform/database/index.ts';
import type { Doer } from '../cases/index.ts';
import { type Arrange, dayAt, seatOf } from './arranging.ts';
import type { QueueDeps } from './deps.ts';
import { refusals } from './errors.ts';
import { reading } from './moving.ts';
import { type EmergencyRoom, type Need, type PlaceRules, sayWaves } from './queue.ts';
import { callOff } from './ruling.ts';

// What an office arranges of its own queue beside the weekly sessions: signs of danger, what people come for, days on which it is closed.

export type ApprovedSign = {
  readonly code: string;
  readonly say: Text;
  readonly approvedBy: string;
  readonly approvedOn: IsoDate;
};
export type ClosedDay = { readonly day: IsoDate; readonly name: Text };
export type NeedWish = Pick<
  Need,
  'title' | 'hint' | 'words' | 'poli' | 'fromMonths' | 'belowMonths' | 'sex' | 'sensitive' | 'first'
>;

const SLUG = /[^a-z0-9]+/g;
/** A code made of words. @example codeOf('', 'Sakit gigi atau gusi') // 'sakit-gigi-atau-gusi' */
const codeOf = (before: string, words: string): string =>
  `${before}${words.toLowerCase().replaceAll(SLUG, '-').slice(0, 26).replaceAll(/^-|-$/g, '')}`;

/** As the history keeps them. */
const saidRules = ({ waves, ...rules }: PlaceRules) => ({ ...rules, waves: sayWaves(waves) });

export function createSettings(deps: QueueDeps, arrange: Arrange) {
  const { db } = deps;
  const asked = <R extends Row>(doer: Doer, text: string, ...more: readonly unknown[]): Promise<R[]> => {
    const { region, office } = seatOf(doer);
    return db.query<R>(reading(region, doer), text, [region, office, ...more]);
  };
  const NOTHING = () => Promise.resolve(undefined);

  return {
    approvedSigns: (doer: Doer) =>
      asked<ApprovedSign & Row>(
        doer,
        `select code, say, approved_by as "approvedBy", approved_on as "approvedOn" from queue.sign where region = $1 and office = $2 order by rank, code`,
      ),
    /** Days ahead on which the place holds no session. */
    closedDays: async (doer: Doer) =>
      asked<ClosedDay & Row>(
        doer,
        `select day, name from queue.closed_day where region = $1 and office = $2 and day >= $3 order by day limit 100`,
        await dayAt(deps, seatOf(doer).office),
      ),
    /** What people come for here, with what is to begin; what is over is left out. */
    needsArranged: async (doer: Doer) =>
      asked<Need & Row>(
        doer,
        `select code, title, hint, words, poli, from_months as "fromMonths", below_months as "belowMonths", sex, sensitive, first, since, until
         from queue.need where region = $1 and office = $2 and (until is null or until > $3) order by rank, code limit 100`,
        await dayAt(deps, seatOf(doer).office),
      ),

    /** A sign that a doctor of the place approved; it stands on the pages within a minute. */
    approveSign: (
      doer: Doer,
      sign: { readonly say: Text; readonly doctor: string; readonly reason: string },
      key: string,
    ): Promise<void> => {
      const code = codeOf('s-', sign.say.id);
      const { say, doctor, reason } = sign;
      return arrange(
        doer,
        key,
        NOTHING,
        () => ({ what: 'sign', code, before: null, after: { ...say, doctor }, reason, since: null }),
        async (tx, { region, office }) => {
          await tx.query('select queue.set_sign($1, $2, $3, $4::jsonb, null, null, $5, $6)', [
            ...[region, office, code, JSON.stringify(say), doctor, await dayAt(deps, office)],
          ]);
        },
      );
    },

    /** Where to go instead of queueing, with the phone that answers there. */
    arrangeEmergency: (doer: Doer, wish: EmergencyRoom, reason: string, key: string): Promise<void> =>
      arrange(
        doer,
        key,
        async (tx, { region, office }) => {
          const [place] = await tx.query<{ emergency: EmergencyRoom | Record<string, never> } & Row>(
            `select emergency from queue.place where region = $1 and office = $2 and kind = 'health'`,
            [region, office],
          );
          if (!place) throw refusals.notFound();
          return place.emergency;
        },
        (before) => ({
          ...{ what: 'emergency', code: '', reason, since: null },
          ...{ before: 'say' in before ? { ...before } : null, after: { ...wish } },
        }),
        async (tx, { region, office }) => {
          await tx.query('select queue.set_emergency($1, $2, $3::jsonb)', [region, office, JSON.stringify(wish)]);
        },
      ),

    /** Holds at once; days that are laid out keep the places that were given out of them. */
    arrangeRules: (doer: Doer, rules: PlaceRules, reason: string, key: string): Promise<void> =>
      arrange(
        doer,
        key,
        async (tx, { region, office }) => {
          const [place] = await tx.query<PlaceRules & Row>(
            `select opens_days as "opensDays", waves, checkin_minutes as "checkinMinutes", grace_minutes as "graceMinutes", priority_row as "priorityRow",
               bound_minutes as "boundMinutes", most_numbers as "mostNumbers", number_screen as "numberScreen", teen_from_months as "teenFromMonths", teen_below_months as "teenBelowMonths"
             from queue.place where region = $1 and office = $2`,
            [region, office],
          );
          if (!place) throw refusals.notFound();
          return place;
        },
        (before) => ({
          ...{ what: 'rules', code: '', reason, since: null },
          ...{ before: saidRules(before), after: saidRules(rules) },
        }),
        async (tx, { region, office }) => {
          const columns = {
            ...{ opens_days: rules.opensDays, waves: rules.waves, checkin_minutes: rules.checkinMinutes },
            ...{
              grace_minutes: rules.graceMinutes,
              priority_row: rules.priorityRow,
              bound_minutes: rules.boundMinutes,
            },
            ...{
              most_numbers: rules.mostNumbers,
              number_screen: rules.numberScreen,
              teen_from_months: rules.teenFromMonths,
            },
            teen_below_months: rules.teenBelowMonths,
          };
          await tx.query('select queue.set_rules($1, $2, $3::jsonb)', [region, office, JSON.stringify(columns)]);
        },
      ),

    withdrawSign: (doer: Doer, code: string, reason: string, key: string): Promise<void> =>
      arrange(
        doer,
        key,
        NOTHING,
        () => ({ what: 'sign-withdrawn', code, before: null, after: null, reason, since: null }),
        async (tx, { region, office }) => {
          await tx.query('select queue.set_sign($1, $2, $3, null, null, null, null, null)', [region, office, code]);
        },
      ),

    /**
     * No session on that day. Whoever has a number for it is told, as when a session is called off, and may choose another time.
     */
    closeDay: (doer: Doer, wish: ClosedDay & { readonly reason: string }, key: string): Promise<void> => {
      const { day, name, reason } = wish;
      return arrange(
        doer,
        key,
        async () => {
          if (day <= (await dayAt(deps, seatOf(doer).office))) throw refusals.tooEarlyDay();
        },
        () => ({ what: 'closed-day', code: day, before: null, after: { ...name }, reason, since: day }),
        async (tx, { region, office }) => {
          const held = await tx.query<{ id: string; state: 'open' | 'paused' | 'full' } & Row>(
            'select id, state from queue.close_day($1, $2, $3, $4::jsonb)',
            [region, office, day, JSON.stringify(name)],
          );
          for (const { id, state } of held)
            await callOff(deps, tx, { region, id, office }, doer, {
              from: state,
              reason: 'libur',
              key: `${key}:${id}`,
            });
        },
      );
    },

    /** Sessions are laid out again for that day; those that were called off stay so, their people know it. */
    openDay: (doer: Doer, day: IsoDate, reason: string, key: string): Promise<void> =>
      arrange(
        doer,
        key,
        NOTHING,
        () => ({ what: 'open-day', code: day, before: null, after: null, reason, since: day }),
        async (tx, { region, office }) => {
          const [row] = await tx.query<{ done: boolean }>('select queue.open_day($1, $2, $3) as done', [
            ...[region, office, day],
          ]);
          if (!row?.done) throw refusals.lostGuard();
        },
      ),

    /** @param code of the need that is changed; null for a new one, asked for from `since` on */
    arrangeNeed: (
      doer: Doer,
      wish: {
        readonly code: string | null;
        readonly need: NeedWish;
        readonly since: IsoDate | null;
        readonly reason: string;
      },
      key: string,
    ): Promise<void> => {
      const { need, since, reason } = wish;
      const code = wish.code ?? codeOf('k-', need.title.id);
      return arrange(
        doer,
        key,
        (tx, { region, office }) =>
          tx.query<NeedWish & { over: boolean } & Row>(
            `select title, hint, words, poli, from_months as "fromMonths", below_months as "belowMonths", sex, sensitive, first, until is not null as over
             from queue.need where region = $1 and office = $2 and code = $3`,
            [region, office, code],
          ),
        ([was]) => {
          // A new one never writes over another; one that was ended comes back under its code.
          if ((wish.code === null) === (was !== undefined && !was.over)) throw refusals.lostGuard();
          return { what: 'need', code, before: was ? wordsOf(was) : null, after: wordsOf(need), reason, since };
        },
        async (tx, { region, office }) => {
          const fields = {
            ...{ title: need.title, hint: need.hint, words: need.words, poli: need.poli, sex: need.sex },
            ...{
              from_months: need.fromMonths,
              below_months: need.belowMonths,
              sensitive: need.sensitive,
              first: need.first,
            },
          };
          const [row] = await tx.query<{ done: boolean }>(
            'select queue.arrange_need($1, $2, $3, $4::jsonb, $5) as done',
            [region, office, code, JSON.stringify(fields), since],
          );
          if (!row?.done) throw refusals.notFound();
        },
      );
    },

    /** Offered no more from a day on; numbers that people have stay. */
    endNeed: (doer: Doer, code: string, from: IsoDate, reason: string, key: string): Promise<void> =>
      arrange(
        doer,
        key,
        NOTHING,
        () => ({ what: 'need-ended', code, before: null, after: null, reason, since: from }),
        async (tx, { region, office }) => {
          const [row] = await tx.query<{ done: boolean }>('select queue.arrange_need($1, $2, $3, null, $4) as done', [
            ...[region, office, code, from],
          ]);
          if (!row?.done) throw refusals.notFound();
        },
      ),
  };
}

const wordsOf = (need: NeedWish) => ({
  ...{ title: { ...need.title }, hint: need.hint && { ...need.hint }, words: need.words, poli: need.poli },
  ...{
    fromMonths: need.fromMonths,
    belowMonths: need.belowMonths,
    sex: need.sex,
    sensitive: need.sensitive,
    first: need.first,
  },
});
