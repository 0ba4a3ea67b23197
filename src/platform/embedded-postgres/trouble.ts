/** The embedded database can't run here; the message says in Indonesian and English what to do about it. */
export class EmbeddedPostgresTrouble extends Error {
  constructor(indonesian: string, english: string, cause?: unknown) {
    super(`${indonesian} / ${english}`, cause === undefined ? undefined : { cause });
    this.name = 'EmbeddedPostgresTrouble';
  }
}
