import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Happened, Reported } from '../queue/index.ts';
import { calledOff, type Draft, follow, type Told, UNTOLD } from './follow.ts';

const START = Date.parse('2026-11-17T01:00:00Z');
const END = new Date(START + 4 * 3_600_000);
const entry = (more: Partial<Reported> = {}): Reported => ({
  ...{
    region: '32.76',
    id: 'e1',
    version: 1,
    office: '32.76/pkm',
    session: 's1',
    poli: 'umum',
    day: '2026-11-17',
    number: 12,
  },
  ...{ patient: 'p1', channel: 'warga', payer: 'bpjs', status: 'booked', bookedAt: new Date(START) },
  ...{
    promisedFrom: new Date(START),
    promisedTo: new Date(START),
    prefix: 'A',
    startsAt: new Date(START),
    endsAt: END,
  },
  ...{ doctor: 'dr. Ali', doctorCode: 700, poliName: { id: 'Umum', en: 'General' }, bpjs: '001' },
  ...more,
});
type Event = Partial<Happened> & { readonly kind: string };

/** Follows a history, a minute apart. */
function told(events: readonly Event[], of: Reported = entry(), from: Told = UNTOLD) {
  let state = from;
  let messages: Draft[] = [];
  events.forEach((event, i) => {
    const version = state.version + 1;
    const at = new Date(START + i * 60_000);
    const followed = follow(state, { version, at, actor: 'x', office: null, data: {}, ...event }, of);
    state = followed.told;
    if (followed.withdraws) messages = messages.filter(({ action }) => action !== followed.withdraws);
    messages.push(...followed.drafts);
  });
  return { state, messages, said: messages.map(say) };
}
const say = ({ action, reason, present }: Draft): string =>
  [action, reason, present === undefined ? undefined : present ? 1 : 2].filter((word) => word !== undefined).join(' ');
const officer = { office: '32.76/pkm' };

describe('what BPJS is told of a number', () => {
  it('whose session has no doctor code: nothing, which it would refuse; from a session that has one on, all', () => {
    const codeless = entry({ doctorCode: null });
    const { state, said } = told([{ kind: 'booked' }, { kind: 'called' }, { kind: 'done' }], codeless);
    expect([said, state.known]).toEqual([[], null]);
    const before = told([{ kind: 'booked' }], codeless).state;
    expect(told([{ kind: 'moved' }, { kind: 'cancelled' }], entry({ session: 's2' }), before).said).toEqual([
      'add',
      'batal patient',
    ]);
  });

  it.each<[string, readonly Event[], readonly string[]]>([
    ['is booked', [{ kind: 'booked' }], ['add']],
    ['comes to the counter', [{ kind: 'walkedIn', ...officer }], ['add']],
    ['is cancelled by the patient', [{ kind: 'booked' }, { kind: 'cancelled' }], ['add', 'batal patient']],
    ['is cancelled by an officer', [{ kind: 'booked' }, { kind: 'cancelled', ...officer }], ['add', 'batal office']],
    [
      'was offered and not taken',
      [{ kind: 'offered' }, { kind: 'cancelled', data: { reason: 'expired' }, ...officer }],
      ['add', 'batal expired'],
    ],
    [
      'is called and served',
      [{ kind: 'booked' }, { kind: 'arrived' }, { kind: 'called' }, { kind: 'done' }],
      ['add', 'panggil 1'],
    ],
    [
      'goes on to the pharmacy and is called there too',
      [{ kind: 'booked' }, { kind: 'called' }, { kind: 'transferred' }, { kind: 'called' }, { kind: 'done' }],
      ['add', 'panggil 1'],
    ],
    [
      'is called, does not come, comes later',
      [{ kind: 'booked' }, { kind: 'called' }, { kind: 'skipped' }, { kind: 'called' }, { kind: 'done' }],
      ['add', 'panggil 1'],
    ],
    [
      'does not come twice',
      [{ kind: 'booked' }, { kind: 'called' }, { kind: 'skipped' }, { kind: 'called' }, { kind: 'absent', ...officer }],
      ['add', 'panggil 2'],
    ],
    [
      'does not come, by mistake',
      [{ kind: 'booked' }, { kind: 'absent' }, { kind: 'undone', data: { act: 'absent' } }, { kind: 'done' }],
      ['add', 'panggil 1'],
    ],
    [
      'is called by mistake',
      [{ kind: 'booked' }, { kind: 'called' }, { kind: 'undone', data: { act: 'called' } }],
      ['add'],
    ],
    ['never came', [{ kind: 'booked' }, { kind: 'absent', actor: 'sistem', ...officer }], ['add', 'panggil 2']],
    [
      'waited and was not called',
      [{ kind: 'booked' }, { kind: 'arrived' }, { kind: 'unserved', ...officer }],
      ['add', 'batal unserved'],
    ],
    [
      'waits for a result and is not called again',
      [{ kind: 'booked' }, { kind: 'called' }, { kind: 'parked' }, { kind: 'unserved' }],
      ['add', 'panggil 1'],
    ],
    [
      'came from Mobile JKN',
      [{ kind: 'booked', actor: 'mobile-jkn' }, { kind: 'called' }, { kind: 'done' }],
      ['panggil 1'],
    ],
    [
      'came from Mobile JKN and goes there',
      [
        { kind: 'booked', actor: 'mobile-jkn' },
        { kind: 'cancelled', actor: 'mobile-jkn', ...officer },
      ],
      [],
    ],
    [
      'came from Mobile JKN and is cancelled here',
      [{ kind: 'booked', actor: 'mobile-jkn' }, { kind: 'cancelled' }],
      ['batal patient'],
    ],
    [
      'only changes its window',
      [{ kind: 'booked' }, { kind: 'moved' }, { kind: 'late' }, { kind: 'putFirst' }],
      ['add'],
    ],
  ])('that %s', (_, events, messages) => {
    expect(told(events).said).toEqual(messages);
  });

  it('that goes to another session: away there, new here', () => {
    const before = told([{ kind: 'booked' }]).state;
    const after = told([{ kind: 'moved' }], entry({ session: 's2', day: '2026-11-18' }), before);
    expect(after.said).toEqual(['batal moved', 'add']);
    expect(after.messages.map(({ day }) => day)).toEqual(['2026-11-17', '2026-11-18']);
  });

  it('in BPJS’s time: when somebody was called, not when he left', () => {
    const { messages } = told([{ kind: 'booked' }, { kind: 'called' }, { kind: 'calledAgain' }, { kind: 'done' }]);
    expect(messages[1]?.at).toEqual(new Date(START + 2 * 60_000));
  });

  it('what happened without a network with its own time, also where another room called him or said that he was absent', () => {
    const minute = (n: number) => new Date(START + n * 60_000);
    const there = [
      { kind: 'called', data: { happened: minute(0.5).toISOString() } },
      { kind: 'done', data: { happened: minute(0.9).toISOString() } },
    ];
    for (const said of [['called'], ['called', 'absent']]) {
      const { messages } = told([{ kind: 'walkedIn' }, ...said.map((kind) => ({ kind })), ...there]);
      expect(messages.slice(1)).toMatchObject([{ action: 'panggil', present: true, at: minute(0.5) }]);
    }
  });

  it('that somebody did not come only when the session is over', () => {
    const { messages } = told([{ kind: 'booked' }, { kind: 'absent' }]);
    expect(messages[1]?.dueAt).toEqual(END);
  });

  it('nothing, where BPJS knows no such poli', () => {
    expect(told([{ kind: 'booked' }, { kind: 'called' }, { kind: 'done' }], entry({ bpjs: null })).said).toEqual([]);
  });

  it('that its session does not take place, once; and its new time after', () => {
    const { state } = told([{ kind: 'booked' }]);
    const off = calledOff(state, 's1', END);
    expect(off.drafts.map(say)).toEqual(['batal schedule']);
    expect(calledOff(off.told, 's1', END).drafts).toEqual([]);
    expect(told([{ kind: 'moved' }], entry({ session: 's2' }), off.told).said).toEqual(['add']);
    expect(told([{ kind: 'unserved' }], entry(), off.told).said).toEqual([]);
  });

  it('never what BPJS would refuse, whatever happens', () => {
    const kinds = [
      'moved',
      'called',
      'calledAgain',
      'skipped',
      'done',
      'parked',
      'transferred',
      'absent',
      'undone',
      'cancelled',
      'unserved',
    ];
    const events = fc.array(
      fc.record({
        kind: fc.constantFrom(...kinds),
        actor: fc.constantFrom('x', 'mobile-jkn', 'sistem'),
        session: fc.constantFrom('s1', 's2', 's3'),
        act: fc.constantFrom('absent', 'called', 'done'),
        off: fc.boolean(),
      }),
      { maxLength: 14 },
    );
    fc.assert(
      fc.property(fc.constantFrom('x', 'mobile-jkn'), events, (first, history) => {
        const active = new Set<string>();
        let state = UNTOLD;
        let version = 0;
        const hear = (drafts: readonly Draft[]): void => {
          for (const { action, session } of drafts) {
            if (action === 'add') expect(active.has(session)).toBe(false);
            else expect(active.has(session)).toBe(true);
            if (action === 'add') active.add(session);
            if (action === 'batal') active.delete(session);
          }
        };
        const step = (event: Event, session: string): void => {
          version += 1;
          const known = state.known?.session;
          const followed = follow(
            state,
            { version, at: END, actor: 'x', office: null, data: {}, ...event },
            entry({ session }),
          );
          if (event.actor === 'mobile-jkn' && event.kind === 'cancelled' && known && !state.answered)
            active.delete(known);
          if (event.actor === 'mobile-jkn' && (event.kind === 'booked' || event.kind === 'moved')) active.add(session);
          state = followed.told;
          hear(followed.drafts);
        };
        step({ kind: 'booked', actor: first }, 's1');
        for (const { kind, actor, session, act, off } of history) {
          if (kind === 'moved' && actor === 'mobile-jkn') continue;
          step({ kind, actor, data: { act } }, kind === 'moved' ? session : (state.known?.session ?? 's1'));
          if (off) {
            const followed = calledOff(state, session, END);
            state = followed.told;
            hear(followed.drafts);
          }
        }
        expect([...active]).toEqual(state.known ? [state.known.session] : []);
      }),
    );
  });
});
