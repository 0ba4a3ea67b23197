import type { Files, Problem } from './model.ts';
import { localKeys, overlayShape, type RawOverlay, type RawPage, type RawService, serviceShape } from './raw.ts';
import { laidOver, lineOf, problem, readSource } from './source.ts';
import { validate } from './validate.ts';

type Read = { service?: RawService & { readonly extends: string }; problems: readonly Problem[] };

/** A file that adopts another service instead of saying everything itself. */
export const isOverlay = (data: unknown): data is object =>
  typeof data === 'object' && data !== null && 'extends' in data;

/** Keys by which people try to change what is the nation's. */
const national = new Set(Object.keys(serviceShape.shape).filter((key) => !(key in overlayShape.shape)));

/** A region's file laid over the national one that it names: nothing longer, dearer or more to bring than there. */
export function readOverlay(files: Files, path: string, data: object): Read {
  const forbidden = Object.keys(data)
    .filter((key) => national.has(key))
    .map((key) => problem(lineOf(data, key), `"${key}" milik layanan nasional. Daerah tidak bisa mengubahnya; hapus.`));
  if (forbidden.length > 0) return { problems: forbidden };
  const { value: overlay, problems } = validate(overlayShape, data);
  if (!overlay) return { problems };
  const base = readBase(files, path, overlay);
  if (!base.service) return { problems: [...problems, ...base.problems] };
  const faults = [...problems, ...base.problems, ...broken(base.service, overlay)];
  return { service: { ...lay(base.service, overlay), extends: overlay.extends }, problems: faults };
}

function readBase(files: Files, path: string, overlay: RawOverlay): { service?: RawService; problems: Problem[] } {
  const line = lineOf(overlay, 'extends');
  const [, id = ''] = /^nasional\/([a-z][a-z0-9-]*)@\d+$/.exec(overlay.extends) ?? [];
  const file = `${path.replace(/(nasional|daerah)\/.*$/, '')}nasional/${id}/service.yaml`;
  const text = id === '' ? undefined : files.read(file);
  if (text === undefined) {
    const message = `Layanan "${overlay.extends}" tidak ditemukan. Tulis seperti nasional/akta-kelahiran@1; berkasnya ${file}.`;
    return { problems: [problem(line, message)] };
  }
  const source = readSource(file, text);
  const { value: service, problems } = validate(serviceShape, source.data);
  return { ...(service ? { service } : {}), problems: [...source.problems, ...problems] };
}

/** The rules that an adoption breaks, each at its line. */
function broken(base: RawService, overlay: RawOverlay): readonly Problem[] {
  const open = new Set<string>(base.local ?? []);
  const closed = localKeys
    .filter((key) => overlay[key] !== undefined && !open.has(key))
    .map((key) => {
      const may = open.size === 0 ? 'tidak membuka apa pun' : `hanya membuka ${[...open].join(', ')}`;
      return problem(lineOf(overlay, key), `"${key}" tidak boleh diatur daerah: ${overlay.extends} ${may}. Hapus.`);
    });
  const problems = [...closed, ...(overlay.ask ?? []).flatMap((page) => heavier(page))];
  const { workingDays: promised } = base.standard;
  if (overlay.workingDays !== undefined && overlay.workingDays > promised)
    problems.push(
      problem(
        lineOf(overlay, 'workingDays'),
        `Waktu hanya boleh lebih pendek: nasional berjanji ${promised} hari kerja, di sini ${overlay.workingDays}.`,
      ),
    );
  const more = (overlay.start ?? []).filter((one) => !base.start.includes(one));
  if (more.length > 0)
    problems.push(
      problem(lineOf(overlay, 'start'), `Cara mengajukan "${more.join(', ')}" tidak ada di layanan nasional. Hapus.`),
    );
  return problems;
}

/** What a page of a region asks that people must bring or answer. */
function heavier(page: RawPage): readonly Problem[] {
  const files = page.files
    ? [problem(lineOf(page, 'files'), 'Daerah tidak boleh meminta berkas tambahan. Hapus files.')]
    : [];
  const must = (page.questions ?? [])
    .filter((question) => question.optional !== true)
    .map((question) =>
      problem(
        lineOf(question),
        `Pertanyaan "${question.id}" dari daerah harus boleh kosong. Tambahkan optional: true.`,
      ),
    );
  return [...files, ...must];
}

function lay(base: RawService, overlay: RawOverlay): RawService {
  const standard = laidOver(
    base.standard,
    {
      ...(overlay.workingDays === undefined ? {} : { workingDays: overlay.workingDays }),
      ...(overlay.legalBasis ? { legalBasis: [...base.standard.legalBasis, ...overlay.legalBasis] } : {}),
    },
    overlay,
  );
  const over: Partial<RawService> = {
    owner: overlay.owner,
    ...(overlay.summary === undefined ? {} : { summary: overlay.summary }),
    ...(overlay.words ? { words: [...base.words, ...overlay.words] } : {}),
    ...(overlay.start ? { start: overlay.start } : {}),
    ...(overlay.ask ? { ask: [...(base.ask ?? []), ...overlay.ask] } : {}),
  };
  return laidOver(base, { ...over, standard }, overlay);
}
