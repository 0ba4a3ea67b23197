import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Happened } from '../queue/index.ts';
import { encounterOf, utc } from './encounter.ts';
import { type Closing, closes, type Draft, type Facts, follow, type Of, type Told, UNTOLD } from './follow.ts';

const START = Date.parse('2026-11-17T01:00:00Z');
const minute = (n: number): Date => new Date(START + n * 60_000);
const OF: Of = {
  entry: { poli: 'umum', doctorCode: 700, endsAt: minute(8) },
  isTold: (poli) => poli === 'umum' || poli === 'gigi',
  since: new Date(START - 1),
};
type Event = Partial<Happened> & { readonly kind: string };
const officer = { office: '32.76/pkm' };

/** Follows a history, a minute apart. */
function told(events: readonly Event[], of: Of = OF, from: Told = UNTOLD) {
  let state = from;
  let drafts: Draft[] = [];
  events.forEach((event, i) => {
    const version = state.version + 1;
    const followed = follow(state, { version, at: minute(i), actor: 'x', office: null, data: {}, ...event }, of);
    state = followed.told;
    drafts = drafts.filter(({ cause }) => cause !== followed.withdraws);
    drafts.push(...followed.drafts);
  });
  return { state, drafts, said: drafts.map(({ action }) => action) };
}
const closing = (version: number, more: Partial<Closing> = {}): Closing => ({
  ...{ version, conditions: ['Condition/c1'], disposition: 'home', endedAt: minute(9) },
  ...more,
});

describe('what SATUSEHAT is told of a number', () => {
  it.each<[string, readonly Event[], readonly string[]]>([
    ['is only booked', [{ kind: 'booked' }], []],
    ['never came', [{ kind: 'booked' }, { kind: 'absent', ...officer }], []],
    ['was cancelled at home', [{ kind: 'booked' }, { kind: 'cancelled' }], []],
    ['arrives', [{ kind: 'booked' }, { kind: 'arrived' }], ['arrived']],
    ['comes to the counter', [{ kind: 'walkedIn', ...officer }], ['arrived']],
    ['is called, and who knows whether he comes', [{ kind: 'walkedIn' }, { kind: 'called' }], ['arrived']],
    [
      'is called and served',
      [{ kind: 'booked' }, { kind: 'arrived' }, { kind: 'called' }, { kind: 'done', ...officer }],
      ['arrived', 'in-progress'],
    ],
    [
      'is passed over and called again',
      [{ kind: 'walkedIn' }, { kind: 'called' }, { kind: 'skipped' }, { kind: 'called' }, { kind: 'parked' }],
      ['arrived', 'in-progress'],
    ],
    [
      'arrived and went',
      [{ kind: 'walkedIn' }, { kind: 'called' }, { kind: 'skipped' }, { kind: 'called' }, { kind: 'absent' }],
      ['arrived', 'cancelled'],
    ],
    [
      'was absent, and had been in another room without a network',
      [
        ...[{ kind: 'walkedIn' }, { kind: 'called' }, { kind: 'absent' }],
        { kind: 'called', data: { happened: minute(1).toISOString() } },
        { kind: 'done', data: { happened: minute(2).toISOString() } },
      ],
      ['arrived', 'in-progress'],
    ],
    ['arrived and was cancelled', [{ kind: 'walkedIn' }, { kind: 'cancelled' }], ['arrived', 'cancelled']],
    ['waited to the end of the day', [{ kind: 'walkedIn' }, { kind: 'unserved' }], ['arrived', 'cancelled']],
    [
      'was seen, and waited for a result to the end of the day',
      [{ kind: 'walkedIn' }, { kind: 'called' }, { kind: 'parked' }, { kind: 'unserved' }],
      ['arrived', 'in-progress'],
    ],
    [
      'is an emergency',
      [{ kind: 'booked' }, { kind: 'putFirst', data: { reason: 'darurat' }, ...officer }],
      ['arrived'],
    ],
    ['has priority and is not here', [{ kind: 'booked' }, { kind: 'putFirst', data: { reason: 'hamil' } }], []],
    [
      'goes on to the pharmacy, of which nothing is told',
      [
        { kind: 'walkedIn' },
        { kind: 'called' },
        { kind: 'transferred', data: { to: 'obat' } },
        { kind: 'called' },
        { kind: 'done' },
      ],
      ['arrived', 'in-progress'],
    ],
    [
      'was taken for arrived by a slip',
      [{ kind: 'booked' }, { kind: 'arrived', ...officer }, { kind: 'undone', data: { act: 'arrived' }, ...officer }],
      [],
    ],
    [
      'was ended by a slip, and ended',
      [
        { kind: 'walkedIn', ...officer },
        { kind: 'called', ...officer },
        { kind: 'done', ...officer },
        { kind: 'undone', data: { act: 'done' }, ...officer },
        { kind: 'done', ...officer },
      ],
      ['arrived', 'in-progress'],
    ],
  ])('that %s', (_, events, said) => {
    expect(told(events).said).toEqual(said);
  });

  it('that begins at the registration counter only once it comes to a service', () => {
    const at = { ...OF, entry: { poli: 'loket', doctorCode: null, endsAt: minute(8) } };
    const { drafts } = told(
      [
        { kind: 'walkedIn' },
        { kind: 'called' },
        { kind: 'transferred', data: { to: 'gigi' } },
        { kind: 'called' },
        { kind: 'done' },
      ],
      at,
    );
    expect(drafts).toMatchObject([
      { action: 'arrived', facts: { poli: 'gigi', doctor: null, arrived: minute(0).toISOString() } },
      { action: 'in-progress', facts: { started: minute(3).toISOString() } },
    ]);
  });

  it('that somebody was absent only at the end of the session; what is heard of after that changes nothing', () => {
    const gone = [{ kind: 'walkedIn' }, { kind: 'called' }, { kind: 'absent' }];
    expect(told(gone).drafts.at(-1)).toMatchObject({ action: 'cancelled', dueAt: minute(8) });
    const late = { kind: 'called', at: minute(9), data: { happened: minute(1).toISOString() } };
    expect(told([...gone, late, { kind: 'done' }]).said).toEqual(['arrived', 'cancelled']);
  });

  it('nothing, of whoever arrived before it was switched on', () => {
    const { said } = told([{ kind: 'walkedIn' }, { kind: 'called' }, { kind: 'done' }], { ...OF, since: minute(1) });
    expect(said).toEqual([]);
  });

  it('only once it can’t be taken back', () => {
    const { drafts } = told([{ kind: 'booked' }, { kind: 'arrived', ...officer }]);
    expect(drafts[0]?.dueAt).toEqual(new Date(minute(1).getTime() + 31_000));
    expect(told([{ kind: 'arrived' }]).drafts[0]?.dueAt).toEqual(minute(0));
  });

  it('its end when the clinic says so, once, with what the clinic says and nothing else', () => {
    const { state } = told([{ kind: 'walkedIn' }, { kind: 'called' }]);
    const ended = closes(state, closing(1), OF, minute(10));
    expect(ended.drafts).toMatchObject([
      { action: 'in-progress', facts: { started: minute(1).toISOString(), ended: null, conditions: [] } },
      {
        action: 'finished',
        facts: { ended: minute(9).toISOString(), conditions: ['Condition/c1'], disposition: 'home' },
      },
    ]);
    expect(closes(ended.told, closing(1), OF, minute(11)).drafts).toEqual([]);
    const mended = closes(ended.told, closing(2, { conditions: ['Condition/c2'] }), OF, minute(12));
    expect(mended).toMatchObject({ withdraws: 'closing:1', drafts: [{ facts: { conditions: ['Condition/c2'] } }] });
    expect(told([{ kind: 'done' }], OF, ended.told).drafts).toEqual([]);
  });

  it('no end of what did not begin', () => {
    for (const events of [[{ kind: 'booked' }], [{ kind: 'walkedIn' }], [{ kind: 'walkedIn' }, { kind: 'absent' }]])
      expect(closes(told(events).state, closing(1), OF, minute(9)).drafts).toEqual([]);
  });

  it('never what SATUSEHAT would refuse, whatever happens: one way, without gaps, nothing twice', () => {
    const kinds = ['walkedIn', 'arrived', 'called', 'skipped', 'done', 'parked', 'absent', 'cancelled', 'unserved'];
    const events = fc.array(
      fc.record({
        kind: fc.constantFrom(...kinds, 'transferred', 'undone', 'putFirst', 'close'),
        to: fc.constantFrom('umum', 'gigi', 'obat', 'loket'),
        office: fc.constantFrom(null, '32.76/pkm'),
      }),
      { maxLength: 14 },
    );
    fc.assert(
      fc.property(fc.constantFrom('umum', 'loket'), events, (poli, history) => {
        const of = { ...OF, entry: { poli, doctorCode: 700, endsAt: minute(8) } };
        let state = UNTOLD;
        let kept: Draft[] = [];
        history.forEach(({ kind, to, office }, i) => {
          const event = { version: state.version + 1, at: minute(i), actor: 'x', office };
          const followed =
            kind === 'close'
              ? closes(state, closing(state.closing + 1, { endedAt: minute(i) }), of, minute(i))
              : follow(state, { ...event, kind, data: { to, reason: 'darurat' } }, of);
          state = followed.told;
          kept = kept.filter(({ cause }) => cause !== followed.withdraws);
          kept.push(...followed.drafts);
        });
        const said = kept.map(({ action }) => action).join(' ');
        expect(said).toMatch(/^(arrived( in-progress( finished)?| cancelled)?)?$/);
        for (const { action, facts } of kept) gapless(action, facts);
      }),
      { numRuns: 500 },
    );
  });
});

function gapless(action: Draft['action'], facts: Facts): void {
  const of = { system: 's', value: 'v', organization: '1', patient: 'p', practitioner: 'n', location: 'l' };
  const { statusHistory: history, status, period } = encounterOf({ ...of, action, facts });
  expect(history.at(-1)?.status).toBe(status);
  for (const [i, one] of history.entries()) {
    if (i > 0) expect(one.period.start).toBe(history[i - 1]?.period.end);
    if (one.period.end) expect(one.period.end >= one.period.start).toBe(true);
  }
  expect(period.start).toBe(history[0]?.period.start);
}

it('spells moments in UTC as SATUSEHAT wants them', () => {
  // The guide's own example: 17.35 WIB.
  expect(utc('2023-08-23T17:35:00+07:00')).toBe('2023-08-23T10:35:00+00:00');
});
