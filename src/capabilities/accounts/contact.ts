import type { Tools } from './deps.ts';
import { accountOfNik, accountOfPerson } from './store.ts';

export function createContact(t: Tools) {
  return {
    /** The number that messages go to, for the notices; undefined without an account. */
    async phoneOf(person: string): Promise<string | undefined> {
      const account = await accountOfPerson(t.db, person);
      return account && t.envelope.open(account.phoneSealed, `accounts.account.phone:${account.id}`);
    },
    /** For an officer at a counter, never for a public page. */
    hasAccount: async (nik: string): Promise<boolean> =>
      (await accountOfNik(t.db, t.hash.candidates('nik', nik))) !== undefined,
  };
}
