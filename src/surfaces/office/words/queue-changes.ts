import type { Changed } from '../../../capabilities/queue/index.ts';
import { sayDay } from '../../../kernel/dates.ts';
import type { Language } from '../../../kernel/text.ts';
import { inBoth } from './in-both.ts';
import { queueWords } from './queue.ts';

// Who changed a queue, in sentences: what it was, what it is now, and why.

const words = inBoth(
  {
    fields: {
      ...{
        poli: 'layanan',
        weekdays: 'hari',
        starts: 'mulai jam',
        ends: 'sampai jam',
        prefix: 'huruf',
        rooms: 'ruang',
      },
      ...{
        doctor: 'dokter',
        doctorCode: 'kode dokter BPJS',
        windowMinutes: 'lama jam kedatangan',
        online: 'tempat pesan',
      },
      ...{
        desk: 'tempat langsung',
        cap: 'batas sesi',
        visitMinutes: 'lama satu orang',
        title: 'judul',
        hint: 'penjelasan',
      },
      ...{
        words: 'kata cari',
        fromMonths: 'mulai umur',
        belowMonths: 'di bawah umur',
        sex: 'untuk',
        sensitive: 'peka',
        first: 'didahulukan',
        drawMinutes: 'menit undian',
        drawFirst: 'didahulukan dalam undian',
        ...{
          say: 'kalimat',
          phone: 'telepon',
          address: 'alamat',
          opensDays: 'hari di muka',
          waves: 'gelombang tempat',
        },
        ...{
          checkinMinutes: 'menit hadir',
          graceMinutes: 'menit terlambat',
          priorityRow: 'didahulukan berturut-turut',
        },
        ...{ boundMinutes: 'menit menunggu', mostNumbers: 'nomor per akun', numberScreen: 'layar ambil nomor' },
        ...{ teenFromMonths: 'remaja dari bulan', teenBelowMonths: 'remaja sampai bulan' },
      },
    },
    none: 'kosong',
    yes: 'ya',
    no: 'tidak',
    began: (what: string): string => `${what} dibuat`,
    since: (day: string): string => ` mulai ${day}`,
    what: {
      ...{ quota: 'Tempat', sign: 'Tanda bahaya ditambah', 'sign-withdrawn': 'Tanda bahaya dicabut', session: 'Sesi' },
      ...{ 'session-ended': 'Sesi diakhiri', 'closed-day': 'Hari libur', 'open-day': 'Libur dibatalkan' },
      ...{ need: 'Keperluan', 'need-ended': 'Keperluan diakhiri', emergency: 'UGD', rules: 'Aturan tempat' },
    },
    states: {
      ...{
        open: 'dilanjutkan',
        paused: 'dijeda',
        full: 'pendaftaran ditutup',
        cancelled: 'tidak jadi',
        closed: 'ditutup',
      },
    },
    ruled: (prefix: string, day: string, state: string): string => `Sesi ${prefix}, ${day}: ${state}`,
    order: (number: string, day: string): string => `Nomor ${number}, ${day}: didahulukan`,
  },
  {
    fields: {
      ...{ poli: 'service', weekdays: 'days', starts: 'from', ends: 'to', prefix: 'letter', rooms: 'rooms' },
      ...{
        doctor: 'doctor',
        doctorCode: 'doctor’s code at BPJS',
        windowMinutes: 'window of arrival',
        online: 'booked places',
      },
      ...{
        desk: 'counter places',
        cap: 'session’s cap',
        visitMinutes: 'time for one person',
        title: 'title',
        hint: 'explanation',
      },
      ...{
        words: 'search words',
        fromMonths: 'from age',
        belowMonths: 'below age',
        sex: 'for',
        sensitive: 'sensitive',
        first: 'goes first',
        drawMinutes: 'minutes of the draw',
        drawFirst: 'drawn first',
        ...{ say: 'sentence', phone: 'phone', address: 'address', opensDays: 'days ahead', waves: 'waves of places' },
        ...{ checkinMinutes: 'check-in minutes', graceMinutes: 'grace minutes', priorityRow: 'priority in a row' },
        ...{
          boundMinutes: 'minutes of waiting',
          mostNumbers: 'numbers per account',
          numberScreen: 'screen for numbers',
        },
        ...{ teenFromMonths: 'adolescent from month', teenBelowMonths: 'adolescent below month' },
      },
    },
    none: 'none',
    yes: 'yes',
    no: 'no',
    began: (what) => `${what} made`,
    since: (day) => ` from ${day}`,
    what: {
      ...{
        quota: 'Places',
        sign: 'Sign of danger added',
        'sign-withdrawn': 'Sign of danger withdrawn',
        session: 'Session',
      },
      ...{ 'session-ended': 'Session ended', 'closed-day': 'Closed day', 'open-day': 'Closed day taken back' },
      ...{ need: 'Need', 'need-ended': 'Need ended', emergency: 'Emergency room', rules: 'Rules of the place' },
    },
    states: {
      ...{ open: 'goes on', paused: 'paused', full: 'intake closed', cancelled: 'called off', closed: 'closed' },
    },
    ruled: (prefix, day, state) => `Session ${prefix}, ${day}: ${state}`,
    order: (number, day) => `Number ${number}, ${day}: put first`,
  },
);

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const sayValue = (value: unknown, lang: Language): string => {
  if (value === null || value === undefined || value === '') return words(lang).none;
  if (Array.isArray(value)) return value.join(', ');
  if (isFields(value)) return String(value[lang] ?? value.id ?? '');
  if (typeof value === 'boolean') return value ? words(lang).yes : words(lang).no;
  // Times of a clock as everywhere else here.
  return String(value).replace(/^(\d\d):(\d\d)$/, '$1.$2');
};

/** @example sayChange(one, 'id') // 'Sesi umum-pagi mulai 1 Des 2026: tempat pesan 4 → 5' */
export function sayChange(one: Changed, lang: Language): string {
  const say = words(lang);
  if ('to' in one)
    return one.to === null
      ? say.order(one.code, sayDay(one.day, lang))
      : say.ruled(one.code, sayDay(one.day, lang), say.states[one.to as keyof typeof say.states] ?? '');
  const { before, after } = one;
  const since = one.since === null || one.code === one.since ? '' : say.since(sayDay(one.since, lang));
  const code = one.code === one.since ? sayDay(one.since, lang) : one.code;
  const what = `${say.what[one.what]} ${code}${since}`.trim();
  if (!isFields(after)) return what;
  if (!isFields(before)) return one.what === 'session' || one.what === 'need' ? say.began(what) : what;
  const changes = Object.keys(after)
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((name) => {
      const label = say.fields[name as keyof typeof say.fields] ?? name;
      return `${label} ${sayValue(before[name], lang)} → ${sayValue(after[name], lang)}`;
    });
  return changes.length === 0 ? what : `${what}: ${changes.join('; ')}`;
}

/** A reason as it was written, or the words of its code. */
export function sayWhy(one: Changed, lang: Language): string {
  const { ruled, reasons } = queueWords(lang);
  if (one.what === 'ruled') return ruled[one.reason as keyof typeof ruled] ?? '';
  if (one.what === 'order') return reasons[one.reason as keyof typeof reasons] ?? one.reason;
  return one.reason;
}
