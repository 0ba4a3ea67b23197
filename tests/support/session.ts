import { createSessions } from '../../src/capabilities/accounts/sessions.ts';
import { own } from '../../src/capabilities/accounts/store.ts';
import type { TestHouse } from './house.ts';

const PLACE = { agent: 'uji', device: null, shared: false };

/** What a login ends with, without its way, which other tests walk: a session as the room of accounts begins it. @returns its token */
export async function sessionOf(
  h: TestHouse,
  kind: 'citizen' | 'officer',
  holder: string,
  level: 1 | 2 = 2,
): Promise<string> {
  const { db, clock, random } = h.house;
  const sessions = createSessions({ db, clock, random });
  const [account] = await h.t.admin<{ id: string; person: string; region: string }>(
    `select id, person, region from accounts.account where $1 = 'citizen' and person = $2`,
    [kind, holder],
  );
  if (kind === 'citizen' && !account) throw new Error(`${holder} has no account`);
  return db.transaction(own(holder), async (tx) => {
    const begun = account
      ? await sessions.beginCitizen(tx, account, level, true, PLACE)
      : await sessions.beginOfficer(tx, { id: holder, name: '', roles: [] }, PLACE);
    return begun.token;
  });
}
