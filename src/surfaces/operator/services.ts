import { lifeEvent, lifeEvents } from '../../capabilities/catalogue/index.ts';
import { checkService } from '../../engine/cases/index.ts';
import { type Definition, readDefinition, type World } from '../../engine/index.ts';
import { type Bench, type Command, OperatorTrouble } from './command.ts';
import { namedServices, type ServiceFile, serviceFile } from './service-files.ts';

export const check: Command = {
  name: 'layanan periksa',
  usage: 'FILE…',
  summary: { id: 'Memeriksa berkas layanan', en: 'Checks definitions of services' },
  help: {
    id: 'Mencetak FILE:BARIS: pesan. FILE boleh di mana saja; folder berarti semua service.yaml di dalamnya. Kode keluar 1 bila ada kesalahan; peringatan saja 0. Tidak memerlukan basis data.',
    en: 'Prints FILE:LINE: message. FILE may lie anywhere; a folder means every service.yaml in it. Exit code 1 on errors; 0 with warnings alone. Needs no database.',
  },
  run: async (given, bench) => {
    const files = namedServices('layanan periksa', given.files);
    const world = bench.workshop.world();
    const good = files.filter((file) => checkOne(serviceFile(file, bench.workshop.root), world, bench) !== undefined);
    bench.terminal.out(
      `${files.length} layanan diperiksa, ${files.length - good.length} salah. / ${files.length} services checked, ${files.length - good.length} with errors.`,
    );
    return good.length === files.length ? 0 : 1;
  },
};

export const publish: Command = {
  name: 'layanan terbitkan',
  usage: 'FILE…',
  summary: { id: 'Memeriksa dan menerbitkan layanan', en: 'Checks and publishes services' },
  help: {
    id: 'Bila satu berkas salah, tidak satu pun terbit. Berkas yang sama tidak terbit dua kali. Pelayanan yang berjalan memakainya dalam dua detik; urusan lama tetap pada versinya.',
    en: 'When one file has errors, none is published. The same file is not published twice. A running hub uses it within two seconds; cases keep their version.',
  },
  run: async (given, bench) => {
    const files = namedServices('layanan terbitkan', given.files);
    const world = bench.workshop.world();
    const checked = files.map((file) => {
      const service = serviceFile(file, bench.workshop.root);
      return { service, definition: checkOne(service, world, bench) };
    });
    if (checked.some(({ definition }) => definition === undefined))
      throw new OperatorTrouble(
        'Tidak ada yang diterbitkan; perbaiki kesalahan di atas dulu',
        'Nothing was published; mend the errors above first',
      );
    await bench.workshop.withRooms(async ({ catalogue }) => {
      for (const { service, definition } of checked) {
        if (!definition) continue;
        const made = await catalogue.publish({ definition, sources: sourcesOf(service, world), by: 'operator' });
        bench.terminal.out(
          `${made.service}@${made.version}  ${made.isNew ? 'terbit / published' : 'sudah terbit / stood already'}`,
        );
        for (const change of made.changes) bench.terminal.out(`  ${change.id}`);
      }
    });
    return 0;
  },
};

/** @returns the definition when it has no errors */
function checkOne(service: ServiceFile, world: World, { terminal }: Bench): Definition | undefined {
  const { definition, problems } = checkService(service.files, service.path, world);
  const warnings = [...problems.filter(({ level }) => level === 'warn'), ...strangeEvents(service, definition)];
  for (const { file, line, message } of warnings)
    terminal.out(`${service.shown(file)}:${line}: peringatan: ${message}`);
  // Last, next to the count, where a long list of warnings does not push them out of the window.
  for (const { file, line, message } of problems.filter(({ level }) => level === 'error'))
    terminal.out(`${service.shown(file)}:${line}: ${message}`);
  return definition;
}

/** A life event that nobody knows is under no tile of the front page. */
function strangeEvents({ files, path }: ServiceFile, definition: Definition | undefined) {
  const line = 1 + (files.read(path) ?? '').split('\n').findIndex((text) => text.startsWith('lifeEvents:'));
  return (definition?.lifeEvents ?? [])
    .filter((id) => lifeEvent(id) === undefined)
    .map((id) => ({
      ...{ file: path, line: Math.max(1, line) },
      message: `Peristiwa "${id}" tidak dikenal: layanan ini tidak akan tampil di bawahnya. Yang ada: ${Object.keys(lifeEvents).join(', ')}.`,
    }));
}

/** What the definition was compiled from, without its worked examples: those may change and are no new version. */
function sourcesOf(checked: ServiceFile, world: World): Readonly<Record<string, string>> {
  const read = new Set<string>();
  readDefinition(
    {
      read: (path) => {
        read.add(path);
        return checked.files.read(path);
      },
    },
    checked.path,
    world,
  );
  return Object.fromEntries([...checked.taken].filter(([path]) => read.has(path)));
}
