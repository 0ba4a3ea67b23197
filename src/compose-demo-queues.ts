import { parse } from 'yaml';
import type { Office } from './capabilities/organisations/index.ts';
import type { QueueData } from './capabilities/queue/index.ts';

type Hours = {
  readonly code: string;
  readonly weekdays: readonly number[];
  readonly starts: string;
  readonly ends: string;
};
type Set = Omit<QueueData, 'office' | 'templates'> & {
  readonly templates: readonly Omit<
    QueueData['templates'][number],
    'weekdays' | 'starts' | 'ends' | 'cap' | 'doctor' | 'doctorCode'
  >[];
  readonly hours: readonly Hours[];
};

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** The emergency room of each stands where it stands, with its own invented phone. */
const emergencyOf = (emergency: Set['place']['emergency'], { address, phone }: Office) =>
  emergency && { emergency: { ...emergency, address, phone: phone ?? emergency.phone } };

/** The demo's queues: the same set for every Puskesmas, with doctors of its own. */
export function demoQueues(yaml: string, offices: readonly Office[]): readonly QueueData[] {
  const { puskesmas, doctors } = parse(yaml) as { readonly puskesmas: Set; readonly doctors: readonly string[] };
  const examines = (poli: string): boolean =>
    (puskesmas.polis.find(({ code }) => code === poli)?.stage ?? 'periksa') === 'periksa';
  return offices.map((office, nth) => ({
    ...{
      office: office.ref,
      place: { ...puskesmas.place, ...emergencyOf(puskesmas.place.emergency, office) },
      polis: puskesmas.polis,
      needs: puskesmas.needs,
      signs: puskesmas.signs,
    },
    approved: puskesmas.approved,
    templates: puskesmas.templates.flatMap((template, i) =>
      puskesmas.hours.map(({ code, weekdays, starts, ends }) => {
        const windows = Math.floor((minutesOf(ends) - minutesOf(starts)) / template.windowMinutes);
        const dentist = template.poli === 'gigi';
        const fitting = doctors.filter((name) => name.startsWith('drg.') === dentist);
        return {
          ...{ ...template, code: `${template.code}${code}`, weekdays: [...weekdays], starts, ends },
          cap: Math.max(1, windows * (template.online + template.desk)),
          ...(examines(template.poli)
            ? { doctor: fitting[(nth + i) % fitting.length] ?? null, doctorCode: 100_000 + nth * 10 + i }
            : {}),
        };
      }),
    ),
  }));
}
