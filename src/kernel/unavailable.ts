/**
 * What the program stands on does not answer for now: the database or the place of files. Nothing is wrong with what was asked, and whether
 * it was done may be unknown: it may be asked again with the same key. Told as 503 with the time after which to come back.
 */
export class Unavailable extends Error {
  readonly what: 'database' | 'files';

  constructor(what: 'database' | 'files', cause: unknown) {
    super(`${what} unavailable: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'Unavailable';
    this.what = what;
  }
}
