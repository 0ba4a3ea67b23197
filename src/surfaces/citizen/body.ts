/** A posted form: texts, lists of texts, and files under the names of their questions. */
export type Body = Readonly<Record<string, unknown>>;

/** A file as it came with a form, before anybody looked into it. */
export class SentFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  constructor(name: string, bytes: Uint8Array) {
    this.name = name;
    this.bytes = bytes;
  }
}

const DATE = { d: 'day', m: 'month', y: 'year' } as const;

/**
 * The boxes of the pages under the names that the engine reads: `lahir.d` is `lahir.day`, two boxes of a time are one.
 * @example engineBody({ 'lahir.d': '3', 'lahir.m': '11', 'lahir.y': '2026' }) // { 'lahir.day': '3', … }
 */
export function engineBody(body: Body): Body {
  const renamed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    const [, stem = '', part = ''] = /^(.+)\.([dmy])$/.exec(name) ?? [];
    const whole = stem !== '' && ['d', 'm', 'y'].every((each) => `${stem}.${each}` in body);
    if (whole) renamed[`${stem}.${DATE[part as keyof typeof DATE]}`] = value;
    else if (!(value instanceof SentFile)) renamed[name] = value;
  }
  for (const name of Object.keys(body)) {
    const stem = name.endsWith('.h') ? name.slice(0, -2) : '';
    if (stem === '' || !(`${stem}.i` in body)) continue;
    const [hour, minute] = [String(body[name]).trim(), String(body[`${stem}.i`]).trim()];
    renamed[stem] = hour === '' && minute === '' ? '' : `${hour}.${minute.padStart(2, '0')}`;
  }
  return renamed;
}

/** The control that an error leads to: three boxes of a date begin with the date's own id. */
export const controlOf = (input: string): string => input.replace(/\.(day|month|year)$/, '');
