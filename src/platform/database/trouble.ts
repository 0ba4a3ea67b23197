/** The database can't be used as it is; the message says in Indonesian and English what to do about it. */
export class DatabaseTrouble extends Error {
  constructor(indonesian: string, english: string, cause?: unknown) {
    super(`${indonesian} / ${english}`, cause === undefined ? undefined : { cause });
    this.name = 'DatabaseTrouble';
  }
}
