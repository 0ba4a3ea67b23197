import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { logDestination, logOptions, redact, scrub } from './log.ts';

const NIK = '9976014508900001';

function logged(work: (log: pino.Logger) => void): string {
  let out = '';
  const keep = (line: string): void => {
    out += line;
  };
  work(pino(logOptions('trace'), logDestination({ write: keep })));
  return out;
}

describe('scrub', () => {
  it('removes numbers of sixteen digits and phone numbers, and leaves what only looks long', () => {
    expect(scrub(`NIK ${NIK}.`)).toBe('NIK [16 angka].');
    expect(scrub(`berkas-${NIK}.pdf`)).toBe('berkas-[16 angka].pdf');
    expect(scrub('9976 0145 0890 0001')).toBe('[16 angka]');
    expect(scrub('hubungi 081299990001 atau +6281299990001')).toBe('hubungi [nomor HP] atau [nomor HP]');
    expect(scrub('/antrean/sisapeserta/0001234567890/001/2026-11-17')).toBe(
      '/antrean/sisapeserta/[nomor kartu]/001/2026-11-17',
    );
    for (const plain of [
      '1700000000000',
      '01932b1e-1234-7234-8234-567812345678',
      '2026-11-23T10:05:00.000Z',
      '12345678901234567',
    ])
      expect(scrub(plain)).toBe(plain);
  });
});

describe('the log', () => {
  it('holds no secret field at any depth, whatever its spelling', () => {
    const line = logged((log) =>
      log.info({
        nik: NIK,
        user: { PIN: '482913', token: 'abc', deep: [{ no_kk: NIK }, { nomorKk: NIK }, { phone: '0812' }] },
        headers: { authorization: 'Bearer x', cookie: 'sesi=1' },
        caseNumber: '3276-0001',
      }),
    );
    for (const secret of [NIK, '482913', 'abc', 'Bearer', 'sesi=1', '"0812"']) expect(line).not.toContain(secret);
    expect(line).toContain('3276-0001');
  });

  it('scrubs messages, arguments, errors and their causes', () => {
    const line = logged((log) => {
      log.warn(`gagal untuk ${NIK}`);
      log.warn('gagal untuk %s', NIK);
      log.error(new Error(`Key (nik)=(${NIK}) already exists`, { cause: new Error(`row ${NIK}`) }), 'insert');
      log.error({ err: Object.assign(new Error('x'), { detail: NIK }), url: `/cek?nik=${NIK}` });
      log.child({ person: { nik: NIK } }).info('anak');
    });
    expect(line).not.toContain(NIK);
    expect(line.split('\n').filter(Boolean)).toHaveLength(5);
  });

  it('never lets sixteen digits through, in whatever shape they come', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 16, maxLength: 16 }),
        fc.string(),
        (digits, around) => {
          const nik = digits.join('');
          const text = `${around} ${nik} ${around}`;
          expect(scrub(text)).not.toContain(` ${nik} `);
          expect(JSON.stringify(redact({ a: [text] }))).not.toContain(` ${nik} `);
        },
      ),
    );
  });

  it('survives a cycle', () => {
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    expect(() => logged((log) => log.info(cycle))).not.toThrow();
  });
});
