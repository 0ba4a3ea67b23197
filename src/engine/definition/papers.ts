import type { Scope, Type } from '../feel/index.ts';
import type { Desk } from './desk.ts';
import type { Line, Paper } from './model.ts';
import type { RawPaper } from './raw.ts';
import { periodOf } from './rules.ts';
import { lineOf } from './source.ts';

/** What the pattern of a number may hold beside names: `{serial:3}`, `{month:roman}`. */
const slots = new Set(['serial', 'series', 'year', 'month', 'date', 'region', 'office.code', 'kk']);
const slot = /\{([a-z.A-Z]+)(?::([a-z0-9]+))?\}/g;

function checkPattern(desk: Desk, pattern: string, line: Line): void {
  for (const [whole, name = ''] of pattern.matchAll(slot)) {
    if (!slots.has(name))
      desk.error(
        line,
        `${whole} tidak dikenal di pola nomor. Yang ada: ${[...slots].map((each) => `{${each}}`).join(', ')}.`,
      );
  }
  if (!pattern.includes('{serial')) desk.error(line, 'Pola nomor perlu nomor urut: {serial:3}.');
}

/** What `of` names: an answer, the subject's family, or what an effect makes. */
function checkOf(desk: Desk, name: string, wanted: 'person' | 'family', line: Line, scope: Scope, made: Scope): void {
  const type: Type = { kind: 'record', name: wanted, fields: {} };
  desk.feel(name, line, { ...scope, ...made }, type);
}

/** @param made what effects of the same step make, by name · @param line where it stands, for a paper that is only a name */
export function compilePaper(desk: Desk, raw: RawPaper, scope: Scope, made: Scope, line = lineOf(raw)): Paper {
  const kind = desk.world.documents[raw.document];
  if (!kind)
    desk.error(
      line,
      `Jenis dokumen "${raw.document}" tidak ada. Yang ada: ${Object.keys(desk.world.documents).join(', ')}.`,
    );
  const item: Scope = { item: { type: { kind: 'any' }, nullable: false } };
  const forEach =
    raw.forEach === undefined
      ? null
      : desk.feel(raw.forEach, lineOf(raw, 'forEach'), scope, { kind: 'list', of: { kind: 'any' } });
  if (kind?.of && raw.of === undefined && raw.forEach === undefined) {
    desk.error(
      line,
      `Dokumen ${raw.document} menunjukkan ${kind.of === 'family' ? 'keluarga' : 'orang'}. Tambahkan of: nama-nya.`,
    );
  }
  if (raw.of !== undefined)
    checkOf(desk, raw.of, kind?.of ?? 'person', lineOf(raw, 'of'), forEach ? { ...scope, ...item } : scope, made);
  if (raw.number !== undefined) checkPattern(desk, raw.number, lineOf(raw, 'number'));
  return {
    document: raw.document,
    issuer: kind?.issuer ?? 'office',
    of: raw.of ?? null,
    for: raw.for ?? 'citizen',
    series: raw.series === undefined ? null : desk.sure(raw.series, lineOf(raw, 'series'), scope, { kind: 'text' }),
    numberOf: raw.numberOf ?? null,
    number: raw.number ?? kind?.number ?? null,
    resets: raw.resets ?? 'year',
    supersedes: raw.supersedes ?? null,
    valid: raw.valid === undefined ? null : periodOf(desk, raw.valid, lineOf(raw, 'valid')),
    forEach,
    when: raw.when === undefined ? null : desk.feel(raw.when, lineOf(raw, 'when'), scope, { kind: 'boolean' }),
    line,
  };
}

/** A paper may bear the number of another of the same step only. */
export function checkNumbers(desk: Desk, papers: readonly Paper[]): void {
  for (const { numberOf, line } of papers) {
    if (numberOf !== null && !papers.some((paper) => paper.document === numberOf)) {
      desk.error(line, `numberOf: ${numberOf} tidak dibuat di langkah ini. Tambahkan dokumennya, atau hapus numberOf.`);
    }
  }
}
