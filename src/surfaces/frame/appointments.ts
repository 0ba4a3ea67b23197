import type { Appointment, CaseView } from '../../capabilities/cases/index.ts';
import { localDate, sayDate, sayTime, type Zone } from '../../kernel/dates.ts';
import type { Language } from '../../kernel/text.ts';

const STATUS = {
  id: {
    booked: 'Terdaftar',
    waiting: 'Sudah hadir, menunggu dipanggil',
    called: 'Sedang dipanggil atau dilayani',
    parked: 'Menunggu hasil',
    done: 'Sudah dilayani',
    absent: 'Dipanggil dua kali, tidak hadir',
    unserved: 'Belum sempat dilayani pada hari itu',
    cancelled: 'Dibatalkan',
  },
  en: {
    booked: 'Booked',
    waiting: 'Here, waiting to be called',
    called: 'Called or being served',
    parked: 'Waiting for a result',
    done: 'Served',
    absent: 'Called twice, absent',
    unserved: 'Not served on that day',
    cancelled: 'Cancelled',
  },
} as const satisfies Record<'id' | 'en', Record<Appointment['status'], string>>;

export type SaidAppointment = Appointment & {
  /** The number with a hyphen that does not break. */
  readonly said: string;
  readonly when: string;
  readonly place: string;
  readonly state: string;
};

/** What was booked with a case, in words, as it stands now and not as it was sent. */
export function appointmentsOf(
  view: Pick<CaseView, 'appointments' | 'settled'>,
  lang: Language,
): readonly SaidAppointment[] {
  const words = STATUS[lang === 'en' ? 'en' : 'id'];
  return view.appointments.map((one) => {
    const { name, zone } = (view.settled.answers[one.question] ?? {}) as {
      readonly name?: string;
      readonly zone?: Zone;
    };
    return {
      ...{ ...one, said: one.label.replace('-', '\u2011'), place: name ?? one.office, state: words[one.status] },
      when: sayWindow(one.startsAt, one.endsAt, zone ?? 'WIB', lang),
    };
  });
}

/** @example sayWindow(from, to, 'WIB', 'id') // 'Senin, 30 November 2026, 08.00–08.30 WIB' */
export const sayWindow = (from: Date, to: Date, zone: Zone, lang: Language): string =>
  `${sayDate(localDate(from, zone), lang)}, ${sayTime(from, zone, lang).split(' ')[0]}–${sayTime(to, zone, lang)}`;

/** The lines of a summary that an appointment has now, by question. */
export const appointmentLines = (
  view: Pick<CaseView, 'appointments' | 'settled'>,
  lang: Language,
): ReadonlyMap<string, string> =>
  new Map(
    appointmentsOf(view, lang).map(({ question, said, when, place, state }) => [
      question,
      `${said}: ${when}, ${place}. ${state}.`,
    ]),
  );
