import { basename } from 'node:path';
import { parse } from 'yaml';
import { loadQueues, queueData, TIMETABLE_COLUMNS } from '../../capabilities/queue/index.ts';
import { TIMETABLE_WORDS } from '../frame/index.ts';
import { type Command, OperatorTrouble, only } from './command.ts';
import { readText, sayIssue } from './offices.ts';

/** A queue is data: a Puskesmas, a counter of the civil registry, a kelurahan, all by the same file. */
export const loadQueueFile: Command = {
  name: 'antrean muat',
  usage: 'FILE.yaml',
  summary: {
    id: 'Membuka antrean sebuah kantor dari berkas: layanan, keperluan, jam, tempat',
    en: 'Opens the queue of an office from a file: services, needs, hours, places',
  },
  help: {
    id: 'Yang sudah ada tidak diganti: perubahan dibuat di halaman “Jadwal dan tempat”. Contoh berkas: reference/demo/queue-dukcapil.yaml.',
    en: 'What is there already is not replaced: changes are made on the page “Timetable and places”. An example: reference/demo/queue-dukcapil.yaml.',
  },
  run: async (given, { workshop, terminal }) => {
    const file = only('antrean muat', 'FILE.yaml', given.files);
    const read = queueData.safeParse(yamlOf(file));
    if (!read.success) {
      for (const issue of read.error.issues) terminal.out(`${file}: ${issue.path.join('.')}: ${issue.message}`);
      return 1;
    }
    const office = await workshop.withRooms(async ({ asOwner, organisations }) => {
      const known = await organisations.findOffice(read.data.office);
      if (known) await asOwner((owner) => loadQueues(owner, [read.data], today()));
      return known;
    });
    if (!office)
      throw new OperatorTrouble(
        `Kantor ${read.data.office} belum ada; masukkan dulu dengan "kantor impor"`,
        `There is no office ${read.data.office} yet; bring it in with "kantor impor" first`,
      );
    terminal.out(`${office.name}: ${read.data.templates.length} sesi mingguan. / weekly sessions.`);
    return 0;
  },
};

/** The hours, rooms and doctors of many sessions at once, as a spreadsheet has them. */
export const importTimetableFile: Command = {
  name: 'antrean impor',
  usage: 'FILE.csv',
  summary: {
    id: 'Memasukkan atau mengganti sesi mingguan (jam, ruang, dokter, tempat) dari berkas CSV',
    en: 'Brings in or replaces weekly sessions (hours, rooms, doctors, places) from a CSV file',
  },
  help: {
    id: `Kolom: ${TIMETABLE_COLUMNS.join(', ')}. "weekdays" dan "rooms" dipisah titik koma; 0 Minggu. Baris yang baik masuk, baris yang salah disebut satu per satu; kode keluar 1 bila ada yang salah. Hari yang sudah dibuka untuk warga tetap seperti adanya.`,
    en: `Columns: ${TIMETABLE_COLUMNS.join(', ')}. "weekdays" and "rooms" stand between semicolons; 0 is Sunday. Good lines go in, each bad line is told; exit code 1 when there is one. Days that are open to citizens already stay as they are.`,
  },
  run: async (given, { workshop, terminal }) => {
    const file = only('antrean impor', 'FILE.csv', given.files);
    const csv = readText(file);
    const { imported, problems } = await workshop.withRooms(({ asOwner, queue }) =>
      asOwner((owner) => queue.importTimetable(owner, csv, today(), `antrean impor ${basename(file)}`.slice(0, 200))),
    );
    for (const { line, issues } of problems)
      for (const one of issues) terminal.out(`${file}:${line}: ${sayIssue(one, TIMETABLE_WORDS)}`);
    terminal.out(
      `${imported} sesi masuk, ${problems.length} baris salah. / ${imported} sessions taken, ${problems.length} bad lines.`,
    );
    return problems.length === 0 ? 0 : 1;
  },
};

const today = (): string => new Date().toISOString().slice(0, 10);

function yamlOf(file: string): unknown {
  const text = readText(file);
  try {
    return parse(text);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new OperatorTrouble(`${file} bukan YAML yang benar: ${said}`, `${file} is no proper YAML: ${said}`);
  }
}
