import { readFileSync } from 'node:fs';
import { importOffices, OFFICE_COLUMNS } from '../../capabilities/organisations/index.ts';
import type { Issue } from '../../kernel/parsed.ts';
import { type Both, type Command, OperatorTrouble, only } from './command.ts';
import { OFFICE_WORDS } from './office-words.ts';

export const importFile: Command = {
  name: 'kantor impor',
  usage: 'FILE.csv',
  summary: {
    id: 'Memasukkan atau mengganti kantor dari berkas CSV',
    en: 'Brings in or replaces offices from a CSV file',
  },
  help: {
    id: `Kolom: ${OFFICE_COLUMNS.join(', ')}. "areas" berisi kode wilayah dipisah titik koma; kosong berarti seluruh kabupaten/kota. Baris yang baik masuk, baris yang salah disebut satu per satu; kode keluar 1 bila ada yang salah.`,
    en: `Columns: ${OFFICE_COLUMNS.join(', ')}. "areas" holds region codes between semicolons; empty means the whole regency or city. Good lines go in, each bad line is told; exit code 1 when there is one.`,
  },
  run: async (given, { workshop, terminal }) => {
    const file = only('kantor impor', 'FILE.csv', given.files);
    const csv = readText(file);
    const kinds = (workshop.world().codes.offices?.entries ?? []).map((entry) => entry.key);
    const { imported, problems } = await workshop.withRooms(({ asOwner, regions }) =>
      asOwner((owner) => importOffices({ owner, regions }, csv, kinds)),
    );
    for (const { line, issues } of problems)
      for (const one of issues) terminal.out(`${file}:${line}: ${sayIssue(one, OFFICE_WORDS)}`);
    terminal.out(
      `${imported} kantor masuk, ${problems.length} baris salah. / ${imported} offices taken, ${problems.length} bad lines.`,
    );
    return problems.length === 0 ? 0 : 1;
  },
};

/** What is wrong with a line, in both languages. */
export function sayIssue({ code, params }: Issue, of: Readonly<Record<string, Both>>): string {
  const words = of[code];
  const filled = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => String(params?.[name] ?? ''));
  return words ? `${filled(words.id)} / ${filled(words.en)}` : code;
}

/** @throws OperatorTrouble when it can't be read */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new OperatorTrouble(
      `Berkas ${file} tidak dapat dibaca; periksa nama dan haknya`,
      `The file ${file} can't be read; check its name and rights`,
    );
  }
}
