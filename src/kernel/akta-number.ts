import { type IsoDate, isIsoDate, isoDate } from './dates.ts';
import { issue, type Parsed, parsed, refused } from './parsed.ts';
import { dotted, type RegionCode, undotted } from './region-code.ts';

/** `siak`: the form made today. `free`: an older paper, whose number follows no common rule. */
export type AktaNumber =
  | {
      readonly kind: 'siak';
      readonly text: string;
      readonly region: RegionCode;
      /** two letters; which ones exist is a table in data */
      readonly series: string;
      readonly date: IsoDate;
      readonly serial: number;
    }
  | { readonly kind: 'free'; readonly text: string };

const SIAK = /^(\d{4})-([A-Z]{2})-(\d{2})(\d{2})(\d{4})-(\d{4,6})$/;
const FREE = /^[A-Za-z0-9./\- ]{3,40}$/;

/**
 * Reads the number of an akta: `PPKK-XX-DDMMYYYY-NNNN`, or an old one as it stands.
 * @example parseAktaNumber('9976-LU-05032026-0001') // kind 'siak', series 'LU', date '2026-03-05'
 */
export function parseAktaNumber(text: string): Parsed<AktaNumber> {
  const typed = text.trim().replace(/\s+/g, ' ').toUpperCase();
  const [, region = '', series = '', day = '', month = '', year = '', serial = ''] =
    SIAK.exec(typed.replaceAll(' ', '')) ?? [];
  const date = isoDate(Number(year), Number(month), Number(day));
  if (region !== '' && isIsoDate(date) && Number(serial) > 0)
    return parsed({
      kind: 'siak',
      text: typed.replaceAll(' ', ''),
      region: dotted(region),
      series,
      date,
      serial: Number(serial),
    });
  if (!FREE.test(typed)) return refused(issue('akta/shape', { min: 3, max: 40 }));
  return parsed({ kind: 'free', text: typed }, region === '' ? [] : [issue('akta/date-odd')]);
}

/** @example makeAktaNumber({ region: '99.76', series: 'LU', date: '2026-03-05', serial: 1 }) // '9976-LU-05032026-0001' */
export function makeAktaNumber(of: { region: string; series: string; date: IsoDate; serial: number }): string {
  const [year = '', month = '', day = ''] = of.date.split('-');
  return `${undotted(of.region).slice(0, 4)}-${of.series}-${day}${month}${year}-${String(of.serial).padStart(4, '0')}`;
}
