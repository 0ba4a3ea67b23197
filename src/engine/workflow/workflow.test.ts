import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { disk } from '../../../tests/support/tree.ts';
import { readDefinition, standardWorld } from '../definition/index.ts';
import type { Definition } from '../definition/model.ts';
import {
  act,
  begin,
  end,
  enter,
  fire,
  goesBack,
  periodParts,
  resume,
  stateAfter,
  stepKind,
  timers,
  withdrawal,
} from './index.ts';
import type { State } from './model.ts';

const { world } = standardWorld({ read: disk });
function load(path: string, change: (source: string) => string = (source) => source): Definition {
  const full = `services/${path}/service.yaml`;
  const { definition, problems } = readDefinition(
    { read: (asked) => (asked === full ? change(disk(asked) ?? '') : disk(asked)) },
    full,
    world,
  );
  if (!definition) throw new Error(problems.map(({ message }) => message).join('\n'));
  return definition;
}
const sktm = load('daerah/32.76/sktm');
const akta = load('nasional/akta-kelahiran');
const ktp = load('nasional/ktp-hilang');
const names = {
  subject: { village: '32.76.01.1006', region: '32.76' },
  home: { region: '32.76' },
  late: true,
  pickup: { kind: 'kelurahan', region: '32.76.01.1006', code: 'k1', name: 'Kelurahan Depok' },
};
const at = (...open: string[]): State => ({ open, decidedBy: {} });

describe('a case', () => {
  it('begins at the first step of the file, at the office that the definition says', () => {
    expect(begin(sktm, names).opens).toEqual([
      {
        step: 'verifikasi',
        office: { kind: 'kelurahan', region: '32.76.01.1006', code: null },
        by: ['petugasKelurahan'],
        not: [],
        within: { hours: 2 },
        do: 'decide',
        from: null,
      },
    ]);
    expect(begin(sktm, {}).opens[0]?.office).toBeNull();
  });

  it('takes the first way whose guard holds', () => {
    const go = (late: boolean | null) => act(akta, at('verifikasi'), 'verifikasi', 'setujui', { ...names, late });
    expect(go(true)).toMatchObject({ ok: true, move: { closes: ['verifikasi'], opens: [{ step: 'keputusan' }] } });
    expect(go(false)).toMatchObject({ ok: true, move: { opens: [{ step: 'pencatatan' }] } });
    expect(go(null)).toMatchObject({ ok: true, move: { opens: [{ step: 'pencatatan' }] } });
  });

  it('refuses what cannot be done, by code', () => {
    const code = (state: State, step: string, action: string, given = {}) => {
      const done = act(akta, state, step, action, names, given);
      return done.ok ? null : done.code;
    };
    expect(code(at('validasi'), 'verifikasi', 'setujui')).toBe('workflow/step-closed');
    expect(code(at('verifikasi'), 'verifikasi', 'terbitkan')).toBe('workflow/no-such-action');
    expect(code(at('verifikasi'), 'verifikasi', 'tolak')).toBe('workflow/reason-missing');
    expect(code(at('verifikasi'), 'verifikasi', 'tolak', { reasons: ['R01'] })).toBe('workflow/reason-unknown');
    const both: State = { open: ['validasi'], decidedBy: { verifikasi: ['sari'], pencatatan: ['pps'] } };
    expect(code(both, 'validasi', 'setujui', { actor: 'sari' })).toBe('workflow/four-eyes');
    expect(code(both, 'validasi', 'setujui', { actor: 'pps' })).toBe('workflow/four-eyes');
    expect(code(both, 'validasi', 'setujui', { actor: 'kabid' })).toBeNull();
  });

  it('goes back to the citizen with only the named questions open, and comes back to who asked', () => {
    const back = (given: object) => {
      const done = act(akta, at('verifikasi'), 'verifikasi', 'perbaiki', names, given);
      return done.ok ? done.move.returns : done.code;
    };
    expect(back({ reasons: ['R05'], questions: ['child.name', 'stranger'] })).toEqual({
      questions: ['child.name'],
      backTo: 'verifikasi',
      expire: { after: 'P30D', outcome: 'kedaluwarsa' },
    });
    expect(back({ reasons: ['R01'] })).toMatchObject({
      questions: ['birthStatement', 'f203', 'policeReport', 'marriageBook', 'f204'],
    });
    expect(back({ reasons: ['R05'] })).toMatchObject({ questions: ['child.name'] });
    expect(back({ reasons: ['R06', 'R07'] })).toMatchObject({
      questions: ['mother', 'father', 'witness1', 'witness2'],
    });
    expect(resume(akta, 'verifikasi', names).opens[0]?.step).toBe('verifikasi');
  });

  it('opens by a reason the questions that the file attaches to it', () => {
    const attached = load('daerah/32.76/sktm', (source) =>
      source.replace('reasons: [R01, R02, R03],', 'reasons: [R01, R02, R03], opens: { R02: [house] },\n       '),
    );
    const done = act(attached, at('verifikasi'), 'verifikasi', 'perbaiki', names, { reasons: ['R02'] });
    expect(done).toMatchObject({ ok: true, move: { returns: { questions: ['house'] } } });
  });

  it('ends at an outcome that may leave a step open', () => {
    const done = act(akta, at('tandaTangan'), 'tandaTangan', 'terbitkan', names);
    expect(done).toMatchObject({
      ok: true,
      move: {
        outcome: 'terbit',
        outcomeKind: 'done',
        opens: [{ step: 'cetakKia' }],
        effects: [{ verb: 'register.birth' }],
      },
    });
    const returned = act(akta, at('tandaTangan'), 'tandaTangan', 'kembalikan', names);
    expect(returned).toMatchObject({ ok: true, move: { effects: [], outcome: null } });
  });

  it('knows a return to an earlier step from a way on, a detour, and a return to the citizen', () => {
    expect(goesBack(akta, 'tandaTangan', 'kembalikan')).toBe(true);
    expect(goesBack(akta, 'pencatatan', 'kembalikan')).toBe(true);
    for (const action of ['setujui', 'perbaiki', 'tolak', 'curiga'])
      expect(goesBack(akta, 'verifikasi', action)).toBe(false);
    expect(goesBack(akta, 'validasi', 'curiga')).toBe(false);
    expect(goesBack(akta, 'dugaan', 'lanjutkan')).toBe(false);
    expect(goesBack(ktp, 'cetak', 'blankoHabis')).toBe(false);
    expect(goesBack(ktp, 'tunggu', 'adaBlanko')).toBe(false);
  });

  it('tells the citizen with the names filled in', () => {
    const done = act(ktp, at('cetak'), 'cetak', 'siap', names);
    expect(done.ok && done.move.notify).toEqual([
      { id: 'KTP siap diambil di Kelurahan Depok', en: 'The KTP is ready at Kelurahan Depok' },
    ]);
    expect(done.ok && done.move.opens[0]?.office).toEqual({ kind: 'kelurahan', region: '32.76.01.1006', code: 'k1' });
  });

  it('leads back whence it came', () => {
    const raised = act(akta, at('pencatatan'), 'pencatatan', 'curiga', names, { reasons: ['R20'] });
    if (!raised.ok) throw new Error(raised.code);
    const state = stateAfter(at('pencatatan'), raised.move, 'pps');
    expect(act(akta, state, 'dugaan', 'lanjutkan', names)).toMatchObject({
      ok: true,
      move: { opens: [{ step: 'pencatatan' }] },
    });
  });

  it('is never rejected by time', () => {
    expect(timers(ktp, 'ambil').map(({ trigger }) => trigger)).toEqual([
      { kind: 'after', after: 'P30D' },
      { kind: 'after', after: 'P180D' },
    ]);
    expect(fire(ktp, at('ambil'), 'ambil', '0', names)).toMatchObject({
      closes: [],
      opens: [],
      outcome: null,
      notify: [{ id: 'KTP masih menunggu di Kelurahan Depok' }],
    });
    expect(fire(ktp, at('ambil'), 'ambil', '1', names)).toMatchObject({ outcome: 'tidakDiambil' });
    expect(fire(ktp, at('cetak'), 'ambil', '1', names).outcome).toBeNull();
    expect(end(akta, at('verifikasi'), 'kedaluwarsa', names)).toMatchObject({
      closes: ['verifikasi'],
      outcomeKind: 'expired',
    });
    expect(withdrawal(akta)).toBe('dicabut');
    expect(periodParts('P1Y2M3W4D')).toEqual({ months: 14, days: 25 });
  });

  it('makes papers that bear one number, in the series of the law', () => {
    const { papers, effects } = enter(akta, 'tandaTangan', names);
    expect(papers.map(({ document, series, numberOf }) => [document, series, numberOf])).toEqual([
      ['register-akta-kelahiran', 'LT', null],
      ['kutipan-akta-kelahiran', null, 'register-akta-kelahiran'],
      ['kartu-keluarga', null, null],
    ]);
    expect(effects).toHaveLength(1);
    expect(enter(sktm, 'tandaTangan', names).papers[0]).toMatchObject({
      number: '460/{serial:3}/{office.code}/{month:roman}/{year}',
      valid: 'P1M',
      resets: 'year',
    });
  });

  it('records what the register issues where the register is not ours', () => {
    const kind = (definition: Definition, id: string) => {
      const step = definition.steps.find((each) => each.id === id);
      return step && (['own', 'match', 'manual'] as const).map((profile) => stepKind(step, profile));
    };
    expect(kind(akta, 'tandaTangan')).toEqual(['sign', 'record', 'record']);
    expect(kind(akta, 'keputusan')).toEqual(['sign', 'sign', 'sign']);
    expect(kind(sktm, 'tandaTangan')).toEqual(['sign', 'sign', 'sign']);
  });
});

describe('several steps at once', () => {
  const parallel = load('daerah/32.76/sktm', (source) =>
    source
      .replace('kunjungi: { to: survei }', 'kunjungi: { to: [survei, cek] }')
      .replace(
        'actions: { selesai: { to: paraf }, tolak: { to: ditolak, reasons: [L02] } }',
        'actions: { selesai: { to: gabung }, tolak: { to: ditolak, reasons: [L02] } }',
      )
      .replace(
        '  paraf:\n',
        '  cek:\n    { title: Cek data, by: [kasiKesra, sekretarisKelurahan], actions: { selesai: { to: gabung } } }\n  gabung: { title: Gabung, by: kasiKesra, join: [survei, cek], actions: { selesai: { to: paraf } } }\n  paraf:\n',
      ),
  );
  const move = (state: State, step: string, action: string, given = {}) => {
    const done = act(parallel, state, step, action, names, given);
    if (!done.ok) throw new Error(done.code);
    return stateAfter(state, done.move, step);
  };

  it('open together and join when all are closed, in either order', () => {
    const both = move(at('verifikasi'), 'verifikasi', 'kunjungi');
    expect(both.open).toEqual(['survei', 'cek']);
    for (const [first, second] of [
      ['survei', 'cek'],
      ['cek', 'survei'],
    ] as const) {
      const one = move(both, first, 'selesai');
      expect(one.open).toEqual([second]);
      expect(move(one, second, 'selesai').open).toEqual(['gabung']);
    }
  });

  it('all end with an outcome', () => {
    const both = move(at('verifikasi'), 'verifikasi', 'kunjungi');
    const done = act(parallel, both, 'survei', 'tolak', names, { reasons: ['L02'] });
    expect(done).toMatchObject({
      ok: true,
      move: { closes: ['survei', 'cek'], outcome: 'ditolak', papers: [{ document: 'surat-penolakan' }] },
    });
  });

  it('belong to either of several roles', () => {
    expect(parallel.steps.find(({ id }) => id === 'cek')?.by).toEqual(['kasiKesra', 'sekretarisKelurahan']);
  });
});
