/** The keys can't be used; the message says in Indonesian and English what to do about it. */
export class KeysTrouble extends Error {
  constructor(indonesian: string, english: string) {
    super(`${indonesian} / ${english}`);
    this.name = 'KeysTrouble';
  }
}
