import { inBoth } from './in-both.ts';

export const clockWords = inBoth(
  {
    late: (length: string): string => `Lewat ${length}`,
    since: (time: string): string => `sejak ${time}`,
    left: (length: string): string => `Sisa ${length}`,
    until: (time: string): string => `sampai ${time}`,
    tomorrow: 'Besok',
    noLimit: 'Tanpa batas waktu',
    days: (count: number): string => `${count} hari kerja`,
    hours: (count: number): string => `${count} jam`,
    minutes: (count: number): string => `${count} menit`,
  },
  {
    late: (length) => `Late by ${length}`,
    since: (time) => `since ${time}`,
    left: (length) => `${length} left`,
    until: (time) => `until ${time}`,
    tomorrow: 'Tomorrow',
    noLimit: 'No time limit',
    days: (count) => `${count} working days`,
    hours: (count) => `${count} h`,
    minutes: (count) => `${count} min`,
  },
);
