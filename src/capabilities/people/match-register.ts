import { paperDate } from '../../kernel/dates.ts';
import { foreignRegister } from './foreign-register.ts';
import type { Asked, Match, Matched, MatchField, Register, Typed } from './register.ts';

export type MatchOptions = {
  /** Where the ministry's web service answers, e.g. 'http://127.0.0.1:9410'. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly fetch: typeof fetch;
  /** Default 5000. */
  readonly timeoutMillis?: number;
};

// The names that the ministry's service uses for what we compare.
const WIRE = {
  name: 'NAMA_LGKP',
  birthPlace: 'TMPT_LHR',
  birthDate: 'TGL_LHR',
  sex: 'JENIS_KLMIN',
  kk: 'NO_KK',
  motherName: 'NAMA_LGKP_IBU',
} as const satisfies Record<MatchField, string>;

const WIRE_SEX: Readonly<Record<string, string>> = { male: 'Laki-Laki', female: 'Perempuan' };

/**
 * The national register as user institutions reach it: it compares what we hold and says *sesuai* or *tidak sesuai*, nothing more.
 * Purpose, officer and case stand on each question; only the result is used, nothing is kept. When it can't be reached the answer is
 * `unknown`, and the officer looks for himself.
 */
export const matchRegister = (region: string, options: MatchOptions): Register =>
  foreignRegister('match', region, (nik, typed, asked) => ask(nik, typed, asked, options));

async function ask(nik: string, typed: Typed, asked: Asked, options: MatchOptions): Promise<Matched> {
  const fields = Object.entries(typed) as [MatchField, string][];
  const unreachable: Matched = { found: null, fields: Object.fromEntries(fields.map(([field]) => [field, 'unknown'])) };
  try {
    const response = await options.fetch(new URL('/dukcapil/get_json/verifikasi', options.url), {
      ...{ method: 'POST', redirect: 'error' },
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        NIK: nik,
        ...Object.fromEntries(fields.map(([field, value]) => [WIRE[field], onWire(field, value)])),
        user_id: options.user,
        password: options.password,
        keperluan: asked.purpose,
        petugas: asked.actor,
        permohonan: asked.caseId ?? '-',
      }),
      signal: AbortSignal.timeout(options.timeoutMillis ?? 5000),
    });
    return response.ok ? readAnswer(await response.json(), fields, unreachable) : unreachable;
  } catch {
    return unreachable;
  }
}

function onWire(field: MatchField, value: string): string {
  if (field === 'birthDate') return paperDate(value);
  return field === 'sex' ? (WIRE_SEX[value] ?? value) : value;
}

function readAnswer(body: unknown, fields: readonly [MatchField, string][], unreachable: Matched): Matched {
  const content = typeof body === 'object' && body !== null && 'content' in body ? body.content : undefined;
  const [answer] = Array.isArray(content) ? (content as readonly unknown[]) : [];
  if (typeof answer !== 'object' || answer === null) return unreachable;
  const said = answer as Readonly<Record<string, unknown>>;
  if (said.RESPONSE_CODE === '11') return { found: false, fields: {} };
  if ('RESPONSE_CODE' in said) return unreachable;
  return { found: true, fields: Object.fromEntries(fields.map(([field]) => [field, verdict(said[WIRE[field]])])) };
}

// 'Sesuai', 'Sesuai (100)', 'Tidak Sesuai': a likeness below all of it is no match.
function verdict(said: unknown): Match {
  if (typeof said !== 'string') return 'unknown';
  const [, no, likeness = '100'] = /^(tidak )?sesuai(?: \((\d+)\))?$/i.exec(said.trim()) ?? [];
  if (!/sesuai/i.test(said)) return 'unknown';
  return no === undefined && Number(likeness) === 100 ? 'sesuai' : 'tidakSesuai';
}
