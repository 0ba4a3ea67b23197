import { parse } from 'yaml';
import { loadQueues, queueData } from '../../capabilities/queue/index.ts';
import { type Command, OperatorTrouble, only } from './command.ts';
import { readText } from './offices.ts';

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
    const since = new Date().toISOString().slice(0, 10);
    const office = await workshop.withRooms(async ({ asOwner, organisations }) => {
      const known = await organisations.findOffice(read.data.office);
      if (known) await asOwner((owner) => loadQueues(owner, [read.data], since));
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

function yamlOf(file: string): unknown {
  const text = readText(file);
  try {
    return parse(text);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new OperatorTrouble(`${file} bukan YAML yang benar: ${said}`, `${file} is no proper YAML: ${said}`);
  }
}
