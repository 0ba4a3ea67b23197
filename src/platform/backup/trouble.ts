/** A backup or a restoration that can't go on; the message says in Indonesian and English what to do about it. */
export class BackupTrouble extends Error {
  constructor(indonesian: string, english: string, cause?: unknown) {
    super(`${indonesian} / ${english}`, cause === undefined ? undefined : { cause });
    this.name = 'BackupTrouble';
  }
}
